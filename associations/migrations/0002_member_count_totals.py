"""Totals of a member count, computed by the database, and the register's seven age bands (R14)."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

AGE_BANDS = ((0, 6), (7, 12), (13, 18), (19, 24), (25, 39), (40, 59), (60, None))

FUNCTIONS = """
-- Writes both totals of the given counts. under_25 stays null until women and men are given for every band below 25:
-- a sum over half of the cells would look like a fall in members.
CREATE FUNCTION associations_membercount_recompute(counts bigint[]) RETURNS void LANGUAGE sql AS $$
    UPDATE associations_membercount AS c
    SET under_25 = CASE WHEN s.given = s.needed THEN s.under_25 END, total = s.total
    FROM (
        SELECT ids.id,
            sum(cell.members) AS total,
            sum(cell.members) FILTER (WHERE band.upper < 25) AS under_25,
            count(*) FILTER (WHERE band.upper < 25 AND band.in_use AND cell.gender IN ('female', 'male')) AS given,
            (SELECT 2 * count(*) FROM associations_ageband b WHERE b.upper < 25 AND b.in_use) AS needed
        FROM unnest(counts) AS ids(id)
        LEFT JOIN associations_membercountcell cell ON cell.member_count_id = ids.id
        LEFT JOIN associations_ageband band ON band.id = cell.age_band_id
        GROUP BY ids.id
    ) AS s
    WHERE c.id = s.id
$$;

CREATE FUNCTION associations_membercountcell_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM associations_membercount_recompute(ARRAY(SELECT DISTINCT member_count_id FROM old_cells));
    ELSE
        PERFORM associations_membercount_recompute(ARRAY(SELECT DISTINCT member_count_id FROM new_cells));
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER associations_membercountcell_inserted AFTER INSERT ON associations_membercountcell
    REFERENCING NEW TABLE AS new_cells FOR EACH STATEMENT EXECUTE FUNCTION associations_membercountcell_changed();
CREATE TRIGGER associations_membercountcell_updated AFTER UPDATE ON associations_membercountcell
    REFERENCING NEW TABLE AS new_cells FOR EACH STATEMENT EXECUTE FUNCTION associations_membercountcell_changed();
CREATE TRIGGER associations_membercountcell_deleted AFTER DELETE ON associations_membercountcell
    REFERENCING OLD TABLE AS old_cells FOR EACH STATEMENT EXECUTE FUNCTION associations_membercountcell_changed();
"""

DROP = """
DROP TRIGGER associations_membercountcell_inserted ON associations_membercountcell;
DROP TRIGGER associations_membercountcell_updated ON associations_membercountcell;
DROP TRIGGER associations_membercountcell_deleted ON associations_membercountcell;
DROP FUNCTION associations_membercountcell_changed();
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
