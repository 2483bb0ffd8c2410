"""Editing a record that others edit too: the second to save sees what the first has changed, and nothing is lost.

    class AssociationEditForm(EditForm):
        class Meta: …

    form = AssociationEditForm(request.POST or None, instance=association, cancel_url=…)
    if attempt(form, lambda: edit_association(association, based_on=form.based_on, by=user)):
        return redirect(…)
    return render(request, …, {"form": form}, status=form.status)

The page shows `{% include "workflow/_conflict.html" %}` above `{% crispy form %}`. No column is needed: the audit trail
tells what has changed since the form was drawn.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.forms.models import model_to_dict
from django.http import QueryDict
from django.utils import timezone

from core.forms import Form, ModelForm
from workflow import audit
from workflow.models import AuditEvent

Result = TypeVar("Result")
INCOMPLETE = "Siden er ufuldstændig. Hent den igen, og skriv det på ny."


@dataclass(frozen=True)
class Difference:
    """A field that somebody else has changed. `yours` is what stands in the form; empty texts mean nothing.

    `is_kept` tells that the editor has another text than both: it stands in the field until the next save.
    """

    label: str
    before: str
    theirs: str
    yours: str
    is_kept: bool


@dataclass(frozen=True)
class Conflict:
    """Who has changed the record since the form was drawn, when (local time), and what."""

    who: str
    at: datetime
    differences: list[Difference]


class EditForm(ModelForm):
    """A model form over one record with the mark of what it is based on. See the module's example."""

    conflict: Conflict | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["based_on"] = forms.IntegerField(
            widget=forms.HiddenInput,
            min_value=0,
            initial=audit.latest_event_id(self.instance),
            error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE},
        )
        self.helper.render_hidden_fields = True  # whatever layout the form makes, the mark is in it

    @property
    def based_on(self) -> int:
        """The mark that came with the form."""
        return int(self.cleaned_data["based_on"])

    @property
    def status(self) -> int:
        """The page's status: 409 for a conflict."""
        return 409 if self.conflict else 200

    def meet(self, stale: audit.StaleError) -> None:
        """Shows what the others changed. Fields that this editor left alone take the new value; typed text stays."""
        typed = audit.snapshot(self.instance) | self._chosen()
        stored = model_to_dict(type(self.instance)._default_manager.get(pk=self.instance.pk))
        data = cast("QueryDict", self.data).copy()
        differences = []
        for name, change in _changed_fields(stale.events).items():
            yours = typed.get(name, "")
            untouched = yours in {change["from"], change["to"]}
            if untouched and name in self.fields:
                _put(data, self, name, stored.get(name))
            differences.append(
                Difference(_label(self.instance, name), change["from"], change["to"], yours, is_kept=not untouched)
            )
        last = stale.events[-1]
        self.conflict = Conflict(last.actor_name, timezone.localtime(last.at), differences)
        data[self.add_prefix("based_on")] = str(last.pk)
        self.data = data

    def _chosen(self) -> dict[str, str]:
        """The names chosen in many-to-many fields, as the trace writes them."""
        many = (field.name for field in self.instance._meta.many_to_many)
        return {name: audit.names_text(self.cleaned_data[name]) for name in many if name in self.cleaned_data}


def _changed_fields(events: list[AuditEvent]) -> Mapping[str, dict[str, str]]:
    """Each field's text before the first and after the last of the events."""
    found: dict[str, dict[str, str]] = {}
    for event in events:
        for change in event.changes:
            known = found.setdefault(change["field"], dict(change))
            known["to"] = change["to"]
    return found


def _put(data: QueryDict, form: EditForm, name: str, stored: Any) -> None:
    """Puts the stored value into the form's data, as the browser would send it."""
    field, key = form.fields[name], form.add_prefix(name)
    value = field.prepare_value(stored)
    if isinstance(field.widget, forms.CheckboxInput):
        data.pop(key, None)
        if value:
            data[key] = "on"
    elif isinstance(value, list | tuple):
        data.setlist(key, [str(field.prepare_value(part)) for part in value])
    else:
        data[key] = "" if value is None else str(field.widget.format_value(value) or "")


def _label(obj: Model, name: str) -> str:
    event = AuditEvent(model=obj._meta.label_lower, changes=[{"field": name, "from": "", "to": ""}])
    return audit.described(event)[0].label


def attempt(form: Form | ModelForm, action: Callable[[], Result]) -> Result | None:
    """What the domain function gives, or None when the form is not valid, is refused or is based on old values.

    A refusal lands at its field, else above the form; a conflict in `form.conflict`. The function gives a truthy value.
    """
    if not form.is_valid():
        return None
    try:
        return action()
    except ValidationError as refusal:
        add_refusal(form, refusal)
    except audit.StaleError as stale:
        if not isinstance(form, EditForm):
            raise
        form.meet(stale)
    return None


def add_refusal(form: Form | ModelForm, refusal: ValidationError) -> None:
    """Puts the messages at the form's own fields; what is about no field of it stands above the form."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name != NON_FIELD_ERRORS and name in form.fields else None, errors)
