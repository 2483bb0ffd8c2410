"""The authority's own accounts: made, corrected, closed and opened again by administrators (R19)."""

from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from accounts.domain import invitations
from accounts.domain.sign_ins import SignIn, latest_invitations, sign_in_of
from accounts.enums import StaffRole
from accounts.models import User
from associations.domain import addresses
from core import clock
from core.formats import plural
from overview.domain.administration_queries import staff
from partnerships.models import ContactPerson
from workflow import audit


@transaction.atomic
def create_administrator(*, email: str, name: str, password: str | None, by: User | None = None) -> User:
    """A saved administrator; without a password they are invited.

    Raises `ValidationError` with a text for the operator: an address that is taken, a weak password, a missing name.
    """
    user = User(email=email.strip().lower(), name=name.strip(), staff_role=StaffRole.ADMINISTRATOR)
    if not user.name:
        raise ValidationError("Navnet mangler: skriv det efter --name.")
    if not user.email:
        raise ValidationError("E-mailadressen mangler: skriv den efter --email.")
    taken = User.objects.filter(email=user.email).first()
    if taken:
        role = taken.role_label.lower() or "bruger uden rolle"
        raise ValidationError(f"{user.email} hører allerede til {taken.name}, der er {role}. Der er intet ændret.")
    if password is not None:
        validate_password(password, user)
    user.set_password(password)
    audit.save(user, by=by)
    if password is None:
        invitations.invite(user, by=by)
    return user


@dataclass(frozen=True)
class StaffRow:
    """A staff account with the state of its sign-in."""

    user: User
    sign_in: SignIn


def staff_rows() -> list[StaffRow]:
    """All staff accounts: active ones first, then by name; two queries."""
    users = list(staff())
    latest = latest_invitations([user.pk for user in users])
    return [StaffRow(user, sign_in_of(user, latest.get(user.pk))) for user in users]


def staff_row(user: User) -> StaffRow:
    """One account's row."""
    return StaffRow(user, sign_in_of(user, latest_invitations([user.pk]).get(user.pk)))


@transaction.atomic
def create_staff(draft: User, *, use_existing: bool, by: User) -> User:
    """Makes the account and invites its owner.

    Somebody from an association may have an account of that address: with `use_existing` it gets the role, and keeps
    its password. Raises `ValidationError`, with the code `existing` when that must be asked first.
    """
    known = User.objects.select_for_update(no_key=True).filter(email=draft.email).first()
    if known is None:
        draft.set_unusable_password()
        user = audit.save(draft, by=by)
    else:
        _refuse_existing(known, use_existing=use_existing)
        known.staff_role = draft.staff_role
        user = audit.save(known, by=by)
    if not user.has_usable_password():
        invitations.invite(user, by=by)
    return user


def _refuse_existing(known: User, *, use_existing: bool) -> None:
    if known.staff_role:
        raise ValidationError({"email": f"{known.name} er allerede medarbejder med den adresse."})
    if not known.is_active:
        raise ValidationError({"email": f"{known.name} har den adresse, men brugeren er lukket."})
    if not use_existing:
        text = f"{known.name} har allerede en bruger med den adresse. Sæt kryds nedenfor, hvis det er den samme person."
        raise ValidationError({"email": ValidationError(text, code="existing")})


@transaction.atomic
def edit_staff(user: User, *, by: User, based_on: int | None = None) -> User:
    """Saves changed name, telephone, role and e-mail of a staff account; the register's person follows.

    A new address is told to the old one; an invitation that waited there goes to the new one. Raises
    `ValidationError` with the reason, `StaleError` as `audit.save`.
    """
    administrators = _locked_administrators()
    person, stored = addresses.locked_pair(user)
    if user.staff_role != stored.staff_role:
        invitations.refuse(_leaving_blockers(stored, administrators))
    new_email, user.email = user.email, stored.email
    audit.save(user, by=by, based_on=based_on)
    if person is not None:
        person.name, person.phone = user.name, user.phone
        audit.save(person, by=by)
    if new_email == stored.email:
        return user
    was_invited = invitations.open_invitation(stored) is not None
    changed = addresses.change_at_once(user=user, new_email=new_email, by=by)
    if was_invited:
        invitations.invite(changed, by=by)
    return changed


def close_blockers(user: User, by: User) -> list[str]:
    """Why the account cannot be closed now."""
    if user.pk == by.pk:
        return ["Du kan ikke lukke din egen bruger. Det må en anden administrator gøre."]
    return _leaving_blockers(user, list(User.objects.able_to_sign_in().filter(staff_role=StaffRole.ADMINISTRATOR)))


@transaction.atomic
def close_account(user: User, *, by: User) -> User:
    """Closes the account: sessions end with the next click, and open links die. Raises `ValidationError`."""
    administrators = _locked_administrators()
    _, stored = addresses.locked_pair(user)
    if stored.pk == by.pk:
        invitations.refuse(close_blockers(stored, by))
    invitations.refuse(_leaving_blockers(stored, administrators))
    invitations.revoke_open(stored, by=by)
    stored.is_active = False
    return audit.save(stored, by=by)


@transaction.atomic
def open_account(user: User, *, by: User) -> User:
    """Opens a closed account again, with its password and role as they were."""
    _, stored = addresses.locked_pair(user)
    stored.is_active = True
    return audit.save(stored, by=by)


def _locked_administrators() -> list[User]:
    """Those who can do an administrator's work, locked in one order: two of them cannot close each other at once."""
    able = User.objects.able_to_sign_in().filter(staff_role=StaffRole.ADMINISTRATOR)
    return list(able.select_for_update(no_key=True).order_by("pk"))


def _leaving_blockers(user: User, administrators: list[User]) -> list[str]:
    """Why the user must keep the role: the last administrator, or somebody's contact person today or later."""
    if [one.pk for one in administrators] == [user.pk]:
        return [f"{user.name} er den eneste administrator, der kan logge ind. Inviter en anden først."]
    lasting = Q(end=None) | Q(end__gte=clock.today())
    count = ContactPerson.objects.filter(lasting, consultant=user).values("association").distinct().count()
    if count:
        clubs = plural(count, "forening", "foreninger")
        return [f"{user.name} er kontaktperson for {clubs}. Bed en konsulent om at flytte dem til en kollega først."]
    return []
