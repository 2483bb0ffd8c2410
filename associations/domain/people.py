"""People of the register: found again or written for the first time, and corrected (R4, R19, R20).

`edit_person` is the one door to a person's name, telephone and e-mail; the sign-in follows the e-mail.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from associations.domain import addresses
from associations.models import Association, Person
from core.ordering import danish_key
from workflow import audit

MOST_FOUND = 10
NEEDED_WORDS = 2  # of a name, before a known e-mail is believed to be that person's


@dataclass(frozen=True)
class Named:
    """A person as somebody writes them in a form; perhaps known already."""

    name: str
    email: str = ""
    phone: str = ""


def people_of(association: Association) -> QuerySet[Person]:
    """Everybody who is or was employed in the association or on its board, in Danish order."""
    here = Q(employments__association=association) | Q(board_seats__association=association)
    return Person.objects.filter(here).distinct().order_by("sort_key", "pk")


def found_people(text: str, *, among: QuerySet[Person]) -> list[Person]:
    """The first of the people whose name or e-mail holds every word of the text; nobody for an empty text."""
    words = text.split()
    for word in words:
        among = among.filter(Q(sort_key__contains=danish_key(word)) | Q(email__contains=word.lower()))
    return list(among.order_by("sort_key", "pk")[:MOST_FOUND]) if words else []


@transaction.atomic
def person_for(who: Person | Named, *, association: Association, by: User | None) -> Person:
    """The person that `who` is: the one with that e-mail, else the one of that name in the association, else a new one.

    Somebody known elsewhere is used again only when the name fits too; what does not fit is not told to those who may
    not see that person. Raises `ValidationError` with keys `name` and `email`.
    """
    if isinstance(who, Person):
        _refuse_staff(who.user, by, "name")
        return who
    name, email = " ".join(who.name.split()), who.email.strip().lower()
    known = _known(name, email, association, by)
    if known is None:
        known = Person(name=name, email=email or None, phone=who.phone)
    elif email and not known.email:
        known.email = email
    if known.pk and not known.phone:
        known.phone = who.phone
    account = User.objects.filter(email=email, person=None).first() if email else None
    _refuse_staff(known.user or account, by, "email")
    return _linked(known, account, by)


def _known(name: str, email: str, association: Association, by: User | None) -> Person | None:
    """Raises `ValidationError` when the e-mail is somebody's with another name, or the name fits several."""
    found = Person.objects.select_related("user").filter(email=email).first() if email else None
    if found:
        if not names_fit(name, found.name):
            _refuse_other_name(found, by)
        return found
    same = [person for person in people_of(association) if danish_key(person.name) == danish_key(name)]
    same = [person for person in same if not (email and person.email)]
    if len(same) > 1:
        raise ValidationError(
            {"name": "Der er flere med det navn i foreningen. Søg efter personen, og vælg den rigtige."}, code="several"
        )
    return same[0] if same else None


def names_fit(written: str, known: str) -> bool:
    """Whether both can be the same person's: every word of the shorter name stands in the longer one, at least two."""
    first, second = set(danish_key(written).split()), set(danish_key(known).split())
    fewer, more = sorted((first, second), key=len)
    return fewer <= more and (len(fewer) >= NEEDED_WORDS or first == second)


def _refuse_other_name(found: Person, by: User | None) -> None:
    if by is None or Person.objects.visible_to(by).filter(pk=found.pk).exists():
        text = f"{found.name} har den e-mailadresse. Søg efter personen og vælg den, eller ret e-mailadressen."
    else:
        text = (
            "E-mailadressen kan ikke bruges sammen med det navn. Se efter, om begge dele er skrevet helt rigtigt. "
            "Hjælper det ikke, så skriv til jeres kontaktperson."
        )
    raise ValidationError({"email": text}, code="other_name")


def _refuse_staff(user: User | None, by: User | None, field: str) -> None:
    """A seat or post limits what the authority's own people may do towards the association (R19): a club cannot give
    them one by itself.
    """
    if user and user.staff_role and by is not None and not by.staff_role:
        raise ValidationError(
            {field: "Personen er ansat i forvaltningen. Bed jeres kontaktperson om at tilføje personen."}, code="staff"
        )


def _linked(person: Person, account: User | None, by: User | None) -> Person:
    """Saves the person, who gets the account of the same address when there is one. What an account may do follows
    from posts alone, so the link is traced.
    """
    extra: list[audit.Change] = []
    if account and person.user is None:
        person.user = account
        extra.append({"field": "user", "from": "", "to": str(account)})
    return audit.save(person, by=by, extra=extra)


@transaction.atomic
def edit_person(person: Person, *, by: User | None, based_on: int | None = None) -> Person:
    """Saves the person's changed name, telephone or e-mail; the person's account follows.

    Raises `ValidationError` when the e-mail is somebody else's or cannot be given up, `StaleError` as `audit.save`.
    """
    stored = Person.objects.select_for_update(no_key=True, of=("self",)).select_related("user").get(pk=person.pk)
    person.clean()
    if person.email != stored.email:
        _refuse_email(person, stored.user)
    audit.save(person, by=by, based_on=based_on)
    if stored.user:
        _follow(stored.user, person, by, new_email=person.email if person.email != stored.email else None)
    return person


def change_email(person: Person, email: str, by: User | None) -> Person:
    """The person's new e-mail, which is also the new sign-in. Raises like `edit_person`."""
    person.email = email
    return edit_person(person, by=by)


def _refuse_email(person: Person, user: User | None) -> None:
    """Raises `ValidationError` when the person's new e-mail cannot be the account's."""
    if person.email:
        try:
            validate_email(person.email)
        except ValidationError:
            raise ValidationError({"email": "Skriv en e-mailadresse som navn@eksempel.dk."}, code="invalid") from None
    if user is None:
        return
    if user.staff_role:
        text = "Personen er ansat i forvaltningen. En administrator ændrer e-mailadressen under Administration."
        raise ValidationError({"email": text}, code="staff")
    if not person.email:
        raise ValidationError({"email": "Personen logger ind med sin e-mailadresse. Skriv en ny."}, code="needed")
    if User.objects.filter(email=person.email).exclude(pk=user.pk).exists():
        raise ValidationError({"email": "En anden bruger logger ind med den e-mailadresse."}, code="taken")


def _follow(user: User, person: Person, by: User | None, *, new_email: str | None) -> None:
    """The account takes the person's name, telephone and new e-mail; staff accounts are the administrators'."""
    if user.staff_role:
        return
    user.name, user.phone, old_email = person.name, person.phone, user.email
    if new_email:
        user.email = new_email
    audit.save(user, by=by)
    if new_email:
        addresses.address_changed(user, old_email=old_email, by=by)
