"""Employments begin, change and end through the domain (R4–R6)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from associations.domain import employments
from associations.domain.employment import hours_on, without_primary_contact
from associations.domain.employments import (
    OPEN_END,
    change_hours,
    delete_employment,
    edit_employment,
    end_employment,
    start_employment,
    switch_primary_contact,
    take_back_end,
)
from associations.domain.funding import Share, funding_text, shares_of, untold_hours
from associations.domain.people import Named
from associations.enums import EndReason, FundingSource
from associations.models import Employment, EmploymentFunding, Person
from core.periods import DAY, Period
from tests.factories import AssociationFactory, BoardMemberFactory, EmploymentFactory, PersonFactory
from workflow import audit
from workflow.audit import described
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db
TODAY = date(2023, 3, 31)


@pytest.fixture
def club(demo_today):
    return AssociationFactory(name="Hekla")


@pytest.fixture
def calls(monkeypatch):
    """What the callbacks of higher apps are told, in order."""
    told: list[tuple[str, str]] = []
    for name in ("on_end_recorded", "on_end_taken_back", "on_end_moved"):
        callbacks = employments.Callbacks()
        callbacks.register(lambda row, name=name, **_: told.append((name, row.person.name)))
        monkeypatch.setattr(employments, name, callbacks)
    return told


def start(club, name="Anna Bech", day="2022-01-01", *, hours=20, primary=True, **more) -> Employment:
    return start_employment(
        association=club,
        who=Named(name),
        start=date.fromisoformat(day),
        weekly_hours=Decimal(hours),
        is_primary_contact=primary,
        by=more.pop("by", None),
        **more,
    )


def told(refusal) -> str:
    return " ".join(refusal.value.messages)


def rows(club) -> list[tuple[str, str, str, bool, int]]:
    found = Employment.objects.filter(association=club).select_related("person").order_by("start", "pk")
    return [
        (row.person.name, str(row.start), str(row.end), row.is_primary_contact, int(row.weekly_hours)) for row in found
    ]


def test_start_employment_writes_person_hours_and_funding_with_one_trace_each(club, consultant):
    employment = start(
        club,
        hours=28,
        funded_hours=Decimal(20),
        shares={FundingSource.GET2SPORT: Share(Decimal(5)), FundingSource.FUND: Share(Decimal(2), "Nordea-fonden")},
        by=consultant,
    )

    assert shares_of(Employment.objects.get()) == {
        "get2sport": Share(Decimal(5)),
        "fund": Share(Decimal(2), "Nordea-fonden"),
    }
    assert untold_hours(employment, shares_of(employment)) == 1
    text = "20 fra tilskuddet, 5 fra DIF get2sport, 2 fra pulje eller fond (Nordea-fonden), 1 ikke oplyst"
    assert funding_text(employment, shares_of(employment)) == text
    trace = AuditEvent.objects.get(model="associations.employment")
    assert ("Timer fra DIF get2sport", "", "5") in [(c.label, c.before, c.after) for c in described(trace)]
    assert AuditEvent.objects.filter(model="associations.person").count() == 1


def test_funding_never_exceeds_the_hours(club):
    with pytest.raises(ValidationError) as refusal:
        start(club, hours=20, funded_hours=Decimal(18), shares={"own": Share(Decimal(3))})

    assert "finansiering til 21 timer om ugen, men ansættelsen er på 20" in told(refusal)
    assert not Person.objects.exists()


def test_grant_never_pays_more_than_the_hours(club):
    with pytest.raises(ValidationError, match="finansiering til 25 timer"):
        start(club, hours=20, funded_hours=Decimal(25))


@pytest.mark.parametrize(
    "change",
    [
        lambda row: EmploymentFunding.objects.create(employment=row, source="other", weekly_hours=1),
        lambda _: Employment.objects.update(weekly_hours=19),
        lambda _: Employment.objects.update(funded_hours=13),
    ],
    ids=["funding", "hours", "grant"],
)
def test_database_refuses_more_funding_than_hours_at_commit(club, change):
    employment = EmploymentFactory(association=club, weekly_hours=20, funded_hours=12)
    EmploymentFunding.objects.create(employment=employment, source="own", weekly_hours=8)
    connection.check_constraints()
    change(employment)

    with pytest.raises(DatabaseError, match="more hours funded"):
        connection.check_constraints()


def test_database_refuses_the_same_person_twice_at_once_in_one_association_only(club):
    first = EmploymentFactory(association=club)
    EmploymentFactory(person=first.person)

    with pytest.raises(DatabaseError, match="person_once"), transaction.atomic():
        EmploymentFactory(association=club, person=first.person, helper=True, start=date(2020, 1, 1))


def test_start_employment_refuses_a_second_primary_contact(club):
    start(club)

    with pytest.raises(ValidationError) as refusal:
        start(club, "Bo Holm", "2023-01-01")

    assert "har allerede en primær kontakt" in told(refusal)
    assert not Person.objects.filter(name="Bo Holm").exists()


def test_start_employment_refuses_people_without_a_primary_contact_and_says_what_to_do(club):
    with pytest.raises(ValidationError) as refusal:
        start(club, primary=False)

    assert told(refusal) == (
        "Anna Bech er ansat fra 1. januar 2022, men ingen er primær kontakt. "
        "Vælg først, hvem der er primær kontakt fra den dag."
    )


def test_days_without_a_primary_contact_that_were_there_before_block_nothing_else(club):
    EmploymentFactory(association=club, helper=True, start=date(2019, 1, 1), end=date(2019, 12, 31))

    assert start(club).pk


def test_start_employment_with_an_end_to_come_counts_as_recorded(club, calls):
    start(club, day="2020-01-01", end=date(2021, 12, 31), end_reason=EndReason.STUDY)
    start(club, "Bo Holm", "2022-01-01", end=TODAY, end_reason=EndReason.FIXED_TERM)

    assert calls == [("on_end_recorded", "Bo Holm")]


def test_edit_employment_corrects_and_refuses_what_somebody_else_changed(club, consultant):
    employment = start(club)
    mark = audit.latest_event_id(employment)
    employment.weekly_hours = Decimal(22)
    edit_employment(employment=employment, shares={"own": Share(Decimal(2))}, by=consultant, based_on=mark)

    again = Employment.objects.get()
    again.weekly_hours = Decimal(25)
    with pytest.raises(audit.StaleError):
        edit_employment(employment=again, shares={}, by=consultant, based_on=mark)

    assert rows(club) == [("Anna Bech", "2022-01-01", "None", True, 22)]
    assert shares_of(Employment.objects.get()) == {"own": Share(Decimal(2))}


def test_change_hours_closes_the_row_and_the_same_person_goes_on(club, calls):
    employment = start(club, funded_hours=Decimal(20))

    new = change_hours(
        employment=employment, start=date(2023, 4, 1), weekly_hours=Decimal(25), funded_hours=Decimal(20),
        shares={"get2sport": Share(Decimal(5))}, by=None,
    )  # fmt: skip

    assert rows(club) == [
        ("Anna Bech", "2022-01-01", "2023-03-31", True, 20),
        ("Anna Bech", "2023-04-01", "None", True, 25),
    ]
    assert Employment.objects.get(end=TODAY).end_reason == EndReason.CONTINUED
    assert shares_of(new) == {"get2sport": Share(Decimal(5))}
    assert calls == []


def test_change_hours_takes_a_recorded_end_along(club, calls):
    employment = start(club)
    end_employment(employment=employment, end=date(2023, 6, 30), reason=EndReason.NEW_JOB, by=None)

    new = change_hours(employment=employment, start=date(2023, 5, 1), weekly_hours=Decimal(15), by=None)

    assert (new.end, new.end_reason) == (date(2023, 6, 30), EndReason.NEW_JOB)
    assert calls == [("on_end_recorded", "Anna Bech"), ("on_end_moved", "Anna Bech")]


@pytest.mark.parametrize("day", ["2021-12-31", "2022-01-01", "2023-07-01"])
def test_change_hours_needs_a_day_inside_the_employment(club, day):
    employment = start(club, end=date(2023, 6, 30), end_reason=EndReason.STUDY)

    with pytest.raises(ValidationError) as refusal:
        change_hours(employment=employment, start=date.fromisoformat(day), weekly_hours=Decimal(25), by=None)

    assert refusal.value.message_dict["start"][0].startswith(
        "Vælg en dag tidligst 2. januar 2022 og senest 30. juni 2023."
    )


def test_end_employment_records_day_and_reason_and_tells_the_apps_above(club, calls, consultant):
    employment = start(club)

    end_employment(employment=employment, end=date(2023, 5, 31), reason=EndReason.NEW_JOB, by=consultant)
    end_employment(employment=employment, end=date(2023, 5, 31), reason=EndReason.NEW_JOB, by=consultant)

    assert rows(club) == [("Anna Bech", "2022-01-01", "2023-05-31", True, 20)]
    assert calls == [("on_end_recorded", "Anna Bech")]
    assert AuditEvent.objects.filter(model="associations.employment", kind="changed").count() == 1


def test_end_before_the_start_is_refused_in_words(club):
    employment = start(club)

    with pytest.raises(ValidationError) as refusal:
        end_employment(employment=employment, end=date(2021, 12, 31), reason=EndReason.NEW_JOB, by=None)

    assert told(refusal) == "Slutdatoen skal være samme dag som startdatoen eller senere."


def test_end_of_the_primary_contact_needs_a_new_one_while_others_are_employed(club, calls):
    anna, bo = start(club), start(club, "Bo Holm", "2022-06-01", hours=8, primary=False)

    with pytest.raises(ValidationError) as refusal:
        end_employment(employment=anna, end=TODAY, reason=EndReason.STUDY, by=None)
    assert "Bo Holm er ansat fra 1. april 2023, men ingen er primær kontakt." in told(refusal)
    assert calls == []

    anna.refresh_from_db()
    end_employment(employment=anna, end=TODAY, reason=EndReason.STUDY, new_primary=bo, by=None)

    assert rows(club) == [
        ("Anna Bech", "2022-01-01", "2023-03-31", True, 20),
        ("Bo Holm", "2022-06-01", "2023-03-31", False, 8),
        ("Bo Holm", "2023-04-01", "None", True, 8),
    ]


def test_new_primary_contact_must_be_employed_on_the_day_after(club):
    anna, bo = start(club), start(club, "Bo Holm", "2022-06-01", primary=False, end=TODAY, end_reason="other")

    with pytest.raises(ValidationError, match=r"Bo Holm er ikke ansat 1\. april 2023"):
        end_employment(employment=anna, end=TODAY, reason=EndReason.STUDY, new_primary=bo, by=None)


def test_new_primary_contact_who_begins_the_day_after_needs_no_new_row(club):
    anna = start(club)
    bo = start(club, "Bo Holm", "2022-06-01", primary=False, end=TODAY, end_reason="other")
    next_one = start(club, "Ida Juul", "2023-04-01", primary=False)

    end_employment(employment=anna, end=TODAY, reason=EndReason.STUDY, new_primary=next_one, by=None)

    assert rows(club)[-1] == ("Ida Juul", "2023-04-01", "None", True, 20)
    assert Employment.objects.filter(person=bo.person).count() == 1


def test_take_back_end_opens_the_employment_again_once(club, calls):
    employment = start(club)
    end_employment(employment=employment, end=date(2023, 5, 31), reason=EndReason.NEW_JOB, by=None)

    take_back_end(employment=employment, by=None)
    take_back_end(employment=employment, by=None)

    assert rows(club) == [("Anna Bech", "2022-01-01", "None", True, 20)]
    assert calls == [("on_end_recorded", "Anna Bech"), ("on_end_taken_back", "Anna Bech")]


def test_take_back_end_is_refused_when_somebody_else_is_primary_contact_since(club, calls):
    anna = start(club, end=TODAY, end_reason=EndReason.NEW_JOB)
    start(club, "Bo Holm", "2023-04-01")
    calls.clear()

    with pytest.raises(ValidationError, match="har allerede en primær kontakt"):
        take_back_end(employment=anna, by=None)

    assert calls == []


def test_switch_primary_contact_from_a_day_in_one_step(club):
    start(club)
    bo = start(club, "Bo Holm", "2022-06-01", hours=8, primary=False, shares={"own": Share(Decimal(8))})

    now = switch_primary_contact(to=bo, start=date(2023, 4, 1), by=None)

    assert rows(club) == [
        ("Anna Bech", "2022-01-01", "2023-03-31", True, 20),
        ("Bo Holm", "2022-06-01", "2023-03-31", False, 8),
        ("Anna Bech", "2023-04-01", "None", False, 20),
        ("Bo Holm", "2023-04-01", "None", True, 8),
    ]
    assert shares_of(now) == {"own": Share(Decimal(8))}


def test_switch_primary_contact_from_the_first_day_changes_the_rows_themselves(club):
    start(club)
    bo = start(club, "Bo Holm", "2022-01-01", hours=8, primary=False)

    switch_primary_contact(to=bo, start=date(2022, 1, 1), by=None)
    switch_primary_contact(to=bo, start=date(2022, 1, 1), by=None)

    assert rows(club) == [
        ("Anna Bech", "2022-01-01", "None", False, 20),
        ("Bo Holm", "2022-01-01", "None", True, 8),
    ]


def test_switch_primary_contact_needs_somebody_who_is_employed(club):
    start(club)
    bo = start(club, "Bo Holm", "2022-06-01", primary=False, end=date(2022, 12, 31), end_reason="other")

    with pytest.raises(ValidationError, match=r"Bo Holm er ikke ansat 1\. april 2023"):
        switch_primary_contact(to=bo, start=date(2023, 4, 1), by=None)


def test_switch_back_from_a_time_when_the_other_stops_earlier_is_refused(club):
    start(club)
    bo = start(club, "Bo Holm", "2022-06-01", primary=False, end=date(2023, 6, 30), end_reason="other")

    with pytest.raises(ValidationError, match=r"Anna Bech er ansat fra 1\. juli 2023"):
        switch_primary_contact(to=bo, start=date(2023, 4, 1), by=None)


def test_delete_employment_removes_the_row_and_a_person_nobody_else_knows(club, consultant):
    start(club)
    wrong = start(club, "Bo Holm", "2022-06-01", primary=False, shares={"own": Share(Decimal(8))})

    delete_employment(employment=wrong, by=consultant)

    assert rows(club) == [("Anna Bech", "2022-01-01", "None", True, 20)]
    assert [person.name for person in Person.objects.all()] == ["Anna Bech"]
    assert set(AuditEvent.objects.filter(kind="deleted").values_list("object_label", flat=True)) == {
        "Bo Holm i Hekla",
        "Bo Holm",
    }


def test_delete_employment_keeps_a_person_with_a_seat_or_an_account(club):
    seat, account = BoardMemberFactory(association=club), PersonFactory(signs_in=True)
    for person in (seat.person, account):
        delete_employment(employment=EmploymentFactory(association=club, person=person), by=None)

    assert Person.objects.count() == 2


def test_delete_employment_is_refused_when_others_lose_their_primary_contact(club):
    anna = start(club)
    start(club, "Bo Holm", "2022-06-01", primary=False)

    with pytest.raises(ValidationError, match="ingen er primær kontakt"):
        delete_employment(employment=anna, by=None)


def test_a_row_with_something_hanging_on_it_is_not_deleted(club):
    from associations.domain.removal import refuse_bound

    employment = EmploymentFactory(association=club)
    EmploymentFunding.objects.create(employment=employment, source="own", weekly_hours=8)

    with pytest.raises(ValidationError, match="hører noget til den: anden finansiering"):
        refuse_bound(employment)


days = st.integers(0, 800).map(lambda number: date(2021, 1, 1) + timedelta(days=number))
steps = st.lists(
    st.tuples(
        st.sampled_from(["start", "helper", "hours", "end", "back", "switch", "delete"]),
        st.integers(0, 3),
        days,
        st.integers(1, 40),
    ),
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=steps)
def test_whatever_is_done_the_rules_of_r4_hold(club, told):
    """One primary contact at a time and never none, nobody twice, and a change of hours leaves no day out."""
    with transaction.atomic():
        for what, place, day, hours in told:
            try:
                step(club, what, place, day, hours)
            except ValidationError:
                continue
            found = list(Employment.objects.filter(association=club))
            connection.check_constraints()
            if found:
                within = Period(min(row.start for row in found), OPEN_END)
                assert without_primary_contact(found, within) == []
            for asked in {row.start for row in found} | {row.end or OPEN_END for row in found}:
                holding = [row for row in found if row.start <= asked <= (row.end or OPEN_END)]
                assert sum(row.is_primary_contact for row in holding) <= 1
                assert len({row.person_id for row in holding}) == len(holding)
        transaction.set_rollback(True)


def step(club, what, place, day, hours) -> None:
    known = list(Employment.objects.filter(association=club).select_related("person", "association").order_by("pk"))
    chosen = known[place % len(known)] if known else None
    if what in {"start", "helper"} or chosen is None:
        start(club, f"Person {place} Prøve", day.isoformat(), hours=hours, primary=what != "helper")
    elif what == "hours":
        before, expected = hours_on(known, day - DAY), hours_on(known, day) + hours - chosen.weekly_hours
        change_hours(employment=chosen, start=day, weekly_hours=Decimal(hours), by=None)
        now = list(Employment.objects.filter(association=club))
        assert hours_on(now, day - DAY) == before
        assert hours_on(now, day) == expected
    elif what == "end":
        end_employment(employment=chosen, end=day, reason=EndReason.OTHER, by=None)
    elif what == "back":
        take_back_end(employment=chosen, by=None)
    elif what == "switch":
        switch_primary_contact(to=chosen, start=day, by=None)
    else:
        delete_employment(employment=chosen, by=None)
