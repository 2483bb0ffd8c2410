"""`manage.py create_administrator`: the first account of an installation."""

import io
import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from accounts.models import User
from tests.factories import UserFactory
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db
GOOD = "en lang og god adgangskode"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def create(monkeypatch, *, typed=(), piped="", email="Anne@Example.org", name="Anne Administrator", **options) -> str:
    """Runs the command with passwords typed at a terminal, or piped into it; what it says."""
    answers = iter(typed)
    monkeypatch.setattr("sys.stdin", Terminal() if typed else io.StringIO(piped))
    monkeypatch.setattr("overview.management.commands.create_administrator.getpass", lambda _prompt: next(answers))
    out = io.StringIO()
    call_command("create_administrator", email=email, name=name, stdout=out, **options)
    return out.getvalue()


def test_administrator_with_typed_password_can_sign_in(monkeypatch, client):
    said = create(monkeypatch, typed=[GOOD, GOOD])
    assert said == "Anne Administrator er oprettet og kan logge ind med anne@example.org.\n"
    client.post("/konto/log-ind/", {"login": "anne@example.org", "password": GOOD})
    user = User.objects.get()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.staff_role == "administrator"


def test_password_can_come_from_a_pipe(monkeypatch):
    create(monkeypatch, piped=f"{GOOD}\nmere\n")
    assert User.objects.get().check_password(GOOD)


def test_creation_is_traced_without_the_password(monkeypatch):
    create(monkeypatch, piped=GOOD)
    event = AuditEvent.objects.get()
    assert (event.actor_name, event.kind, event.object_label) == ("Systemet", "created", "Anne Administrator")
    assert {change["field"] for change in event.changes} == {"email", "name", "staff_role", "is_active"}


def test_link_lets_the_administrator_choose(monkeypatch, client):
    said = create(monkeypatch, send_link=True)
    assert "invitationen er sendt til anne@example.org" in said
    [message] = mail.outbox
    assert message.subject == "Din invitation til Medspil"
    assert "Du er inviteret til Medspil som administrator." in message.body
    link = re.search(r"http://localhost:8000(/\S+)", message.body).group(1)
    client.post(link, {"password1": GOOD, "password2": GOOD})
    assert User.objects.get().check_password(GOOD)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"typed": [GOOD, "noget andet"]}, "De to adgangskoder er ikke ens."),
        ({"piped": "kort"}, "mindst 12 tegn"),
        ({"piped": ""}, "mindst 12 tegn"),
        ({"piped": GOOD, "email": "ikke-en-adresse"}, "e-mail"),
        ({"piped": GOOD, "email": " "}, "E-mailadressen mangler"),
        ({"piped": GOOD, "name": "  "}, "Navnet mangler"),
    ],
)
def test_refusals_are_one_clear_line(monkeypatch, options, reason):
    with pytest.raises(CommandError, match=reason) as refused:
        create(monkeypatch, **options)
    assert "\n" not in str(refused.value)
    assert not User.objects.exists()
    assert not AuditEvent.objects.exists()


def test_taken_address_is_refused_politely(monkeypatch):
    UserFactory(manager=True, name="Lars Leder", email="anne@example.org")
    with pytest.raises(CommandError, match=r"anne@example.org hører allerede til Lars Leder, der er leder"):
        create(monkeypatch, piped=GOOD)
    assert User.objects.get().staff_role == "manager"


def test_mail_server_away_says_how_to_go_on(monkeypatch, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", 9
    with pytest.raises(CommandError, match=r"oprettet, men invitationen kunne ikke sendes .* Ret EMAIL_URL"):
        create(monkeypatch, send_link=True)
    assert User.objects.get().email == "anne@example.org"
