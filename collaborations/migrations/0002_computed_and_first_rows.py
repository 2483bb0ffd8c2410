"""Nobody types a participation that is computed; and the administrations and initiatives that the city begins with."""

from django.db import migrations

COMPUTED = """
CREATE FUNCTION collaborations_initiativeparticipation_not_computed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM collaborations_initiative i WHERE i.id = NEW.initiative_id AND i.computed_by <> '') THEN
        RAISE EXCEPTION 'participation in initiative % is computed', NEW.initiative_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'collaborations_initiativeparticipation_not_computed';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER collaborations_initiativeparticipation_not_computed
    BEFORE INSERT OR UPDATE OF initiative_id ON collaborations_initiativeparticipation
    FOR EACH ROW EXECUTE FUNCTION collaborations_initiativeparticipation_not_computed();
"""

DROP_COMPUTED = """
DROP TRIGGER collaborations_initiativeparticipation_not_computed ON collaborations_initiativeparticipation;
DROP FUNCTION collaborations_initiativeparticipation_not_computed();
"""

CULTURE, SOCIAL = "Kultur- og Fritidsforvaltningen", "Socialforvaltningen"
ADMINISTRATIONS = (
    ("Økonomiforvaltningen", "Byens samlede økonomi og udvikling, også i de udsatte byområder."),
    (CULTURE, "Tilskud til foreninger, haller og anlæg, ferieaktiviteter og de sociale partnerskaber."),
    ("Børne- og Ungdomsforvaltningen", "Skoler, daginstitutioner, fritidshjem og klubber."),
    ("Sundheds- og Omsorgsforvaltningen", "Sundhed og bevægelse, forebyggelse og ældre borgere."),
    (SOCIAL, "Støtte til udsatte børn, unge og familier og til borgere med handicap."),
    ("Teknik- og Miljøforvaltningen", "Parker, pladser og veje, og områdefornyelserne."),
    ("Beskæftigelses- og Integrationsforvaltningen", "Job, fritidsjob til unge, og integration."),
)
INITIATIVES = (
    ("FerieCamp", 1, CULTURE, "Gratis aktiviteter i skolernes ferier, hvor børn prøver en forening.", ""),
    (
        "Aktive Børn i Forening",
        1,
        CULTURE,
        "Forløb i foreninger for børn fra daginstitutioner og fritidshjem.",
        "",
    ),
    (
        "FritidsGuiderne KBH",
        2,
        CULTURE,
        "Finder den forening, der passer til barnet, og følger med de første gange, når der er brug for det.",
        "",
    ),
    ("Kontingentstøtteordningen", 3, CULTURE, "Betaler kontingent for børn, hvis familien ikke har råd.", ""),
    (
        "De Sociale Partnerskaber",
        4,
        CULTURE,
        "Foreninger ansætter ressourcepersoner, så børn og unge bliver i fællesskabet.",
        "partnerships",
    ),
    ("Idrætsprojektet", None, SOCIAL, "Bygger bro til foreninger for børn og unge, der får støtte.", ""),
    ("Fritidsliv med Mentor", None, SOCIAL, "En mentor følger barnet eller den unge ind i fritidslivet.", ""),
)


def add_first_rows(apps, schema_editor):
    administration = apps.get_model("collaborations", "Administration")
    initiative = apps.get_model("collaborations", "Initiative")
    administration.objects.bulk_create(administration(name=n, helps_with=text) for n, text in ADMINISTRATIONS)
    keys = dict(administration.objects.values_list("name", "pk"))
    initiative.objects.bulk_create(
        initiative(name=name, link=link, administration_id=keys[owner], helps_with=text, computed_by=computed_by)
        for name, link, owner, text, computed_by in INITIATIVES
    )


class Migration(migrations.Migration):
    dependencies = [("collaborations", "0001_initial")]
    operations = [
        migrations.RunSQL(COMPUTED, DROP_COMPUTED),
        migrations.RunPython(add_first_rows, migrations.RunPython.noop),
    ]
