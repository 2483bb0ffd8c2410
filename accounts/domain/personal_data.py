"""What is held on somebody who can sign in: the account, its e-mail addresses, the sessions that are open (R20)."""

from collections.abc import Iterable, Iterator

from allauth.account.models import EmailAddress
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import User
from core.formats import date_text, plural
from core.registry import Held, PersonalData, Subject, personal_data

OPEN_STAFF_ACCOUNT = "Har en medarbejderkonto, der er åben. En administrator lukker den først."


def account_of(subject: Subject) -> User | None:
    """The subject's account, if any."""
    return User.objects.filter(pk=subject.user_id).first() if subject.user_id else None


def held(subject: Subject) -> Iterator[Held]:
    """The account and how it is used."""
    user = account_of(subject)
    if user is None:
        return
    signed_in = f"Sidst logget ind: {date_text(timezone.localdate(user.last_login))}" if user.last_login else ""
    lines = (
        f"Navn: {user.name}",
        f"E-mail: {user.email}",
        f"Telefon: {user.phone}" if user.phone else "",
        f"Rolle i forvaltningen: {user.role_label}" if user.staff_role else "",
        f"Brugeren er {'åben' if user.is_active else 'lukket'}",
        f"Oprettet: {date_text(timezone.localdate(user.created_at))}",
        signed_in,
        "Adgangskoden er gemt, så den ikke kan læses.",
    )
    yield Held("Brugerkonto", tuple(line for line in lines if line))
    others = EmailAddress.objects.filter(user=user).exclude(email=user.email).values_list("email", flat=True)
    if others:
        yield Held("Andre e-mailadresser på brugeren", tuple(others))
    sessions = sessions_of(user)
    if sessions:
        yield Held("Åbne besøg", (f"Logget ind på {plural(len(sessions), 'enhed', 'enheder')} lige nu",))


def erase(subject: Subject, by: User | None) -> None:
    """Closes the account, ends its sessions, and takes name, address, phone and password from it. The row stays."""
    user = account_of(subject)
    if user is None:
        return
    end_sessions(user)
    EmailAddress.objects.filter(user=user).delete()
    user.name, user.phone, user.email = subject.anonymous_name, "", f"slettet-{user.pk}@slettet.invalid"
    user.is_active, user.last_login = False, None
    user.set_unusable_password()
    user.save()


def blockers(subject: Subject) -> Iterator[str]:
    """A member of staff who still works here."""
    user = account_of(subject)
    if user and user.staff_role and user.is_active:
        yield OPEN_STAFF_ACCOUNT


def identifiers(subject: Subject) -> Iterable[str]:
    """Name, addresses and phone."""
    user = account_of(subject)
    if user is None:
        return []
    return [user.name, user.email, user.phone, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)]


def sessions_of(user: User) -> list[Session]:
    """The user's sessions that are open now."""
    open_now = Session.objects.filter(expire_date__gte=timezone.now())
    return [session for session in open_now if session.get_decoded().get(SESSION_KEY) == str(user.pk)]


def end_sessions(user: User) -> None:
    """Signs the user out everywhere."""
    Session.objects.filter(pk__in=[session.pk for session in sessions_of(user)]).delete()


def register() -> None:
    """Called once, when the apps are ready."""
    personal_data.register(PersonalData("account", "Brugerkonto", 50, held, erase, blockers, identifiers))
