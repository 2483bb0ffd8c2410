"""Demo data about posts that no register file holds: hours that changed from a day, somebody new, a post that changes
often, one person in two associations. The people are invented.
"""

from datetime import date
from decimal import Decimal

from associations.domain.board import add_member
from associations.domain.employments import change_hours, start_employment
from associations.domain.funding import Share, shares_of
from associations.domain.people import Named
from associations.enums import BoardRole, EndReason, FundingSource
from associations.models import Association, BoardMember, Employment

NEW = ("Frida Lykkegaard", date(2023, 2, 1), None, "")
OFTEN_CHANGED = (
    ("Asger Nørskov", date(2020, 2, 1), date(2020, 9, 30), EndReason.STUDY),
    ("Selma Rosenlund", date(2020, 11, 1), date(2021, 6, 30), EndReason.NEW_JOB),
    ("Younes Bakir", date(2022, 2, 1), date(2023, 2, 28), EndReason.FIXED_TERM),
)


def seed() -> None:
    """Makes each of them once; again changes nothing."""
    _help("BK Skjold", *NEW)
    for post in OFTEN_CHANGED:
        _help("Hovedstadens Svømmeklub", *post)
    _change_hours("Fremad Amager", start=date(2023, 2, 1), more=2)
    _second_seat(chair_of="Fremad Amager", in_association="Amager SK", start=date(2022, 3, 1))


def _help(association_name: str, name: str, start: date, end: date | None, reason: str) -> None:
    """Somebody beside the primary contact, paid by a foundation."""
    email = f"{address_of(name)}@example.org"
    association = Association.objects.filter(name=association_name).first()
    if association is None or association.employments.filter(person__email=email).exists():
        return
    start_employment(
        association=association,
        who=Named(name, email),
        start=start,
        weekly_hours=Decimal(5),
        is_primary_contact=False,
        funded_hours=Decimal(0),
        shares={FundingSource.FUND.value: Share(Decimal(5), "Opdigtet fond")},
        end=end,
        end_reason=reason,
        by=None,
    )


def address_of(name: str) -> str:
    """The first part of a demo address: `Asger Nørskov` → `asger.noerskov`."""
    return name.lower().replace("ø", "oe").replace(" ", ".")


def _change_hours(name: str, *, start: date, more: int) -> None:
    """The association has paid some more hours itself since the day."""
    rows = Employment.objects.select_related("association", "person").filter(association__name=name, end=None)
    found = rows.filter(is_primary_contact=True, start__lt=start).first()
    if found is None:
        return
    shares = shares_of(found)
    own = shares.get(FundingSource.OWN.value, Share(Decimal(0)))
    change_hours(
        employment=found,
        start=start,
        weekly_hours=found.weekly_hours + more,
        funded_hours=found.funded_hours,
        shares=shares | {FundingSource.OWN.value: Share(own.hours + more)},
        by=None,
    )


def _second_seat(*, chair_of: str, in_association: str, start: date) -> None:
    """The chair of one association is an ordinary member of another's board."""
    chairs = BoardMember.objects.filter(association__name=chair_of, role=BoardRole.CHAIR, end=None)
    chair = chairs.select_related("person__user").first()
    association = Association.objects.filter(name=in_association).first()
    if chair and association and not association.board_members.filter(person=chair.person_id).exists():
        add_member(association=association, who=chair.person, role=BoardRole.MEMBER, start=start, by=None)
