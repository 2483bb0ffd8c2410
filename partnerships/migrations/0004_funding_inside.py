"""A line's amounts lie in the years of its span, and grants and reserved posts where there is an amount (R15a).

Checked at commit, whichever row changed.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION partnerships_fundingamount_inside() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    row_id bigint := (to_jsonb(NEW) ->> 'id')::bigint;
BEGIN
    IF EXISTS (
        SELECT 1 FROM partnerships_fundingamount a
        JOIN partnerships_fundingline l ON l.id = a.funding_line_id
        JOIN partnerships_programmeyear y ON y.id = a.programme_year_id
        WHERE CASE TG_TABLE_NAME
            WHEN 'partnerships_fundingamount' THEN a.id = row_id
            WHEN 'partnerships_fundingline' THEN l.id = row_id
            ELSE y.id = row_id
        END
        AND NOT y.year BETWEEN extract(year FROM l.start) AND coalesce(extract(year FROM l."end"), 9999)
    ) THEN
        RAISE EXCEPTION 'funding amount outside the span of its line'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'partnerships_fundingamount_inside';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER partnerships_fundingamount_inside
    AFTER INSERT OR UPDATE ON partnerships_fundingamount DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION partnerships_fundingamount_inside();
CREATE CONSTRAINT TRIGGER partnerships_fundingline_around
    AFTER UPDATE ON partnerships_fundingline DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION partnerships_fundingamount_inside();
CREATE CONSTRAINT TRIGGER partnerships_programmeyear_around
    AFTER UPDATE ON partnerships_programmeyear DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION partnerships_fundingamount_inside();

ALTER TABLE partnerships_grant ADD CONSTRAINT partnerships_grant_line_has_money
    FOREIGN KEY (funding_line_id, programme_year_id)
    REFERENCES partnerships_fundingamount (funding_line_id, programme_year_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE partnerships_reservedpost ADD CONSTRAINT partnerships_reservedpost_line_has_money
    FOREIGN KEY (funding_line_id, programme_year_id)
    REFERENCES partnerships_fundingamount (funding_line_id, programme_year_id) DEFERRABLE INITIALLY DEFERRED;
"""

DROP = """
ALTER TABLE partnerships_reservedpost DROP CONSTRAINT partnerships_reservedpost_line_has_money;
ALTER TABLE partnerships_grant DROP CONSTRAINT partnerships_grant_line_has_money;
DROP TRIGGER partnerships_fundingamount_inside ON partnerships_fundingamount;
DROP TRIGGER partnerships_fundingline_around ON partnerships_fundingline;
DROP TRIGGER partnerships_programmeyear_around ON partnerships_programmeyear;
DROP FUNCTION partnerships_fundingamount_inside();
"""


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0003_funding_lines")]
    operations = [migrations.RunSQL(FUNCTIONS, DROP)]
