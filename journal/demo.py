"""The demo's journal: contacts and notes of all three consultants; promises kept, coming, due and late."""

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from associations.models import Association
from journal.domain.entry import add_entry, follow_up
from journal.enums import EntryKind
from journal.models import JournalEntry

METTE, YUSUF, SIGNE = (f"{name}@example.org" for name in ("mette.lindholt", "yusuf.erdal", "signe.brandbjerg"))


@dataclass(frozen=True)
class Sample:
    """An entry to make; `kept` when somebody has come back already."""

    association: str
    by: str
    kind: EntryKind
    held_on: date
    with_whom: str
    text: str
    follow_up_on: date | None = None
    kept: bool = False


SAMPLES = (
    Sample("Nørrebro United", YUSUF, EntryKind.VISIT, date(2023, 3, 14), "Lars Meldgaard, ressourceperson",
           "Besøg i klubhuset. Det nye hold for piger er fyldt, og der er brug for en træner mere.\n"
           "Jeg spørger de andre klubber, hvordan de finder unge trænere.", date(2023, 4, 5)),
    Sample("Nørrebro United", YUSUF, EntryKind.PHONE, date(2023, 2, 8), "Formanden",
           "Ønsker flere haltimer. Jeg undersøger, hvem der fordeler dem.", date(2023, 2, 20), kept=True),
    Sample("Nørrebro United", YUSUF, EntryKind.NOTE, date(2023, 1, 17), "",
           "Husk at tage forlængelsen op på næste statusmøde."),
    Sample("Brønshøj Boldklub", YUSUF, EntryKind.MEETING, date(2023, 3, 2), "Bestyrelsen",
           "Gennemgang af året. Stort fremmøde af forældre.", date(2023, 5, 2)),
    Sample("SheZone", METTE, EntryKind.EMAIL, date(2023, 3, 10), "Ressourcepersonen",
           "Sender et udkast til plakat. Skal have svar inden påske.", date(2023, 3, 24)),
    Sample("SheZone", METTE, EntryKind.OTHER, date(2022, 11, 24), "Ressourcepersonen",
           "Talte sammen på netværksmødet om ferieaktiviteter."),
    Sample("BK Union", METTE, EntryKind.PHONE, date(2023, 3, 28), "Kassereren",
           "Spørger om fristen for regnskabet. Svaret er givet med det samme."),
    Sample("BK Union", METTE, EntryKind.NOTE, date(2023, 3, 28), "",
           "Nedgang i medlemstallet: spørg til, hvad de selv tænker om den.", date(2023, 4, 25)),
    Sample("Siam Athlete Nation", YUSUF, EntryKind.PHONE, date(2023, 3, 21), "Formanden",
           "Stillingen slås op igen efter påske. Vil gerne se et stillingsopslag fra en anden forening.",
           date(2023, 4, 3)),
    Sample("BK Skjold", YUSUF, EntryKind.MEETING, date(2023, 1, 26), "Formand og ressourceperson",
           "Statusmødet er flyttet til februar. Ny dato er aftalt."),
    Sample("Nørrebro Taekwondo Klub", SIGNE, EntryKind.VISIT, date(2023, 3, 7), "Ressourcepersonen",
           "Så graduering af de yngste. God stemning og mange frivillige.", date(2023, 4, 12)),
    # Past the retention period.
    Sample("Fremad Valby", METTE, EntryKind.MEETING, date(2017, 9, 5), "Formanden",
           "Første møde efter sommerferien. Alt vel."),
)  # fmt: skip


def seed() -> None:
    """Makes each of them once; again changes nothing."""
    for sample in SAMPLES:
        association = Association.objects.filter(name=sample.association).first()
        by = User.objects.filter(email=sample.by).first()
        known = JournalEntry.objects.filter(association=association, held_on=sample.held_on, kind=sample.kind)
        if association and by and not known.exists():
            _add(sample, association, by)


def _add(sample: Sample, association: Association, by: User) -> None:
    entry = JournalEntry(
        association=association,
        kind=sample.kind,
        held_on=sample.held_on,
        with_whom=sample.with_whom,
        text=sample.text,
        follow_up_on=sample.follow_up_on,
    )
    add_entry(entry=entry, by=by)
    if sample.kept:
        follow_up(entry=entry, by=by)
