"""From the invitation to the kind page, as a new resource person and the chair walk it, on a desk and on a phone."""

import re
from datetime import date

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from accounts.domain.invitation_mail import send_invitation
from accounts.models import Invitation
from tests.browser import assert_accessible
from tests.factories import ContactPersonFactory, EmploymentFactory
from tests.links import link_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("width", [1280, 390])
GOOD = "en lang og god adgangskode"


@pytest.fixture
def page(page: Page, demo_today, monkeypatch):
    """A page whose console must stay free of errors, apart from the 404 that the test provokes. No worker sends."""
    monkeypatch.setattr("accounts.domain.mail_queue.send_task", lambda *_args, **_kwargs: True)
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.set_default_timeout(10_000)
    yield page
    assert [problem for problem in problems if "404" not in problem] == []


@pytest.fixture
def become(page: Page, live_server, client_for):
    """`become(user)` signs in as the user."""

    def sign_in(user) -> None:
        session = client_for(user).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])

    return sign_in


@pytest.fixture
def people(chair_user, own_association, consultant):
    """The chair, the contact person, and the employment of somebody who has no account yet."""
    ContactPersonFactory(association=own_association, consultant=consultant)
    new = EmploymentFactory(association=own_association, person__name="Nina Ny", person__email="nina@example.org")
    return chair_user, consultant, new


@pytest.fixture
def staff(administrator, consultant):
    """Both, as one argument."""
    return administrator, consultant


@SIZES
def test_invite_first_sign_in_access_employment_ends_kind_page(page: Page, live_server, become, people, width):
    page.set_viewport_size({"width": width, "height": 850})
    chair, consultant, employment = people
    club = f"{live_server.url}/foreninger/{employment.association_id}/"

    # The chair invites.
    become(chair)
    page.goto(f"{club}personer/")
    assert_accessible(page)
    page.get_by_role("button", name="Inviter Nina Ny").click()
    expect(page.get_by_text("Invitationen til Nina Ny er på vej.")).to_be_visible()
    expect(page.get_by_text("Ikke sendt endnu").first).to_be_visible()
    assert send_invitation(Invitation.objects.get().pk)
    page.reload()
    expect(page.get_by_text(re.compile(r"^\d+\. \w+ \d{4}, udløber \d+\.")).first).to_be_visible()
    assert_accessible(page)
    page.context.clear_cookies()

    # She chooses a password, with one slip.
    page.goto(live_server.url + link_in(mail.outbox[0]))
    expect(page.get_by_role("heading", level=1)).to_have_text("Velkommen til Medspil")
    assert_accessible(page)
    page.get_by_label("Ny adgangskode", exact=True).fill("kort")
    page.get_by_label("Ny adgangskode igen").fill("kort")
    page.get_by_role("button", name="Gem adgangskode, og log ind").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert_accessible(page)
    page.get_by_label("Ny adgangskode", exact=True).fill(GOOD)
    page.get_by_label("Ny adgangskode igen").fill(GOOD)
    page.get_by_role("button", name="Gem adgangskode, og log ind").click()

    # She is in, and sees her own association.
    expect(page.get_by_text("Din adgangskode er gemt, og du er logget ind.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vores partnerskab")
    page.goto(club)
    expect(page.get_by_role("heading", level=1)).to_have_text("Vores Forening")
    page.goto(f"{live_server.url}/mine-oplysninger/")
    expect(page.get_by_text("Du har adgang")).to_be_visible()
    assert_accessible(page)

    # The link has served.
    dead = page.context.new_page()
    dead.goto(live_server.url + link_in(mail.outbox[0]))
    expect(dead.get_by_role("heading", level=1)).to_have_text("Linket virker ikke længere")
    dead.set_viewport_size({"width": width, "height": 850})
    assert_accessible(dead)
    dead.close()

    # The employment ends: the next click finds the kind page, whose number dials.
    employment.end, employment.end_reason = date(2023, 3, 30), "new_job"
    employment.save()
    page.goto(live_server.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Din adgang er slut")
    expect(page.get_by_text("til og med 30. marts 2023")).to_be_visible()
    dial = page.get_by_role("link", name=consultant.phone)
    expect(dial).to_have_attribute("href", "tel:+45" + consultant.phone.replace(" ", ""))
    assert_accessible(page)
    answer = page.goto(club)
    assert answer is not None
    assert answer.status == 404


@SIZES
def test_pages_of_addresses_staff_and_invitations_are_accessible(page: Page, live_server, become, staff, width):
    administrator, consultant = staff
    page.set_viewport_size({"width": width, "height": 850})
    EmploymentFactory()
    become(administrator)
    for path in (
        "administration/",
        "administration/medarbejdere/ny/",
        f"administration/medarbejdere/{consultant.pk}/",
        f"administration/medarbejdere/{administrator.pk}/",
        "mine-oplysninger/",
        "mine-oplysninger/e-mail/",
        "mine-oplysninger/e-mail/forged/",
    ):
        page.goto(f"{live_server.url}/{path}")
        assert_accessible(page)
    become(consultant)
    page.goto(f"{live_server.url}/foreninger/invitationer/")
    expect(page.get_by_role("button", name="Inviter 1 person")).to_be_visible()
    assert_accessible(page)
