"""Sign-in by e-mail: what works, what is refused, and that no answer tells whether an address is known."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.factories import (
    PASSWORD,
    AssociationFactory,
    BoardMemberFactory,
    EmploymentFactory,
    InvitationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

SIGN_IN = "/konto/log-ind/"
WRONG = "E-mailadressen og adgangskoden passer ikke sammen."


@pytest.fixture
def mette():
    return UserFactory(consultant=True, name="Mette Konsulent", email="mette@example.org")


def sign_in(client, email, password=PASSWORD, **extra):
    return client.post(SIGN_IN + extra.pop("query", ""), {"login": email, "password": password}, **extra)


def text_of(response) -> str:
    """The page without what differs each time: white space and CSRF tokens."""
    return re.sub(r'\s+|"X-CSRFToken": "\w+"', " ", response.content.decode())


def signed_in_as(client) -> str | None:
    return client.session.get("_auth_user_id")


def test_sign_in_leads_to_the_front_page(client, mette):
    response = sign_in(client, "mette@example.org")
    assert (response.status_code, response.url) == (302, "/")
    assert signed_in_as(client) == str(mette.pk)


def test_sign_in_takes_the_address_in_any_case(client, mette):
    sign_in(client, "  Mette@Example.ORG ")
    assert signed_in_as(client) == str(mette.pk)


def test_stranger_comes_back_to_the_page_after_sign_in(client, mette):
    response = client.get("/?bydel=2&side=3")
    assert response.url == "/konto/log-ind/?next=/%3Fbydel%3D2%26side%3D3"
    response = client.post(response.url, {"login": "mette@example.org", "password": PASSWORD})
    assert response.url == "/?bydel=2&side=3"


@pytest.mark.parametrize(
    "target", ["https://ond.example.com/", "//ond.example.com/", "javascript:alert(1)", "https:ond.example.com"]
)
def test_sign_in_never_leads_to_another_site(client, mette, target):
    response = sign_in(client, "mette@example.org", query=f"?next={target}")
    assert (response.status_code, response.url) == (302, "/")


def test_wrong_password_and_unknown_address_get_the_same_answer(client, mette):
    known = text_of(sign_in(client, "mette@example.org", "forkert"))
    unknown = text_of(sign_in(client, "ukendt@example.org", "forkert"))
    assert WRONG in known
    assert WRONG in unknown
    assert signed_in_as(client) is None


def test_fields_say_what_to_write(client):
    page = text_of(client.post(SIGN_IN, {"login": "mette", "password": ""}))
    assert "Skriv e-mailadressen som navn@eksempel.dk." in page
    assert "Skriv din adgangskode." in page


def test_closed_user_is_told_with_the_right_password_only(client):
    user = UserFactory(inactive=True)
    assert WRONG in text_of(sign_in(client, user.email, "forkert"))
    response = client.post(SIGN_IN, {"login": user.email, "password": PASSWORD}, follow=True)
    assert "Din bruger er lukket" in text_of(response)
    assert signed_in_as(client) is None


def test_sixth_wrong_password_for_an_address_waits(client, mette):
    for _ in range(5):
        sign_in(client, "mette@example.org", "forkert")
    page = text_of(sign_in(client, "mette@example.org"))
    assert "Der er forsøgt for mange gange. Vent fem minutter" in page
    assert signed_in_as(client) is None


def test_unknown_address_waits_after_the_same_number(client):
    for _ in range(5):
        sign_in(client, "ukendt@example.org", "forkert")
    assert "Der er forsøgt for mange gange." in text_of(sign_in(client, "ukendt@example.org", "forkert"))


def test_wrong_passwords_for_many_addresses_from_one_place_wait(client, mette):
    for n in range(10):
        sign_in(client, f"gaet{n}@example.org", "forkert")
    assert "Der er forsøgt for mange gange." in text_of(sign_in(client, "mette@example.org"))


def test_flood_from_one_place_gets_a_kind_429(client):
    for n in range(30):
        sign_in(client, f"x{n}", "y")
    response = sign_in(client, "x", "y")
    assert response.status_code == 429
    assert "Vent fem minutter, og prøv så igen." in text_of(response)


def test_sign_in_while_the_cache_is_away_says_so(client, mette, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:9/0"}
    }
    response = sign_in(client, "mette@example.org")
    assert response.status_code == 503
    assert "Log ind virker ikke lige nu" in text_of(response)
    assert signed_in_as(client) is None
    client.force_login(mette)
    assert "Skift adgangskode" in text_of(client.get("/konto/adgangskode/"))


def test_sign_up_is_closed_with_an_explanation(client):
    page = text_of(client.get("/konto/opret/"))
    assert "Du får din bruger af KFF" in page
    response = client.post("/konto/opret/", {"email": "ny@example.org", "password1": PASSWORD})
    assert "Du får din bruger af KFF" in text_of(response)


@pytest.mark.parametrize(
    "path", ["email/", "confirm-email/", "reauthenticate/", "password/set/", "login/code/confirm/"]
)
def test_other_pages_of_the_library_are_not_there(client, mette, path):
    client.force_login(mette)
    response = client.get(f"/konto/{path}")
    assert response.status_code == 404
    assert "Vi kan ikke finde siden" in text_of(response)


def test_signing_out_takes_a_button(client, mette):
    client.force_login(mette)
    assert "Vil du logge af?" in text_of(client.get("/konto/log-af/"))
    assert signed_in_as(client)
    response = client.post("/konto/log-af/", follow=True)
    assert "Du er logget af." in text_of(response)
    assert signed_in_as(client) is None


def test_pages_of_sign_in_need_a_csrf_token(mette):
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict, "mette@example.org").status_code == 403
    assert signed_in_as(strict) is None


def test_post_after_the_session_ran_out_returns_to_its_page(client):
    response = client.post(
        reverse("account_change_password"), headers={"Referer": "http://testserver/konto/adgangskode/?a=1"}
    )
    assert response.url == "/konto/log-ind/?next=/konto/adgangskode/%3Fa%3D1"
    response = client.post("/konto/adgangskode/", headers={"Referer": "https://ond.example.com/x"})
    assert response.url == "/konto/log-ind/?next=/"


def test_htmx_part_after_the_session_ran_out_turns_the_whole_page(client):
    response = client.get("/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/foreninger/?side=2"})
    assert response["HX-Redirect"] == "/konto/log-ind/?next=/foreninger/%3Fside%3D2"


# --- A forgotten password -------------------------------------------------------------------------------------------


def link_in(message) -> str:
    return re.search(r"http://localhost:8000(/konto/glemt/ny/\S+)", message.body).group(1)


def test_reset_mails_a_link_that_works_once(client, mette):
    page = text_of(client.post("/konto/glemt/", {"email": "METTE@example.org"}, follow=True))
    assert "Se i din indbakke" in page
    [message] = mail.outbox
    assert (message.to, message.subject) == (["mette@example.org"], "Vælg en adgangskode til Medspil")
    link = link_in(message)
    assert link in message.alternatives[0].content

    form = client.get(link, follow=True)
    assert "Vælg en ny adgangskode" in text_of(form)
    address = form.redirect_chain[-1][0]
    new = {"password1": "en helt ny adgangskode", "password2": "en helt ny adgangskode"}
    assert "Adgangskoden er gemt" in text_of(client.post(address, new, follow=True))
    sign_in(client, "mette@example.org", "en helt ny adgangskode")
    assert signed_in_as(client) == str(mette.pk)

    again = Client().get(link, follow=True)
    assert "Linket virker ikke længere" in text_of(again)
    assert "Få et nyt link" in text_of(again)


def test_reset_link_ends_after_three_days(client, mette, settings):
    client.post("/konto/glemt/", {"email": mette.email})
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "Linket virker ikke længere" in text_of(client.get(link_in(mail.outbox[0]), follow=True))


@pytest.mark.parametrize(
    "path", ["/konto/glemt/ny/1-noget/", "/konto/glemt/ny/zzzzzz-c1abcd-1234/", "/konto/glemt/ny/0-x/"]
)
def test_broken_reset_link_is_explained(client, path):
    assert "Linket virker ikke længere" in text_of(client.get(path))


@pytest.mark.parametrize("email", ["ukendt@example.org", "lukket@example.org"])
def test_reset_for_nobody_sends_and_reveals_nothing(client, mette, email):
    UserFactory(email="lukket@example.org", inactive=True)
    known = client.post("/konto/glemt/", {"email": mette.email}, follow=True)
    nobody = client.post("/konto/glemt/", {"email": email}, follow=True)
    assert (nobody.status_code, nobody.redirect_chain) == (known.status_code, known.redirect_chain)
    assert text_of(nobody) == text_of(known)
    assert [message.to for message in mail.outbox] == [[mette.email]]


def test_reset_says_the_same_when_the_mail_server_is_away(client, mette, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", 9
    assert "Se i din indbakke" in text_of(client.post("/konto/glemt/", {"email": mette.email}, follow=True))


def test_sixth_reset_of_an_address_in_a_minute_gets_a_kind_429(client, mette):
    for _ in range(5):
        client.post("/konto/glemt/", {"email": mette.email})
    response = client.post("/konto/glemt/", {"email": mette.email})
    assert response.status_code == 429
    assert "Du har ikke mistet noget." in text_of(response)
    assert len(mail.outbox) == 5


def test_link_leads_to_our_own_address_whatever_host_was_asked(mette, settings):
    settings.ALLOWED_HOSTS = ["*"]
    Client().post("/konto/glemt/", {"email": mette.email}, headers={"Host": "ond.example.com"})
    assert "ond.example.com" not in mail.outbox[0].body
    assert "http://localhost:8000/konto/glemt/ny/" in mail.outbox[0].body


def test_somebody_invited_chooses_the_first_password_by_reset_too(client):
    user = UserFactory(password=None)
    invitation = InvitationFactory(user=user)
    client.post("/konto/glemt/", {"email": user.email})
    page = client.get(link_in(mail.outbox[0]), follow=True)
    new = {"password1": "min første adgangskode", "password2": "min første adgangskode"}
    client.post(page.redirect_chain[-1][0], new)
    user.refresh_from_db()
    assert user.check_password("min første adgangskode")
    invitation.refresh_from_db()
    assert invitation.accepted_at


@pytest.mark.parametrize("revoked", [False, True], ids=["never invited", "taken back"])
def test_somebody_who_is_not_invited_gets_no_reset_link(client, mette, revoked):
    user = UserFactory(password=None)
    if revoked:
        InvitationFactory(user=user, revoked=True)
    known = client.post("/konto/glemt/", {"email": mette.email}, follow=True)
    silent = client.post("/konto/glemt/", {"email": user.email}, follow=True)
    assert text_of(silent) == text_of(known)
    assert [message.to for message in mail.outbox] == [[mette.email]]


def test_new_password_is_checked(client, mette):
    client.force_login(mette)
    answers = {
        "kort": "mindst 12 tegn",
        "mettekonsulent": "minder for meget om",
    }
    for password, expected in answers.items():
        data = {"oldpassword": PASSWORD, "password1": password, "password2": password}
        assert expected in text_of(client.post("/konto/adgangskode/", data))
    different = {"oldpassword": "forkert", "password1": PASSWORD + "1", "password2": PASSWORD + "2"}
    page = text_of(client.post("/konto/adgangskode/", different))
    assert "Det er ikke din nuværende adgangskode." in page


def test_changed_password_ends_other_sessions(client, mette):
    other = Client()
    other.force_login(mette)
    client.force_login(mette)
    new = "en helt ny adgangskode"
    client.post("/konto/adgangskode/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client.get("/konto/adgangskode/").status_code == 200
    assert other.get("/konto/adgangskode/").url == "/konto/log-ind/?next=/konto/adgangskode/"


# --- The demo's list ------------------------------------------------------------------------------------------------


def test_demo_lists_its_people_on_the_sign_in_page(client, mette, demo_today):
    club = AssociationFactory(name="Judoklubben")
    EmploymentFactory(association=club, person__name="Rikke Ressource", person__signs_in=True)
    BoardMemberFactory(association=club, person__name="Finn Formand", person__signs_in=True)
    EmploymentFactory(association=club, ended=True, helper=True, person__name="Tage Tidligere", person__signs_in=True)
    EmploymentFactory(association=club, helper=True, person__name="Uden Bruger")
    page = text_of(client.get(SIGN_IN))
    assert "medspil-demo-2023" in page
    for expected in ("Mette Konsulent", "Ressourceperson i Judoklubben", "Formand i Judoklubben"):
        assert expected in page
    assert "Tidligere ressourceperson i Judoklubben" in page
    assert "Uden Bruger" not in page


def test_nobody_is_listed_outside_the_demo(client, mette):
    page = text_of(client.get(SIGN_IN))
    assert "Mette Konsulent" not in page
    assert "medspil-demo-2023" not in page
