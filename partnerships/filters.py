"""The filters of this app's lists. Their names are words of the address, so they are Danish like the paths."""

from datetime import date
from typing import Any

import django_filters

from core.forms import Form
from core.widgets import PlainSelect
from partnerships.domain import list_queries
from partnerships.domain.accounts import AccountState
from partnerships.domain.cohorts import Cohort
from partnerships.domain.list_queries import LABELS, Rows, Status

YES_NO = (("ja", "Ja"), ("nej", "Nej"))
ACCOUNT_STATES = [(state.value, state.label) for state in AccountState]


class FilterForm(Form):
    """Fields that may all be empty: none is marked as optional."""

    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["soeg"].widget.attrs["class"] = "form-input"


class OurFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    """A value that is no choice finds nothing, and its field says so."""

    soeg = django_filters.CharFilter(method="search", label="Søg efter forening")

    class Meta:
        form = FilterForm

    @property
    def qs(self) -> Rows:
        """The rows found."""
        return super().qs if self.form.is_valid() else self.queryset.none()

    def in_words(self) -> list[str]:
        """What the rows were narrowed by, a line each."""
        chosen = ((self.form.fields[name], value) for name, value in self.form.cleaned_data.items() if value)
        return [f"{field.label}: {dict(getattr(field, 'choices', ())).get(value, value)}" for field, value in chosen]


class PartnershipFilter(OurFilter):
    """Narrows rows of `list_queries.list_rows` made for the day."""

    status = django_filters.ChoiceFilter(
        method="by_status", label="Status", empty_label="Alle", choices=list(LABELS.items()), widget=PlainSelect
    )
    aargang = django_filters.ChoiceFilter(method="by_cohort", label="Begyndt", empty_label="Alle", widget=PlainSelect)
    delt = django_filters.ChoiceFilter(
        method="by_shared", label="Deles af flere", empty_label="Alle", choices=YES_NO, widget=PlainSelect
    )

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        self.filters["aargang"].extra["choices"] = [(one.key, one.label) for one in list_queries.cohorts()]

    def search(self, rows: Rows, _name: str, value: str) -> Rows:
        return list_queries.searched(rows, value)

    def by_status(self, rows: Rows, _name: str, value: str) -> Rows:
        return rows.filter(list_queries.status_condition(Status(value), self.day))

    def by_cohort(self, rows: Rows, _name: str, value: str) -> Rows:
        return list_queries.in_cohort(rows, Cohort.from_key(value))

    def by_shared(self, rows: Rows, _name: str, value: str) -> Rows:
        return rows.filter(associations__gt=1) if value == "ja" else rows.filter(associations__lte=1)


class AccountFilter(OurFilter):
    """Narrows rows of `list_queries.account_rows`."""

    status = django_filters.ChoiceFilter(
        field_name="account_state", label="Regnskab", empty_label="Alle", choices=ACCOUNT_STATES, widget=PlainSelect
    )

    def search(self, rows: Rows, _name: str, value: str) -> Rows:
        return list_queries.searched(rows, value, path="partnership")
