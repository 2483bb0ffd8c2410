"""The columns of the association list's downloads: those of the page, and everything else the register knows."""

from collections.abc import Mapping
from datetime import date

from core.exports import Column
from overview.domain.list_rows import Row, WarningKind, change_of, cohort_label, place_of, vacant_since, warnings_of


def association_columns(year: int, last_contacts: Mapping[int, date]) -> list[Column[Row]]:
    """Columns for rows of `list_queries.with_everything`, whose member counts are of the year.

    `last_contacts` are those of the associations whose journal the reader may see, by key.
    """
    return [
        Column("Forening", lambda row: row.name, width=34),
        Column("Andre navne", lambda row: ", ".join(row.other_names), width=20),
        Column("CVR-nummer", lambda row: row.cvr),
        Column("Årgang", lambda row: cohort_label(row.cohort_start) if row.cohort_start else None),
        Column("Bydel", place_of, width=20),
        Column("Aktiviteter", lambda row: row.activity_names, width=24),
        Column("Udsatte byområder i nærheden", lambda row: row.area_names, width=24),
        Column("Afdelinger", lambda row: row.section_names, width=26),
        Column("Kontaktperson", lambda row: row.contact_name, width=20),
        Column("Kontaktpersonens e-mail", lambda row: row.contact_email, width=26),
        Column("Kontaktpersonens telefon", lambda row: row.contact_phone, width=16),
        Column("Seneste kontakt", lambda row: last_contacts.get(row.pk)),
        Column("Ressourceperson", lambda row: row.resource_persons, width=24),
        Column("Timer om ugen", lambda row: row.hours),
        Column("Timer, som kræves", lambda row: row.required_hours),
        Column(f"Medlemmer under 25 år, {year}", lambda row: row.under_25),
        Column(f"Medlemmer under 25 år, {year - 1}", lambda row: row.under_25_before),
        Column("Ændring", change_of),
        Column(f"Medlemmer i alt, {year}", lambda row: row.total_members),
        Column("Partnerskab fra", lambda row: row.partnership_start),
        Column("Partnerskab til", lambda row: row.partnership_end),
        Column("Kræver handling", lambda row: ", ".join(kind.label for kind in warnings_of(row)), width=26),
        Column("Stillingen ledig siden", _vacant_since),
        Column("DIF get2sport fra", lambda row: row.get2sport_start),
        Column("DIF get2sport til", lambda row: row.get2sport_end),
        Column("Foreningens e-mail", lambda row: row.email, width=26),
        Column("Foreningens telefon", lambda row: row.phone, width=16),
        Column("Hjemmeside", lambda row: row.website, width=26),
        Column("Adresse", lambda row: row.address, width=26),
        Column("Postnummer", lambda row: row.postal_code),
        Column("By", lambda row: row.city, width=16),
        Column("Lukket, sidste dag", lambda row: row.closed_on),
        Column("Årsag til lukning", lambda row: row.closed_reason, width=26),
        Column("Lagt sammen med", lambda row: row.merged_into_name, width=26),
    ]


def _vacant_since(row: Row) -> date | None:
    return vacant_since(row) if WarningKind.VACANCY in warnings_of(row) else None
