"""Every named constraint of the enquiries refuses what it should, in the database itself."""

import uuid
from collections.abc import Callable
from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from enquiries.models import Enquiry, EnquiryMail, Referral
from tests.factories import EnquiryFactory, EnquiryFileFactory, EntryFactory, NoteFactory, UserFactory

pytestmark = pytest.mark.django_db


def enquiry(**values: object) -> Callable[[], object]:
    return lambda: EnquiryFactory(**values)


def changed(**values: object) -> Callable[[], object]:
    return lambda: Enquiry.objects.filter(pk=EnquiryFactory().pk).update(**values)


def referral(to: str = "TMF", times: int = 1) -> None:
    row = EnquiryFactory()
    for _ in range(times):
        Referral.objects.create(enquiry=row, to=to, on=date(2023, 3, 22), by=row.owner)


def mail(times: int = 1, **values: object) -> None:
    entry, user = EntryFactory(), UserFactory()
    for _ in range(times):
        EnquiryMail.objects.create(**{"entry": entry, "user": user, "letter": "new", **values})


REFUSED: dict[str, Callable[[], object]] = {
    "enquiries_enquiry_subject_not_blank": enquiry(subject=" "),
    "enquiries_enquiry_kind_known": enquiry(kind="x"),
    "enquiries_enquiry_state_known": enquiry(state="x"),
    "enquiries_enquiry_came_by_known": enquiry(came_by="x", told_by="Lis"),
    "enquiries_enquiry_owner_by_state": changed(owner=None),
    "enquiries_enquiry_closed_has_day": changed(closed_on=date(2023, 3, 24)),
    "enquiries_enquiry_answered_has_day": changed(state="answered"),
    "enquiries_enquiry_days_in_order": changed(first_answered_on=date(2023, 3, 19)),
    "enquiries_enquiry_told_by_somebody": enquiry(came_by="phone"),
    "enquiries_entry_text_not_blank": lambda: EntryFactory(text="\n"),
    "enquiries_entry_kind_known": lambda: EntryFactory(kind="x"),
    "enquiries_entry_side_known": lambda: EntryFactory(side="x"),
    "enquiries_note_text_not_blank": lambda: NoteFactory(text=" "),
    "enquiries_referral_to_not_blank": lambda: referral(to=" "),
    "enquiries_referral_once_a_day": lambda: referral(times=2),
    "enquiries_enquirymail_once": lambda: mail(times=2),
    "enquiries_enquirymail_letter_known": lambda: mail(letter="x"),
    "enquiries_enquirymail_one_end": lambda: mail(sent_at="2023-03-22T12:00Z", dropped_at="2023-03-22T12:00Z"),
    "enquiries_enquiryfile_file_type_known": lambda: EnquiryFileFactory(file_type="exe"),
    "enquiries_enquiryfile_not_empty": lambda: EnquiryFileFactory(size=0),
}


def test_every_constraint_has_its_violation():
    named = {row.name for model in apps.get_app_config("enquiries").get_models() for row in model._meta.constraints}
    assert named == set(REFUSED)


@pytest.mark.parametrize("name", REFUSED)
def test_database_refuses(name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        REFUSED[name]()


@pytest.mark.parametrize("make", [EnquiryFactory, EntryFactory, NoteFactory])
def test_one_form_makes_one_row(make):
    key = uuid.uuid4()
    make(form_key=key)

    with pytest.raises(IntegrityError), transaction.atomic():
        make(form_key=key)
