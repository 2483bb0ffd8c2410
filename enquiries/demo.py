"""The demo's enquiries: every state and age, passed on, by telephone, without owner, with a file and a note."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max

from accounts.models import User
from associations.enums import BoardRole
from associations.models import Association, BoardMember, Employment
from core import clock
from enquiries.domain import enquiry as enquiries
from enquiries.enums import CameBy, EnquiryKind, EnquiryState
from enquiries.models import Enquiry, EnquiryMail
from workflow import audit

METTE, YUSUF, SIGNE = (f"{name}@example.org" for name in ("mette.lindholt", "yusuf.erdal", "signe.brandbjerg"))
RESOURCE, CHAIR, OWNER = "resource", "chair", "owner"


@dataclass(frozen=True)
class Said:
    """One thing that happened on a day: `what` is write, note, pass_on, refer or close; `by` an address or a part."""

    on: date
    by: str
    what: str
    text: str = ""
    to: str = ""
    file: str = ""


@dataclass(frozen=True)
class Sample:
    """An enquiry to make, with what happened afterwards."""

    association: str
    kind: EnquiryKind
    subject: str
    text: str
    on: date
    by: str = RESOURCE
    told_by: str = ""
    came_by: CameBy = CameBy.HERE
    later: Sequence[Said] = field(default_factory=tuple)
    # It came while the club's contact person was away between two: nobody owns it yet.
    is_unowned: bool = False


def day(month: int, number: int) -> date:
    """A day of the demo's year."""
    return date(2023, month, number)


SAMPLES = (
    Sample("Nørrebro United", EnquiryKind.PREMISES, "Haltid i vintermånederne",
           "Vi har fået et nyt hold for piger og mangler en time om ugen fra oktober.\nHvem fordeler tiderne, og "
           "hvornår skal vi søge?", day(3, 27)),
    Sample("Nørrebro United", EnquiryKind.MUNICIPALITY, "Kontingentstøtte til nye familier",
           "Flere forældre spørger om hjælp til kontingentet. Hvor kan vi henvise dem hen?", day(3, 6), later=(
               Said(day(3, 8), OWNER, "write", "Kontingentstøtten søges af forældrene selv. Jeg har vedhæftet en kort "
                    "vejledning, som I gerne må dele ud.", file="Vejledning.txt"),
           )),
    Sample("Nørrebro United", EnquiryKind.MONEY, "Frist for regnskabet",
           "Hvornår skal regnskabet for tilskuddet være hos jer?", day(1, 16), by=CHAIR, later=(
               Said(day(1, 17), OWNER, "write", "Senest den 1. april. Skabelonen ligger under Dokumenter."),
               Said(day(1, 18), CHAIR, "close"),
           )),
    Sample("SheZone", EnquiryKind.COLLABORATION, "Skole til åbent hus",
           "Vi vil gerne invitere to klasser til åbent hus i maj. Har I en kontakt på skolen?", day(3, 14), later=(
               Said(day(3, 16), OWNER, "refer", to="Børne- og Ungdomsforvaltningen, områdekontoret"),
               Said(day(3, 16), OWNER, "note", "De svarer normalt inden for en uge. Ryk, hvis det trækker ud."),
           )),
    Sample("BK Union", EnquiryKind.PEOPLE, "Opslag til ny ressourceperson",
           "Har I et stillingsopslag fra en anden forening, som vi må kigge i?", day(3, 20), by=CHAIR, later=(
               Said(day(3, 21), METTE, "pass_on", "Signe har de nyeste opslag.", to=SIGNE),
               Said(day(3, 24), SIGNE, "write", "Ja. To foreninger har sagt ja til at dele deres. Jeg sender dem i "
                    "morgen, når de har set dem igennem."),
               Said(day(3, 29), CHAIR, "write", "Tak! Vi er ikke kommet videre endnu og hører gerne, når du har dem."),
           )),
    Sample("Brønshøj Boldklub", EnquiryKind.PLAN, "Må vi ændre et mål midt i perioden?",
           "Ventelisten er væk, så målet om flere hold passer ikke længere.", day(2, 13), later=(
               Said(day(2, 15), OWNER, "write", "Ja, det bliver en ny revision af planen. Jeg ringer i morgen."),
               Said(day(2, 16), RESOURCE, "write", "Tak for snakken. Vi skriver den nye revision i næste uge."),
               Said(day(2, 17), OWNER, "write", "Fint. Sig til, når den er klar."),
               Said(day(3, 3), OWNER, "close", "Planen er godkendt, så jeg lukker her."),
           )),
    Sample("BK Skjold", EnquiryKind.MUNICIPALITY, "Ferieaktiviteter i sommerferien",
           "Formanden spørger, om foreningen kan være med i sommerens ferieaktiviteter.", day(3, 15), by=YUSUF,
           told_by="Formanden", came_by=CameBy.PHONE, later=(
               Said(day(3, 30), OWNER, "write", "Ja. Tilmeldingen åbner i april, og jeg sender linket til jer alle."),
           )),
    Sample("Siam Athlete Nation", EnquiryKind.OTHER, "Lån af borde til stævne",
           "Kender I nogen, der låner borde og telte ud?", day(3, 1), by=CHAIR, later=(
               Said(day(3, 2), CHAIR, "close"),
           )),
    Sample("Ajax København", EnquiryKind.SYSTEM, "Medlemstal for ny aktivitet",
           "Hvor skriver vi tallene for vores nye hold?", day(3, 30), by=CHAIR),
    Sample("Nørrebro Taekwondo Klub", EnquiryKind.OTHER, "Hvem skal vi ringe til?",
           "Vi har fået ny kasserer og ved ikke, hvem hos jer der svarer på spørgsmål om regnskab.", day(3, 23),
           by=CHAIR, is_unowned=True),
)  # fmt: skip


@transaction.atomic
def seed() -> None:
    """Makes each of them once; again changes nothing."""
    known = EnquiryMail.objects.aggregate(last=Max("pk"))["last"] or 0
    for sample in SAMPLES:
        association = Association.objects.filter(name=sample.association).first()
        if association and not Enquiry.objects.filter(association=association, subject=sample.subject).exists():
            _add(sample, association)
    # Nobody is told by mail of what happened long ago.
    EnquiryMail.objects.filter(pk__gt=known).delete()


def _add(sample: Sample, association: Association) -> None:
    by = _who(sample.by, association, None)
    if by is None:
        return
    enquiry = Enquiry(
        association=association,
        kind=sample.kind,
        subject=sample.subject,
        came_by=sample.came_by,
        told_by=sample.told_by,
    )
    asked = enquiries.ask(enquiry=enquiry, text=sample.text, by=by, on=sample.on)
    if sample.is_unowned:
        asked.state, asked.owner = EnquiryState.NEW, None
        audit.save(asked, by=None)
    for said in sample.later:
        asked = Enquiry.objects.select_related("association", "owner").get(pk=asked.pk)
        who = _who(said.by, association, asked)
        if who:
            _happen(asked, said, who)


def _happen(enquiry: Enquiry, said: Said, by: User) -> None:
    if said.what == "write":
        files = (
            [ContentFile(f"{enquiry.subject}\n\nEksempel fra demoen.\n".encode(), name=said.file)] if said.file else []
        )
        enquiries.write(enquiry=enquiry, text=said.text, by=by, files=files, on=said.on)
    elif said.what == "note":
        enquiries.add_note(enquiry=enquiry, text=said.text, by=by, on=said.on)
    elif said.what == "pass_on":
        enquiries.pass_on(enquiry=enquiry, to=User.objects.get(email=said.to), by=by, note=said.text, on=said.on)
    elif said.what == "refer":
        enquiries.refer(enquiry=enquiry, to=said.to, referred_on=said.on, by=by)
    else:
        enquiries.close(enquiry=enquiry, by=by, text=said.text, on=said.on)


def _who(part: str, association: Association, enquiry: Enquiry | None) -> User | None:
    if part in {RESOURCE, CHAIR}:
        return _person(association, part)
    if part == OWNER:
        return enquiry.owner if enquiry else None
    return User.objects.filter(email=part).first()


def _person(association: Association, part: str) -> User | None:
    """The chair's or the resource person's account today."""
    today = clock.today()
    model, wanted = (BoardMember, {"role": BoardRole.CHAIR}) if part == CHAIR else (Employment, {})
    rows = model.objects.filter(association=association, start__lte=today, person__user__isnull=False, **wanted)
    row = rows.exclude(end__lt=today).select_related("person__user").order_by("pk").first()
    return row.person.user if row else None
