"""Forms of seats on the board: take one, correct it, leave it."""

from typing import Any, cast

from django import forms

from associations.enums import BoardRole
from associations.forms_employments import StepForm
from associations.forms_persons import WhoForm
from associations.models import Association, BoardMember
from core import clock
from core.crispy import Fieldset, Layout
from core.forms import DateField
from workflow.editing import EditForm


class SeatField(forms.ModelChoiceField):
    """A seat, told by its holder and post."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.person.name}, {obj.get_role_display().lower()}"


class SeatAddForm(WhoForm):
    """A known or new person takes a seat, perhaps after somebody else."""

    submit_label = "Gem i bestyrelsen"

    role = forms.ChoiceField(label="Post", choices=[("", "Vælg"), *BoardRole.choices])
    start = DateField(label="I bestyrelsen fra", help_text="Første dag.")
    replaces = SeatField(
        BoardMember.objects.none(),
        label="Afløser",
        empty_label="Ingen",
        required=False,
        help_text="Den, der afløses, fratræder dagen før. En ny formand afløser altid den nuværende.",
    )
    end = DateField(label="Sidste dag", required=False, help_text="Kun hvis den er kendt.")

    def __init__(self, *args: Any, association: Association, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("start", clock.today())
        self.fields["replaces"].queryset = association.board_members.filter(  # type: ignore[attr-defined]  # see above
            start__lte=clock.today(), end=None
        ).select_related("person", "association")
        self.helper.layout = Layout(*self.who_layout(), Fieldset("Posten", "role", "start", "replaces", "end"))

    @property
    def values(self) -> dict[str, Any]:
        """The keyword arguments of `add_member`, apart from the association."""
        names = ("role", "start", "replaces", "end")
        return {"who": self.who, **{name: self.cleaned_data[name] for name in names}}


class SeatEditForm(EditForm):
    """What the seat should have said all the time."""

    submit_label = "Gem rettelserne"

    class Meta:
        model = BoardMember
        fields = ["role", "start", "end"]


class SeatEndForm(StepForm):
    """The seat's last day."""

    submit_label = "Gem fratrædelsen"

    end = DateField(label="Sidste dag", help_text="Den sidste dag i bestyrelsen.")

    class Meta:
        model = BoardMember
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["end"] = cast("BoardMember", self.instance).end or clock.today()
