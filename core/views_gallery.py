"""The gallery: every component, kind of field and chart on one page, for whoever builds pages and for the tests."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.charts import Chart, Series, bar_chart, line_chart, stacked_bar_chart
from core.crispy import Fieldset, Layout, Row
from core.fields import AmountField, DateField, HoursField, PersonsField
from core.forms import Form
from core.navigation import Link
from core.tables import Column, DateColumn, LinkColumn, NumberColumn, Table, prepare

DISTRICTS = ("Amager Vest", "Bispebjerg", "Brønshøj-Husum", "Nørrebro", "Valby")


class GalleryForm(Form):
    """One field of every kind."""

    submit_label = "Gem forening"

    name = forms.CharField(label="Foreningens navn", max_length=120)
    cvr = forms.CharField(label="CVR-nummer", required=False, help_text="8 cifre, fx 12345674", max_length=8)
    email = forms.EmailField(label="E-mail", required=False)
    district = forms.ChoiceField(label="Bydel", choices=[("", "Vælg bydel"), *((name, name) for name in DISTRICTS)])
    visit = DateField(label="Dato for besøg", help_text="Dag-måned-år, fx 24-03-2026")
    members = PersonsField(label="Medlemmer under 25 år")
    amount = AmountField(label="Ansøgt beløb", help_text="Brug komma som decimaltegn")
    hours = HoursField(label="Timer om ugen", required=False)
    kind = forms.ChoiceField(
        label="Foreningstype",
        choices=[("i", "Idrætsforening"), ("b", "Børne- og ungdomskorps"), ("k", "Kulturforening")],
        widget=forms.RadioSelect,
    )
    groups = forms.MultipleChoiceField(
        label="Målgrupper",
        help_text="Vælg alle, der passer",
        choices=[("0", "0–6 år"), ("7", "7–12 år"), ("13", "13–18 år"), ("19", "19–24 år")],
        widget=forms.CheckboxSelectMultiple,
    )
    file = forms.FileField(label="Bilag", required=False, help_text="PDF eller Excel, højst 10 MB")
    note = forms.CharField(
        label="Note",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Skriv aldrig børns navne her.",
    )
    consent = forms.BooleanField(label="Foreningen ved, at kontaktoplysningerne gemmes")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.form_method = "get"
        self.helper.cancel_url = "?"
        self.helper.layout = Layout(
            Fieldset(
                "Stamdata",
                "name",
                Row("cvr", "email"),
                Row("district", "visit"),
                Row("members", "amount", "hours"),
            ),
            Fieldset("Om foreningen", "kind", "groups", "file", "note", "consent"),
        )


class GalleryFilter(forms.Form):
    """What a filter bar looks like; lists use a django-filter form in its place."""

    q = forms.CharField(label="Søg", required=False)
    district = forms.ChoiceField(
        label="Bydel", required=False, choices=[("", "Alle"), *((name, name) for name in DISTRICTS)]
    )


class GalleryTable(Table):
    """A list that needs no database."""

    name = LinkColumn("Forening", linkify=lambda record: f"#{record['name']}")
    district = Column("Bydel")
    members = NumberColumn("Medlemmer under 25 år")
    visit = DateColumn("Seneste besøg")

    class Meta(Table.Meta):
        one, many = "forening", "foreninger"
        row_header = "name"


def gallery_rows() -> list[dict[str, Any]]:
    """Twelve invented rows; the third has reported nothing."""
    return [
        {
            "name": f"Forening {number}",
            "district": DISTRICTS[number % len(DISTRICTS)],
            "members": None if number == 3 else 1300 - 90 * number,
            "visit": None if number == 3 else date(2023, 3, number),
        }
        for number in range(1, 13)
    ]


@login_not_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """`/komponenter/`: only where the data are invented or somebody develops. `?fejl=1` shows the form with errors."""
    if not (settings.DEMO_MODE or settings.DEBUG):
        raise Http404
    is_sent = "fejl" in request.GET or "name" in request.GET
    context = {
        "form": GalleryForm(request.GET if is_sent else None, initial={"visit": date(2026, 3, 24), "amount": 12345.5}),
        "filter_form": GalleryFilter(request.GET, auto_id="filter_%s"),
        "table": prepare(GalleryTable(gallery_rows()), request, per_page=5),
        "page": Paginator(range(120), 25).page(2),
        "facts": [("Navn", "Boldklubben Hekla"), ("CVR-nummer", "12345674"), ("Telefon", None)],
        "nothing": None,
        "phone": "12 34 56 78",
        "email": "mette@example.org",
        "period_start": date(2018, 1, 1),
        "period_end": date(2021, 12, 31),
        "charts": gallery_charts(),
        "steps": ["Vælg fil", "Se forskelle", "Kvittering"],
        "sidenav": [
            Link("Overblik", "?", is_current=True),
            Link("Medlemstal", "#medlemstal", is_current=False),
            Link("Historik", "#historik", is_current=False),
        ],
    }
    return render(request, "core/gallery.html", context)


def gallery_charts() -> list[Chart]:
    """Every kind of chart, with missing values, long names and many labels."""
    years = [str(year) for year in range(2012, 2023)]
    members: list[int | None] = [298, 305, 312, None, 330, 341, 352, 360, 371, 389, 412]
    girls: list[int | None] = [98, 105, 112, None, 130, 141, 152, 150, 161, 169, 182]
    boys = [None if total is None or part is None else total - part for total, part in zip(members, girls, strict=True)]
    bands = [
        Series("0–6 år", (31, None, 35, 38, 44)),
        Series("7–12 år", (142, None, 150, 155, 160)),
        Series("13–18 år", (130, None, 133, 140, 149)),
        Series("19–24 år", (57, None, 53, 56, 59)),
    ]
    return [
        line_chart(
            key="under-25", caption="Medlemmer under 25 år", labels=years, series=[Series("Under 25 år", members)]
        ),
        line_chart(
            key="gender",
            caption="Piger og drenge",
            labels=years,
            series=[Series("Piger", girls), Series("Drenge", boys)],
        ),
        stacked_bar_chart(key="bands", caption="Medlemmer efter alder", labels=years[-5:], series=bands),
        bar_chart(
            key="cohorts",
            caption="Foreninger efter årgang",
            labels=["2012", "2018", "2020", "Midt 2020"],
            values=[5, 10, 5, 5],
        ),
        bar_chart(
            key="associations",
            caption="Medlemmer under 25 år efter forening",
            labels=["Boldklubben Hekla", "Foreningen for rollespil og fantasi på Amager", "DUI Leg og Virke"],
            values=[1412, 388, None],
        ),
        line_chart(
            key="budget",
            caption="Bevilget tilskud",
            labels=years[-5:],
            series=[Series("Tilskud", (3_000_000, 3_000_000, 4_500_000, 5_000_000, 5_000_000))],
            unit="kr.",
        ),
    ]
