"""The base of every list: a django-tables2 table in Danish, sorted stably, with the count of hits in its caption.

    class AssociationTable(Table):
        name = LinkColumn("Forening")                      # the row's own page, by get_absolute_url
        members = NumberColumn("Medlemmer under 25 år", accessor="members_under_25")

        class Meta(Table.Meta):
            one, many = "forening", "foreninger"
            row_header = "name"

`table = prepare(AssociationTable(queryset), request)` in the view, `{% render_table table %}` in the template.
"""

from typing import Any

import django_tables2 as tables
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_tables2.data import TableQuerysetData

from core import formats
from core.table_rows import table_body

Column = tables.Column
PER_PAGE = 50
NUMERIC = {"th": {"class": "numeric"}, "td": {"class": "numeric nowrap"}}


class LinkColumn(tables.Column):  # type: ignore[misc]  # django-tables2 ships no types
    """A value that leads to its row's page (`get_absolute_url`), or to where `linkify` says."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"linkify": lambda record: record.get_absolute_url(), **kwargs})


class NumberColumn(tables.Column):  # type: ignore[misc]
    """A number at the right edge with full stops between thousands. Sorted either way, missing ones come last."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"attrs": NUMERIC, "initial_sort_descending": True, **kwargs})

    def render(self, value: Any) -> str:
        return formats.number(value) if isinstance(value, int) else formats.decimal_text(value)

    def order(self, queryset: QuerySet[Any], is_descending: bool) -> tuple[QuerySet[Any], bool]:  # noqa: FBT001 — signature of django-tables2
        if self.order_by or not self.accessor:
            return queryset, False
        field = F(str(self.accessor))
        order = field.desc(nulls_last=True) if is_descending else field.asc(nulls_last=True)
        return queryset.order_by(order), True


class AmountColumn(NumberColumn):
    """Kroner."""

    def render(self, value: Any) -> str:
        return formats.kroner(value)


class DateColumn(tables.Column):  # type: ignore[misc]
    """A day as `24-03-2026`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"attrs": {"td": {"class": "nowrap"}}, **kwargs})

    def render(self, value: Any) -> str:
        return formats.short_date_text(value)


class Table(tables.Table):  # type: ignore[misc]
    """A dense list. `Meta` names its rows (`one`, `many`) and the column that heads each row (`row_header`)."""

    class Meta:
        template_name = "django_tables2/fds.html"
        attrs = {"class": "table table--compact"}
        default = format_html('<span class="muted">{}</span>', formats.MISSING)
        empty_text = "Der er ingen, der passer til det valgte."
        order_by_field = "sort"
        page_field = "side"
        one = "række"
        many = "rækker"
        row_header = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sort_totally()

    @property
    def order_by(self) -> Any:
        """The columns the rows are sorted by; always followed by pk, so that pages neither repeat nor skip a row."""
        return self._order_by

    @order_by.setter
    def order_by(self, value: Any) -> None:
        tables.Table.order_by.fset(self, value)
        self.sort_totally()

    def sort_totally(self) -> None:
        if isinstance(self.data, TableQuerysetData):
            self.data.data = total_order(self.data.data)

    @property
    def row_header(self) -> str:
        return str(getattr(self.Meta, "row_header", ""))

    @property
    def body(self) -> SafeString:
        """The rows of the page, as the template writes them into `tbody`."""
        return table_body(self, row_header=self.row_header)

    @property
    def caption(self) -> str:
        """`25 foreninger`, or `Foreninger 51–100 af 312` on one page of several."""
        one, many = self.Meta.one, self.Meta.many
        page = getattr(self, "page", None)
        if page is None or page.paginator.num_pages <= 1:
            return formats.plural(len(self.rows), one, many)
        first, last, count = (formats.number(n) for n in (page.start_index(), page.end_index(), page.paginator.count))
        return f"{many.capitalize()} {first}–{last} af {count}"


def total_order(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """The same rows in the same order; ties stand in the model's own order, and pk has the last word."""
    order = list(queryset.query.order_by)
    named = {name.lstrip("-") for name in order if isinstance(name, str)}
    rest = [name for name in (*(queryset.model._meta.ordering or ()), "pk") if str(name).lstrip("-") not in named]
    return queryset.order_by(*order, *rest) if "pk" not in named else queryset


def prepare(table: Table, request: HttpRequest, *, per_page: int = PER_PAGE) -> Table:
    """Sort and page the table as the URL says. A page or column that does not exist is passed over, never an error."""
    tables.RequestConfig(request, paginate={"per_page": per_page}).configure(table)
    return table
