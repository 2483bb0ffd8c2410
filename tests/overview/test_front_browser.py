"""Front pages, Frister and Krav in a real browser: accessible at both widths, and from a red light to its cause."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import assert_accessible
from tests.factories import (
    AssociationFactory,
    ContactPersonFactory,
    EmploymentFactory,
    MemberCountFactory,
    PartnershipFactory,
    ProgrammeYearFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = [pytest.param({"width": width, "height": 900}, id=str(width)) for width in (1280, 390)]


@pytest.fixture
def clubs(demo_today, consultant):
    """One where everything is in place, and one whose resource person has left and whose members are not counted."""
    for year in (2022, 2023):
        ProgrammeYearFactory(year=year)
    fine, lacking = AssociationFactory(name="På Plads"), AssociationFactory(name="Mangler Meget")
    for club in (fine, lacking):
        PartnershipFactory(association=club, running=True)
        ContactPersonFactory(association=club, consultant=consultant)
    EmploymentFactory(association=fine)
    EmploymentFactory(association=lacking, ended=True)
    MemberCountFactory(association=fine, year=2022, under_25=200)
    return fine, lacking


def signed_in(page: Page, live_server, client_for, user) -> None:
    session = client_for(user).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])


@pytest.mark.parametrize("size", SIZES)
def test_manager_drills_from_a_red_light_to_its_cause(page: Page, live_server, client_for, clubs, manager, size):
    page.set_viewport_size(size)
    signed_in(page, live_server, client_for, manager)
    page.goto(live_server.url)
    assert_accessible(page)

    page.get_by_role("link", name="Alle foreninger og krav, med filtre og Excel").click()
    page.get_by_label("Krav", exact=True).select_option(label="Ressourceperson")
    page.get_by_label("Lys", exact=True).select_option(label="Rød")
    page.get_by_role("button", name="Vis").click()
    assert_accessible(page)
    expect(page.get_by_role("rowheader", name="På Plads")).to_have_count(0)
    page.get_by_role("link", name="Ledig", exact=False).click()

    expect(page.get_by_role("heading", level=1, name="Personer")).to_be_visible()
    expect(page.get_by_text("Ingen ansat").first).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_consultant_follows_what_is_due_to_where_it_is_done(
    page: Page, live_server, client_for, clubs, consultant, size
):
    page.set_viewport_size(size)
    signed_in(page, live_server, client_for, consultant)
    page.goto(live_server.url)
    expect(page.get_by_role("heading", name="Over tiden")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name="Dine frister").click()
    assert_accessible(page)
    page.get_by_role("link", name="Skriv medlemstal").click()

    expect(page.get_by_role("heading", level=1, name="Medlemstal for 2022")).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_resource_persons_front_page_is_accessible(
    page: Page, live_server, client_for, demo_today, resource_person_user, own_association, size
):
    PartnershipFactory(association=own_association, running=True)
    page.set_viewport_size(size)
    signed_in(page, live_server, client_for, resource_person_user)
    page.goto(live_server.url)

    expect(page.get_by_text("Medlemstal for 2022 mangler.").first).to_be_visible()
    assert_accessible(page)
