"""From question to answer in a real browser: on a phone, at a desk by keyboard, and through an ended sign-in."""

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from playwright.sync_api import Page, expect

from enquiries.enums import EnquiryState
from enquiries.models import Enquiry
from tests.actionplans.browsing import PHONE, WIDE, console_of, sign_in_again, signed_in, unexpected
from tests.browser import assert_accessible
from tests.factories import ContactPersonFactory, EnquiryFactory, NoteFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo_today")]


@pytest.fixture
def window(browser, live_server, client_for):
    """`window(user, size)`: somebody's own window, whose console must stay free of errors."""
    opened: list[tuple[Page, list[str]]] = []

    def make(user, size) -> Page:
        page = signed_in(browser, live_server.url, client_for, user, size)
        opened.append((page, console_of(page)))
        return page

    yield make
    for page, problems in opened:
        assert unexpected(problems) == []
        page.context.close()


def kept(page: Page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('kept-text:'))")


def reach(page: Page, name: str, role: str = "link") -> None:
    """Walks with the tab key to the named thing and presses it."""
    wanted = page.get_by_role(role, name=name, exact=True).first
    expect(wanted).to_be_visible()
    for _ in range(120):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
    pytest.fail(f"{name} cannot be reached by keyboard")


def test_from_question_to_answer(window, own_association, resource_person_user, consultant, settings):
    ContactPersonFactory(association=own_association, consultant=consultant)
    phone, desk = window(resource_person_user, PHONE), window(consultant, WIDE)
    phone.goto(f"/foreninger/{own_association.pk}/henvendelser/")
    assert_accessible(phone)
    phone.get_by_role("link", name="Spørg kommunen").click()
    phone.get_by_role("button", name="Send henvendelsen").click()
    expect(phone.get_by_role("alert")).to_contain_text("Skriv et emne med et par ord.")
    assert_accessible(phone)
    phone.get_by_label("Hvad det handler om").select_option("premises")
    phone.get_by_label("Emne").fill("Haltid")
    phone.get_by_label("Spørgsmål").fill("Hvem fordeler haltid?")
    phone.get_by_label("Vedhæft filer").set_input_files(
        [{"name": "hold.txt", "mimeType": "text/plain", "buffer": b"Hold 1"}]
    )
    phone.wait_for_timeout(100)
    phone.get_by_role("button", name="Send henvendelsen").click()
    expect(phone.get_by_text("Henvendelsen er sendt til Mette Konsulent.")).to_be_visible()
    expect(phone.get_by_role("link", name="hold.txt")).to_be_visible()
    assert kept(phone) == []
    assert_accessible(phone)

    desk.goto("/henvendelser/")
    assert_accessible(desk)
    reach(desk, "Haltid")
    expect(desk.get_by_role("heading", name="Haltid", level=1)).to_be_visible()
    assert_accessible(desk)
    desk.get_by_role("link", name="Skriv internt notat").focus()
    desk.keyboard.press("Enter")
    desk.get_by_label("Internt notat").fill("Spørg Teknik")
    assert_accessible(desk)
    reach(desk, "Gem internt notat", role="button")
    expect(desk.get_by_text("Spørg Teknik")).to_be_visible()
    desk.get_by_label("Svar til foreningen").focus()
    desk.keyboard.type("Det gør Kultur-N.")
    reach(desk, "Send svaret til foreningen", role="button")
    expect(desk.get_by_text("Svaret er sendt til foreningen.")).to_be_visible()
    assert kept(desk) == []

    phone.reload()
    expect(phone.get_by_text("Det gør Kultur-N.")).to_be_visible()
    expect(phone.get_by_text("Foreningens tur")).to_be_visible()
    expect(phone.get_by_text("Spørg Teknik")).to_have_count(0)
    phone.get_by_role("link", name="Luk henvendelsen").click()
    assert_accessible(phone)
    phone.get_by_role("button", name="Luk henvendelsen").click()
    expect(phone.get_by_text("Henvendelsen er lukket.", exact=False).first).to_be_visible()
    assert Enquiry.objects.get().state == EnquiryState.CLOSED


def test_text_survives_an_ended_sign_in_and_is_posted_once(
    window, own_association, resource_person_user, client_for, live_server
):
    enquiry = EnquiryFactory(association=own_association, asked_by=resource_person_user)
    page = window(resource_person_user, PHONE)
    path = f"/foreninger/{own_association.pk}/henvendelser/{enquiry.pk}/"
    page.goto(path)
    page.get_by_label("Skriv igen").fill("En lang besked")
    Session.objects.all().delete()
    page.get_by_role("button", name="Send beskeden").click()
    expect(page.get_by_role("heading", name="Log ind")).to_be_visible()
    sign_in_again(page.context, live_server.url, client_for, resource_person_user)
    page.goto(path)
    expect(page.get_by_label("Skriv igen")).to_have_value("En lang besked")
    expect(page.get_by_text("er ikke sendt", exact=False)).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Send beskeden").dblclick()
    expect(page.get_by_text("Beskeden er sendt.")).to_be_visible()

    assert list(enquiry.entries.order_by("pk").values_list("text", flat=True))[1:] == ["En lang besked"]
    expect(page.get_by_label("Skriv igen")).to_have_value("")
    assert kept(page) == []


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_pages_of_the_staff_are_accessible_with_and_without_errors(size, window, own_association, consultant):
    enquiry = EnquiryFactory(association=own_association, owner=consultant, subject="Et langt emne om haller og baner")
    EnquiryFactory(association=own_association, unowned=True)
    EnquiryFactory(association=own_association, closed=True)
    NoteFactory(enquiry=enquiry)
    page = window(consultant, size)
    one = f"/foreninger/{own_association.pk}/henvendelser/{enquiry.pk}/"
    for path in ("/henvendelser/?vis=alle", "/henvendelser/svartider/", one):
        page.goto(path)
        assert_accessible(page)
    for path, button in (
        (one, "Send svaret til foreningen"),
        (f"{one}giv-videre/", "Giv videre"),
        (f"{one}send-videre/", "Gem"),
        (f"{one}notat/", "Gem internt notat"),
        (f"{one}luk/", "Luk henvendelsen"),
        (f"/foreninger/{own_association.pk}/henvendelser/ny/", "Send henvendelsen"),
    ):
        page.goto(path)
        assert_accessible(page)
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.locator(".error-summary")).to_be_visible()
        assert_accessible(page)
    assert mail.outbox == []
