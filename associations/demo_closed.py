"""The demo's closed associations, invented ones: one dissolved, one merged into another, one that was open again."""

from datetime import date

from accounts.models import User
from associations.domain.associations import create_association
from associations.domain.closing import close_association, reopen_association
from associations.models import Association, District

DISSOLVED, MERGED, REOPENED = "Eksempelklubben Syd", "Eksempelklubben Nord", "Eksempelklubben Vest"


def seed() -> None:
    """Makes each of them once; again changes nothing."""
    by = User.objects.filter(staff_role="consultant", is_active=True).order_by("pk").first()
    if by is None or Association.objects.filter(name=DISSOLVED).exists():
        return
    north, south, west = (_created(name, by) for name in (MERGED, DISSOLVED, REOPENED))
    kept = Association.objects.get(name="Amager SK")
    close_association(
        association=south, last_day=date(2019, 12, 31), reason="Opløst på generalforsamlingen", merged_into=None, by=by
    )
    close_association(
        association=north, last_day=date(2021, 6, 30), reason="Lagt sammen med naboklubben", merged_into=kept, by=by
    )
    close_association(association=west, last_day=date(2020, 1, 31), reason="Ingen aktivitet", merged_into=None, by=by)
    reopen_association(association=west, reason="En ny bestyrelse ville prøve igen", by=by)
    close_association(association=west, last_day=date(2022, 12, 31), reason="Opløst", merged_into=None, by=by)


def _created(name: str, by: User) -> Association:
    club = Association(name=name, district=District.objects.order_by("sort_key", "pk").first(), city="København")
    return create_association(association=club, related={}, by=by)
