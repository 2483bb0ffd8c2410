"""The log of reads, and exactly what may happen to the logs' rows: erasure of a person's values, and retention (R20).

`workflow.logs` switches on `medspil.erasure` or `medspil.retention` for its own transaction. An erasure may change names
and texts, never when, who, what and where; retention may only delete what is more than a year old.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.utils.timezone
from django.db import migrations, models

FUNCTION = """
CREATE OR REPLACE FUNCTION workflow_auditevent_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('medspil.retention', true) = 'on' AND OLD.at < now() - interval '1 year' THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND current_setting('medspil.erasure', true) = 'on'
        AND (NEW.id, NEW.at, NEW.actor_id, NEW.kind, NEW.model, NEW.object_id, NEW.association_ids, NEW.is_internal)
            IS NOT DISTINCT FROM
            (OLD.id, OLD.at, OLD.actor_id, OLD.kind, OLD.model, OLD.object_id, OLD.association_ids, OLD.is_internal)
        AND jsonb_path_query_array(NEW.changes, '$[*].field') = jsonb_path_query_array(OLD.changes, '$[*].field') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the audit log only grows: % refused', TG_OP
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'workflow_auditevent_append_only';
END
$$;
"""
OLD_FUNCTION = """
CREATE OR REPLACE FUNCTION workflow_auditevent_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""
READS = """
CREATE FUNCTION workflow_readevent_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('medspil.retention', true) = 'on' AND OLD.at < now() - interval '1 year' THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND current_setting('medspil.erasure', true) = 'on'
        AND (NEW.id, NEW.at, NEW.actor_id, NEW.kind, NEW.page, NEW.association_ids, NEW.person_ids)
            IS NOT DISTINCT FROM (OLD.id, OLD.at, OLD.actor_id, OLD.kind, OLD.page, OLD.association_ids, OLD.person_ids)
        THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the log of reads only grows: % refused', TG_OP
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'workflow_readevent_append_only';
END
$$;

CREATE TRIGGER workflow_readevent_append_only BEFORE UPDATE OR DELETE ON workflow_readevent
    FOR EACH ROW EXECUTE FUNCTION workflow_readevent_append_only();
"""
DROP_READS = """
DROP TRIGGER workflow_readevent_append_only ON workflow_readevent;
DROP FUNCTION workflow_readevent_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("workflow", "0003_internal_events")]
    operations = [
        migrations.AlterField(
            model_name="auditevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("created", "oprettet"),
                    ("changed", "ændret"),
                    ("deleted", "slettet"),
                    ("erased", "persondata slettet"),
                    ("read_out", "persondata udleveret"),
                ],
                max_length=10,
                verbose_name="hændelse",
            ),
        ),
        migrations.CreateModel(
            name="ReadEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "at",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name="tidspunkt"),
                ),
                ("actor_id", models.BigIntegerField(verbose_name="bruger")),
                ("actor_name", models.CharField(max_length=120, verbose_name="navn")),
                (
                    "kind",
                    models.CharField(
                        choices=[("page", "set på en side"), ("export", "hentet som fil"), ("copy", "kopieret")],
                        default="page",
                        max_length=10,
                        verbose_name="måde",
                    ),
                ),
                ("page", models.CharField(max_length=80, verbose_name="side")),
                (
                    "association_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None, verbose_name="foreninger"
                    ),
                ),
                (
                    "person_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None, verbose_name="personer"
                    ),
                ),
            ],
            options={
                "verbose_name": "læsning",
                "verbose_name_plural": "læsninger",
                "ordering": ("-at", "-pk"),
                "indexes": [
                    models.Index(fields=["actor_id", "-at"], name="workflow_readevent_actor"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["association_ids"], name="workflow_readevent_assoc"
                    ),
                    django.contrib.postgres.indexes.GinIndex(fields=["person_ids"], name="workflow_readevent_person"),
                ],
            },
        ),
        migrations.RunSQL(FUNCTION, OLD_FUNCTION),
        migrations.RunSQL(READS, DROP_READS),
    ]
