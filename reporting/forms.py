"""The form that starts a run."""

import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.enums import StaffRole
from accounts.models import User
from associations.models import Association
from core.crispy import Layout, Row
from core.forms import Form
from reporting.domain.loading import in_partnership_any
from reporting.enums import Scope
from reporting.models import FIRST_YEAR, LAST_YEAR

MOST_ASSOCIATIONS = 200  # a longer list is no help: then the association's own page starts its report

Choices = list[tuple[str, Any]]


class RunStartForm(Form):
    """Year and scope. The scope is `all`, `consultant-<id>` or `association-<id>`; `form_key` tells a double click."""

    submit_label = "Lav rapporter"

    year = forms.TypedChoiceField(
        label="År",
        coerce=int,
        error_messages={"required": "Vælg året.", "invalid_choice": "Der er ingen data for det år."},
    )
    scope = forms.ChoiceField(
        label="Rapporter om", error_messages={"required": "Vælg, hvad rapporterne skal handle om."}
    )
    form_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)

    def __init__(self, *args: Any, user: User, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        choices: dict[str, Any] = {"year": [(year, str(year)) for year in years], "scope": self._scopes(years)}
        for name, values in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 — for the type checker
            field.choices = values
        self.fields["form_key"].initial = uuid.uuid4
        self.helper.layout = Layout(Row("year", "scope"), "form_key")
        self.helper.form_action = "reporting:run-start"

    def clean_form_key(self) -> uuid.UUID | None:
        """The key, or None when it has been meddled with: it only guards against sending twice."""
        try:
            return uuid.UUID(self.cleaned_data["form_key"])
        except ValueError:
            return None

    def _scopes(self, years: list[int]) -> Choices:
        choices: Choices = [(Scope.ALL.value, Scope.ALL.label)]
        consultants = list(consultants_first(self.user))
        if consultants:
            mine = [(f"{Scope.CONSULTANT}-{row.pk}", self._consultant_label(row)) for row in consultants]
            choices.append(("En konsulents foreninger", mine))
        associations = (
            list(in_partnership_any(years).order_by("sort_key", "pk")[: MOST_ASSOCIATIONS + 1]) if years else []
        )
        if 0 < len(associations) <= MOST_ASSOCIATIONS:
            choices.append(("Én forening", [(f"{Scope.ASSOCIATION}-{row.pk}", row.name) for row in associations]))
        return choices

    def _consultant_label(self, consultant: User) -> str:
        return "Mine foreninger" if consultant == self.user else f"Foreninger hos {consultant.name}"

    def run_arguments(self) -> dict[str, Any]:
        """The chosen run as arguments of `start_run`."""
        kind, _, key = self.cleaned_data["scope"].partition("-")
        scope = Scope(kind)
        return {
            "year": self.cleaned_data["year"],
            "scope": scope,
            "consultant": User.objects.get(pk=key) if scope == Scope.CONSULTANT else None,
            "association": Association.objects.get(pk=key) if scope == Scope.ASSOCIATION else None,
            "form_key": self.cleaned_data["form_key"],
        }


class AssociationRunForm(forms.Form):
    """The button on an association's page: one year of this association."""

    year = forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR)


def consultants_first(user: User) -> list[User]:
    """The active consultants by name, the user first."""
    rows: QuerySet[User] = User.objects.filter(staff_role=StaffRole.CONSULTANT, is_active=True)
    return sorted(rows.order_by("sort_key", "pk"), key=lambda row: row != user)
