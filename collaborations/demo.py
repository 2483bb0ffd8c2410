"""The demo's collaborations, initiatives and directory: 25 associations, 2018–2023, always the same.

Partners, units and numbers are invented; every state, every kind of partner and every precision occurs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from associations.models import Association, District
from collaborations.domain.chain import add_participation, parts
from collaborations.domain.collaborations import add_collaboration
from collaborations.domain.directory import save_unit
from collaborations.domain.partners import find_or_add_partner
from collaborations.enums import CollaborationState, PartnerKind
from collaborations.models import (
    Administration,
    Collaboration,
    ContactUnit,
    Initiative,
    InitiativeParticipation,
    Partner,
)
from collaborations.since import parse_since

METTE = "mette.lindholt@example.org"
KIND = PartnerKind
# Name, kind, and the start of the district's name (empty: the whole city). All invented.
PARTNERS = (
    ("Mølleåskolen", KIND.SCHOOL, "Nørrebro"),
    ("Skolen ved Søparken", KIND.SCHOOL, "Brønshøj"),
    ("Havkajens Skole", KIND.SCHOOL, "Amager Vest"),
    ("Valmuevejens Skole", KIND.SCHOOL, "Valby"),
    ("Lærkereden Skole", KIND.SCHOOL, "Bispebjerg"),
    ("Strandengskolen", KIND.SCHOOL, "Amager Øst"),
    ("Fritidshjemmet Kompasset", KIND.INSTITUTION, "Nørrebro"),
    ("Børnehuset Solstrålen", KIND.INSTITUTION, "Valby"),
    ("Ungdomsklubben Fyrtårnet", KIND.INSTITUTION, "Amager Øst"),
    ("Klub Kvisten", KIND.INSTITUTION, "Brønshøj"),
    ("Helhedsplan Nordlys", KIND.HOUSING, "Bispebjerg"),
    ("Boligsocialt Team Engen", KIND.HOUSING, "Brønshøj"),
    ("Helhedsplan Broen", KIND.HOUSING, "Nørrebro"),
    ("Områdefornyelsen Kanalkvarteret", KIND.RENEWAL, "Vesterbro"),
    ("Områdefornyelsen Pilegården", KIND.RENEWAL, "Valby"),
    ("Spejdergruppen Ravnene", KIND.ASSOCIATION, "Østerbro"),
    ("Motionsklubben Fremdrift", KIND.ASSOCIATION, "Amager Vest"),
    ("Gadeplansteamet", KIND.ADMINISTRATION, ""),
    ("Sundhedsteam for unge", KIND.ADMINISTRATION, ""),
    ("Cykelværkstedet Kæden", KIND.PRIVATE, "Nørrebro"),
    ("Købmanden på Torvet", KIND.PRIVATE, "Vesterbro"),
    ("Den lokale forældregruppe", KIND.OTHER, "Bispebjerg"),
)
OWNED = {KIND.SCHOOL: "Børne- og Ungdoms", KIND.INSTITUTION: "Børne- og Ungdoms", KIND.RENEWAL: "Teknik- og Miljø"}
SUBJECTS = {
    KIND.SCHOOL: ("Idræt i SFO’en hver uge", "Valgfag for udskolingen i foråret", "Åben hal i frikvarteret"),
    KIND.INSTITUTION: ("Prøvetimer for de største børn", "Fredagsaktivitet i klubben", "Følgeordning til træning"),
    KIND.HOUSING: ("Gadearrangementer i sommerhalvåret", "Fritidsjob til unge som hjælpetrænere", "Opsøgende besøg"),
    KIND.RENEWAL: ("Ønsker til den nye boldbane", "Midlertidig bane på den tomme grund"),
    KIND.ASSOCIATION: ("Fælles ferieuge for børn fra begge foreninger", "Lån af klubhus og udstyr"),
    KIND.ADMINISTRATION: ("Bro fra gadeplan til hold", "Snak om søvn, mad og skærm for forældre"),
    KIND.PRIVATE: ("Brugt udstyr til børn, der mangler", "Frugt og vand til stævner"),
    KIND.OTHER: ("Fællesspisning hver anden måned",),
}  # fmt: skip
CONTACTS = {
    KIND.SCHOOL: "SFO-leder",
    KIND.INSTITUTION: "Afdelingsleder",
    KIND.HOUSING: "Projektkontoret",
    KIND.RENEWAL: "Sekretariatet",
}
SINCE = ("2018", "08-2018", "2019", "15-01-2020", "marts 2021", "08-2021", "01-09-2022", "02-2022")
ENDS = (date(2020, 6, 26), date(2021, 12, 17), date(2022, 6, 24), date(2023, 2, 10))
NOTES = ("", "", "Aftalen ses efter hver sommer.", "Mangler haltid om eftermiddagen.", "")
UNIT_MAIL = "example.org"
FIRST, LAST = 2018, 2023


@dataclass(frozen=True)
class Unit:
    """A contact unit to make; `owner` and `initiative` are the starts of their names."""

    owner: str
    unit: str
    helps_with: str
    checked_on: date
    phone: str = ""
    initiative: str = ""


UNITS = (
    Unit("Kultur", "Team Foreningsliv", "Tilskud, lokaler og spørgsmål om reglerne for foreninger.", date(2023, 3, 2),
         "33 66 01 10"),
    Unit("Kultur", "Feriecampkontoret", "Foreninger, der vil åbne dørene i en skoleferie.", date(2023, 2, 14),
         "33 66 01 11", "FerieCamp"),
    Unit("Kultur", "Guidevagten", "Et barn, der skal følges til en forening de første gange.", date(2022, 9, 5),
         "33 66 01 12", "FritidsGuiderne"),
    Unit("Kultur", "Kontingentteamet", "Familier, der ikke har råd til kontingentet.", date(2023, 1, 18),
         "33 66 01 13", "Kontingent"),
    Unit("Kultur", "Forløbskoordinationen", "Forløb i foreningen for børnehaver og fritidshjem.", date(2021, 11, 3),
         "", "Aktive"),
    Unit("Kultur", "Halbooking", "Tider i haller, på baner og i svømmehaller.", date(2022, 12, 9), "33 66 01 15"),
    Unit("Social", "Idrætskonsulenterne", "Børn og unge, der får støtte, og som gerne vil dyrke idræt.",
         date(2022, 10, 20), "33 66 02 10", "Idrætsprojektet"),
    Unit("Social", "Mentorkontoret", "En mentor, der følger et barn eller en ung ind i fritidslivet.",
         date(2021, 8, 16), "33 66 02 11", "Fritidsliv"),
    Unit("Social", "Rådgivningen for foreninger", "Når I er bekymrede for et barn: hvem I ringer til.",
         date(2023, 3, 20), "33 66 02 12"),
    Unit("Børne", "Åben skole", "Foreninger, der vil lave aktiviteter i skoletiden.", date(2022, 8, 30), "33 66 03 10"),
    Unit("Børne", "Klubområdet", "Samarbejde med fritidshjem og ungdomsklubber.", date(2022, 5, 6)),
    Unit("Sundhed", "Forebyggelsesteamet", "Bevægelse, sund mad og trivsel i foreningen.", date(2021, 6, 1),
         "33 66 04 10"),
    Unit("Teknik", "Byrum og tilladelser", "Arrangementer på gader, pladser og i parker.", date(2022, 11, 22),
         "33 66 05 10"),
    Unit("Teknik", "Områdefornyelserne", "Nye pladser, baner og mødesteder i udsatte byområder.", date(2023, 2, 1)),
    Unit("Beskæftigelse", "Fritidsjobvejledningen", "Fritidsjob til unge, også i foreningen.", date(2022, 9, 28),
         "33 66 06 10"),
    Unit("Økonomi", "Bydelssamarbejdet", "Lokaludvalgenes puljer til arrangementer i bydelen.", date(2022, 4, 12),
         "33 66 07 10"),
)  # fmt: skip


def seed() -> None:
    """Makes them once; again changes nothing."""
    by = User.objects.filter(email=METTE).first()
    if by is None or Collaboration.objects.exists():
        return
    begun: dict[int, int] = {}
    for part in parts(range(FIRST, LAST + 1)):
        begun[part.association_id] = min(part.year, begun.get(part.association_id, LAST))
    clubs = list(Association.objects.open().filter(pk__in=begun).order_by("sort_key", "pk"))
    partners = list(_partners(by))
    for place, club in enumerate(clubs):
        for row in _collaborations(place, club, partners):
            add_collaboration(row, by=by)
        for row_of_year in _participations(place, club, begun[club.pk]):
            add_participation(row_of_year, by=by)
    _units(by)


def _partners(by: User) -> Iterator[Partner]:
    districts = list(District.objects.all())
    owners = {row.name: row for row in Administration.objects.all()}
    for place, (name, kind, start) in enumerate(PARTNERS):
        district = next((row for row in districts if start and row.name.startswith(start)), None)
        owner = next((row for known, row in owners.items() if known.startswith(OWNED.get(kind, "-"))), None)
        address = f"{name.split()[-1].removesuffix('skolen')}vej {place + 3}" if kind == KIND.SCHOOL else ""
        partner = Partner(name=name, kind=kind, district=district, administration=owner, address=address)
        yield find_or_add_partner(partner, by=by)[0]


def _collaborations(place: int, club: Association, partners: list[Partner]) -> Iterator[Collaboration]:
    """None to five of each club's own mix, those of its district first."""
    near = [row for row in partners if row.district_id and row.district_id == club.district_id]
    far = [row for row in partners if row not in near]
    chosen = (near + far[place % len(far) :] + far[: place % len(far)])[: (place * 5 + 2) % 6]
    for number, partner in enumerate(chosen):
        kind = PartnerKind(partner.kind)
        subjects = SUBJECTS[kind]
        turn = place + 3 * number
        state = _state(turn)
        start, precision = parse_since(SINCE[turn % len(SINCE)])
        last = next((day for day in ENDS[turn % 2 :] if day > start), ENDS[-1])
        row = Collaboration(
            association=club,
            partner=partner,
            about=subjects[turn % len(subjects)],
            state=state,
            end=last if state == CollaborationState.ENDED else None,
            contact=CONTACTS.get(kind, ""),
            note=NOTES[turn % len(NOTES)],
        )
        if state != CollaborationState.IDEA:
            row.start, row.precision = start, precision
        yield row


def _state(turn: int) -> CollaborationState:
    """Most are running."""
    every = {4: CollaborationState.IDEA, 7: CollaborationState.PAUSED, 2: CollaborationState.ENDED}
    return every.get(turn % 9, CollaborationState.RUNNING)


def _participations(place: int, club: Association, begun: int) -> Iterator[InitiativeParticipation]:
    """More clubs take part year by year; some have not counted the children, and some years are missing."""
    for turn, initiative in enumerate(Initiative.objects.filter(computed_by="").order_by("pk")):
        step = 2 + turn
        for year in range(begun, LAST + 1):
            if (place + turn * 2) % step or (year == 2023 and turn % 2) or (place + year) % 7 == 0:
                continue
            counted = (place + year) % 4 != 0 and year < 2023
            yield InitiativeParticipation(
                association=club,
                initiative=initiative,
                year=year,
                number=12 + (place * 7 + year * 3 + turn * 5) % 40 if counted else None,
                note="Aftalt, tallet kommer efter ferien." if year == 2023 and turn == 0 else "",
            )


def _units(by: User) -> None:
    owners, initiatives = list(Administration.objects.all()), list(Initiative.objects.all())
    for place, unit in enumerate(UNITS):
        owner = next((row for row in owners if row.name.startswith(unit.owner)), None)
        about = [row for row in initiatives if unit.initiative and row.name.startswith(unit.initiative)]
        if owner:
            row = ContactUnit(
                administration=owner,
                initiative=about[0] if about else None,
                unit=unit.unit,
                helps_with=unit.helps_with,
                phone=unit.phone,
                email=f"enhed{place + 1}@{UNIT_MAIL}",
                homepage=f"https://{UNIT_MAIL}/enhed{place + 1}" if place % 3 == 0 else "",
                checked_on=unit.checked_on,
            )
            save_unit(row, by=by)
