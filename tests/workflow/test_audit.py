"""The trace of every change: who, when, from, to; and a log that only grows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from associations.models import Association, Employment
from tests.factories import (
    ActivityKindFactory,
    AssociationFactory,
    EmploymentFactory,
    MemberCountFactory,
    PartnershipFactory,
    PersonFactory,
    ProgrammeYearFactory,
    UserFactory,
)
from workflow import audit
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db


def last_event() -> AuditEvent:
    return AuditEvent.objects.first()


def change(field, before, after):
    return {"field": field, "from": before, "to": after}


def test_save_traces_each_changed_field_as_the_user_sees_it(consultant):
    employment = EmploymentFactory(weekly_hours=Decimal(18))
    employment.weekly_hours, employment.is_primary_contact = Decimal(20), False
    employment.end, employment.end_reason = date(2023, 3, 3), "new_job"
    audit.save(employment, by=consultant)
    event = last_event()
    assert event.changes == [
        change("end", "", "3. marts 2023"),
        change("weekly_hours", "18", "20"),
        change("is_primary_contact", "ja", "nej"),
        change("end_reason", "", "Nyt job"),
    ]
    assert (event.actor_id, event.actor_name, event.kind) == (consultant.pk, "Mette Konsulent", "changed")
    assert (event.model, event.object_id) == ("associations.employment", employment.pk)
    assert event.association_ids == [employment.association_id]
    assert [(line.label, line.before, line.after) for line in audit.described(event)][1] == (
        "Ugentlige timer",
        "18",
        "20",
    )


def test_save_of_a_new_record_traces_what_it_holds():
    person = audit.save(PersonFactory.build(name="Åse", email=None, phone=""), by=None)
    event = last_event()
    assert (event.kind, event.actor_name, event.object_label) == ("created", "Systemet", "Åse")
    assert event.changes == [change("name", "", "Åse")]
    assert event.object_id == person.pk


def test_save_without_a_change_writes_nothing(consultant, django_assert_num_queries):
    employment = Employment.objects.select_related("person", "association").get(pk=EmploymentFactory().pk)
    with django_assert_num_queries(3):  # savepoint, the row as it is, release
        audit.save(employment, by=consultant)
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("same", ["20", "20.0", 20, Decimal("20.00")])
def test_same_value_in_other_clothes_is_no_change(consultant, same):
    employment = EmploymentFactory(weekly_hours=Decimal(20))
    employment.weekly_hours = same
    audit.save(employment, by=consultant)
    assert not AuditEvent.objects.exists()


def test_invalid_record_is_refused_without_trace(consultant):
    employment = EmploymentFactory()
    employment.end = date(2017, 1, 1)
    with pytest.raises(ValidationError, match="Slutdatoen skal være samme dag"):
        audit.save(employment, by=consultant)
    assert not AuditEvent.objects.exists()
    employment.weekly_hours = "mange"
    with pytest.raises(ValidationError):
        audit.save(employment, by=consultant)


def test_amounts_years_and_names_read_as_in_danish(consultant):
    year = ProgrammeYearFactory(year=2022)
    year.default_grant, year.year = 210_000, 2023
    audit.save(year, by=consultant)
    assert last_event().changes == [change("year", "2022", "2023"), change("default_grant", "200.000", "210.000")]
    employment = EmploymentFactory(person__name="Rikke")
    employment.person = PersonFactory(name="Signe")
    audit.save(employment, by=consultant)
    assert last_event().changes == [change("person", "Rikke", "Signe")]


def test_many_to_many_is_traced_in_danish_order(consultant):
    judo, chess, boating = (ActivityKindFactory(name=name) for name in ("Judo", "Skak", "Ålejolle"))
    club = AssociationFactory(activities=[judo])
    audit.save(club, by=consultant, related={"activities": [boating, chess, judo]})
    assert last_event().changes == [change("activities", "Judo", "Judo, Skak, Ålejolle")]
    assert audit.described(last_event())[0].label == "Aktiviteter"
    audit.save(club, by=consultant, related={"activities": [judo, chess, boating]})
    assert AuditEvent.objects.count() == 1
    audit.save(club, by=consultant, related={"activities": []})
    assert last_event().changes == [change("activities", "Judo, Skak, Ålejolle", "")]
    assert not club.activities.exists()


def test_new_record_gets_its_many_to_many():
    judo = ActivityKindFactory(name="Judo")
    club = audit.save(AssociationFactory.build(district=None), by=None, related={"activities": [judo]})
    assert list(club.activities.all()) == [judo]
    assert change("activities", "", "Judo") in last_event().changes


def test_extra_changes_stand_as_they_were_given(consultant):
    count = MemberCountFactory(year=2022)
    audit.save(count, by=consultant, extra=[change("kvinder 7–12 år", "44", "48")])
    assert last_event().changes == [change("kvinder 7–12 år", "44", "48")]
    assert audit.described(last_event())[0].label == "kvinder 7–12 år"


def test_very_long_texts_are_bounded_but_compared_whole(consultant):
    club = AssociationFactory()
    club.other_names = [f"Navn {n} {'x' * 100}" for n in range(20)]
    audit.save(club, by=consultant)
    assert len(last_event().changes[0]["to"]) == audit.LONGEST_TEXT + 1
    club.other_names = [*club.other_names[:-1], "noget andet til sidst"]
    audit.save(club, by=consultant)
    assert AuditEvent.objects.count() == 2


def test_texts_of_all_kinds_are_kept_as_written(consultant):
    odd = "<b>æøå</b> \u202etxet 🏑"
    club = AssociationFactory(name="Klub")
    club.name = odd
    audit.save(club, by=consultant)
    assert last_event().changes == [change("name", "Klub", odd)]


def test_delete_traces_what_it_held(consultant):
    employment = EmploymentFactory(person__name="Rikke", association__name="Klubben")
    pk = employment.pk
    audit.delete(employment, by=consultant)
    event = last_event()
    assert (event.kind, event.object_id, event.object_label) == ("deleted", pk, "Rikke i Klubben")
    assert change("weekly_hours", "20", "") in event.changes
    assert not Employment.objects.exists()


def test_shared_partnership_is_traced_under_each_association(consultant):
    first, second = AssociationFactory.create_batch(2)
    partnership = PartnershipFactory(associations=[first, second])
    partnership.end = date(2022, 12, 31)
    audit.save(partnership, by=consultant)
    assert last_event().association_ids == sorted([first.pk, second.pk])


def test_failure_after_the_save_takes_the_trace_with_it(consultant):
    club = AssociationFactory(name="Klub")
    club.name = "Nyt navn"

    def save_and_fail() -> None:
        with transaction.atomic():
            audit.save(club, by=consultant)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        save_and_fail()
    assert not AuditEvent.objects.exists()
    assert Association.objects.get().name == "Klub"


def test_save_many_traces_like_save(consultant):
    old, new = PersonFactory(name="Bo"), PersonFactory.build(name="Ib", email=None, phone="")
    draft = audit.Draft(old, audit.snapshot(old))
    old.name = "Bo Nyt"
    audit.save_many([draft, audit.Draft(new, None)], by=consultant)
    created, changed = AuditEvent.objects.order_by("object_label")[::-1]
    assert (changed.kind, changed.changes) == ("changed", [change("name", "Bo", "Bo Nyt")])
    assert (created.kind, created.changes) == ("created", [change("name", "", "Ib")])


def test_delete_many_traces_each(consultant):
    people = PersonFactory.create_batch(2)
    audit.delete_many(people, by=consultant)
    audit.delete_many([], by=consultant)
    assert list(AuditEvent.objects.values_list("kind", flat=True)) == ["deleted", "deleted"]


# --- Two at once, on real connections ----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_who_edit_at_once_are_both_traced_from_what_was_there():
    employment, users = EmploymentFactory(weekly_hours=Decimal(18)), UserFactory.create_batch(2, consultant=True)
    together = Barrier(2)

    def edit(user, hours) -> None:
        own = Employment.objects.get(pk=employment.pk)
        own.weekly_hours = hours
        together.wait(timeout=10)
        try:
            audit.save(own, by=user)
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        list(pool.map(edit, users, [Decimal(20), Decimal(25)]))
    first, second = AuditEvent.objects.order_by("pk")
    [hours_first], [hours_second] = first.changes, second.changes
    assert hours_first["from"] == "18"
    assert hours_second["from"] == hours_first["to"]
    employment.refresh_from_db()
    assert hours_second["to"] == str(int(employment.weekly_hours))


# --- The log only grows -------------------------------------------------------------------------------------------


@pytest.fixture
def event(consultant) -> AuditEvent:
    audit.save(PersonFactory.build(), by=consultant)
    return last_event()


@pytest.mark.parametrize(
    "tamper",
    [
        lambda event: AuditEvent.objects.filter(pk=event.pk).update(actor_name="En anden"),
        lambda event: AuditEvent.objects.filter(pk=event.pk).delete(),
        lambda event: event.save(),
        lambda event: event.delete(),
    ],
)
def test_log_refuses_change_and_deletion(event, tamper):
    with pytest.raises(IntegrityError, match="the audit log only grows"), transaction.atomic():
        tamper(event)
    event.refresh_from_db()
    assert event.actor_name == "Mette Konsulent"


def test_erasure_can_reach_the_log_in_its_own_transaction_only(event):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL medspil.erasure = 'on'")
        AuditEvent.objects.update(object_label="")
        cursor.execute("SET LOCAL medspil.erasure = 'off'")
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent.objects.update(object_label="igen")
    event.refresh_from_db()
    assert event.object_label == ""
