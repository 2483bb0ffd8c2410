"""Ansættelser as tables, and the columns of their downloads."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from associations.domain.funding import Shares, funding_text, share_label, shares_of, untold_hours
from associations.domain.tenure import duration_text
from associations.enums import FundingSource
from core import exports
from core.addresses import address
from core.formats import date_text, decimal_text, plural, short_date_text
from core.periods import DAY, Period
from core.tables import NUMERIC, Column, DateColumn, NumberColumn, Table
from overview.domain.list_rows import vacant_since
from overview.tables import NONE, KeyColumn

Row = Any  # an Employment of `employment_list.employment_rows`, or an association of `vacant_rows`


def told_shares(row: Row) -> Shares:
    """Who else pays the row's hours; worked out once, however many columns ask."""
    if not hasattr(row, "told_shares"):
        row.told_shares = shares_of(row)
    told: Shares = row.told_shares
    return told


def tenure_text(row: Row) -> str:
    """`1 år og 3 måneder`; the time from `since` to the last day or the day asked."""
    days: timedelta | None = row.in_post
    return NONE if days is None else duration_text(Period(row.since, row.since + days - DAY))


class EmploymentTable(Table):
    """Rows of `employment_list.employment_rows`."""

    association = Column("Forening", order_by=("association__sort_key",))
    person = Column("Ressourceperson", order_by=("person__sort_key",))
    start = DateColumn("Fra")
    end = KeyColumn("Til", key=F("end"), default="ansat", attrs={"td": {"class": "nowrap"}})
    in_post = KeyColumn("Tid i stillingen", key=F("in_post"), default=NONE, initial_sort_descending=True)
    weekly_hours = NumberColumn("Timer")
    funded_hours = NumberColumn("Tilskud")
    funding = Column("Betales af andre", orderable=False, empty_values=())
    end_reason = Column("Årsag", orderable=False, default="")

    class Meta(Table.Meta):
        one, many = "ansættelse", "ansættelser"
        row_header = "person"
        attrs = {"class": "table table--compact table--dense"}

    def render_association(self, record: Row) -> SafeString:
        url = address("overview:association-people", record.association_id)
        return format_html('<a href="{}">{}</a>', url, record.association.name)

    def render_person(self, record: Row) -> SafeString:
        url = address("associations:employment-detail", record.association_id, record.pk)
        return format_html('<a href="{}">{}</a>', url, record.person.name)

    def render_end(self, value: date) -> str:
        return short_date_text(value)

    def render_in_post(self, record: Row) -> str:
        return tenure_text(record)

    def render_funding(self, record: Row) -> str:
        shares = told_shares(record)
        told = [
            f"{decimal_text(share.hours)} {share_label(source).removeprefix('Timer ')}"
            for source, share in shares.items()
        ]
        return ", ".join(told) or NONE


class VacancyTable(Table):
    """Rows of `employment_list.vacant_rows`."""

    name = Column("Forening", order_by=("sort_key",))
    since = Column("Ledig siden", orderable=False, empty_values=(), attrs={"td": {"class": "nowrap"}})
    days = Column("Dage", orderable=False, empty_values=(), attrs=NUMERIC)
    contact_name = KeyColumn("Kontaktperson", key=F("contact_key"), default=NONE)

    class Meta(Table.Meta):
        one, many = "ledig stilling", "ledige stillinger"
        row_header = "name"

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day

    def render_name(self, record: Row) -> SafeString:
        url = address("overview:association-people", record.pk)
        return SafeString(f'<a href="{url}">{escape(record.name)}</a>')

    def render_since(self, record: Row) -> str:
        return short_date_text(vacant_since(record))

    def render_days(self, record: Row) -> str:
        return plural(Period(vacant_since(record), self.day).days, "dag", "dage")


def employment_columns() -> list[exports.Column[Row]]:
    """The columns of the downloads: those of the page, each source by itself, and how to reach the person."""
    return [
        exports.Column("Forening", lambda row: row.association.name, width=34),
        exports.Column("Ressourceperson", lambda row: row.person.name, width=28),
        exports.Column("Fra", lambda row: row.start),
        exports.Column("Til", lambda row: row.end),
        exports.Column("I stillingen siden", lambda row: row.since),
        exports.Column("Dage i stillingen", lambda row: row.in_post.days if row.in_post else None),
        exports.Column("Primær kontakt", lambda row: row.is_primary_contact),
        exports.Column("Timer om ugen", lambda row: row.weekly_hours),
        exports.Column("Timer fra tilskuddet", lambda row: row.funded_hours),
        *(_source_column(source.value) for source in FundingSource),
        exports.Column("Timer, ikke oplyst", lambda row: untold_hours(row, told_shares(row))),
        exports.Column("Finansiering", lambda row: funding_text(row, told_shares(row)), width=40),
        exports.Column("Årsag til ophør", lambda row: row.get_end_reason_display(), width=26),
        exports.Column("E-mail", lambda row: row.person.email, width=30),
        exports.Column("Telefon", lambda row: row.person.phone, width=16),
    ]


def _source_column(source: str) -> exports.Column[Row]:
    def hours(row: Row) -> Any:
        share = told_shares(row).get(source)
        return share.hours if share else None

    return exports.Column(share_label(source), hours)


def vacancy_columns(day: date) -> list[exports.Column[Row]]:
    """The columns of vacant posts."""
    return [
        exports.Column("Forening", lambda row: row.name, width=34),
        exports.Column("Ledig siden", vacant_since),
        exports.Column("Dage", lambda row: Period(vacant_since(row), day).days),
        exports.Column("Kontaktperson", lambda row: row.contact_name, width=24),
        exports.Column("Foreningens e-mail", lambda row: row.email, width=28),
        exports.Column("Foreningens telefon", lambda row: row.phone, width=16),
    ]


TURNOVER_COLUMNS: Sequence[exports.Column[Any]] = (
    exports.Column("År", lambda row: row.year, number_format=exports.PLAIN_NUMBER),
    exports.Column("Foreninger i partnerskab", lambda row: row.associations),
    exports.Column("Stoppet", lambda row: row.ended),
    exports.Column("Ansat i gennemsnit", lambda row: Decimal(row.average).quantize(Decimal("0.01"))),
    exports.Column("Udskiftning i procent", lambda row: row.percent),
)


def day_text(day: date) -> str:
    """The note of a download that depends on the day."""
    return f"Opgjort {date_text(day)}."
