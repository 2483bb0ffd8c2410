"""Everything held on one person as a file (R20): for oneself, and for others by those who handle personal data."""

import io
import json
import re
import zipfile
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from associations.models import Employment
from core.registry import Subject, personal_data
from privacy.domain import readout
from tests.factories import (
    AssociationFactory,
    BoardMemberFactory,
    ContactPersonFactory,
    EmploymentFactory,
    PersonFactory,
    StatusReportFactory,
    UserFactory,
)
from workflow import audit
from workflow.models import AuditEvent, ReadEvent
from workflow.reads import log_read

pytestmark = pytest.mark.django_db
OWN = reverse("privacy:own-data-download")


def unpacked(response) -> tuple[str, dict]:
    """The page in words, and the data."""
    with zipfile.ZipFile(io.BytesIO(response.content)) as packed:
        assert packed.namelist() == ["oplysninger.html", "oplysninger.json"]
        html = packed.read("oplysninger.html").decode()
        return re.sub(r"\s+", " ", strip_tags(html)), json.loads(packed.read("oplysninger.json"))


def test_own_file_holds_everything_in_words_and_for_machines(client_for, resource_person_user, demo_today, consultant):
    employment = Employment.objects.get(person__user=resource_person_user)
    employment.weekly_hours = 25
    audit.save(employment, by=resource_person_user)
    StatusReportFactory(association=employment.association, year=2022)
    log_read(consultant, "Personer", associations=[employment.association], people=[employment.person])
    response = client_for(resource_person_user).get(OWN)
    assert response["Content-Disposition"] == 'attachment; filename="persondata-demodata-2023-03-31.zip"'
    assert "no-store" in response["Cache-Control"]
    page, data = unpacked(response)
    assert "Alt, hvad Medspil har gemt om Rikke Ressource" in page
    assert "Demodata: foreningerne er rigtige, personer og tal er opdigtede." in page
    for text in (
        "Navn: Rikke Ressource",
        "E-mail: rikke@example.org",
        "Ansættelse i Vores Forening, fra 1. januar 2018",
        "Ugentlige timer: 25",
        "Ugentlige timer: 20 → 25",
        "Statusrapport 2022 – Vores Forening, version 1",
        "Personer, set på en side: 1 gang, senest",
        "Logget ind på 1 enhed lige nu",
        "Ved sletning: Perioder og timer indgår i foreningens historik",
    ):
        assert text in page
    assert data["navn"] == "Rikke Ressource"
    assert data["dato"] == "2023-03-31"
    assert data["bemærk"].startswith("Demodata")
    [person] = [section for section in data["oplysninger"] if section["emne"] == "Registret"]
    assert "Navn: Rikke Ressource" in person["poster"][0]["linjer"]


def test_own_file_holds_nothing_about_others(client_for, resource_person_user):
    EmploymentFactory(person__name="Signe Anden", helper=True, association__name="Katla")
    page, _ = unpacked(client_for(resource_person_user).get(OWN))
    assert "Signe Anden" not in page
    assert "Katla" not in page


def test_whoever_has_no_role_gets_the_account_alone(client_for):
    page, data = unpacked(client_for(UserFactory(name="Ny Bruger")).get(OWN))
    assert [section["emne"] for section in data["oplysninger"]] == ["Brugerkonto"]
    assert "Brugeren er åben" in page
    assert "Demodata" not in page


def test_staff_get_their_associations_changes_and_reads(client_for, consultant):
    ContactPersonFactory(consultant=consultant, association__name="Hekla", end=date(2022, 6, 30))
    audit.save(PersonFactory.build(name="Bo", email=None), by=consultant)
    log_read(consultant, "Personer")
    page, _ = unpacked(client_for(consultant).get(OWN))
    assert "Hekla, 1. januar 2018 – 30. juni 2022" in page
    assert "Bo, oprettet" in page
    assert "Personer, set på en side: 1 gang" in page


def test_text_of_others_cannot_become_markup(client_for):
    user = UserFactory(name="<script>alert(1)</script>")
    with zipfile.ZipFile(io.BytesIO(client_for(user).get(OWN).content)) as packed:
        html = packed.read("oplysninger.html").decode()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_own_page_tells_what_is_in_the_file_and_is_linked(client_for, resource_person_user):
    browser = client_for(resource_person_user)
    page = browser.get(reverse("privacy:own-data")).content.decode()
    assert OWN in page
    assert "oplysninger.html" in page
    for name in ("core:privacy", "associations:own-details"):
        assert reverse("privacy:own-data") in browser.get(reverse(name)).content.decode()


def test_handing_out_is_traced_and_logged(client_for, consultant, resource_person_user):
    person = resource_person_user.person
    response = client_for(consultant).post(reverse("privacy:person-data-download", args=[person.pk]))
    page, _ = unpacked(response)
    assert "Navn: Rikke Ressource" in page
    event = AuditEvent.objects.get()
    assert (event.kind, event.actor_id, event.object_id, event.changes) == ("read_out", consultant.pk, person.pk, [])
    read = ReadEvent.objects.get()
    assert (read.page, read.kind, read.person_ids) == ("Persondata", "export", [person.pk])


def test_consultant_on_the_clubs_board_does_not_handle_its_people(client_for, consultant, resource_person_user):
    club = AssociationFactory()
    mine = EmploymentFactory(association=club).person
    BoardMemberFactory(association=club, person=PersonFactory(user=consultant))
    browser = client_for(consultant)
    assert browser.get(reverse("privacy:person-data", args=[mine.pk])).status_code == 403
    assert browser.get(reverse("privacy:person-data", args=[resource_person_user.person.pk])).status_code == 200


def test_administrator_hands_out_the_staffs_data(client_for, administrator, consultant):
    browser = client_for(administrator)
    page, _ = unpacked(browser.post(reverse("privacy:staff-data-download", args=[consultant.pk])))
    assert "Rolle i forvaltningen: Konsulent" in page
    assert AuditEvent.objects.get().model == "accounts.user"
    assert browser.get(reverse("privacy:staff-data", args=[UserFactory().pk])).status_code == 404


def test_search_finds_by_name_and_address_and_says_who_is_active(client_for, consultant, own_association):
    EmploymentFactory(association=own_association, person__name="Åse Aktiv")
    EmploymentFactory(association=own_association, person__name="Åse Ophørt", helper=True, ended=True)
    BoardMemberFactory(person__name="Bo", person__email="aase@example.org", association__name="Katla")
    url = reverse("privacy:person-search")
    page = re.sub(r"\s+", " ", strip_tags(client_for(consultant).get(url, {"soeg": "aase"}).content.decode()))
    assert "3 personer" in page
    assert "Åse Aktiv Vores Forening Aktiv" in page
    assert "Åse Ophørt Vores Forening Tidligere" in page
    assert "Bo Katla Aktiv" in page
    assert ReadEvent.objects.get().page == "Persondata, søgning"


@pytest.mark.parametrize(
    ("text", "answer"), [("", "Find en person"), ("x", "Skriv mindst to bogstaver."), ("zzz", "Ingen")]
)
def test_search_without_an_answer_says_what_to_do(client_for, consultant, text, answer):
    EmploymentFactory()
    page = client_for(consultant).get(reverse("privacy:person-search"), {"soeg": text}).content.decode()
    assert answer in page
    assert not ReadEvent.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_search_costs_the_same_however_many_are_found(client_for, consultant, rows, django_assert_num_queries):
    for number in range(rows):
        EmploymentFactory(person__name=f"Åse {number}")
    browser = client_for(consultant)
    # Session, user, people, two for their associations, two for what lasts, the read is logged.
    with django_assert_num_queries(8):
        browser.get(reverse("privacy:person-search"), {"soeg": "Åse"})


def test_file_costs_the_same_however_much_is_held():
    person = PersonFactory(signs_in=True)
    counts = []
    for number in range(3):
        club = AssociationFactory()
        employment = EmploymentFactory(association=club, person=person, ended=True)
        employment.weekly_hours = 21 + number
        audit.save(employment, by=person.user)
        BoardMemberFactory(association=club, person=person, ended=True)
        StatusReportFactory(association=club)
        with CaptureQueriesContext(connection) as queries:
            assert readout.sections(Subject(person.pk, person.user_id))
        counts.append(len(queries))
    assert counts[0] == counts[2]
    # Every place that holds data is asked, and is asked little.
    assert counts[0] <= 4 * len(list(personal_data))


def test_every_place_that_names_people_is_known():
    keys = {entry.key for entry in personal_data}
    assert {"person", "employments", "seats", "contacts", "account", "imports", "reports", "events", "reads"} <= keys


def test_style_of_the_file_is_there():
    assert (settings.BASE_DIR / "static" / "css" / "readout.css").exists()
