"""What the browser tests of plans share: a plan to write, people signed in, and waiting for the draft to be saved."""

from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from actionplans.domain.content import AreaContent, content_of
from actionplans.models import AreaText, PlanRevision

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 780}
BOTH_SIZES = (WIDE, PHONE)
# What Chromium writes into the console by itself: refused saves, and requests that find no network.
EXPECTED = ("409", "403", "422", "ERR_INTERNET_DISCONNECTED")


def signed_in(browser: Browser, base: str, client_for, user: User, size=WIDE) -> Page:
    """A window of its own of somebody; close its context in the end."""
    context = browser.new_context(viewport=size, base_url=base)
    sign_in_again(context, base, client_for, user)
    page = context.new_page()
    page.set_default_timeout(10_000)
    return page


def sign_in_again(context, base: str, client_for, user: User) -> None:
    """Gives the context a fresh session of the user."""
    session = client_for(user).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": base}])


def console_of(page: Page) -> list[str]:
    """Collects what goes wrong in the page; `unexpected` leaves out what a test provokes."""
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    return problems


def unexpected(problems: list[str]) -> list[str]:
    return [problem for problem in problems if not any(text in problem for text in EXPECTED)]


def area_url(revision: PlanRevision, key: str = "volunteers") -> str:
    return f"/handleplaner/{revision.pk}/omraade/{key}/"


def stored(revision: PlanRevision, key: str = "volunteers") -> AreaContent:
    return content_of(AreaText.objects.get(revision=revision, focus_area__key=key))


def expect_saved(page: Page) -> None:
    """The page has just saved by itself."""
    expect(page.locator("[data-draft-state]")).to_have_text("Gemmer …")
    expect(page.locator("[data-draft-state]")).to_contain_text("Gemt kl.")


def kept_in_browser(page: Page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('plan-draft:'))")
