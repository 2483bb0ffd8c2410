"""Each association's own period lies inside its partnership's (R1): checked at commit, whichever row changed."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION partnerships_participation_inside() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    checked bigint := CASE TG_TABLE_NAME WHEN 'partnerships_partnership' THEN NEW.id END;
BEGIN
    IF checked IS NULL THEN
        checked := (to_jsonb(NEW) ->> 'partnership_id')::bigint;
    END IF;
    IF EXISTS (
        SELECT 1 FROM partnerships_participation pa JOIN partnerships_partnership p ON p.id = pa.partnership_id
        WHERE p.id = checked AND (pa.start < p.start OR pa."end" > p."end")
    ) THEN
        RAISE EXCEPTION 'participation outside its partnership %', checked
            USING ERRCODE = 'check_violation', CONSTRAINT = 'partnerships_participation_inside';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER partnerships_participation_inside
    AFTER INSERT OR UPDATE ON partnerships_participation DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION partnerships_participation_inside();
CREATE CONSTRAINT TRIGGER partnerships_partnership_inside
    AFTER UPDATE ON partnerships_partnership DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION partnerships_participation_inside();
"""

DROP = """
DROP TRIGGER partnerships_participation_inside ON partnerships_participation;
DROP TRIGGER partnerships_partnership_inside ON partnerships_partnership;
DROP FUNCTION partnerships_participation_inside();
"""


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTIONS, DROP)]
