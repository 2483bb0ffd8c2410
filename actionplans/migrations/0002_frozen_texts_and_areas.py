"""Approved text is frozen by the database, a plan stays inside its partnership, and the six focus areas are there."""

from django.db import migrations

TRIGGERS = """
CREATE FUNCTION actionplans_text_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- What the row hangs on, before and after: a row can neither leave an approved text nor move into one.
    parents bigint[] := ARRAY[]::bigint[];
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('medspil.retention', true) = 'on' THEN
        RETURN OLD;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        parents := parents || (to_jsonb(OLD) ->> TG_ARGV[0])::bigint;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        parents := parents || (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
    END IF;
    IF TG_TABLE_NAME = 'actionplans_activity' THEN
        SELECT array_agg(area_text_id) INTO parents FROM actionplans_goal WHERE id = ANY (parents);
    END IF;
    IF TG_TABLE_NAME <> 'actionplans_areatext' THEN
        SELECT array_agg(revision_id) INTO parents FROM actionplans_areatext WHERE id = ANY (parents);
    END IF;
    IF EXISTS (SELECT 1 FROM actionplans_planrevision
               WHERE id = ANY (parents) AND state IN ('approved', 'superseded', 'closed')) THEN
        RAISE EXCEPTION 'the text of an approved plan never changes'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'actionplans_text_frozen';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER actionplans_areatext_frozen BEFORE INSERT OR UPDATE OR DELETE ON actionplans_areatext
    FOR EACH ROW EXECUTE FUNCTION actionplans_text_frozen('revision_id');
CREATE TRIGGER actionplans_goal_frozen BEFORE INSERT OR UPDATE OR DELETE ON actionplans_goal
    FOR EACH ROW EXECUTE FUNCTION actionplans_text_frozen('area_text_id');
CREATE TRIGGER actionplans_activity_frozen BEFORE INSERT OR UPDATE OR DELETE ON actionplans_activity
    FOR EACH ROW EXECUTE FUNCTION actionplans_text_frozen('goal_id');

CREATE FUNCTION actionplans_revision_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('medspil.retention', true) = 'on'
        AND (SELECT p."end" FROM actionplans_actionplan p WHERE p.id = OLD.plan_id) < now() - interval '1 year' THEN
        RETURN OLD;
    END IF;
    IF OLD.state IN ('approved', 'superseded', 'closed') AND (
        TG_OP = 'DELETE'
        OR NEW.state NOT IN ('approved', 'superseded', 'closed')
        OR OLD.state <> 'approved' AND NEW.state = 'approved'
        OR (NEW.plan_id, NEW.number, NEW.introduction, NEW.lasting_changes, NEW.text_hash, NEW.approved_on, NEW.approved_at)
            IS DISTINCT FROM
           (OLD.plan_id, OLD.number, OLD.introduction, OLD.lasting_changes, OLD.text_hash, OLD.approved_on, OLD.approved_at)
    ) THEN
        RAISE EXCEPTION 'an approved revision never changes'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'actionplans_planrevision_frozen';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER actionplans_planrevision_frozen BEFORE UPDATE OR DELETE ON actionplans_planrevision
    FOR EACH ROW EXECUTE FUNCTION actionplans_revision_frozen();

CREATE FUNCTION actionplans_plan_inside() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM partnerships_partnership p
               WHERE p.id = NEW.partnership_id AND (NEW.start < p.start OR NEW."end" > p."end")) THEN
        RAISE EXCEPTION 'a plan lies inside its partnership'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'actionplans_actionplan_inside';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER actionplans_actionplan_inside BEFORE INSERT OR UPDATE OF start, "end", partnership_id
    ON actionplans_actionplan FOR EACH ROW EXECUTE FUNCTION actionplans_plan_inside();
"""
DROP = """
DROP TRIGGER actionplans_actionplan_inside ON actionplans_actionplan;
DROP FUNCTION actionplans_plan_inside();
DROP TRIGGER actionplans_planrevision_frozen ON actionplans_planrevision;
DROP FUNCTION actionplans_revision_frozen();
DROP TRIGGER actionplans_activity_frozen ON actionplans_activity;
DROP TRIGGER actionplans_goal_frozen ON actionplans_goal;
DROP TRIGGER actionplans_areatext_frozen ON actionplans_areatext;
DROP FUNCTION actionplans_text_frozen();
"""
# Key, number, name, short name, explanation, questions (one per line), first year.
AREAS = (
    (
        "organisation", 1, "Foreningens organisering og struktur", "Organisering",
        ("En forening, der er godt organiseret, kan bære flere børn og unge og flere frivillige. Her beskriver I, hvordan "
        "I fordeler opgaverne, og hvordan bestyrelse, ressourceperson og trænere arbejder sammen."),
        ("Hvem gør hvad i foreningen, og ved alle det?\nHvad sker der, hvis ressourcepersonen stopper?\n"
        "Hvilke aftaler og rutiner mangler I?"),
        None,
    ),
    (
        "volunteers", 2, "Rekruttering og inddragelse af frivillige og trænere", "Frivillige",
        ("Uden trænere og frivillige er der ikke plads til flere børn. Her beskriver I, hvordan I finder nye, tager godt "
        "imod dem og får dem til at blive."),
        "Hvem spørger I, og hvordan?\nHvordan bliver en ny frivillig taget imod?\nHvad kan forældre og unge hjælpe med?",
        None,
    ),
    (
        "collaborations", 3, "Lokale samarbejder om målgruppen", "Samarbejder",
        ("Skoler, klubber, boligområder og andre foreninger kender børn, som I ikke møder selv. Her beskriver I, hvem I "
        "arbejder sammen med, og om hvad."),
        ("Hvem i lokalområdet møder de børn og unge, I gerne vil nå?\nHvem er jeres faste kontakt hvert sted?\n"
        "Hvad får den anden part ud af samarbejdet?"),
        None,
    ),
    (
        "retention", 4, "Fastholdelse af udsatte børn og unge", "Fastholdelse",
        ("Nogle børn og unge falder fra, når livet er svært, når kontingentet skal betales, eller når holdet bliver mere "
        "alvorligt. Her beskriver I, hvordan I opdager det og hjælper dem med at blive."),
        ("Hvornår og hvorfor stopper børn og unge hos jer?\nHvem opdager, at nogen er ved at falde fra?\n"
        "Hvad gør I, når det sker?"),
        None,
    ),
    (
        "recruitment", 5, "Rekruttering af udsatte børn og unge", "Rekruttering",
        ("Her beskriver I, hvordan flere udsatte børn og unge finder vej til jer. Har I venteliste, kan området godt være "
        "ude af fokus i denne periode: så skriver I hvorfor."),
        ("Hvilke børn og unge er der færrest af hos jer i forhold til området?\nHvordan hører de om jer?\n"
        "Hvad gør den første gang god?"),
        None,
    ),
    (
        "parents", 6, "Inddragelse af forældre", "Forældre",
        ("Når forældre er med, bliver børnene længere, og foreningen får flere hænder. Her beskriver I, hvordan I møder "
        "forældrene og gør det let at være med."),
        "Hvornår taler I med forældrene?\nHvad kunne de sige ja til at hjælpe med?\nHvad gør det svært for nogle forældre?",
        2020,
    ),
)  # fmt: skip


def add_areas(apps, schema_editor):
    model = apps.get_model("actionplans", "FocusArea")
    for key, number, name, short_name, explanation, questions, first_year in AREAS:
        model.objects.update_or_create(
            key=key,
            defaults={
                "number": number,
                "name": name,
                "short_name": short_name,
                "explanation": explanation,
                "questions": questions,
                "first_year": first_year,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("actionplans", "0001_initial")]
    operations = [
        migrations.RunSQL(TRIGGERS, DROP),
        migrations.RunPython(add_areas, migrations.RunPython.noop),
    ]
