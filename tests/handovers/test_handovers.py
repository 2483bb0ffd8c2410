"""A handover from its opening to its end: when it opens, who owns it, how it closes, and who may."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from associations.domain import employments
from associations.models import Employment
from handovers.domain import checklist, handovers
from handovers.enums import HandoverState
from handovers.models import Handover, HandoverFile, HandoverStandardItem
from tests.factories import (
    BoardMemberFactory,
    DocumentFactory,
    EmploymentFactory,
    HandoverFactory,
    HandoverItemFactory,
    HandoverStandardItemFactory,
)
from workflow.audit import StaleError, latest_event_id
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2023, 3, 31)


@pytest.fixture(autouse=True)
def _today(demo_today):
    """Every test happens on 31 March 2023."""


@pytest.fixture
def standard(db):
    """Two standard items in use, in an order of their own, and one out of use."""
    HandoverStandardItem.objects.all().delete()
    HandoverStandardItemFactory(title="Nøgler", position=2)
    HandoverStandardItemFactory(title="Koder", position=1)
    HandoverStandardItemFactory(title="Faxmaskinen", position=3, in_use=False)


def leaver(**values) -> Employment:
    return EmploymentFactory(**{"end": date(2023, 4, 30), "end_reason": "new_job", **values})


# --- Opening ----------------------------------------------------------------------------------------------------------


def test_programme_begins_with_standard_items():
    assert HandoverStandardItem.objects.filter(in_use=True).count() == 12
    assert HandoverStandardItem.objects.first().title == "Nøgler, adgangskort og koder er afleveret"


def test_open_for_copies_the_standard_items_and_lets_the_chair_own_it(standard, consultant):
    employment = leaver()
    chair = BoardMemberFactory(association=employment.association)

    handover = handovers.open_for(employment, by=consultant)

    assert [(item.title, item.position, item.is_own) for item in handover.items.all()] == [
        ("Koder", 1, False),
        ("Nøgler", 2, False),
    ]
    assert (handover.owner, handover.opened_on, handover.state) == (chair, TODAY, HandoverState.OPEN)
    event = AuditEvent.objects.get(model="handovers.handover")
    assert event.actor_name == "Mette Konsulent"
    assert event.association_ids == [employment.association_id]


def test_open_for_without_a_chair_has_no_owner(standard):
    employment = leaver()
    BoardMemberFactory(association=employment.association, ended=True)
    BoardMemberFactory(association=employment.association, treasurer=True)

    assert handovers.open_for(employment, by=None).owner is None


def test_open_for_twice_opens_one(standard):
    employment = leaver()

    first, second = (handovers.open_for(employment, by=None) for _ in range(2))

    assert first == second
    assert first.items.count() == 2


def test_open_for_does_nothing_without_an_end():
    assert handovers.open_for(EmploymentFactory(), by=None) is None


@pytest.mark.parametrize(
    ("end", "opens"),
    [(date(2023, 1, 30), True), (date(2023, 1, 29), False), (date(2023, 3, 31), True), (date(2025, 12, 31), True)],
)
def test_open_for_looks_back_sixty_days(standard, end, opens):
    assert (handovers.open_for(leaver(end=end), by=None) is not None) is opens


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(end=st.dates(date(2022, 1, 1), date(2024, 12, 31)), recorded=st.dates(date(2022, 1, 1), date(2024, 12, 31)))
def test_open_for_depends_on_the_days_between_end_and_recording_alone(end, recorded):
    employment = Employment(start=date(2018, 1, 1), end=end, person_id=0, association_id=0)

    assert handovers.is_worth_it(employment, recorded) is ((recorded - end).days <= 60)


@pytest.mark.parametrize(
    ("start", "end", "goes_on"),
    [
        (date(2023, 5, 1), None, True),
        (date(2023, 5, 1), date(2023, 12, 31), True),
        (date(2023, 5, 2), None, False),
    ],
)
def test_open_for_sees_that_the_person_goes_on(standard, start, end, goes_on):
    employment = leaver()
    EmploymentFactory(
        association=employment.association, person=employment.person, start=start, end=end, is_primary_contact=False
    )

    assert (handovers.open_for(employment, by=None) is None) is goes_on


def test_open_for_is_not_stopped_by_another_person_or_association(standard):
    employment = leaver()
    EmploymentFactory(association=employment.association, start=date(2023, 5, 1))
    EmploymentFactory(person=employment.person, start=date(2023, 5, 1))

    assert handovers.open_for(employment, by=None) is not None


# --- An end taken back ------------------------------------------------------------------------------------------------


def without_end(handover: Handover) -> Employment:
    handover.employment.end, handover.employment.end_reason = None, ""
    handover.employment.save()
    return handover.employment


def test_end_taken_back_removes_an_untouched_handover():
    handover = HandoverFactory(items=2)

    assert handovers.end_taken_back(without_end(handover), by=None) is None

    assert not Handover.objects.exists()
    assert AuditEvent.objects.get(model="handovers.handover").kind == "deleted"


@pytest.mark.parametrize("touch", [{"done_on": TODAY}, {"note": "I skabet."}, {"is_own": True}])
def test_end_taken_back_leaves_what_has_been_begun(touch):
    handover = HandoverFactory(items=1)
    HandoverItemFactory(handover=handover, **touch)

    assert handovers.end_taken_back(without_end(handover), by=None) == handover


def test_end_taken_back_leaves_a_handover_with_a_file():
    handover = HandoverFactory(items=1)
    HandoverFile.objects.create(
        item=handover.items.get(), document=DocumentFactory(association=handover.employment.association)
    )

    assert handovers.end_taken_back(without_end(handover), by=None) == handover


def test_end_taken_back_leaves_a_closed_handover_and_none_alone():
    closed = HandoverFactory(closed=True)

    assert handovers.end_taken_back(without_end(closed), by=None) is None
    assert handovers.end_taken_back(EmploymentFactory(), by=None) is None
    assert Handover.objects.get() == closed


def test_cancelled_handover_opens_again_with_its_ticks(chair_user, own_association):
    handover = HandoverFactory(items=2, items__done=1, employment__association=own_association)
    employment = without_end(handover)
    handovers.cancel(handover, by=chair_user)

    employment.end = date(2023, 6, 30)
    employment.save()
    again = handovers.open_for(employment, by=None)

    assert (again.pk, again.state) == (handover.pk, HandoverState.OPEN)
    assert again.items.exclude(done_on=None).count() == 1


def test_cancel_is_refused_while_somebody_leaves(chair_user, own_association):
    handover = HandoverFactory(employment__association=own_association, employment__person__name="Sofie Sommer")

    with pytest.raises(ValidationError, match=r"Sofie Sommer stopper stadig den 30\. april 2023"):
        handovers.cancel(handover, by=chair_user)


def test_cancel_when_the_person_goes_on_in_new_hours(chair_user, own_association):
    handover = HandoverFactory(employment__association=own_association)
    EmploymentFactory(association=own_association, person=handover.employment.person, start=date(2023, 5, 1))

    assert handovers.cancel(handover, by=chair_user).state == HandoverState.CANCELLED


def test_end_moved_takes_the_handover_along():
    handover = HandoverFactory(items=1, employment__end=date(2023, 4, 10))
    old = handover.employment
    new = EmploymentFactory(
        association=old.association, person=old.person, start=date(2023, 4, 11), end=date(2023, 5, 31)
    )

    handovers.end_moved(old, to=new, by=None)

    handover.refresh_from_db()
    assert handover.employment == new
    assert handovers.end_moved(old, to=new, by=None) is None


# --- Owner ------------------------------------------------------------------------------------------------------------


def test_choose_owner_takes_anybody_on_the_present_board(chair_user, own_association):
    handover = HandoverFactory(employment__association=own_association)
    treasurer = BoardMemberFactory(association=own_association, treasurer=True)

    assert handovers.choose_owner(handover, owner=treasurer, by=chair_user).owner == treasurer


def test_choose_owner_refuses_former_and_other_boards(chair_user, own_association):
    handover = HandoverFactory(employment__association=own_association)
    former = BoardMemberFactory(association=own_association, member=True, ended=True)

    for seat in (former, BoardMemberFactory()):
        with pytest.raises(ValidationError, match="sidder i foreningens bestyrelse i dag"):
            handovers.choose_owner(handover, owner=seat, by=chair_user)


def test_database_refuses_an_owner_from_another_board():
    with pytest.raises(IntegrityError, match="handovers_handover_owner_own_board"), transaction.atomic():
        HandoverFactory(owner=BoardMemberFactory())


def test_choose_owner_tells_when_somebody_was_first(chair_user, own_association):
    handover = HandoverFactory(employment__association=own_association)
    seats = [BoardMemberFactory(association=own_association, member=True) for _ in range(2)]
    seen = latest_event_id(handover)
    handovers.choose_owner(handover, owner=seats[0], by=chair_user, based_on=seen)

    with pytest.raises(StaleError):
        handovers.choose_owner(handover, owner=seats[1], by=chair_user, based_on=seen)


def test_tick_is_no_conflict_with_the_choice_of_an_owner(chair_user, own_association):
    handover = HandoverFactory(employment__association=own_association, items=1)
    seen = latest_event_id(handover)
    checklist.tick(handover.items.get(), done=True, by=chair_user)

    seat = BoardMemberFactory(association=own_association, member=True)
    assert handovers.choose_owner(handover, owner=seat, by=chair_user, based_on=seen).owner == seat


# --- Closing and reopening --------------------------------------------------------------------------------------------


def test_close_with_all_done(chair_user, own_association):
    handover = HandoverFactory(employment__association=own_association, items=2, items__done=2)

    closed = handovers.close(handover, left_over="Ingenting.", by=chair_user)

    assert (closed.state, closed.closed_on, closed.left_over) == (HandoverState.CLOSED, TODAY, "")


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_close_with_something_left_wants_it_said(chair_user, own_association, text):
    handover = HandoverFactory(employment__association=own_association, items=2, items__done=1)

    with pytest.raises(ValidationError, match="Skriv, hvad der mangler"):
        handovers.close(handover, left_over=text, by=chair_user)

    assert Handover.objects.get().is_open


def test_close_says_what_was_left(chair_user, own_association):
    handover = HandoverFactory(employment__association=own_association, items=1)

    closed = handovers.close(handover, left_over=" Nøglen til skabet: kassereren henter den. ", by=chair_user)

    assert closed.left_over == "Nøglen til skabet: kassereren henter den."


def test_close_twice_and_ticks_afterwards_are_refused(chair_user, own_association):
    handover = HandoverFactory(employment__association=own_association, items=1, items__done=1)
    handovers.close(handover, by=chair_user)

    with pytest.raises(ValidationError, match="Overleveringen er afsluttet"):
        handovers.close(handover, by=chair_user)
    with pytest.raises(ValidationError, match="Overleveringen er afsluttet"):
        checklist.tick(handover.items.get(), done=False, by=chair_user)


def test_reopen_opens_a_closed_one_alone(chair_user, own_association):
    handover = HandoverFactory(employment__association=own_association, closed=True, left_over="Nøglen.")

    again = handovers.reopen(handover, by=chair_user)

    assert (again.state, again.closed_on, again.left_over) == (HandoverState.OPEN, None, "")
    with pytest.raises(ValidationError, match="Overleveringen er åben"):
        handovers.reopen(handover, by=chair_user)


def test_reopen_of_a_cancelled_one_says_how_it_opens(chair_user, own_association):
    handover = HandoverFactory(employment__association=own_association, state=HandoverState.CANCELLED)

    assert handovers.reopen_blockers(handover, chair_user) == [
        "Overleveringen er aflyst. Den åbner igen, når der skrives en slutdato på ansættelsen."
    ]
    assert handovers.close_blockers(handover, chair_user) == ["Overleveringen er aflyst."]


@pytest.mark.parametrize("values", [{"state": "closed"}, {"closed_on": TODAY}, {"left_over": "x"}, {"state": "gone"}])
def test_database_refuses_half_closed_handovers(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        HandoverFactory(**values)


# --- Who may ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def everybody(consultant, manager, administrator, chair_user, resource_person_user):
    return {
        "consultant": consultant,
        "manager": manager,
        "administrator": administrator,
        "chair": chair_user,
        "resource": resource_person_user,
    }


@pytest.mark.parametrize(
    ("blockers", "allowed"),
    [
        (handovers.work_blockers, {"consultant", "chair", "resource"}),
        (handovers.owner_blockers, {"consultant", "chair"}),
        (handovers.close_blockers, {"consultant", "chair"}),
    ],
)
def test_blockers_follow_the_roles(everybody, own_association, blockers, allowed):
    handover = HandoverFactory(employment__association=own_association, employment__is_primary_contact=False)

    assert {name for name, user in everybody.items() if not blockers(handover, user)} == allowed


def test_people_of_another_association_are_blocked(everybody, other_association):
    handover = HandoverFactory(employment__association=other_association)

    assert {name for name, user in everybody.items() if not handovers.work_blockers(handover, user)} == {"consultant"}
    assert set(Handover.objects.visible_to(everybody["chair"])) == set()


def test_resource_person_is_told_why_closing_is_the_boards(resource_person_user, own_association):
    handover = HandoverFactory(employment__association=own_association, employment__is_primary_contact=False)

    with pytest.raises(ValidationError, match="Det gør bestyrelsen, for overleveringen er dens"):
        handovers.close(handover, by=resource_person_user)


def test_leaver_works_on_it_until_the_last_day(own_association, client_for):
    employment = leaver(association=own_association, end=TODAY, person__signs_in=True)
    user = employment.person.user
    handover = HandoverFactory(employment=employment, items=1)
    assert not handovers.work_blockers(handover, user)

    Employment.objects.update(end=TODAY - DAY)
    user.resolved_association_roles = None

    assert handovers.work_blockers(handover, user)


# --- Through the employments ------------------------------------------------------------------------------------------


def test_recorded_end_opens_a_handover_and_a_corrected_one_keeps_it(standard, consultant):
    employment = EmploymentFactory()

    employments.end_employment(employment=employment, end=date(2023, 4, 30), reason="new_job", by=consultant)
    employments.end_employment(employment=employment, end=date(2023, 5, 31), reason="study", by=consultant)

    assert Handover.objects.get().employment == employment


def test_end_taken_back_on_the_page_removes_the_untouched_handover(standard, consultant):
    employment = EmploymentFactory()
    employments.end_employment(employment=employment, end=date(2023, 4, 30), reason="new_job", by=consultant)

    employments.take_back_end(employment=employment, by=consultant)

    assert not Handover.objects.exists()


def test_new_hours_take_the_handover_along(standard, consultant):
    employment = EmploymentFactory()
    employments.end_employment(employment=employment, end=date(2023, 6, 30), reason="new_job", by=consultant)

    going_on = employments.change_hours(
        employment=employment, start=date(2023, 5, 1), weekly_hours=Decimal(25), by=consultant
    )

    assert Handover.objects.get().employment == going_on


def test_new_hours_alone_open_no_handover(standard, consultant):
    employments.change_hours(
        employment=EmploymentFactory(), start=date(2023, 3, 1), weekly_hours=Decimal(25), by=consultant
    )

    assert not Handover.objects.exists()
