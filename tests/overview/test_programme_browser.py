"""In a real browser: the next year is refused while money is missing, then opened from the programme page."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from partnerships.models import Grant, ProgrammeYear
from tests.browser import assert_accessible
from tests.factories import (
    AssociationFactory,
    ContactPersonFactory,
    FundingAmountFactory,
    FundingLineFactory,
    GrantFactory,
    MemberCountFactory,
    PartnershipFactory,
    ProgrammeYearFactory,
    ReservedPostFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 780}
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


@pytest.fixture
def page(page: Page, live_server, demo_today, client_for, administrator):
    """A page signed in as an administrator; a message in the console fails the test."""
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.set_default_timeout(15_000)
    session = client_for(administrator).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    yield page
    assert problems == []


@pytest.fixture
def programme(demo_today, transactional_db):
    """2022 and 2023 with a permanent line, money reserved on it, and three partnerships that go on."""
    line = FundingLineFactory(name="Varig", yearly_amount=700_000, start=date(2022, 1, 1))
    FundingLineFactory(name="Venter", yearly_amount=400_000, start=date(2024, 1, 1), conditional_only=True)
    for number in (2022, 2023):
        year = ProgrammeYearFactory(year=number, budget=None)
        FundingAmountFactory(funding_line=line, programme_year=year, amount=700_000)
        ReservedPostFactory(funding_line=line, programme_year=year, title="Fælles kurser", amount=100_000)
    for name in ("Hekla", "Ørnen", "Åen"):
        partnership = PartnershipFactory(association=AssociationFactory(name=name), running=True)
        club = partnership.participations.get().association
        ContactPersonFactory(association=club)
        MemberCountFactory(association=club, under_25=200)
        for number in (2022, 2023):
            GrantFactory(
                partnership=partnership, funding_line=line, programme_year=ProgrammeYear.objects.get(year=number)
            )
    return line


@SIZES
def test_next_year_is_opened_when_the_money_suffices(page: Page, live_server, programme, size):
    page.set_viewport_size(size)
    page.goto(f"{live_server.url}/programmet/2023/")
    assert_accessible(page)
    page.get_by_role("link", name="Åbn 2024").click()
    assert_accessible(page)

    page.get_by_label("Tilskud pr. partnerskab", exact=True).fill("210.000")
    page.get_by_role("button", name="Åbn 2024").click()
    expect(page.get_by_text("I 2024 mangler der 30.000 kr. på bevillingen »Varig«").first).to_be_visible()
    assert_accessible(page)
    assert not ProgrammeYear.objects.filter(year=2024).exists()

    page.get_by_label("Fælles kurser").uncheck()
    page.wait_for_timeout(5_100)  # a form is sent once in five seconds
    page.get_by_role("button", name="Åbn 2024").click()
    expect(page.get_by_text("2024 er åbnet, og tilskuddene er beregnet.")).to_be_visible()
    assert_accessible(page)
    assert list(Grant.objects.filter(programme_year__year=2024).values_list("amount", flat=True)) == [210_000] * 3


@SIZES
@pytest.mark.parametrize(
    "path",
    [
        "/administration/bevillinger/",
        "/administration/bevillinger/ny/",
        "/administration/bevillinger/{line}/",
        "/administration/bevillinger/{line}/aar/2023/",
        "/administration/programaar/2023/",
        "/administration/programaar/2023/ret/",
        "/administration/programaar/2023/reserveret/",
        "/programmet/2023/tilskud/",
    ],
)
def test_pages_are_accessible(page: Page, live_server, programme, size, path):
    page.set_viewport_size(size)
    page.goto(f"{live_server.url}{path.format(line=programme.pk)}")

    assert_accessible(page)
