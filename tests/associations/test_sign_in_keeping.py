"""What invitations and changes of address hold on a person, and how long they are kept (R20)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from accounts.models import EmailChange, Invitation
from core.registry import Subject, personal_data, retentions
from tests.factories import EmailChangeFactory, InvitationFactory
from workflow import audit
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2021, 3, 1, 12, tzinfo=ZoneInfo("Europe/Copenhagen"))
LATER = datetime(2021, 3, 5, 12, tzinfo=ZoneInfo("Europe/Copenhagen"))


def entry(registry, key: str):
    return next(entry for entry in registry if entry.key == key)


def test_read_out_names_every_address():
    invitation = InvitationFactory(created_at=LONG_AGO, accepted_at=LATER, token_hash=None, user__email="a@example.org")
    EmailChangeFactory(user=invitation.user, requested_at=LONG_AGO, new_email="b@example.org")
    InvitationFactory()
    taken_back = InvitationFactory(created_at=LONG_AGO, revoked_at=LATER, token_hash=None, user__email="c@example.org")
    [other] = entry(personal_data, "sign_ins").held(Subject(None, taken_back.user.pk))
    assert other.lines == ("1. marts 2021: inviteret på c@example.org, sendt 1 gang, trukket tilbage 5. marts 2021",)
    held = list(entry(personal_data, "sign_ins").held(Subject(None, invitation.user.pk)))
    assert [(one.heading, one.lines, one.stays_because) for one in held] == [
        (
            "Invitationer",
            ("1. marts 2021: inviteret på a@example.org, sendt 1 gang, taget i brug 5. marts 2021",),
            "",
        ),
        ("Skift af e-mailadresse", ("1. marts 2021: fra a@example.org til b@example.org, ikke bekræftet",), ""),
    ]
    assert list(entry(personal_data, "sign_ins").held(Subject(1, None))) == []


def test_erasure_takes_them_and_the_words_in_their_trace(consultant):
    invitation = InvitationFactory.build(user=InvitationFactory(revoked=True, user__email="a@example.org").user)
    audit.save(invitation, by=consultant)
    EmailChangeFactory(user=invitation.user, confirmed=True)
    other = InvitationFactory()
    entry(personal_data, "sign_ins").erase(Subject(None, invitation.user.pk), consultant)
    assert list(Invitation.objects.all()) == [other]
    assert not EmailChange.objects.exists()
    events = AuditEvent.objects.filter(model="accounts.invitation", object_id=invitation.pk)
    assert {event.kind for event in events} == {"created", "deleted"}
    assert "a@example.org" not in str(list(events.values()))


@pytest.mark.parametrize("key", ["invitations", "email_changes"])
def test_what_ended_two_years_ago_is_proposed_and_goes(consultant, key):
    retention = entry(retentions, key)
    assert getattr(settings, retention.setting) == 2
    if key == "invitations":
        make, ended = InvitationFactory, {"revoked_at": LATER, "token_hash": None}
    else:
        make, ended = EmailChangeFactory, {"cancelled_at": LATER}
    moment = "created_at" if key == "invitations" else "requested_at"
    old = make(**{moment: LONG_AGO}, **ended)
    out_of_time = make(**{moment: LONG_AGO}, expires_at=datetime(2021, 3, 15, tzinfo=ZoneInfo("Europe/Copenhagen")))
    make()

    assert list(retention.find(2, date(2023, 3, 5))) == []
    proposed = list(retention.find(2, date(2023, 3, 6)))
    assert [(one.object_id, one.label, one.kept_until) for one in proposed] == [(old.pk, str(old), date(2023, 3, 5))]
    assert [one.object_id for one in retention.find(2, date(2023, 3, 16))] == [old.pk, out_of_time.pk]

    retention.carry_out([old.pk], consultant)

    assert not type(old).objects.filter(pk=old.pk).exists()
    assert type(old).objects.count() == 2
