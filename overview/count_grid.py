"""The grid of one year's member counts as the page draws it: rows, totals, and the numbers of the year before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.forms import BoundField

from associations.domain.counts import CellKey, differs_much
from associations.enums import Gender
from associations.models import AgeBand
from overview.domain.association_counts import ASKED_GENDERS
from overview.forms import MemberCountEditForm, cell_name


@dataclass(frozen=True)
class GridCell:
    """One number. `before` is the year before's; `question` asks about a large difference from it.

    `saved` is what somebody else has saved meanwhile, where it differs (only after a conflict).
    """

    field: BoundField
    gender: str
    gender_label: str
    before: int | None
    question: bool
    saved: "SavedNumber | None" = None


@dataclass(frozen=True)
class SavedNumber:
    """A number as it stands in the database; None when there is none."""

    members: int | None


@dataclass(frozen=True)
class GridRow:
    """One age band; `total` is None when no number is given."""

    band: AgeBand
    cells: list[GridCell]
    total: int | None


@dataclass(frozen=True)
class GenderSum:
    """The sum of one column; `members` is None where no number is given."""

    gender: str
    label: str
    members: int | None


@dataclass(frozen=True)
class GridSums:
    """Sums of some rows by gender and in all, in persons."""

    by_gender: list[GenderSum]
    total: int | None


@dataclass(frozen=True)
class CountGrid:
    """The grid of one year. `missing_under_25` numbers are needed before the total under 25 is known."""

    rows: list[GridRow]
    genders: list[str]
    under_25: GridSums
    every: GridSums
    missing_under_25: int


def grid_of(
    form: MemberCountEditForm,
    bands: Iterable[AgeBand],
    *,
    before: Mapping[CellKey, int],
    saved: Mapping[CellKey, int] | None = None,
) -> CountGrid:
    """The form's numbers in rows. `before`: the year before; `saved`: the database's numbers after a conflict."""
    numbers, every = form.numbers(), list(bands)
    rows = [
        GridRow(
            band=band,
            cells=[_cell(form, (band.pk, gender), numbers, before, saved) for gender in Gender.values],
            total=_sum(numbers.get((band.pk, gender)) for gender in Gender.values),
        )
        for band in every
    ]
    young = [band for band in every if band.is_under_25]
    return CountGrid(
        rows=rows,
        genders=list(Gender.labels),
        under_25=_sums(young, numbers),
        every=_sums(every, numbers),
        missing_under_25=sum(numbers[band.pk, gender] is None for band in young for gender in ASKED_GENDERS),
    )


def questions(grid: CountGrid) -> list[GridCell]:
    """The cells whose number is worth a question."""
    return [cell for row in grid.rows for cell in row.cells if cell.question]


def _cell(
    form: MemberCountEditForm,
    key: CellKey,
    numbers: Mapping[CellKey, int | None],
    before: Mapping[CellKey, int],
    saved: Mapping[CellKey, int] | None,
) -> GridCell:
    differs = saved is not None and saved.get(key) != numbers[key]
    return GridCell(
        field=form[cell_name(key)],
        gender=key[1],
        gender_label=Gender(key[1]).label,
        before=before.get(key),
        question=differs_much(numbers[key], before.get(key)),
        saved=SavedNumber(saved.get(key)) if saved is not None and differs else None,
    )


def _sums(bands: list[AgeBand], numbers: Mapping[CellKey, int | None]) -> GridSums:
    by_gender = [
        GenderSum(gender.value, str(gender.label), _sum(numbers[band.pk, gender.value] for band in bands))
        for gender in Gender
    ]
    return GridSums(by_gender, _sum(column.members for column in by_gender))


def _sum(numbers: Iterable[int | None]) -> int | None:
    """The sum of what is given; None when nothing is, because missing is not 0."""
    given = [members for members in numbers if members is not None]
    return sum(given) if given else None
