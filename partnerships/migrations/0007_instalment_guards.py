"""Instalments never come to more than their grant, and paid ones stand (R2): whoever writes."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION partnerships_instalment_paid_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.paid_on IS NULL THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.grant_id, NEW.due_on, NEW.amount, NEW.paid_on, NEW.reverses_id)
            IS NOT DISTINCT FROM (OLD.grant_id, OLD.due_on, OLD.amount, OLD.paid_on, OLD.reverses_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a paid instalment is neither changed nor deleted'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'partnerships_instalment_paid_stands';
END
$$;

-- The grant is locked, so that two instalments written at once cannot both fit.
CREATE FUNCTION partnerships_instalment_fits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    granted bigint;
BEGIN
    SELECT g.amount INTO granted FROM partnerships_grant g WHERE g.id = NEW.grant_id FOR NO KEY UPDATE;
    IF NEW.reverses_id IS NOT NULL THEN
        IF NOT EXISTS (
            SELECT 1 FROM partnerships_instalment i WHERE i.id = NEW.reverses_id AND i.grant_id = NEW.grant_id
            AND i.paid_on IS NOT NULL AND i.reverses_id IS NULL AND i.amount >= -NEW.amount
        ) THEN
            RAISE EXCEPTION 'a reversal takes back a paid instalment of the same grant, at most all of it'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'partnerships_instalment_reversal_fits';
        END IF;
    ELSIF (SELECT sum(i.amount) FROM partnerships_instalment i WHERE i.grant_id = NEW.grant_id) > granted THEN
        RAISE EXCEPTION 'instalments come to more than the grant'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'partnerships_instalment_within_grant';
    END IF;
    RETURN NULL;
END
$$;

-- A grant may become smaller than what is paid of it, but then nothing more is planned.
CREATE FUNCTION partnerships_grant_covers_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM partnerships_instalment i WHERE i.grant_id = NEW.id AND i.paid_on IS NULL)
    AND (SELECT sum(i.amount) FROM partnerships_instalment i WHERE i.grant_id = NEW.id) >
            (SELECT g.amount FROM partnerships_grant g WHERE g.id = NEW.id) THEN
        RAISE EXCEPTION 'planned instalments come to more than the grant'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'partnerships_grant_covers_plan';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER partnerships_instalment_paid_stands
    BEFORE UPDATE OR DELETE ON partnerships_instalment
    FOR EACH ROW EXECUTE FUNCTION partnerships_instalment_paid_stands();
CREATE TRIGGER partnerships_instalment_fits
    AFTER INSERT OR UPDATE ON partnerships_instalment
    FOR EACH ROW EXECUTE FUNCTION partnerships_instalment_fits();
CREATE CONSTRAINT TRIGGER partnerships_grant_covers_plan
    AFTER UPDATE ON partnerships_grant DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION partnerships_grant_covers_plan();
"""

DROP = """
DROP TRIGGER partnerships_grant_covers_plan ON partnerships_grant;
DROP TRIGGER partnerships_instalment_fits ON partnerships_instalment;
DROP TRIGGER partnerships_instalment_paid_stands ON partnerships_instalment;
DROP FUNCTION partnerships_grant_covers_plan();
DROP FUNCTION partnerships_instalment_fits();
DROP FUNCTION partnerships_instalment_paid_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0006_agreements")]
    operations = [migrations.RunSQL(FUNCTIONS, DROP)]
