"""Everything held on one person as a file: a page that anybody can read, and the same as JSON (R20)."""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from accounts.models import User
from associations.models import Person
from core import clock
from core.context_processors import current_site
from core.exports import DEMO_MARK, file_name
from core.registry import Held, Subject, personal_data
from workflow import audit
from workflow.models import AuditEvent, ReadEvent
from workflow.reads import log_read

PAGE = "Persondata"
STYLE = settings.BASE_DIR / "static" / "css" / "readout.css"


@dataclass(frozen=True)
class Section:
    """What one app holds on the person."""

    key: str
    label: str
    held: list[Held]


def subject_of(user: User) -> Subject:
    """The signed-in person: the account and, where there is one, the person in the register."""
    person = Person.objects.filter(user=user).values_list("pk", flat=True).first()
    return Subject(person, user.pk)


def name_of(subject: Subject) -> str:
    """Whose data it is."""
    person = Person.objects.filter(pk=subject.person_id or 0).first()
    holder = person or User.objects.filter(pk=subject.user_id or 0).first()
    return holder.name if holder else subject.anonymous_name


def sections(subject: Subject) -> list[Section]:
    """Everything held, in the apps' order; apps that hold nothing are left out."""
    found = [Section(entry.key, entry.label, list(entry.held(subject))) for entry in personal_data]
    return [section for section in found if section.held]


@transaction.atomic
def hand_out(holder: Person | User, *, by: User) -> bytes:
    """The archive for somebody else to pass on, traced with the person and with the associations."""
    if isinstance(holder, Person):
        subject = Subject(holder.pk, holder.user_id)
        log_read(by, PAGE, associations=holder.association_ids(), people=[holder], kind=ReadEvent.Kind.EXPORT)
    else:
        subject = Subject(None, holder.pk)
    audit.event(obj=holder, kind=AuditEvent.Kind.READ_OUT, changes=[], by=by).save()
    return archive(subject)


def archive(subject: Subject) -> bytes:
    """A ZIP of `oplysninger.html` and `oplysninger.json`."""
    name, parts = name_of(subject), sections(subject)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("oplysninger.html", as_html(name, parts))
        packed.writestr("oplysninger.json", as_json(name, parts))
    return content.getvalue()


def archive_name() -> str:
    """`persondata-2023-03-31.zip`: no name in it, since names of files travel far."""
    return file_name("persondata", "zip")


def as_html(name: str, parts: Sequence[Section]) -> str:
    """A page that stands alone, without script and without anything to fetch."""
    context = {
        "site": current_site(),
        "name": name,
        "sections": parts,
        "day": clock.today(),
        "demo_mark": DEMO_MARK,
        "style": STYLE.read_text(),
    }
    return render_to_string("privacy/readout_file.html", context)


def as_json(name: str, parts: Sequence[Section]) -> str:
    """The same for machines."""
    site = current_site()
    content = {
        "navn": name,
        "dato": clock.today().isoformat(),
        "dataansvarlig": settings.DATA_CONTROLLER,
        "system": site.name,
        **({"bemærk": DEMO_MARK} if site.demo else {}),
        "oplysninger": [
            {
                "emne": section.label,
                "poster": [
                    {
                        "overskrift": held.heading,
                        "linjer": list(held.lines),
                        **({"bevares_fordi": held.stays_because} if held.stays_because else {}),
                    }
                    for held in section.held
                ],
            }
            for section in parts
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)
