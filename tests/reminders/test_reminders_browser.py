"""Reminders and the year wheel in a real browser: choosing, the way out of a mail, and what the staff sees."""

import pytest
from playwright.sync_api import Page, expect

from reminders.domain.unsubscribing import unsubscribe_path
from reminders.models import ReminderChoice
from tests.browser import assert_accessible
from tests.factories import PASSWORD, ReminderFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page: Page, email: str) -> None:
    page.get_by_label("E-mailadresse").fill(email)
    page.get_by_label("Adgangskode", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("width", [1280, 390])
def test_staff_reads_what_was_sent_and_tries_again(page: Page, live_server, hekla, demo_today, width):
    ReminderFactory(association=hekla.club, user=hekla.resource, failed=True)
    ReminderFactory(association=hekla.club, user=hekla.chair, sent=True)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/paamindelser/")
    sign_in(page, hekla.consultant.email)

    expect(page.get_by_role("heading", level=1)).to_have_text("Påmindelser")
    assert_accessible(page)
    page.get_by_role("button", name="Prøv igen").press("Enter")
    expect(page.get_by_role("heading", name="Kunne ikke sendes")).to_have_count(0)
    for path in ("/paamindelser/kommende/", "/aarshjul/", f"/foreninger/{hekla.club.pk}/aarshjul/"):
        page.goto(f"{live_server.url}{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert_accessible(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_way_out_of_a_mail_needs_no_sign_in_and_the_choice_can_be_changed(page: Page, live_server, hekla, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}{unsubscribe_path(hekla.chair)}")
    assert_accessible(page)
    page.locator("main").get_by_role("button").press("Enter")
    assert_accessible(page)
    assert ReminderChoice.objects.get(user=hekla.chair).delivery == "page"

    page.goto(f"{live_server.url}/mine-paamindelser/")
    sign_in(page, hekla.chair.email)
    expect(page.get_by_label("Ingen mails: jeg ser det på siden")).to_be_checked()
    page.get_by_label("En samlet mail om ugen").check(force=True)
    page.get_by_role("button", name="Gem mit valg").press("Enter")
    expect(page.get_by_label("En samlet mail om ugen")).to_be_checked()
    assert_accessible(page)
    assert ReminderChoice.objects.get(user=hekla.chair).delivery == "digest"
