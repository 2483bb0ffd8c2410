"""A collaboration with a new partner in a real browser, by keyboard and on a phone; the chain and the directory."""

import pytest
from playwright.sync_api import Page, expect

from collaborations.models import Collaboration
from tests.browser import assert_accessible
from tests.factories import (
    PASSWORD,
    CollaborationFactory,
    ContactUnitFactory,
    InitiativeParticipationFactory,
    PartnerFactory,
    initiative,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1280, 390])
def test_collaboration_with_a_new_partner(page: Page, live_server, chair_user, own_association, demo_today, width):
    PartnerFactory(name="Mølleåskolen")
    CollaborationFactory(association=own_association)
    InitiativeParticipationFactory(association=own_association, initiative=initiative())
    ContactUnitFactory(stale=True)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/foreninger/{own_association.pk}/samarbejder/")
    page.get_by_label("E-mailadresse").fill(chair_user.email)
    page.get_by_label("Adgangskode", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Samarbejder")
    assert_accessible(page)

    page.get_by_role("link", name="Tilføj samarbejde").press("Enter")
    search = page.get_by_label("Partnerens navn")
    search.press_sequentially("mølleaa")  # found while typing
    expect(page.get_by_role("link", name="Vælg Mølleåskolen")).to_be_visible()
    search.fill("Fyrtårnet")
    expect(page.get_by_text("Ingen i registret passer til »Fyrtårnet«.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Tilføj »Fyrtårnet« som ny partner").press("Enter")
    expect(page.get_by_label("Partnerens navn")).to_have_value("Fyrtårnet")
    page.get_by_role("button", name="Tilføj samarbejde").press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    assert_accessible(page)
    page.get_by_label("Slags").select_option(label="Institution")
    page.get_by_label("Hvad går samarbejdet ud på?").fill("Fredagsklub")
    page.get_by_label("Siden (frivilligt)").fill("marts 2022")
    page.get_by_role("button", name="Tilføj samarbejde").press("Enter")
    expect(page.get_by_text("Samarbejdet med Fyrtårnet er tilføjet.")).to_be_visible()
    assert Collaboration.objects.get(about="Fredagsklub").partner.name == "Fyrtårnet"

    for path in ("/foedekaeden/?aar=2022", "/vejviser/"):
        page.goto(live_server.url + path)
        assert_accessible(page)
