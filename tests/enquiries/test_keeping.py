"""What enquiries hold on a person, and that old ones go with their words and files."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core.registry import Subject, personal_data, retentions
from documents.domain import stored
from documents.domain.stored import keep_file
from documents.models import ATTACHMENT_FOLDER
from enquiries import demo
from enquiries.domain.enquiry import close, refer, write
from enquiries.enums import Letter
from enquiries.models import Enquiry, EnquiryFile, EnquiryMail, Entry, Note
from tests.factories import BoardMemberFactory, EnquiryFactory, EntryFactory, NoteFactory, PersonFactory
from workflow.models import AuditEvent, TransitionLog

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_today")]


def entry_of(registry, key="enquiries"):
    return next(entry for entry in registry if entry.key == key)


def test_everything_by_account_and_by_name_is_held(own_association, consultant, resource_person_user):
    enquiry = EnquiryFactory(
        association=own_association, subject="Haltid", owner=consultant, asked_by=consultant, came_by="phone",
        told_by="Rikke Ressource",
    )  # fmt: skip
    NoteFactory(enquiry=enquiry, author=consultant, text="Internt")
    refer(enquiry=enquiry, to="TMF", referred_on=date(2023, 3, 22), by=consultant)
    held = {row.heading: row for row in entry_of(personal_data).held(Subject(None, consultant.pk))}

    assert held["Interne notater til henvendelser"].lines == ("21. marts 2023, Vores Forening, Haltid: Internt",)
    assert held["Henvendelser, som personen ejer"].lines == ("20. marts 2023, Vores Forening: Haltid",)
    assert held["Henvendelser sendt videre"].lines == ("22. marts 2023, Vores Forening: TMF",)
    assert len(held["Skrevet i henvendelser"].lines) == 2
    person = resource_person_user.person
    assert [row.lines for row in entry_of(personal_data).held(Subject(person.pk, None))] == [
        ("20. marts 2023, Vores Forening: Rikke Ressource",)
    ]


def test_erasing_takes_the_mails(own_association, chair_user):
    entry = EntryFactory(enquiry=EnquiryFactory(association=own_association))
    EnquiryMail.objects.create(entry=entry, letter=Letter.ANSWERED, user=chair_user)
    subject = Subject(chair_user.person.pk, chair_user.pk)
    assert [row.heading for row in entry_of(personal_data).held(subject)] == ["Mails om henvendelser"]
    entry_of(personal_data).erase(subject, None)

    assert list(entry_of(personal_data).held(subject)) == []


def test_nothing_is_held_on_a_stranger():
    EnquiryFactory()

    assert list(entry_of(personal_data).held(Subject(PersonFactory().pk, None))) == []


def test_closed_ones_go_after_their_time_with_words_and_files(own_association, chair_user, consultant, settings):
    retention = entry_of(retentions)
    enquiry = EnquiryFactory(association=own_association)
    write(enquiry=enquiry, text="Hemmelige ord", by=chair_user, files=[ContentFile(b"Fil", name="fil.txt")])
    NoteFactory(enquiry=enquiry, text="Hemmeligt notat")
    close(enquiry=enquiry, by=consultant, text="Farvel")
    EnquiryFactory(association=own_association, asked_on=date(2017, 3, 20), turn_since=date(2017, 3, 20))
    assert retention.find(5, date(2028, 3, 31)) == []
    [expired] = retention.find(5, date(2028, 4, 1))
    assert (expired.object_id, expired.kept_until) == (enquiry.pk, date(2028, 3, 31))
    assert settings.ENQUIRY_RETENTION_YEARS == 5


def test_carrying_out_leaves_no_word(own_association, chair_user, consultant, django_capture_on_commit_callbacks):
    enquiry = EnquiryFactory(association=own_association, subject="Hemmeligt emne")
    write(enquiry=enquiry, text="Hemmelige ord", by=chair_user, files=[ContentFile(b"Fil", name="hemmelig.txt")])
    NoteFactory(enquiry=enquiry, text="Hemmeligt notat")
    close(enquiry=enquiry, by=consultant, text="Hemmeligt farvel")
    name = EnquiryFile.objects.get().file.name
    open_one = EnquiryFactory()
    with django_capture_on_commit_callbacks(execute=True):
        entry_of(retentions).carry_out([enquiry.pk, open_one.pk], consultant)

    assert list(Enquiry.objects.all()) == [open_one]
    assert (Note.objects.count(), Entry.objects.count(), EnquiryFile.objects.count()) == (0, 1, 0)
    assert not default_storage.exists(name)
    assert not TransitionLog.objects.filter(object_id=enquiry.pk, model="enquiries.enquiry").exists()
    told = " ".join(f"{row.object_label} {row.changes}" for row in AuditEvent.objects.all())
    assert "emmelig" not in told


def test_sweep_takes_files_that_no_message_knows(own_association, monkeypatch):
    row = keep_file(
        EnquiryFile(entry=EntryFactory(enquiry=EnquiryFactory(association=own_association))),
        ContentFile(b"Fil", name="fil.txt"),
        by=None,
    )
    lost = default_storage.save(f"{ATTACHMENT_FOLDER}/enquiryfile/{'0' * 32}.txt", ContentFile(b"Forladt"))
    assert stored.sweep_orphans() == 0  # too young
    monkeypatch.setattr(stored, "ORPHAN_AGE", -stored.ORPHAN_AGE)

    assert stored.sweep_orphans() == 1
    assert default_storage.exists(row.file.name)
    assert not default_storage.exists(lost)


def test_storage_that_is_full_says_so_and_keeps_nothing(own_association, chair_user, monkeypatch):
    from django.core.exceptions import ValidationError

    def full(*_: object, **__: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr(default_storage, "save", full)
    enquiry = EnquiryFactory(association=own_association)
    with pytest.raises(ValidationError, match="ikke er plads"):
        write(enquiry=enquiry, text="Se her", by=chair_user, files=[ContentFile(b"Fil", name="fil.txt")])
    assert (enquiry.entries.count(), EnquiryFile.objects.count()) == (1, 0)


def test_demo_is_made_once_and_leaves_no_mail(own_association, consultant):
    own_association.name = "Siam Athlete Nation"
    own_association.save()
    BoardMemberFactory(association=own_association, person__signs_in=True)
    for _ in range(2):
        demo.seed()

    assert Enquiry.objects.get().state == "closed"
    assert EnquiryMail.objects.count() == 0
