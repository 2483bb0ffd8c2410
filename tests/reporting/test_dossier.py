"""The dossier of a partnership: what it says, what it cuts, and that it is one page whatever is recorded."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from django.core.management import call_command
from django.urls import reverse
from pdfua import validate
from pypdf import PdfReader

from associations.models import Association
from core.pdf import PdfLibraryMissingError, render_pdf
from core.registry import DossierPart, DueItem, DueRule, DueState, Registry, Turn
from reporting import views_dossier
from reporting.domain.association_report import Fact
from reporting.domain.dossier import (
    ROOMY,
    TIGHTER,
    Dossier,
    Limits,
    Lines,
    PersonLine,
    Section,
    bounded,
    build_dossier,
    within,
)
from reporting.dossiers import STYLESHEET, dossier_html, dossier_pdf
from tests.factories import (
    AssociationFactory,
    BoardMemberFactory,
    ContactPersonFactory,
    EmploymentFactory,
    GrantFactory,
    HandoverFactory,
    MemberCountFactory,
    PartnershipFactory,
    ProgrammeYearFactory,
)
from workflow.models import ReadEvent

pytestmark = pytest.mark.django_db
TODAY = date(2023, 3, 31)


@pytest.fixture(autouse=True)
def _today(demo_today):
    """Every test happens on 31 March 2023."""


@pytest.fixture
def due_rules(monkeypatch) -> Registry[DueRule]:
    """A registry of due rules of the test's own."""
    own: Registry[DueRule] = Registry("due_rules")
    monkeypatch.setattr("reporting.domain.dossier_reading.due_rules", own)
    return own


@pytest.fixture
def parts(monkeypatch) -> Registry[DossierPart]:
    own: Registry[DossierPart] = Registry("dossier_parts")
    monkeypatch.setattr("reporting.domain.dossier_reading.dossier_parts", own)
    return own


@pytest.fixture
def hekla(due_rules) -> Association:
    """A club with a partnership from 2018 that was extended, a contact person, a resource person and a board."""
    club = AssociationFactory(name="BK Hekla", district__name="Valby", phone="36 17 00 00")
    partnership = PartnershipFactory(association=club, extended=True)
    for year in (2022, 2023):
        GrantFactory(partnership=partnership, programme_year=ProgrammeYearFactory(year=year))
    ContactPersonFactory(association=club, consultant__name="Mette Lind", consultant__phone="33 66 11 11")
    EmploymentFactory(association=club, person__name="Rikke Ravn", start=date(2021, 5, 1))
    BoardMemberFactory(association=club, person__name="Finn Friis")
    BoardMemberFactory(association=club, person__name="Karen Krog", treasurer=True, start=date(2020, 3, 1))
    return club


def section(dossier: Dossier, title: str) -> tuple[str, ...]:
    return next(part.lines.shown for part in dossier.sections if part.title == title)


# --- What it says -----------------------------------------------------------------------------------------------------


def test_dossier_of_a_club(hekla):
    dossier = build_dossier(hekla.pk, TODAY)

    assert (dossier.name, dossier.lead) == ("BK Hekla", "Socialt partnerskab til og med 31. december 2025")
    assert Fact("Bydel", "Valby") in dossier.facts
    assert Fact("Tilskud 2023", "200.000 kr.") in dossier.facts
    assert [(row.name, row.role, row.detail) for row in dossier.people] == [
        ("Mette Lind", "kontaktperson", "siden 1. januar 2018"),
        ("Rikke Ravn", "ressourceperson", "20 timer om ugen, siden 1. maj 2021"),
        ("Finn Friis", "formand", "siden 1. januar 2018"),
        ("Karen Krog", "kasserer", "siden 1. marts 2020"),
    ]
    assert dossier.people[0].phone == "33 66 11 11"
    assert section(dossier, "Aftalen") == (
        "Forlængelse: 1. januar 2022 – 31. december 2025",
        "Første aftale: 1. januar 2018 – 31. december 2021",
        "Tilskud i alt siden 2018: 400.000 kr.",
    )
    assert section(dossier, "Historie") == (
        "2. oktober 2021: Partnerskabet blev forlænget til 31. december 2025.",
        "1. maj 2021: Rikke Ravn begyndte som ressourceperson.",
        "1. januar 2018: Det sociale partnerskab begyndte.",
    )


def test_people_who_leave_come_or_are_missing_are_told(hekla):
    leaver = hekla.employments.get()
    leaver.end, leaver.end_reason = date(2023, 4, 30), "new_job"
    leaver.save()
    EmploymentFactory(association=hekla, person__name="Ny Nielsen", start=date(2023, 5, 1))

    details = {row.name: row.detail for row in build_dossier(hekla.pk, TODAY).people}
    assert details["Rikke Ravn"] == "20 timer om ugen, siden 1. maj 2021, stopper 30. april 2023"
    assert details["Ny Nielsen"] == "20 timer om ugen, begynder 1. maj 2023"

    leaver.delete()
    people = build_dossier(hekla.pk, TODAY).people
    assert ("Ingen ansat", "stillingen er ledig") in [(row.name, row.detail) for row in people]


def test_new_hours_of_the_same_person_are_no_event(hekla):
    first = hekla.employments.get()
    first.end, first.end_reason = date(2022, 6, 30), "continued"
    first.save()
    EmploymentFactory(association=hekla, person=first.person, start=date(2022, 7, 1))

    dossier = build_dossier(hekla.pk, TODAY)

    assert [text for text in section(dossier, "Historie") if "Rikke" in text] == [
        "1. maj 2021: Rikke Ravn begyndte som ressourceperson."
    ]
    assert "siden 1. maj 2021" in dossier.people[1].detail


def test_history_tells_of_leavers_contact_persons_chairs_and_the_end(due_rules):
    club = AssociationFactory()
    PartnershipFactory(association=club, ended_early=True)
    EmploymentFactory(association=club, person__name="Bo Bakke", ended=True)
    ContactPersonFactory(association=club, end=date(2019, 12, 31))
    ContactPersonFactory(association=club, start=date(2020, 1, 1), consultant__name="Signe Sand")
    BoardMemberFactory(association=club, ended=True)
    BoardMemberFactory(association=club, start=date(2022, 7, 1), person__name="Nina Ny")

    dossier = build_dossier(club.pk, TODAY)

    assert dossier.lead == "Partnerskabet sluttede 31. december 2020"
    assert section(dossier, "Historie") == (
        "1. juli 2022: Nina Ny blev formand.",
        "30. juni 2022: Bo Bakke stoppede som ressourceperson.",
        "31. december 2020: Partnerskabet sluttede.",
        "1. oktober 2020: Det blev besluttet at slutte 31. december 2020.",
        "1. januar 2020: Signe Sand blev kontaktperson.",
        "1. januar 2018: Det sociale partnerskab begyndte.",
        "1. januar 2018: Bo Bakke begyndte som ressourceperson.",
    )


def test_association_without_anything_has_a_dossier_that_says_so(due_rules):
    club = AssociationFactory(is_citywide=True, get2sport=True)

    dossier = build_dossier(club.pk, TODAY)

    assert dossier.lead == "Intet socialt partnerskab endnu"
    assert Fact("Bydel", "Bydækkende") in dossier.facts
    assert Fact("DIF get2sport", "støttes sammen fra 1. januar 2018") in dossier.facts
    assert dossier.members == "Der er endnu ikke oplyst samlede medlemstal under 25 år."
    html = dossier_html(dossier)
    assert "Der er ingen aftale endnu." in html
    assert "Der er ikke noget lige nu." in html
    assert "Historie" not in html


@pytest.mark.parametrize(
    ("counts", "text"),
    [
        ({2022: 412}, "Ved udgangen af 2022: 412 medlemmer under 25 år."),
        (
            {2018: 300, 2021: 389, 2022: 412},
            (
                "Ved udgangen af 2022: 412 medlemmer under 25 år, 23 flere end året før og 112 flere end ved udgangen "
                "af 2018, hvor partnerskabet begyndte."
            ),
        ),
        (
            {2020: 80, 2021: 80},
            (
                "Tallet for 2022 er ikke oplyst. "
                "Ved udgangen af 2021: 80 medlemmer under 25 år, lige så mange som året før."
            ),
        ),
        ({2022: 1, 2021: 8}, "Ved udgangen af 2022: 1 medlem under 25 år, 7 færre end året før."),
    ],
)
def test_members_in_one_line(hekla, counts, text):
    for year, under_25 in counts.items():
        MemberCountFactory(association=hekla, year=year, under_25=under_25)

    assert build_dossier(hekla.pk, TODAY).members == text


def test_open_handover_tells_what_is_left(hekla):
    HandoverFactory(
        employment__association=hekla,
        employment__is_primary_contact=False,
        employment__person__name="Sofie Sommer",
        items=3,
        items__done=1,
    )
    HandoverFactory(employment__association=hekla, employment__is_primary_contact=False, closed=True)

    lines = section(build_dossier(hekla.pk, TODAY), "Overlevering efter Sofie Sommer")

    assert lines[0] == "Åben i 31 dage, 1 af 3 punkter klaret"
    assert len([line for line in lines if line.startswith("Mangler: Punkt")]) == 2


def test_closed_handover_tells_what_was_left(hekla):
    HandoverFactory(
        employment__association=hekla,
        employment__is_primary_contact=False,
        employment__person__name="Sofie Sommer",
        closed=True,
        left_over="Nøglen\ntil skabet.",
        items=1,
    )

    lines = section(within(build_dossier(hekla.pk, TODAY), ROOMY), "Overlevering efter Sofie Sommer")

    assert lines == (
        "Afsluttet med mangler den 20. marts 2023, 0 af 1 punkt klaret",
        "Det, der manglede: Nøglen til skabet.",
    )


def due(key: str, *, on: date, state: DueState, internal: bool = False) -> DueRule:
    def find(ids, day):
        return [
            DueItem(key, pk, f"Sag {key}.", on, state, Turn.BOARD, "/", "Se", is_internal=internal) for pk in ids or ()
        ]

    return DueRule(key, key, 1, find)


def test_due_items_stand_in_order_and_internal_ones_are_left_out(hekla, due_rules):
    due_rules.register(due("a", on=date(2023, 6, 30), state=DueState.COMING))
    due_rules.register(due("b", on=date(2023, 3, 29), state=DueState.OVERDUE))
    due_rules.register(due("c", on=date(2023, 3, 1), state=DueState.OVERDUE, internal=True))

    assert section(build_dossier(hekla.pk, TODAY), "Skal gøres") == (
        "Sag b (bestyrelsen, 2 dage over tiden)",
        "Sag a (bestyrelsen, senest 30. juni 2023)",
    )


def test_part_of_another_capability_stands_only_when_it_says_something(hekla, parts):
    parts.register(DossierPart("plan", "Handleplan", 1, lambda _pk, _day: ["Godkendt 1. februar 2022."]))
    parts.register(DossierPart("silent", "Tavs", 2, lambda _pk, _day: []))

    html = dossier_html(within(build_dossier(hekla.pk, TODAY), ROOMY))

    assert "<h2>Handleplan</h2><ul><li>Godkendt 1. februar 2022.</li></ul>" in html.replace("\n  ", "")
    assert "Tavs" not in html


# --- One page ---------------------------------------------------------------------------------------------------------

LONG = "Meget lang tekst om foreningen og alt det, den laver sammen med andre i byen, "
# The four sections of its own, and three parts of other capabilities.
LONGEST = Dossier(
    association_id=1,
    name="Forening med et langt navn " * 4,
    as_of=TODAY,
    lead="Socialt partnerskab til og med 31. december 2025",
    facts=tuple(Fact(f"Oplysning nummer {n}", LONG * 5) for n in range(10)),
    people=tuple(
        PersonLine(f"{LONG}{n}", "ressourceperson", LONG * 3, "33 66 11 11" * 2, "langadresse" * 20) for n in range(40)
    ),
    people_more=0,
    members=LONG * 3,
    sections=tuple(Section(f"Afsnit {n} {LONG}", Lines(tuple(LONG * 10 for _ in range(200)))) for n in range(7)),
)


def test_within_says_how_much_was_left_out():
    cut = within(LONGEST, Limits(people=3, lines=4, characters=20, fact=20))

    assert (len(cut.people), cut.people_more) == (3, 37)
    assert {(len(part.lines.shown), part.lines.more_text) for part in cut.sections} == {(4, "og 196 mere")}
    assert cut.facts[0].value == "Meget lang tekst om…"
    html = dossier_html(cut)
    assert "og 37 mere" in html
    assert "og 196 mere" in html


def test_within_of_little_leaves_it_as_it_is():
    little = replace(LONGEST, people=LONGEST.people[:1], sections=(Section("Historie", Lines(("Kort.",))),))

    cut = within(little, ROOMY)

    assert (cut.people_more, cut.sections[0].lines.more_text) == (0, "")


@pytest.mark.parametrize("text", ["Kort", "Præcis ti!", "Længere end ti tegn", "To\nlinjer"])
def test_bounded_keeps_to_the_limit_on_one_line(text):
    found = bounded(text, 10)

    assert len(found) <= 10
    assert "\n" not in found
    assert found == text.replace("\n", " ") or found.endswith("…")


def test_tightest_limits_fit_whatever_is_recorded():
    assert dossier_pdf(LONGEST).pages == 1


def test_roomy_limits_do_not_fit_the_longest():
    assert render_pdf(dossier_html(within(LONGEST, ROOMY)), stylesheet=STYLESHEET).pages > 1


def test_limits_grow_tighter():
    limits = [ROOMY, *TIGHTER]

    assert limits == sorted(limits, key=lambda one: (one.people, one.lines, one.characters, one.fact), reverse=True)


def test_every_demo_association_has_a_dossier_of_one_page():
    call_command("seed_demo", verbosity=0)

    pages = {club.name: dossier_pdf(build_dossier(club.pk, TODAY)).pages for club in Association.objects.all()}

    assert len(pages) >= 25
    assert set(pages.values()) == {1}


@pytest.fixture
def pdf(hekla) -> bytes:
    return dossier_pdf(build_dossier(hekla.pk, TODAY)).content


def test_pdf_reads_back_with_demo_mark_and_page_number(pdf):
    (page,) = PdfReader(BytesIO(pdf)).pages
    text = page.extract_text()

    for words in ("Demodata: personer og tal er opdigtede", "Side 1 af 1", "BK Hekla", "Rikke Ravn", "33 66 11 11"):
        assert words in text


def test_pdf_is_tagged_danish_titled_and_accessible(pdf, tmp_path):
    with pikepdf.open(BytesIO(pdf)) as file:
        assert file.Root.Lang == "da"
        assert str(file.docinfo["/Title"]) == "Overblik – BK Hekla"
        assert file.open_metadata()["pdfuaid:part"] == "1"
    path = tmp_path / "dossier.pdf"
    path.write_bytes(pdf)
    # WeasyPrint ties data cells to their header cells by ids, which this checker does not read; it wants /Scope.
    assert [finding for finding in validate(path).findings if finding.rule_id != "UA-15-003"] == []


def test_pdf_bears_no_demo_mark_outside_demo_mode(hekla, settings):
    settings.DEMO_MODE = False

    content = dossier_pdf(build_dossier(hekla.pk, TODAY)).content

    assert "Demodata" not in PdfReader(BytesIO(content)).pages[0].extract_text()


# --- Pages ------------------------------------------------------------------------------------------------------------


def test_dossier_download_sends_the_file_and_logs_the_read(client_for, consultant, hekla):
    response = client_for(consultant).get(reverse("reporting:dossier-download", args=[hekla.pk]))

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="overblik-bk-hekla-demodata-2023-03-31.pdf"'
    assert response["Cache-Control"] == "private, no-store"
    assert response.content.startswith(b"%PDF")
    event = ReadEvent.objects.get()
    assert (event.page, event.kind, event.association_ids) == ("Overblik på én side", "export", [hekla.pk])


def test_dossier_download_without_the_library_leads_to_the_page(client_for, consultant, hekla, monkeypatch):
    def missing(_dossier):
        raise PdfLibraryMissingError("Pango")

    monkeypatch.setattr(views_dossier, "dossier_pdf", missing)

    response = client_for(consultant).get(reverse("reporting:dossier-download", args=[hekla.pk]), follow=True)

    assert response.redirect_chain == [(reverse("reporting:dossier-preview", args=[hekla.pk]), 302)]
    assert "PDF’en kan ikke laves lige nu." in response.content.decode()


def test_dossier_preview_says_the_same_as_the_pdf(client_for, chair_user, own_association, due_rules):
    response = client_for(chair_user).get(reverse("reporting:dossier-preview", args=[own_association.pk]))

    page = response.content.decode()
    assert "Finn Formand" in page
    assert reverse("reporting:dossier-download", args=[own_association.pk]) in page


def test_overblik_leads_to_the_dossier(client_for, chair_user, own_association):
    page = client_for(chair_user).get(reverse("overview:association-detail", args=[own_association.pk]))

    assert reverse("reporting:dossier-download", args=[own_association.pk]) in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_dossier_preview_reads_in_a_constant_number_of_queries(
    client_for, consultant, due_rules, rows, django_assert_num_queries
):
    club = AssociationFactory()
    for place in range(rows):
        PartnershipFactory(association=club, start=date(2012 + 4 * place, 1, 1))
        EmploymentFactory(association=club, is_primary_contact=False)
        BoardMemberFactory(association=club, member=True)
        MemberCountFactory(association=club, year=2022 - place, under_25=100)
        HandoverFactory(employment__association=club, employment__is_primary_contact=False, items=2)
    client = client_for(consultant)

    # Nine of them build the dossier; each due rule and each part of another capability adds its own.
    with django_assert_num_queries(16):
        client.get(reverse("reporting:dossier-preview", args=[club.pk]))
