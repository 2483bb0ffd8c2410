"""Who is told of which step: a row for each, sent once, with a link and nothing of the plan."""

from datetime import date, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from celery import current_app
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone
from kombu.exceptions import OperationalError

from actionplans import tasks
from actionplans.domain.mails import LETTERS, send_plan_mail, waiting
from actionplans.domain.workflow import (
    APPROVE,
    ASK_CHAIR,
    ENDORSE,
    GIVE_BACK,
    RETURN,
    SUBMIT,
    TRANSITIONS,
    WITHDRAW,
    close_ended,
)
from actionplans.enums import PlanState
from actionplans.models import Comment, PlanMail, PlanRevision, Thread
from associations.models import BoardMember, Employment
from core.models import ScheduledJobRun
from partnerships.models import ProgrammeYear
from tests.factories import (
    ActionPlanFactory,
    BoardMemberFactory,
    ContactPersonFactory,
    EmploymentFactory,
    PartnershipFactory,
    PlanRevisionFactory,
    ProgrammeYearFactory,
    UserFactory,
)
from workflow.transitions import perform

pytestmark = pytest.mark.django_db
OWN_PEOPLE = {"rikke@example.org", "finn@example.org"}


@pytest.fixture(autouse=True)
def sent(monkeypatch) -> list[int]:
    """The broker's work done at once: the ids of the mails it was given."""
    ids: list[int] = []

    def send_task(_task: str, *, kwargs: dict[str, int], **_: object) -> None:
        ids.append(kwargs["mail_id"])
        send_plan_mail(kwargs["mail_id"])

    monkeypatch.setattr(current_app, "send_task", send_task)
    return ids


@pytest.fixture
def revision(demo_today, own_association, resource_person_user, chair_user, consultant) -> PlanRevision:
    ProgrammeYearFactory(year=2023)
    ContactPersonFactory(association=own_association, consultant=consultant)
    plan = ActionPlanFactory(partnership=PartnershipFactory(association=own_association, extended=True))
    return PlanRevisionFactory(plan=plan, written=True)


@pytest.fixture
def take(revision, django_capture_on_commit_callbacks):
    """Takes a step as if it were committed; gives the addresses that were told, in a set, and empties the outbox."""

    def step(transition, by, comment: str = "") -> set[str]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            perform(transition, PlanRevision.objects.get(pk=revision.pk), by=by, comment=comment)
        return {address for message in mail.outbox for address in message.to}

    return step


@pytest.fixture
def comment(revision):
    def write(user) -> None:
        thread = Thread.objects.create(plan=revision.plan, revision=revision)
        Comment.objects.create(thread=thread, text="Hemmelig kommentar?", author=user, role="Konsulent")

    return write


def test_every_step_of_the_other_side_has_its_letter_and_internal_ones_have_none():
    assert set(LETTERS) == {row.name for row in TRANSITIONS if row.permission is not None}


def test_contact_person_is_told_of_a_plan_handed_in(take, resource_person_user):
    other = UserFactory(consultant=True)
    ContactPersonFactory(consultant=other)

    assert take(SUBMIT, resource_person_user) == {"mette@example.org"}


def test_contact_person_is_the_one_of_the_day(take, own_association, consultant, resource_person_user):
    own_association.contact_persons.update(end=date(2023, 3, 30))
    ContactPersonFactory(
        association=own_association,
        start=date(2023, 3, 31),
        consultant=UserFactory(consultant=True, email="ny@example.org"),
    )

    assert take(SUBMIT, resource_person_user) == {"ny@example.org"}


def test_chair_is_told_that_a_plan_waits_and_the_submitter_what_became_of_it(take, chair_user, resource_person_user):
    BoardMemberFactory(
        association=chair_user.person.board_seats.get().association, role="member", person__signs_in=True
    )
    ProgrammeYear.objects.update(requires_endorsement=True)

    assert take(ASK_CHAIR, resource_person_user) == {"finn@example.org"}
    assert "/skridt/endorse/" in mail.outbox[0].body
    assert take(GIVE_BACK, chair_user, "Målene mangler") == {"rikke@example.org"}
    assert take(ASK_CHAIR, resource_person_user) == {"finn@example.org"}
    assert take(ENDORSE, chair_user) == {"rikke@example.org", "mette@example.org"}
    bodies = {message.to[0]: message.body for message in mail.outbox}
    assert "Bestyrelsen har sagt god for handleplan 1, revision 1" in bodies["rikke@example.org"]
    assert "Nu er det din tur" in bodies["mette@example.org"]


def test_board_is_told_where_no_chair_signs_in(take, own_association, resource_person_user):
    BoardMemberFactory(
        association=own_association, role="member", person__email="menig@example.org", person__signs_in=True
    )
    ProgrammeYear.objects.update(requires_endorsement=True)

    BoardMember.objects.filter(role="chair").update(end=date(2023, 3, 30))
    assert take(ASK_CHAIR, resource_person_user) == {"menig@example.org"}


def test_own_people_are_told_of_return_and_approval(take, comment, own_association, consultant, resource_person_user):
    EmploymentFactory(
        association=own_association,
        end=date(2023, 3, 30),
        is_primary_contact=False,
        person__signs_in=True,
        person__email="foer@example.org",
    )
    take(SUBMIT, resource_person_user)
    comment(consultant)

    assert take(RETURN, consultant) == OWN_PEOPLE
    take(SUBMIT, resource_person_user)
    assert take(APPROVE, consultant, "Aftalt") == OWN_PEOPLE


def test_withdrawal_is_told_to_whoever_had_it(take, resource_person_user):
    take(SUBMIT, resource_person_user)
    assert take(WITHDRAW, resource_person_user) == {"mette@example.org"}

    ProgrammeYear.objects.update(requires_endorsement=True)
    take(ASK_CHAIR, resource_person_user)
    assert take(WITHDRAW, resource_person_user) == {"finn@example.org"}


def test_nobody_is_told_of_their_own_step(take, chair_user):
    ProgrammeYear.objects.update(requires_endorsement=True)

    assert take(SUBMIT, chair_user) == {"mette@example.org"}


def test_internal_steps_tell_nobody(take, consultant, resource_person_user, settings):
    take(SUBMIT, resource_person_user)
    take(APPROVE, consultant)
    before = PlanMail.objects.count()
    settings.DEMO_TODAY = date(2024, 1, 1)

    assert close_ended() == 1
    assert PlanMail.objects.count() == before


def test_mail_names_plan_and_page_and_nothing_of_the_text(take, comment, revision, consultant, resource_person_user):
    take(SUBMIT, resource_person_user)
    [message] = mail.outbox
    assert message.subject == "[Demo] Handleplan indsendt: Vores Forening"
    assert "Dette er en demo" in message.body
    assert "Hej Mette Konsulent" in message.body
    assert f"/handleplaner/{revision.pk}/" in message.body
    comment(consultant)
    take(RETURN, consultant, "Skriv om ventelisten")

    assert len(mail.outbox) == 2
    for text in ("Hemmelig", "ventelisten", "Flere børn", "forening for alle"):
        assert text not in message.body + mail.outbox[0].body + mail.outbox[1].body


def test_refused_step_tells_nobody(take, consultant, resource_person_user):
    take(SUBMIT, resource_person_user)
    with pytest.raises(ValidationError):
        take(RETURN, consultant)

    assert PlanMail.objects.count() == 1


def test_mail_is_sent_once(take, sent, resource_person_user):
    take(SUBMIT, resource_person_user)
    [mail_id] = sent

    assert not send_plan_mail(mail_id)
    assert len(mail.outbox) == 1
    assert waiting() == []


def test_mail_server_that_is_away_is_tried_again(take, monkeypatch, resource_person_user):
    def away(_self: object) -> None:
        raise SMTPServerDisconnected("away")

    with monkeypatch.context() as gone:
        gone.setattr("django.core.mail.EmailMessage.send", away)
        take(SUBMIT, resource_person_user)
    row = PlanMail.objects.get()
    assert (row.sent_at, waiting()) == (None, [row.pk])
    assert row.failed_at is not None
    tasks.send_again()

    row.refresh_from_db()
    assert (row.failed_at, [message.to for message in mail.outbox]) == (None, [["mette@example.org"]])
    assert ScheduledJobRun.objects.get(name=tasks.SEND_AGAIN).last_error == ""


def test_broker_that_is_away_stops_no_step(take, revision, monkeypatch, resource_person_user):
    def away(*_: object, **__: object) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(current_app, "send_task", away)

    assert take(SUBMIT, resource_person_user) == set()
    assert PlanRevision.objects.get(pk=revision.pk).state == PlanState.SUBMITTED
    assert len(waiting()) == 1


def test_old_mail_is_not_sent_a_day_later(take, monkeypatch, resource_person_user):
    monkeypatch.setattr(current_app, "send_task", lambda *_args, **_kwargs: None)
    take(SUBMIT, resource_person_user)
    PlanMail.objects.update(requested_at=timezone.now() - timedelta(hours=25))

    assert waiting() == []


def test_who_has_left_meanwhile_is_not_told(take, monkeypatch, comment, consultant, resource_person_user):
    take(SUBMIT, resource_person_user)
    comment(consultant)
    monkeypatch.setattr(current_app, "send_task", lambda *_args, **_kwargs: None)
    take(RETURN, consultant)
    Employment.objects.update(end=date(2023, 3, 30))
    for mail_id in waiting():
        tasks.send_plan_mail(mail_id=mail_id)

    assert [message.to for message in mail.outbox] == [["finn@example.org"]]
    assert PlanMail.objects.get(user=resource_person_user).dropped_at is not None
    assert waiting() == []


def test_ended_plans_are_closed_by_the_daily_job(take, revision, consultant, resource_person_user, settings):
    take(SUBMIT, resource_person_user)
    take(APPROVE, consultant)
    settings.DEMO_TODAY = date(2023, 12, 31)
    tasks.close_ended()
    assert PlanRevision.objects.get(pk=revision.pk).state == PlanState.APPROVED
    settings.DEMO_TODAY = date(2024, 1, 1)
    tasks.close_ended()

    assert PlanRevision.objects.get(pk=revision.pk).state == PlanState.CLOSED
    assert settings.CELERY_BEAT_SCHEDULE[tasks.CLOSE_ENDED] == {
        "task": "actionplans.tasks.close_ended",
        "schedule": 86_400.0,
    }
    assert settings.CELERY_BEAT_SCHEDULE[tasks.SEND_AGAIN]["task"] == "actionplans.tasks.send_again"


def test_board_that_endorsed_an_earlier_text_has_not_endorsed_this_one(
    take, revision, comment, chair_user, consultant, resource_person_user
):
    take(SUBMIT, chair_user)
    comment(consultant)
    take(RETURN, consultant)
    take(SUBMIT, resource_person_user)

    revision.refresh_from_db()
    assert (revision.endorsed_by, revision.endorsed_at) == (None, None)


def test_nobody_approves_what_they_handed_in_once_though_others_did_later(take, revision, chair_user, consultant):
    resource = chair_user
    seat = BoardMemberFactory(association=revision.association_ids() and resource.person.board_seats.get().association,
                              role="member", person__user=consultant)  # fmt: skip
    take(SUBMIT, consultant)
    take(WITHDRAW, resource)
    take(SUBMIT, resource)
    BoardMember.objects.filter(pk=seat.pk).update(end=date(2023, 3, 30))
    former = type(consultant).objects.get(pk=consultant.pk)

    with pytest.raises(ValidationError, match="En kollega skal godkende"):
        take(APPROVE, former)
