"""Totals of a member count, computed by the database, and the register's seven age bands (R14)."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

AGE_BANDS = ((0, 6), (7, 12), (13, 18), (19, 24), (25, 39), (40, 59), (60, None))

FUNCTIONS = """
-- Writes both totals of the given counts. under_25 stays null until women and men are given for every age below 25:
-- a sum over half of the cells would look like a fall in members. Ages are counted, not bands, so that a count keeps
-- its total when the register changes its bands.
CREATE FUNCTION associations_membercount_recompute(counts bigint[]) RETURNS void LANGUAGE sql AS $$
    UPDATE associations_membercount AS c
    SET under_25 = s.under_25, total = s.total
    FROM (
        SELECT ids.id,
            sum(cell.members) AS total,
            CASE
                WHEN sum(band.upper - band.lower + 1) FILTER (WHERE band.upper < 25 AND cell.gender = 'female') = 25
                    AND sum(band.upper - band.lower + 1) FILTER (WHERE band.upper < 25 AND cell.gender = 'male') = 25
                THEN sum(cell.members) FILTER (WHERE band.upper < 25)
            END AS under_25
        FROM unnest(counts) AS ids(id)
        LEFT JOIN associations_membercountcell cell ON cell.member_count_id = ids.id
        LEFT JOIN associations_ageband band ON band.id = cell.age_band_id
        GROUP BY ids.id
    ) AS s
    WHERE c.id = s.id AND (c.under_25, c.total) IS DISTINCT FROM (s.under_25, s.total)
$$;

-- Refuses age bands that share an age within one of the given counts: 60+ beside 60–69 would count people twice.
-- Among bands in order of age it is enough to compare each with the one before.
CREATE FUNCTION associations_membercount_refuse_overlap(counts bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM (
            SELECT used.lower, lag(coalesce(used.upper, 32767)) OVER (
                PARTITION BY used.member_count_id ORDER BY used.lower, used.upper
            ) AS upper_before
            FROM (
                SELECT DISTINCT cell.member_count_id, band.lower, band.upper
                FROM associations_membercountcell cell JOIN associations_ageband band ON band.id = cell.age_band_id
                WHERE cell.member_count_id = ANY (counts)
            ) AS used
        ) AS compared
        WHERE compared.lower <= compared.upper_before
    ) THEN
        RAISE EXCEPTION 'age bands of a member count overlap'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'associations_membercountcell_bands_apart';
    END IF;
END
$$;

CREATE FUNCTION associations_membercountcell_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    counts bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        counts := ARRAY(SELECT DISTINCT member_count_id FROM new_cells);
    ELSIF TG_OP = 'DELETE' THEN
        counts := ARRAY(SELECT DISTINCT member_count_id FROM old_cells);
    ELSE
        -- A cell moved to another count changes both.
        counts := ARRAY(SELECT member_count_id FROM new_cells UNION SELECT member_count_id FROM old_cells);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM associations_membercount_refuse_overlap(counts);
    END IF;
    PERFORM associations_membercount_recompute(counts);
    RETURN NULL;
END
$$;

CREATE TRIGGER associations_membercountcell_inserted AFTER INSERT ON associations_membercountcell
    REFERENCING NEW TABLE AS new_cells FOR EACH STATEMENT EXECUTE FUNCTION associations_membercountcell_changed();
CREATE TRIGGER associations_membercountcell_updated AFTER UPDATE ON associations_membercountcell
    REFERENCING OLD TABLE AS old_cells NEW TABLE AS new_cells
    FOR EACH STATEMENT EXECUTE FUNCTION associations_membercountcell_changed();
CREATE TRIGGER associations_membercountcell_deleted AFTER DELETE ON associations_membercountcell
    REFERENCING OLD TABLE AS old_cells FOR EACH STATEMENT EXECUTE FUNCTION associations_membercountcell_changed();
"""

DROP = """
DROP TRIGGER associations_membercountcell_inserted ON associations_membercountcell;
DROP TRIGGER associations_membercountcell_updated ON associations_membercountcell;
DROP TRIGGER associations_membercountcell_deleted ON associations_membercountcell;
DROP FUNCTION associations_membercountcell_changed();
DROP FUNCTION associations_membercount_refuse_overlap(bigint[]);
DROP FUNCTION associations_membercount_recompute(bigint[]);
"""


def create_age_bands(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The bands of the national register today; others can be added as data."""
    age_band = apps.get_model("associations", "AgeBand")
    age_band.objects.bulk_create(age_band(lower=lower, upper=upper) for lower, upper in AGE_BANDS)


class Migration(migrations.Migration):
    dependencies = [("associations", "0001_initial")]
    operations = [
        migrations.RunSQL(FUNCTIONS, DROP),
        migrations.RunPython(create_age_bands, migrations.RunPython.noop),
    ]
