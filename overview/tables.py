"""The association list as a table; its downloads have the same rows and more columns (`overview.exports`)."""

from datetime import date

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from associations.models import Association
from core.tables import Column, DateColumn, LinkColumn, NumberColumn, Table
from overview.domain.list_rows import change_text, cohort_label, place, warning_labels


class ChangeColumn(NumberColumn):
    """A difference with its sign."""

    def render(self, value: int) -> str:
        return change_text(value)


class AssociationTable(Table):
    """Rows of `list_queries.list_rows`."""

    name = LinkColumn("Forening", order_by=("sort_key",))
    cohort_start = Column("Årgang")
    place = Column("Bydel", order_by=("citywide", "district_key"), empty_values=())
    activity_names = Column("Aktiviteter", orderable=False)
    contact_name = Column("Kontaktperson", order_by=("contact_key",))
    resource_persons = Column("Ressourceperson", orderable=False)
    hours = NumberColumn("Timer om ugen")
    under_25 = NumberColumn("Under 25 år")
    change = ChangeColumn("Ændring")
    partnership_end = DateColumn("Partnerskab til")
    warnings = Column("Kræver handling", orderable=False, empty_values=())

    class Meta(Table.Meta):
        one, many = "forening", "foreninger"
        row_header = "name"

    def render_cohort_start(self, value: date) -> str:
        return cohort_label(value)

    def render_place(self, record: Association) -> str:
        return place(record)

    def render_warnings(self, record: Association) -> SafeString:
        return format_html_join(
            " ", '<span class="badge badge-warning">{}</span>', ((x,) for x in warning_labels(record))
        )
