"""The filters of the association list. Their names are words of the address, so they are Danish like the paths."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.permissions import AnyUser
from associations.models import ActivityKind, Association, District
from core.forms import Form
from core.widgets import PlainSelect as FilterSelect
from overview.domain import list_conditions as conditions
from overview.domain.list_rows import WarningKind
from overview.domain.programme_page import CITYWIDE
from partnerships.models import FIRST_YEAR, LAST_YEAR, ContactPerson, ProgrammeYear

MINE = "mine"
ANY, NONE = "alle", "ingen"
WARNINGS = (
    (ANY, "Alle, der kræver handling"),
    *((kind.value, kind.label) for kind in WarningKind),
    (NONE, "Ingen, alt er på plads"),
)
CLOSED_TOO, CLOSED_ONLY = "ja", "kun"
CLOSED = ((CLOSED_TOO, "Vis også lukkede"), (CLOSED_ONLY, "Vis kun lukkede"))
MINIMUM = (("ja", "Når minimum"), ("nej", "Under minimum"), ("mangler", "Medlemstal mangler"))
YES_NO = (("ja", "Ja"), ("nej", "Nej"))


class FilterForm(Form):
    """Fields that may all be empty: none is marked as optional."""

    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["soeg"].widget.attrs["class"] = "form-input"


class AssociationFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    """Narrows rows of `list_queries.every_row` made for the user and the moment; needs the request, for its user.

    A value that is no choice finds nothing, and its field says so.
    """

    soeg = django_filters.CharFilter(method="search", label="Søg")
    aargang = django_filters.ChoiceFilter(method="by_cohort", label="Årgang", empty_label="Alle", widget=FilterSelect)
    bydel = django_filters.ChoiceFilter(method="by_district", label="Bydel", empty_label="Alle", widget=FilterSelect)
    aktivitet = django_filters.ChoiceFilter(
        method="by_activity", label="Aktivitet", empty_label="Alle", widget=FilterSelect
    )
    kontaktperson = django_filters.ChoiceFilter(
        method="by_contact", label="Kontaktperson", empty_label="Alle", widget=FilterSelect
    )
    get2sport = django_filters.ChoiceFilter(
        method="by_get2sport", label="DIF get2sport", choices=YES_NO, empty_label="Alle", widget=FilterSelect
    )
    partnerskab = django_filters.ChoiceFilter(
        method="by_partnership", label="I partnerskab", choices=YES_NO, empty_label="Alle", widget=FilterSelect
    )
    timekrav = django_filters.ChoiceFilter(
        method="by_hours", label="Opfylder timekravet", choices=YES_NO, empty_label="Alle", widget=FilterSelect
    )
    minimum = django_filters.ChoiceFilter(
        method="by_minimum", label="Medlemmer mod minimum", choices=MINIMUM, empty_label="Alle", widget=FilterSelect
    )
    aar = django_filters.ChoiceFilter(method="as_it_is", label="Programår", empty_label="I dag", widget=FilterSelect)
    advarsel = django_filters.ChoiceFilter(
        method="by_warning", label="Kræver handling", choices=WARNINGS, empty_label="Alle", widget=FilterSelect
    )
    lukkede = django_filters.ChoiceFilter(
        method="by_closed", label="Lukkede foreninger", choices=CLOSED, empty_label="Vis ikke", widget=FilterSelect
    )

    class Meta:
        form = FilterForm

    def __init__(self, *args: Any, user: AnyUser, moment: conditions.Moment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.moment, self.day = user, moment, moment.day
        day = moment.day
        self.filters["aar"].extra["choices"] = [(str(year), str(year)) for year in programme_years()]
        self.filters["aargang"].extra["choices"] = [(c.key, c.label) for c in conditions.cohorts()]
        self.filters["bydel"].extra["choices"] = [*_pairs(District), (CITYWIDE, "Bydækkende")]
        self.filters["aktivitet"].extra["choices"] = _pairs(ActivityKind)
        self.filters["kontaktperson"].extra["choices"] = [
            (MINE, "Mine foreninger"),
            *contact_persons(day),
            (NONE, "Ingen kontaktperson"),
        ]

    @property
    def qs(self) -> QuerySet[Association]:
        """The rows found: without closed associations, unless these are asked for."""
        if not self.form.is_valid():
            return self.queryset.none()
        found = super().qs
        return found if self.form.cleaned_data["lukkede"] else found.filter(conditions.is_open_at(self.moment))

    def in_words(self) -> list[str]:
        """What the rows were narrowed by, a line each: `Bydel: Nørrebro`."""
        chosen = ((self.form.fields[name], value) for name, value in self.form.cleaned_data.items() if value)
        return [f"{field.label}: {dict(getattr(field, 'choices', ())).get(value, value)}" for field, value in chosen]

    def search(self, rows: QuerySet[Association], _name: str, value: str) -> QuerySet[Association]:
        return conditions.searched(rows, value)

    def by_cohort(self, rows: QuerySet[Association], _name: str, value: str) -> QuerySet[Association]:
        return rows.filter(conditions.in_cohort(conditions.Cohort.from_key(value)))

    def by_district(self, rows: QuerySet[Association], _name: str, value: str) -> QuerySet[Association]:
        return rows.filter(citywide=True) if value == CITYWIDE else rows.filter(district=int(value))

    def by_activity(self, rows: QuerySet[Association], _name: str, value: str) -> QuerySet[Association]:
        return rows.filter(conditions.offers(int(value)))

    def by_contact(self, rows: QuerySet[Association], _name: str, value: str) -> QuerySet[Association]:
        if value == NONE:
            return rows.filter(~conditions.has_contact_person_on(self.day))
        consultant = self.user.pk if value == MINE else int(value)
        return rows.filter(conditions.contact_person_is(consultant, self.day))

    def by_get2sport(self, rows: QuerySet[Association], _name: str, value: str) -> QuerySet[Association]:
        return rows.filter(_either(conditions.get2sport_on(self.day), value))

    def by_partnership(self, rows: QuerySet[Association], _name: str, value: str) -> QuerySet[Association]:
        return rows.filter(_either(conditions.in_partnership_on(self.day), value))

    def by_closed(self, rows: QuerySet[Association], _name: str, value: str) -> QuerySet[Association]:
        return rows.exclude(conditions.is_open_at(self.moment)) if value == CLOSED_ONLY else rows

    def by_warning(self, rows: QuerySet[Association], _name: str, value: str) -> QuerySet[Association]:
        return rows.filter(warning_condition(value, self.moment))

    def by_hours(self, rows: QuerySet[Association], _name: str, value: str) -> QuerySet[Association]:
        return rows.filter(conditions.in_partnership_on(self.day), _either(conditions.enough_hours_on(self.day), value))

    def by_minimum(self, rows: QuerySet[Association], _name: str, value: str) -> QuerySet[Association]:
        rows = rows.filter(conditions.in_partnership_on(date(self.moment.count_year, 12, 31)))
        given = conditions.has_count_of(self.moment.count_year)
        if value == "mangler":
            return rows.filter(~given)
        return rows.filter(given & _either(conditions.reaches_minimum(self.moment), value))

    def as_it_is(self, rows: QuerySet[Association], _name: str, _value: str) -> QuerySet[Association]:
        """The rows are made for the year's moment already: see `moment_of`."""
        return rows


def programme_years() -> list[int]:
    """The opened years, the newest first."""
    return list(ProgrammeYear.objects.order_by("-year").values_list("year", flat=True))


def moment_of(data: Mapping[str, Any], today: date) -> conditions.Moment:
    """The moment that an address is about: today, or a programme year (`aar`)."""
    year = str(data.get("aar", ""))
    known = year.isascii() and year.isdigit() and FIRST_YEAR <= int(year[:9]) <= LAST_YEAR
    return conditions.Moment.of_year(int(year), today) if known else conditions.Moment.today(today)


def warning_condition(value: str, moment: conditions.Moment) -> Q:
    """What a choice of the warnings filter means at the moment. A closed association has no warnings."""
    is_open = conditions.is_open_at(moment)
    any_warning = is_open & conditions.any_warning_at(moment)
    return ~any_warning if value == NONE else is_open & _warning(value, moment)


def _warning(value: str, moment: conditions.Moment) -> Q:
    day = moment.day
    if value == WarningKind.VACANCY:
        return conditions.vacancy_on(day)
    if value == WarningKind.TOO_FEW_HOURS:
        return conditions.too_few_hours_on(day)
    if value == WarningKind.MISSING_COUNT:
        return conditions.missing_count_of(moment.count_year)
    return conditions.any_warning_at(moment)


def contact_persons(day: date) -> list[tuple[str, str]]:
    """Those who are somebody's contact person on the day, in Danish order."""
    return [(str(pk), name) for pk, name in _serving(day).all()]


@lru_cache(maxsize=4)
def _serving(day: date) -> QuerySet[User, tuple[int, str]]:
    """Never evaluated itself: building it once serves all requests of the day."""
    holds = Q(start__lte=day) & (Q(end=None) | Q(end__gte=day))
    serving = Exists(ContactPerson.objects.filter(holds, consultant=OuterRef("pk")).order_by())
    return User.objects.filter(serving).values_list("pk", "name")


def _pairs(model: type[District] | type[ActivityKind]) -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in model._default_manager.values_list("pk", "name")]


def _either(condition: Q, value: str) -> Q:
    return condition if value == "ja" else ~condition
