"""Who in an association can sign in, and inviting those who cannot (R19).

Access follows from a current employment or board seat alone; an invitation gives the sign-in. A person has one account,
however many associations they are in, and whatever they are in the authority.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.domain import invitations
from accounts.domain.sign_ins import SignIn, SignInState, latest_invitations, sign_in_of
from accounts.models import Invitation, User
from associations.models import Association, BoardMember, Employment, Person
from core import clock
from core.formats import date_text
from core.ordering import danish_key
from workflow import audit

STAFF_ELSEWHERE = "Personen er ansat i forvaltningen. En administrator inviterer personen under Administration."
BADGES = {
    SignInState.READY: "success",
    SignInState.INVITED: "info",
    SignInState.EXPIRED: "warning",
    SignInState.UNSENT: "warning",
}


@dataclass(frozen=True)
class Post:
    """A period of an employment or a seat, both days included."""

    label: str
    start: date
    end: date | None


@dataclass
class PersonAccess:
    """A person's way into one association on a day. `posts` are those that hold or come; without any it is over."""

    person: Person
    association_id: int
    day: date
    posts: list[Post] = field(default_factory=list)
    sign_in: SignIn = field(default_factory=lambda: SignIn(SignInState.NOT_INVITED))

    @property
    def is_over(self) -> bool:
        """No post holds or comes."""
        return not self.posts

    @property
    def begins(self) -> date | None:
        """The first day of access when it lies ahead."""
        first = min((post.start for post in self.posts), default=self.day)
        return first if first > self.day else None

    @property
    def label(self) -> str:
        """The state in a few words, for a badge."""
        ready = self.sign_in.state == SignInState.READY
        if self.is_over:
            return "Adgang ophørt" if ready else "Har ikke adgang"
        if ready:
            return "Får adgang" if self.begins else "Har adgang"
        return "Mangler e-mail" if self.lacks_email else self.sign_in.label

    @property
    def detail(self) -> str:
        """What the label leaves out; empty when there is nothing more."""
        if self.is_over or self.lacks_email:
            return ""
        if self.sign_in.state == SignInState.READY:
            return date_text(self.begins) if self.begins else ""
        return self.sign_in.detail

    @property
    def text(self) -> str:
        """The state in words: `Får adgang 1. april 2023`."""
        return f"{self.label} {self.detail}".strip()

    @property
    def badge(self) -> str:
        """The kind of badge; none for what calls for nothing."""
        return "" if self.is_over or self.begins else BADGES.get(self.sign_in.state, "")

    @property
    def may_invite(self) -> bool:
        """There is somebody to invite, an address, and no invitation that is open."""
        return not self.is_over and bool(self.person.email) and self.sign_in.state == SignInState.NOT_INVITED

    @property
    def may_handle(self) -> bool:
        """There is an open invitation to send again or take back."""
        return not self.is_over and self.sign_in.is_open

    @property
    def is_missing(self) -> bool:
        """Somebody whom "Inviter alle, der mangler" reaches: never invited, or too late; not those taken back."""
        never = self.may_invite and self.sign_in.invitation is None
        return never or (self.may_handle and self.sign_in.state == SignInState.EXPIRED)

    @property
    def lacks_email(self) -> bool:
        """Somebody who would be invited if there were an address."""
        return not self.is_over and not self.person.email and self.sign_in.state == SignInState.NOT_INVITED


def access_of_people(association_ids: Collection[int], day: date, *, also_former: bool = False) -> list[PersonAccess]:
    """Everybody with a post that holds or comes, by association and name; with `also_former` those before too.

    Three queries, whatever the rows.
    """
    found: dict[tuple[int, int], PersonAccess] = {}
    for row, label in _rows(association_ids, day, also_former=also_former):
        key = (row.association_id, row.person_id)
        access = found.setdefault(key, PersonAccess(row.person, row.association_id, day))
        if row.end is None or row.end >= day:
            access.posts.append(Post(label, row.start, row.end))
    latest = latest_invitations({access.person.user_id for access in found.values() if access.person.user_id})
    for access in found.values():
        user = access.person.user
        access.sign_in = sign_in_of(user, latest.get(user.pk) if user else None)
    return sorted(found.values(), key=lambda one: (one.association_id, danish_key(one.person.name), one.person.pk))


def _rows(
    association_ids: Collection[int], day: date, *, also_former: bool
) -> Iterable[tuple[Employment | BoardMember, str]]:
    held = Q() if also_former else Q(end=None) | Q(end__gte=day)
    here = Q(association__in=list(association_ids))
    for employment in Employment.objects.filter(here, held).select_related("person__user").order_by("pk"):
        yield employment, "Ressourceperson"
    for seat in BoardMember.objects.filter(here, held).select_related("person__user").order_by("pk"):
        yield seat, seat.get_role_display()


def linked_people(association: Association) -> QuerySet[Person]:
    """Everybody who is or was employed in the association or on its board."""
    here = Q(employments__association=association) | Q(board_seats__association=association)
    return Person.objects.filter(here).distinct()


def access_of(person: Person, association: Association, day: date) -> PersonAccess:
    """The person's way into the association."""
    rows = access_of_people([association.pk], day, also_former=True)
    return next(row for row in rows if row.person.pk == person.pk)


@transaction.atomic
def invite_person(*, person: Person, association: Association, by: User | None) -> Invitation | None:
    """Invites somebody with a current or coming post; None when their account has a password already.

    The account is that of the person's e-mail, old or new. Raises `ValidationError` with the reason.
    """
    locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    access = access_of(locked, association, clock.today())
    invitations.refuse(_no_post(access))
    if access.sign_in.state == SignInState.CLOSED:
        invitations.refuse(invitations.blockers(_account(access)))
    user = account_for(locked, by=by)
    if user.has_usable_password():
        return None
    _refuse_staff(user, by)
    return invitations.invite(user, by=by)


@transaction.atomic
def resend_invitation(*, person: Person, association: Association, by: User | None) -> Invitation:
    """Sends the person's open invitation again. Raises `ValidationError` with the reason."""
    access = access_of(person, association, clock.today())
    invitations.refuse(_no_post(access))
    return invitations.resend(_invitation(access, by), by=by)


@transaction.atomic
def revoke_invitation(*, person: Person, association: Association, by: User | None) -> Invitation:
    """Takes the person's open invitation back.

    Somebody who has a part in another association too may need it there: only the consultants may then. Raises
    `ValidationError` with the reason.
    """
    access = access_of(person, association, clock.today())
    elsewhere = set(person.association_ids()) - {association.pk}
    if elsewhere and by is not None and not by.staff_role:
        raise ValidationError("Invitationen kan kun trækkes tilbage af jeres kontaktperson.")
    return invitations.revoke(_invitation(access, by), by=by)


@dataclass(frozen=True)
class PeopleAccess:
    """The access of an association's people on a day, also of those who have left."""

    by_person: dict[int, PersonAccess]

    @classmethod
    def read(cls, association: Association, day: date) -> "PeopleAccess":
        """Reads it in three queries."""
        rows = access_of_people([association.pk], day, also_former=True)
        return cls({row.person.pk: row for row in rows})

    @property
    def missing(self) -> list[PersonAccess]:
        """Those whom "Inviter alle, der mangler" reaches."""
        return [row for row in self.by_person.values() if row.is_missing]

    @property
    def without_email(self) -> list[PersonAccess]:
        """Those whom it does not reach, because there is no address."""
        return [row for row in self.by_person.values() if row.lacks_email]


@dataclass
class Invited:
    """What came of inviting many: how many mails are on their way, and the reasons for those that are not."""

    count: int = 0
    refused: list[str] = field(default_factory=list)


def invite_missing(*, association_ids: Collection[int], by: User | None) -> Invited:
    """Invites everybody who is missing in the associations; one who cannot be invited does not stop the others."""
    result = Invited()
    associations = Association.objects.in_bulk(list(association_ids))
    for access in missing_people(association_ids, clock.today()):
        try:
            invite_person(person=access.person, association=associations[access.association_id], by=by)
        except ValidationError as refusal:
            result.refused.append(f"{access.person.name}: {' '.join(refusal.messages)}")
        else:
            result.count += 1
    return result


def missing_people(association_ids: Collection[int], day: date) -> list[PersonAccess]:
    """Those whom `invite_missing` reaches; somebody in two associations stands once."""
    rows = [row for row in access_of_people(association_ids, day) if row.is_missing]
    return list({row.person.pk: row for row in reversed(rows)}.values())[::-1]


def account_for(person: Person, *, by: User | None) -> User:
    """The person's account; one of the same address is linked, else a new one is made, without a password.

    Raises `ValidationError` when there is no address, or the account of that address is another person's.
    """
    if person.user is not None:
        return person.user
    if not person.email:
        raise ValidationError(f"Skriv først en e-mailadresse for {person.name}.")
    user = User.objects.select_for_update(no_key=True).filter(email=person.email).first()
    if user is None:
        user = User(email=person.email, name=person.name, phone=person.phone)
        user.set_unusable_password()
        audit.save(user, by=by)
    elif Person.objects.filter(user=user).exists():
        raise ValidationError("E-mailadressen hører til en anden persons bruger. Ret e-mailadressen først.")
    _refuse_staff(user, by)
    person.user = user
    # A sign-in can give access, so it leaves a trace of its own.
    audit.save(person, by=by, extra=[{"field": "user", "from": "", "to": str(user)}])
    return user


def purpose(user: User) -> str:
    """What the invitation says that the user is invited as: `ressourceperson i Judoklubben`."""
    if user.staff_role:
        return ""
    day = clock.today()
    held = Q(end=None) | Q(end__gte=day)
    texts = [
        f"ressourceperson i {row.association.name}"
        for row in Employment.objects.filter(held, person__user=user).select_related("association").order_by("start")
    ]
    seats = BoardMember.objects.filter(held, person__user=user).select_related("association").order_by("start")
    texts += [f"{seat.get_role_display().lower()} i {seat.association.name}" for seat in seats]
    return " og ".join(dict.fromkeys(texts))


def _no_post(access: PersonAccess) -> list[str]:
    if not access.is_over:
        return []
    return [f"{access.person.name} er hverken ansat i foreningen eller i dens bestyrelse, og har derfor ikke adgang."]


def _account(access: PersonAccess) -> User:
    user = access.person.user
    assert user is not None  # noqa: S101 — the caller knows the state
    return user


def _invitation(access: PersonAccess, by: User | None) -> Invitation:
    """The open invitation. Raises `ValidationError` when there is none, or it is the administrators'."""
    if not access.sign_in.is_open or access.sign_in.invitation is None:
        raise ValidationError(f"{access.person.name} har ingen åben invitation.")
    _refuse_staff(_account(access), by)
    return access.sign_in.invitation


def _refuse_staff(user: User, by: User | None) -> None:
    """The authority's own accounts: a club neither links nor invites them (R19: their role there would change)."""
    if user.staff_role and by is not None and not by.staff_role:
        raise ValidationError(STAFF_ELSEWHERE)
