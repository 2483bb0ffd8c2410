"""The register's own forms in a real browser: accessible on a desk and on a phone, and two who edit at once."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from associations.models import ChildProtectionDeclaration
from tests.browser import assert_accessible
from tests.factories import (
    PASSWORD,
    ActivityKindFactory,
    AssociationFactory,
    BoardMemberFactory,
    DistrictFactory,
    EmploymentFactory,
    PartnershipFactory,
    SatelliteSectionFactory,
    UserFactory,
    employments_with_vacancy,
)
from workflow import audit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page: Page, live_server, email: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/konto/log-ind/?next={path}")
    page.get_by_label("E-mailadresse").fill(email)
    page.get_by_label("Adgangskode", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Log ind")


@pytest.mark.parametrize("width", [1280, 390])
def test_consultant_creates_edits_meets_a_conflict_and_closes(page: Page, live_server, width):
    consultant, other = UserFactory(consultant=True), UserFactory(consultant=True, name="Yusuf")
    DistrictFactory(name="Valby")
    ActivityKindFactory(name="fodbold")
    sign_in(page, live_server, consultant.email, "/foreninger/ny/", width)
    assert_accessible(page)

    page.get_by_role("button", name="Opret forening").click()
    expect(page.get_by_role("link", name="Skriv foreningens navn.")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Navn", exact=True).fill("Boldklubben Hekla")
    page.get_by_label("fodbold").check()
    page.get_by_label("Andre aktiviteter").fill("padel")
    page.wait_for_timeout(5_100)  # a form can be sent once per five seconds
    page.get_by_role("button", name="Opret forening").click()
    expect(page.get_by_role("heading", name="Næste trin")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name="Ret oplysninger").click()
    page.get_by_label("Telefon").fill("33 66 33 66")
    club = AssociationFactory._meta.model.objects.get(name="Boldklubben Hekla")
    club.email = "hekla@example.org"
    audit.save(club, by=other)
    page.get_by_role("button", name="Gem oplysninger").click()
    expect(page.get_by_text("Yusuf har ændret det samme, mens du skrev")).to_be_visible()
    assert_accessible(page)
    page.wait_for_timeout(5_100)
    page.get_by_role("button", name="Gem oplysninger").click()
    expect(page.get_by_text("Oplysningerne er gemt.")).to_be_visible()
    club.refresh_from_db()
    assert (club.phone, club.email) == ("33 66 33 66", "hekla@example.org")

    page.get_by_role("link", name="Ret oplysninger").click()
    page.get_by_role("link", name="Luk foreningen").click()
    assert_accessible(page)
    page.get_by_label("Årsagen").fill("Opløst")
    page.get_by_role("button", name="Luk foreningen").click()
    expect(page.get_by_role("heading", name="Foreningen er lukket")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Åbn foreningen igen").click()
    assert_accessible(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_chair_sees_the_livslinje_declares_and_adds_a_section(page: Page, live_server, demo_today, width):
    club = AssociationFactory(name="Boldklubben Hekla")
    PartnershipFactory(association=club, extended=True)
    employments_with_vacancy(club, first=date(2020, 2, 1), last=date(2020, 6, 30))
    EmploymentFactory(association=club, helper=True, start=date(2021, 1, 1))
    SatelliteSectionFactory(association=club, name="Afdeling Nord")
    chair = BoardMemberFactory(association=club, person__signs_in=True).person.user
    sign_in(page, live_server, chair.email, club.get_absolute_url(), width)

    page.get_by_text("Vis som tabel").click()
    expect(page.get_by_role("row", name="Ledig Ressourcepersoner 1. februar 2020 – 30. juni 2020")).to_be_visible()
    assert_accessible(page)

    page.goto(f"{live_server.url}/foreninger/{club.pk}/boerneattester/")
    assert_accessible(page)
    page.get_by_role("link", name="Erklær for 2023").click()
    assert_accessible(page)
    page.get_by_label("Foreningen har indhentet børneattester").check()
    page.get_by_role("button", name="Afgiv erklæringen").click()
    expect(page.get_by_text("Erklæringen for 2023 er gemt. Tak.")).to_be_visible()
    assert ChildProtectionDeclaration.objects.get().declared_by == chair.name

    page.goto(f"{live_server.url}/foreninger/{club.pk}/afdelinger/")
    assert_accessible(page)
    page.get_by_role("link", name="Ret Afdeling Nord").click()
    assert_accessible(page)
