"""The audit log only grows (R20): the database refuses to change or delete its rows.

The exception is the erasure of a person's values, which switches `medspil.erasure` on for its own transaction.
"""

from django.db import migrations

TRIGGER = """
CREATE FUNCTION workflow_auditevent_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('medspil.erasure', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION 'the audit log only grows: % refused', TG_OP
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'workflow_auditevent_append_only';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER workflow_auditevent_append_only BEFORE UPDATE OR DELETE ON workflow_auditevent
    FOR EACH ROW EXECUTE FUNCTION workflow_auditevent_append_only();
"""

DROP = """
DROP TRIGGER workflow_auditevent_append_only ON workflow_auditevent;
DROP FUNCTION workflow_auditevent_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial")]
    operations = [migrations.RunSQL(TRIGGER, DROP)]
