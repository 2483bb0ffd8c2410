"""The shared register of partners: finding, adding without twins, editing and merging."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, F, Func, Q, QuerySet, TextField, Value

from accounts.models import User
from collaborations.enums import PartnerKind
from collaborations.models import Collaboration, Partner
from collaborations.naming import name_key, name_key_of
from workflow import audit

MOST_HITS = 8
SHORTEST = 2
GONE = "Den ene af de to er lagt sammen med en anden i mellemtiden. Begynd forfra fra listen over partnere."
ITSELF = "Vælg en anden partner end den selv."


def same_partners(name: str) -> QuerySet[Partner]:
    """Partners of this name, whatever their kind and district; the database's key decides."""
    key = name_key_of(Value(name, output_field=TextField()))
    return Partner.objects.filter(name_key=key).select_related("district")


def found_partners(text: str, *, among: QuerySet[Partner] | None = None) -> QuerySet[Partner]:
    """Partners whose name, or a former name, holds every word of the text; none for less than two letters."""
    rows = Partner.objects.all() if among is None else among
    words = [key for key in map(name_key, text.split()) if key]
    if len("".join(words)) < SHORTEST:
        return rows.none()
    former = name_key_of(Func(F("other_names"), Value(" "), function="array_to_string", output_field=TextField()))
    rows = rows.alias(former_key=former)
    for word in words:
        rows = rows.filter(Q(name_key__contains=word) | Q(former_key__contains=word))
    return rows.select_related("district").order_by("sort_key", "pk")


def suggestions(text: str) -> list[Partner]:
    """The first few to choose among while typing."""
    return list(found_partners(text)[:MOST_HITS])


def find_or_add_partner(partner: Partner, *, by: User | None) -> tuple[Partner, bool]:
    """The partner as it stands in the register, and whether it is new. Two who add at once get the same one.

    Raises `ValidationError`. What stands there is not changed by what a second one writes about it.
    """
    if known := _twin_of(partner):
        return known, False
    try:
        with transaction.atomic():
            return audit.save(partner, by=by), True
    except (IntegrityError, ValidationError):
        # Somebody else was a moment faster.
        known = _twin_of(partner)
        if known is None:
            raise
        return known, False


def _twin_of(partner: Partner) -> Partner | None:
    return same_partners(partner.name).filter(kind=partner.kind, district=partner.district_id).first()


@transaction.atomic
def edit_partner(partner: Partner, *, based_on: int, by: User) -> Partner:
    """Saves changed details. Raises `ValidationError`, `audit.StaleError`; the caller has asked who may."""
    return audit.save(partner, by=by, based_on=based_on)


@dataclass(frozen=True)
class Merger:
    """What merging would do: `gone` disappears into `kept`. `filled` are details that `kept` lacks and gets."""

    kept: Partner
    gone: Partner
    moved: Sequence[Collaboration]
    filled: Sequence[str]

    @property
    def filled_labels(self) -> list[str]:
        """Their Danish names."""
        return [str(Partner._meta.get_field(name).verbose_name) for name in self.filled]  # type: ignore[union-attr]


FILLED = ("address", "homepage", "administration", "district")


def merger(*, kept: Partner, gone: Partner) -> Merger:
    """The preview of a merger. Raises `ValidationError` when both are the same."""
    if kept.pk == gone.pk:
        raise ValidationError(ITSELF)
    moved = gone.collaborations.select_related("association", "partner").order_by("association__sort_key", "pk")
    return Merger(kept, gone, list(moved), _filled(kept, gone))


def _filled(kept: Partner, gone: Partner) -> list[str]:
    """Fields that `kept` lacks; its district only where that makes no twin of a third partner."""
    names = [name for name in FILLED if getattr(gone, name) and not getattr(kept, name)]
    if "district" in names:
        third = same_partners(kept.name).filter(kind=kept.kind, district=gone.district_id)
        if third.exclude(pk__in=[kept.pk, gone.pk]).exists():
            names.remove("district")
    return names


@transaction.atomic
def merge_partners(*, kept: Partner, gone: Partner, by: User) -> Partner:
    """Moves the collaborations, keeps the other name, and removes `gone`; each step leaves its trace.

    Raises `ValidationError` when one of them is gone already. The caller has asked who may.
    """
    if kept.pk == gone.pk:
        raise ValidationError(ITSELF)
    rows = Partner.objects.select_for_update(of=("self",)).order_by("pk").in_bulk([kept.pk, gone.pk])
    if len(rows) < 2:
        raise ValidationError(GONE)
    kept, gone = rows[kept.pk], rows[gone.pk]
    filled = _filled(kept, gone)
    for row in gone.collaborations.select_related("association", "partner").order_by("pk"):
        row.partner = kept
        audit.save(row, by=by)
    audit.delete(gone, by=by)
    for name in filled:
        setattr(kept, name, getattr(gone, name))
    kept.other_names = _names_after(kept, gone)
    return audit.save(kept, by=by)


def _names_after(kept: Partner, gone: Partner) -> list[str]:
    """All names but the one it bears, each once."""
    found = {name_key(name): name for name in (*kept.other_names, *gone.other_names, gone.name)}
    return [name for key, name in found.items() if key != name_key(kept.name)]


def partner_list(*, text: str = "", kind: str = "", district: int | None = None) -> QuerySet[Partner]:
    """Partners with the number of their collaborations and associations."""
    rows = Partner.objects.select_related("district", "administration")
    if text:
        rows = found_partners(text, among=rows)
    if kind in PartnerKind.values:
        rows = rows.filter(kind=kind)
    if district:
        rows = rows.filter(district=district)
    return rows.select_related("district", "administration").annotate(
        count=Count("collaborations"), clubs=Count("collaborations__association", distinct=True)
    )


def names_beside(partners: Collection[Partner]) -> dict[int, list[Partner]]:
    """Partners that bear the same name in another kind or district: perhaps the same. One query."""
    keys = {row.name_key for row in partners}
    found: dict[str, list[Partner]] = {}
    for row in Partner.objects.filter(name_key__in=keys).select_related("district").order_by("pk"):
        found.setdefault(row.name_key, []).append(row)
    return {row.pk: [other for other in found.get(row.name_key, ()) if other.pk != row.pk] for row in partners}
