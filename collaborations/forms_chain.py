"""The filter of participation in the feeder chain."""

from typing import Any, cast

from django import forms

from accounts.permissions import AnyUser
from collaborations.domain import chain
from collaborations.enums import ChainLink
from collaborations.models import Initiative
from core import clock
from core.forms import Form
from core.ordering import danish_key

BESIDE = "0"


class PartFilterForm(Form):
    """Search and filters, as words of the address; without a year the last ended one."""

    mark_optional = False

    soeg = forms.CharField(label="Søg efter forening", required=False)
    aar = forms.TypedChoiceField(label="År", required=False, coerce=int, empty_value=None)
    led = forms.ChoiceField(
        label="Led",
        required=False,
        choices=[
            ("", "Alle"),
            *((str(link.value), f"{link.value}. {link.label}") for link in ChainLink),
            (BESIDE, "Ved siden af kæden"),
        ],
    )
    indsats = forms.ModelChoiceField(
        label="Indsats", required=False, queryset=Initiative.objects.order_by("sort_key", "pk"), empty_label="Alle"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today().year
        self.known = chain.known_years(today)
        year = cast("forms.TypedChoiceField", self.fields["aar"])
        last = today - 1
        year.choices = [
            ("", "Alle år"),
            *((number, str(number)) for number in sorted({*self.known, last}, reverse=True)),
        ]
        year.initial = last

    def rows(self, user: AnyUser) -> list[chain.Part]:
        """The parts that the filters find; none for a filter that does not exist."""
        if not self.is_bound:
            return chain.parts([clock.today().year - 1], user=user)
        if not self.is_valid():
            return []
        chosen = self.cleaned_data
        years = [chosen["aar"]] if chosen["aar"] else self.known
        word = danish_key(chosen["soeg"])
        return [
            part
            for part in chain.parts(years, user=user)
            if word in part.name_key
            and chosen["led"] in {"", str(part.initiative.link or BESIDE)}
            and chosen["indsats"] in {None, part.initiative}
        ]
