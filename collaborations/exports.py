"""The lists of this app as Excel and CSV."""

from collaborations.domain.chain import Part
from collaborations.models import Collaboration, ContactUnit, Partner
from collaborations.since import since_text
from core.exports import PLAIN_NUMBER, Column

COLUMNS: list[Column[Collaboration]] = [
    Column("Forening", lambda row: row.association.name, width=32),
    Column("Samarbejdspartner", lambda row: row.partner.name, width=32),
    Column("Slags", lambda row: row.partner.get_kind_display(), width=20),
    Column("Partnerens bydel", lambda row: row.partner.district.name if row.partner.district else None, width=22),
    Column("Hvad det går ud på", lambda row: row.about, width=50),
    Column("Tilstand", lambda row: row.get_state_display(), width=14),
    Column("Siden", lambda row: since_text(row.start, row.precision) if row.start else None, width=18),
    Column("Sidste dag", lambda row: row.end),
    Column("Kontakt hos partneren", lambda row: row.contact, width=28),
    Column("Bemærkning", lambda row: row.note, width=60),
]
PARTNER_COLUMNS: list[Column[Partner]] = [
    Column("Navn", lambda row: row.name, width=36),
    Column("Også kaldt", lambda row: ", ".join(row.other_names), width=36),
    Column("Slags", lambda row: row.get_kind_display(), width=20),
    Column("Bydel", lambda row: row.district.name if row.district else None, width=22),
    Column("Adresse", lambda row: row.address, width=36),
    Column("Hjemmeside", lambda row: row.homepage, width=36),
    Column("Forvaltning", lambda row: row.administration.name if row.administration else None, width=36),
    Column("Samarbejder", lambda row: row.count),  # type: ignore[attr-defined]  # annotated by partner_list
    Column("Foreninger", lambda row: row.clubs),  # type: ignore[attr-defined]  # the same
]
PART_COLUMNS: list[Column[Part]] = [
    Column("Forening", lambda row: row.association, width=32),
    Column("Led", lambda row: row.initiative.link_label, width=24),
    Column("Indsats", lambda row: row.initiative.name, width=32),
    Column("Forvaltning", lambda row: row.initiative.administration.name, width=36),
    Column("År", lambda row: row.year, number_format=PLAIN_NUMBER),
    Column("Børn og unge", lambda row: row.number),
    Column("Bemærkning", lambda row: row.note, width=50),
]
UNIT_COLUMNS: list[Column[ContactUnit]] = [
    Column("Forvaltning", lambda row: row.administration.name, width=40),
    Column("Indsats", lambda row: row.initiative.name if row.initiative else None, width=30),
    Column("Enhed", lambda row: row.unit, width=36),
    Column("Hjælper med", lambda row: row.helps_with, width=60),
    Column("Hjemmeside", lambda row: row.homepage, width=40),
    Column("Telefon", lambda row: row.phone, width=16),
    Column("E-mail", lambda row: row.email, width=34),
    Column("Sidst kontrolleret", lambda row: row.checked_on),
]
