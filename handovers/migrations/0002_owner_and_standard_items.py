"""An owner sits on the association's own board; and the standard items that a programme begins with."""

from django.db import migrations

OWNER = """
CREATE FUNCTION handovers_handover_owner_own_board() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.owner_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM associations_boardmember b JOIN associations_employment e ON e.association_id = b.association_id
        WHERE b.id = NEW.owner_id AND e.id = NEW.employment_id
    ) THEN
        RAISE EXCEPTION 'owner of handover % is not on the association''s board', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'handovers_handover_owner_own_board';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER handovers_handover_owner_own_board
    BEFORE INSERT OR UPDATE OF owner_id, employment_id ON handovers_handover
    FOR EACH ROW EXECUTE FUNCTION handovers_handover_owner_own_board();
"""

DROP_OWNER = """
DROP TRIGGER handovers_handover_owner_own_board ON handovers_handover;
DROP FUNCTION handovers_handover_owner_own_board();
"""

STANDARD_ITEMS = (
    (
        "Nøgler, adgangskort og koder er afleveret",
        "Klubhus, hal, skabe og alarm. Skriv, hvem der har dem nu, men aldrig selve koderne.",
    ),
    (
        "Adgangskoder til foreningens systemer er skiftet",
        "Medlemssystem, e-mail, hjemmeside, netbank og delte mapper. Luk også den personlige adgang.",
    ),
    (
        "Kontaktlister er samlet ét sted",
        "Samarbejdspartnere, trænere og frivillige. Oplysninger om enkelte børn og unge bliver i medlemssystemet.",
    ),
    (
        "Kalenderen over aktiviteter er givet videre",
        "Faste hold, ferieaktiviteter, stævner og møder det næste halve år, og hvem der gør hvad.",
    ),
    (
        "Aftaler med skoler og andre samarbejdspartnere er skrevet ned",
        "Hvem, hvad, hvor længe, og hvem der er kontakt hos dem.",
    ),
    (
        "Status på handleplanen er skrevet ned",
        "Hvilke mål og indsatser der er nået, hvad der er i gang, og hvad der står for tur.",
    ),
    (
        "Ansøgninger og bevillinger i gang er givet videre",
        "Puljer og fonde: frister, regnskab og hvad der er lovet.",
    ),
    ("Trænere og frivillige har fået besked", "Hvem stopper, hvornår, og hvem de kan gå til imens."),
    (
        "Skoler og andre samarbejdspartnere har fået besked",
        "Fortæl, hvem de kan kontakte, også hvis den nye ikke er fundet endnu.",
    ),
    (
        "Kontaktpersonen i forvaltningen har fået besked",
        "Aftal, hvem der deltager i status- og netværksmøder, til den nye er begyndt.",
    ),
    ("Udstyr er afleveret", "Computer, telefon, tøj, materialer og andet, som foreningen ejer."),
    (
        "Billeder og sociale medier er givet videre",
        "Adgang til konti og mapper, og hvilke billeder der er samtykke til at bruge.",
    ),
)


def add_standard_items(apps, schema_editor):
    model = apps.get_model("handovers", "HandoverStandardItem")
    model.objects.bulk_create(
        model(title=title, help_text=help_text, position=place)
        for place, (title, help_text) in enumerate(STANDARD_ITEMS, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("handovers", "0001_initial")]
    operations = [
        migrations.RunSQL(OWNER, DROP_OWNER),
        migrations.RunPython(add_standard_items, migrations.RunPython.noop),
    ]
