"""A consultant's associations to a colleague and back: past, present and future, planned changes, two at once."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from partnerships.domain import transfers
from partnerships.domain.contacts import StalePlanError, assign_contact
from partnerships.domain.transfers import Wish, plan_return, plan_transfer, return_contacts, transfer_contacts
from partnerships.enums import TransferReason
from partnerships.models import ContactPerson, ContactTransfer
from tests.factories import (
    AssociationFactory,
    BoardMemberFactory,
    ContactPersonFactory,
    ContactTransferFactory,
    PersonFactory,
    UserFactory,
)
from workflow.models import AuditEvent

pytestmark = pytest.mark.usefixtures("demo_today")
TODAY, DAY = date(2023, 3, 31), timedelta(days=1)
Period = tuple[str, date, date | None]


def periods(association) -> list[Period]:
    rows = ContactPerson.objects.filter(association=association).order_by("start")
    return [(row.consultant.name, row.start, row.end) for row in rows]


@pytest.fixture
def mette(db):
    return UserFactory(consultant=True, name="Mette")


@pytest.fixture
def signe(db):
    return UserFactory(consultant=True, name="Signe")


@pytest.fixture
def ajax(mette):
    return ContactPersonFactory(association__name="Ajax", consultant=mette).association


@pytest.fixture
def bella(mette):
    return ContactPersonFactory(association__name="Bella", consultant=mette, start=date(2020, 7, 1)).association


def wish(mette, signe, *associations, start=TODAY, **more) -> Wish:
    ids = frozenset(association.pk for association in associations)
    return Wish(consultant=mette, to=signe, start=start, association_ids=ids, reason=TransferReason.LEAVE, **more)


def back(transfer, start, **more) -> ContactTransfer:
    return return_contacts(transfer=transfer, start=start, by=None, **more)


# --- Away --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("start", [TODAY, TODAY - 90 * DAY, TODAY + 90 * DAY])
def test_each_period_is_cut_and_the_rest_goes_to_the_colleague(mette, signe, ajax, bella, start):
    transfer = transfer_contacts(wish(mette, signe, ajax, bella, start=start), by=mette)
    assert periods(ajax) == [("Mette", date(2018, 1, 1), start - DAY), ("Signe", start, None)]
    assert periods(bella) == [("Mette", date(2020, 7, 1), start - DAY), ("Signe", start, None)]
    assert (transfer.made_by, transfer.made_on, transfer.rows.count()) == (mette, TODAY, 2)


@pytest.mark.django_db
def test_only_the_chosen_ones_go(mette, signe, ajax, bella):
    transfer_contacts(wish(mette, signe, bella), by=mette)
    assert periods(ajax) == [("Mette", date(2018, 1, 1), None)]
    assert len(periods(bella)) == 2


@pytest.mark.django_db
def test_every_period_is_traced_and_the_reason_is_internal(mette, signe, ajax, bella):
    transfer_contacts(wish(mette, signe, ajax, bella), by=mette)
    events = AuditEvent.objects.all()
    assert [event.is_internal for event in events.filter(model="partnerships.contactperson")] == [False] * 4
    (event,) = events.filter(model="partnerships.contacttransfer")
    assert (event.is_internal, event.association_ids) == (True, sorted([ajax.pk, bella.pk]))
    assert {"field": "reason", "from": "", "to": "Orlov"} in event.changes


@pytest.mark.django_db
def test_association_sees_the_new_contact_person_but_not_the_reason(
    mette, signe, own_association, chair_user, client_for
):
    ContactPersonFactory(association=own_association, consultant=mette)
    transfer_contacts(wish(mette, signe, own_association), by=mette)
    page = client_for(chair_user).get(reverse("overview:association-history", args=[own_association.pk]))
    assert "Signe" in page.content.decode()
    assert "Orlov" not in page.content.decode()


@pytest.mark.django_db
def test_period_that_has_not_begun_goes_whole(mette, signe, ajax):
    ContactPerson.objects.update(start=date(2023, 6, 1))
    transfer_contacts(wish(mette, signe, ajax, start=date(2023, 5, 1)), by=mette)
    assert periods(ajax) == [("Signe", date(2023, 6, 1), None)]


@pytest.mark.django_db
def test_planned_period_of_a_third_stands(mette, signe, ajax):
    assign_contact(
        association=ajax, consultant=UserFactory(consultant=True, name="Yusuf"), start=date(2023, 7, 1), by=None
    )
    transfer_contacts(wish(mette, signe, ajax), by=mette)
    assert periods(ajax) == [
        ("Mette", date(2018, 1, 1), TODAY - DAY),
        ("Signe", TODAY, date(2023, 6, 30)),
        ("Yusuf", date(2023, 7, 1), None),
    ]


@pytest.mark.django_db
def test_both_the_running_and_the_planned_period_go(mette, signe, ajax):
    ContactPerson.objects.update(end=date(2023, 5, 31))
    ContactPersonFactory(association=ajax, consultant__name="Yusuf", start=date(2023, 6, 1), end=date(2023, 6, 30))
    ContactPersonFactory(association=ajax, consultant=mette, start=date(2023, 7, 1))
    transfer = transfer_contacts(wish(mette, signe, ajax), by=mette)
    assert [name for name, _, _ in periods(ajax)] == ["Mette", "Signe", "Yusuf", "Signe"]
    back(transfer, TODAY)
    assert periods(ajax) == [
        ("Mette", date(2018, 1, 1), date(2023, 5, 31)),
        ("Yusuf", date(2023, 6, 1), date(2023, 6, 30)),
        ("Mette", date(2023, 7, 1), None),
    ]


@pytest.mark.django_db
def test_what_has_ended_by_today_is_history(mette, signe, ajax):
    ContactPerson.objects.update(end=TODAY - DAY)
    start = TODAY - 30 * DAY
    plan = plan_transfer(wish(mette, signe, ajax, start=start), by=mette)
    assert [step.why_not for step in plan.left] == ["Mette er ikke kontaktperson for foreningen fra den dag."]
    with pytest.raises(ValidationError, match="Ingen af de valgte"):
        transfer_contacts(wish(mette, signe, ajax, start=start), by=mette)


@pytest.mark.django_db
def test_period_that_ends_before_the_day_is_not_transferred(mette, signe, ajax, bella):
    ContactPerson.objects.filter(association=ajax).update(end=date(2023, 4, 30))
    transfer = transfer_contacts(wish(mette, signe, ajax, bella, start=date(2023, 5, 1)), by=mette)
    assert [row.association for row in transfer.rows.all()] == [bella]
    assert periods(ajax) == [("Mette", date(2018, 1, 1), date(2023, 4, 30))]


@pytest.mark.django_db
def test_colleague_on_the_board_and_own_club_stay(mette, signe, ajax, bella):
    own = ContactPersonFactory(association__name="Egen", consultant=signe).association
    BoardMemberFactory(association=ajax, member=True, person__user=signe)
    BoardMemberFactory(association=own, member=True, person__user=mette)
    plan = plan_transfer(wish(mette, signe, ajax, bella), by=mette)
    assert [(step.association, step.why_not) for step in plan.left] == [
        (ajax, "Signe er selv med i foreningen og kan derfor ikke være dens kontaktperson.")
    ]
    transfer_contacts(wish(mette, signe, ajax, bella), by=mette)
    assert len(periods(ajax)) == 1
    plan = plan_transfer(wish(signe, UserFactory(consultant=True), own), by=mette)
    assert [step.why_not for step in plan.left] == [
        "Du er selv med i foreningen. Bed en kollega om at skifte kontaktpersonen."
    ]


@pytest.mark.django_db
def test_inactive_consultant_gives_away_but_takes_nothing(mette, signe, ajax):
    mette.is_active = False
    mette.save()
    transfer = transfer_contacts(wish(mette, signe, ajax), by=signe)
    assert periods(ajax)[1] == ("Signe", TODAY, None)
    with pytest.raises(ValidationError, match="ikke længere aktiv"):
        back(transfer, TODAY)
    with pytest.raises(ValidationError, match="Ingen af de valgte"):
        transfer_contacts(wish(signe, mette, ajax), by=signe)


@pytest.mark.django_db
def test_transfer_to_oneself_is_refused(mette, ajax):
    with pytest.raises(ValidationError, match="Vælg en kollega"):
        transfer_contacts(wish(mette, mette, ajax), by=mette)
    assert len(periods(ajax)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "broken", [{"planned_return": date(2023, 3, 1)}, {"returned_on": date(2023, 2, 28)}, {"reason": "lyst"}]
)
def test_database_refuses_what_makes_no_sense(broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactTransferFactory(**broken)


@pytest.mark.django_db
def test_failure_in_the_middle_changes_nothing(mette, signe, ajax, bella, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(transfers.TransferredContact.objects, "bulk_create", broken)
    with pytest.raises(RuntimeError):
        transfer_contacts(wish(mette, signe, ajax, bella), by=mette)
    assert [len(periods(club)) for club in (ajax, bella)] == [1, 1]
    assert (ContactTransfer.objects.count(), AuditEvent.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_agreed_plan_that_is_another_by_now_is_refused(mette, signe, ajax, bella):
    agreed = plan_transfer(wish(mette, signe, ajax, bella), by=mette).mark
    assign_contact(association=ajax, consultant=UserFactory(consultant=True), start=TODAY, by=None)
    with pytest.raises(StalePlanError):
        transfer_contacts(wish(mette, signe, ajax, bella), by=mette, mark=agreed)
    assert len(periods(bella)) == 1


@pytest.mark.django_db
def test_same_form_twice_is_one_transfer(mette, signe, ajax):
    key = uuid4()
    first, second = (transfer_contacts(wish(mette, signe, ajax), by=mette, form_key=key) for _ in range(2))
    assert first == second
    assert len(periods(ajax)) == 2


# --- Back --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_given_back_later_the_colleague_keeps_the_time_between(mette, signe, ajax):
    transfer = transfer_contacts(wish(mette, signe, ajax), by=mette)
    done = return_contacts(transfer=transfer, start=TODAY + 10 * DAY, by=signe)
    assert periods(ajax) == [
        ("Mette", date(2018, 1, 1), TODAY - DAY),
        ("Signe", TODAY, TODAY + 9 * DAY),
        ("Mette", TODAY + 10 * DAY, None),
    ]
    assert (done.returned_on, done.returned_by) == (TODAY + 10 * DAY, signe)


@pytest.mark.django_db
@pytest.mark.parametrize("start", [TODAY, TODAY - DAY])
def test_given_back_from_the_first_day_it_never_happened(mette, signe, ajax, start):
    transfer = transfer_contacts(wish(mette, signe, ajax, start=TODAY - DAY), by=mette)
    back(transfer, TODAY - DAY)
    assert periods(ajax) == [("Mette", date(2018, 1, 1), None)]


@pytest.mark.django_db
def test_period_taken_whole_comes_back_whole(mette, signe, ajax):
    ContactPerson.objects.update(start=date(2023, 6, 1))
    transfer = transfer_contacts(wish(mette, signe, ajax), by=mette)
    back(transfer, date(2023, 5, 1))
    assert periods(ajax) == [("Mette", date(2023, 6, 1), None)]


@pytest.mark.django_db
def test_cut_that_was_moved_since_is_not_healed_but_given_back(mette, signe, ajax):
    transfer = transfer_contacts(wish(mette, signe, ajax), by=mette)
    ContactPerson.objects.filter(consultant=mette).update(end=date(2022, 12, 31))
    back(transfer, TODAY)
    assert periods(ajax) == [("Mette", date(2018, 1, 1), date(2022, 12, 31)), ("Mette", TODAY, None)]


@pytest.mark.django_db
def test_what_was_changed_since_stays_and_says_why(mette, signe, ajax, bella):
    yusuf = UserFactory(consultant=True, name="Yusuf")
    clubs = [
        ContactPersonFactory(association__name=name, consultant=mette).association for name in ("C", "D", "E", "F")
    ]
    c, d, e, f = clubs
    transfer = transfer_contacts(wish(mette, signe, ajax, bella, *clubs), by=mette)
    assign_contact(association=ajax, consultant=yusuf, start=TODAY, by=None)
    assign_contact(association=bella, consultant=yusuf, start=TODAY + 5 * DAY, by=None)
    ContactPerson.objects.filter(association=c, consultant=signe).delete()
    BoardMemberFactory(association=d, member=True, person__user=mette)
    ContactPerson.objects.filter(association=e, consultant=signe).update(end=TODAY + 3 * DAY)
    back(transfer, TODAY + 10 * DAY)
    reasons = {row.association.name: row.not_returned_because for row in transfer.rows.select_related("association")}
    assert reasons == {
        "Ajax": "Er ændret siden: Yusuf er kontaktperson fra 31. marts 2023.",
        "Bella": "Er ændret siden: Signe er kontaktperson 31. marts 2023 – 4. april 2023.",
        "C": "Perioden er slettet siden.",
        "D": "Mette er selv med i foreningen og kan derfor ikke være dens kontaktperson.",
        "E": "Er ændret siden: Signe er kontaktperson 31. marts 2023 – 3. april 2023.",
        "F": "",
    }
    assert periods(f)[-1] == ("Mette", TODAY + 10 * DAY, None)
    assert periods(d)[-1] == ("Signe", TODAY, None)


@pytest.mark.django_db
def test_period_that_is_over_by_then_stays(mette, signe, ajax, bella):
    ContactPerson.objects.filter(association=ajax).update(end=date(2023, 5, 31))
    transfer = transfer_contacts(wish(mette, signe, ajax, bella), by=mette)
    back(transfer, date(2023, 6, 1))
    assert [row.not_returned_because for row in transfer.rows.order_by("association__name")] == [
        "Perioden slutter 31. maj 2023.",
        "",
    ]


@pytest.mark.django_db
def test_nothing_to_give_back_is_said_and_changes_nothing(mette, signe, ajax):
    transfer = transfer_contacts(wish(mette, signe, ajax), by=mette)
    assign_contact(association=ajax, consultant=UserFactory(consultant=True), start=TODAY, by=None)
    with pytest.raises(ValidationError, match="Ingen af foreningerne"):
        back(transfer, TODAY)
    transfer.refresh_from_db()
    assert transfer.returned_on is None


@pytest.mark.django_db
def test_giving_back_twice_stands_once(mette, signe, ajax):
    transfer = transfer_contacts(wish(mette, signe, ajax), by=mette)
    back(transfer, TODAY + DAY)
    back(transfer, TODAY + DAY)
    assert len(periods(ajax)) == 3
    with pytest.raises(ValidationError, match="allerede ført tilbage"):
        back(transfer, TODAY + 2 * DAY)


@pytest.mark.django_db
def test_agreed_return_that_is_another_by_now_is_refused(mette, signe, ajax, bella):
    transfer = transfer_contacts(wish(mette, signe, ajax, bella), by=mette)
    agreed = plan_return(transfer, start=TODAY, by=mette).mark
    assign_contact(association=ajax, consultant=UserFactory(consultant=True), start=TODAY, by=None)
    with pytest.raises(StalePlanError):
        back(transfer, TODAY, mark=agreed)


@pytest.mark.django_db
def test_chain_is_given_back_from_its_end(mette, signe, ajax):
    yusuf = UserFactory(consultant=True, name="Yusuf")
    first = transfer_contacts(wish(mette, signe, ajax), by=mette)
    second = transfer_contacts(wish(signe, yusuf, ajax), by=signe)
    with pytest.raises(ValidationError):
        back(first, TODAY)
    back(second, TODAY)
    back(first, TODAY)
    assert periods(ajax) == [("Mette", date(2018, 1, 1), None)]


DAYS = st.integers(-400, 400).map(lambda days: TODAY + days * DAY)


@pytest.mark.django_db
@given(
    spans=st.lists(st.tuples(DAYS, st.none() | st.integers(0, 300)), min_size=1, max_size=3),
    start=DAYS,
    later=st.integers(0, 500),
)
@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_no_day_is_lost_or_held_twice(demo_today, spans, start, later):
    """Whatever the periods and days: who was not the consultant before is untouched, and all days stay covered."""
    with transaction.atomic():
        mette, signe = (UserFactory(consultant=True) for _ in range(2))
        clubs = []
        for first, length in spans:
            end = None if length is None else first + length * DAY
            clubs.append(ContactPersonFactory(consultant=mette, start=first, end=end).association)
        before = [covered(club, {mette.pk}) for club in clubs]
        try:
            transfer = transfer_contacts(wish(mette, signe, *clubs, start=start), by=None)
        except ValidationError:
            transfer = None
        assert [covered(club, {mette.pk, signe.pk}) for club in clubs] == before
        if transfer:
            moved = {row.association_id for row in transfer.rows.all()}
            for club in clubs:
                signes = covered(club, {signe.pk})
                assert all(first >= start for first, _ in signes)
                assert bool(signes) == (club.pk in moved)
            try:
                back(transfer, start + later * DAY)
            except ValidationError:
                pass
            else:
                assert all(last < start + later * DAY for club in clubs for _, last in covered(club, {signe.pk}))
            assert [covered(club, {mette.pk, signe.pk}) for club in clubs] == before
            if later == 0:
                assert [covered(club, {mette.pk}) for club in clubs] == before
        transaction.set_rollback(True)


def covered(association, consultants) -> list[tuple[date, date]]:
    """The days on which one of them is the contact person, as few spans as possible."""
    spans: list[tuple[date, date]] = []
    rows = ContactPerson.objects.filter(association=association, consultant__in=consultants).order_by("start")
    for first, end in rows.values_list("start", "end"):
        last = end or date.max - DAY
        if spans and first == spans[-1][1] + DAY:
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
    return spans


@pytest.mark.django_db(transaction=True)
def test_two_at_once_follow_each_other(demo_today):
    mette, signe, yusuf = (UserFactory(consultant=True) for _ in range(3))
    clubs = [ContactPersonFactory(consultant=mette).association for _ in range(3)]
    ready = Barrier(2)
    marks = [plan_transfer(wish(mette, to, *clubs), by=None).mark for to in (signe, yusuf)]

    def move(n: int) -> str:
        ready.wait(timeout=10)
        try:
            transfer_contacts(wish(mette, (signe, yusuf)[n], *clubs), by=None, mark=marks[n])
        except StalePlanError:
            return "stale"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(move, range(2)))

    assert answers == ["done", "stale"]
    holders = {tuple(name for name, _, _ in periods(club)) for club in clubs}
    assert len(holders) == 1
    assert ContactTransfer.objects.count() == 1


# --- Pages -------------------------------------------------------------------------------------------------------


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def hidden(response) -> dict[str, list[str]]:
    """What the page's own form would send."""
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', response.content.decode())
    found: dict[str, list[str]] = {}
    for name, value in fields:
        if name != "csrfmiddlewaretoken":
            found.setdefault(name, []).append(value)
    return found


def add_url(consultant) -> str:
    return reverse("partnerships:contacttransfer-add", args=[consultant.pk])


@pytest.fixture
def sent(ajax, bella, signe):
    return {
        "associations": [ajax.pk, bella.pk],
        "to": signe.pk,
        "start": "01-04-2023",
        "planned_return": "01-10-2023",
        "reason": "leave",
        "form_key": str(uuid4()),
    }


@pytest.mark.django_db
def test_leave_from_the_list_and_back(client_for, mette, ajax, bella, sent):
    client = client_for(mette)
    listed = client.get(reverse("partnerships:contact-transfers"))
    assert add_url(mette) in listed.content.decode()
    form = client.get(add_url(mette)).context["form"]
    assert form["associations"].value() == [ajax.pk, bella.pk]
    assert mette not in form.fields["to"].queryset

    shown = client.post(add_url(mette), sent)
    assert "Ajax til 31-03-2023 fra 01-04-2023" in words(shown)
    assert ContactTransfer.objects.count() == 0
    done = client.post(add_url(mette), hidden(shown), follow=True)
    assert "2 foreninger er overdraget til Signe." in words(done)
    again = client.post(add_url(mette), hidden(shown), follow=True)
    assert "Mette → Signe" in words(again)
    transfer = ContactTransfer.objects.get()
    assert periods(ajax)[-1] == ("Signe", date(2023, 4, 1), None)

    address = reverse("partnerships:contacttransfer-return", args=[transfer.pk])
    shown = client.post(address, {"start": "01-10-2023"})
    assert "Ajax til 30-09-2023 fra 01-10-2023" in words(shown)
    done = client.post(address, hidden(shown), follow=True)
    assert "Foreningerne er ført tilbage til Mette." in words(done)
    again = client.post(address, hidden(shown), follow=True)
    assert "Foreningerne er allerede ført tilbage." in words(again)
    assert [name for name, _, _ in periods(ajax)] == ["Mette", "Signe", "Mette"]


@pytest.mark.django_db
def test_going_back_from_the_last_page_keeps_what_was_typed(client_for, mette, sent):
    client = client_for(mette)
    shown = client.post(add_url(mette), sent)
    page = client.post(add_url(mette), {**hidden(shown), "back": "1"})
    assert 'value="01-04-2023"' in page.content.decode() or "2023-04-01" in page.content.decode()
    assert page.context["form"]["reason"].value() == "leave"
    assert ContactTransfer.objects.count() == 0


@pytest.mark.django_db
def test_change_between_the_pages_is_shown_before_anything_happens(client_for, mette, signe, ajax, sent):
    client = client_for(mette)
    shown = client.post(add_url(mette), sent)
    assign_contact(association=ajax, consultant=UserFactory(consultant=True), start=date(2023, 5, 1), by=None)
    page = client.post(add_url(mette), hidden(shown))
    assert "Kontaktpersonerne er ændret, siden du så siden." in words(page)
    assert "01-04-2023 – 30-04-2023" in words(page)
    assert ContactTransfer.objects.count() == 0
    client.post(add_url(mette), hidden(page))
    assert ContactTransfer.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"associations": []}, "Vælg mindst én forening."),
        ({"to": ""}, "Vælg en kollega."),
        ({"start": "snart"}, "Skriv en dato, der findes"),
        ({"planned_return": "01-04-2023"}, "Skriv en dato, der ligger efter overdragelsen."),
        ({"reason": ""}, "Vælg en årsag."),
        ({"form_key": "x"}, "Overdrag foreninger"),
    ],
)
def test_form_says_what_is_wrong(client_for, mette, sent, typed, reason):
    page = client_for(mette).post(add_url(mette), {**sent, **typed})
    assert page.status_code == 200
    assert reason in words(page)
    assert ContactTransfer.objects.count() == 0


@pytest.mark.django_db
def test_colleague_on_the_boards_gets_nothing_and_the_page_says_so(client_for, mette, signe, sent):
    person = PersonFactory(user=signe)
    for club in sent["associations"]:
        BoardMemberFactory(association_id=club, association=None, member=True, person=person)
    page = client_for(mette).post(add_url(mette), sent)
    assert "Ingen af de valgte foreninger kan overdrages fra den dag. Signe er selv med" in words(page)


@pytest.mark.django_db
def test_return_that_can_give_nothing_back_says_so(client_for, mette, signe, ajax):
    transfer = transfer_contacts(wish(mette, signe, ajax), by=mette)
    assign_contact(association=ajax, consultant=UserFactory(consultant=True, name="Yusuf"), start=TODAY, by=None)
    address = reverse("partnerships:contacttransfer-return", args=[transfer.pk])
    page = client_for(mette).post(address, {"start": "31-03-2023"})
    assert "Ingen af foreningerne kan føres tilbage fra den dag. Er ændret siden: Yusuf" in words(page)
    early = client_for(mette).post(address, {"start": "30-03-2023"})
    assert "tidligst er 31-03-2023" in words(early)


@pytest.mark.django_db
def test_resigned_consultants_associations_stand_out_and_cannot_go_back(client_for, mette, signe, ajax, bella):
    transfer = transfer_contacts(wish(mette, signe, ajax), by=mette)
    mette.is_active = False
    mette.save()
    client = client_for(signe)
    listed = words(client.get(reverse("partnerships:contact-transfers")))
    assert "Mette Kan ikke logge på 1 hos Mette" in listed
    page = words(client.get(reverse("partnerships:contacttransfer-detail", args=[transfer.pk])))
    assert "Mette er ikke længere aktiv. Overdrag foreningerne til en anden." in page
    assert client.get(reverse("partnerships:contacttransfer-return", args=[transfer.pk])).status_code == 403


@pytest.mark.django_db
def test_list_tells_the_state_of_each_transfer(client_for, mette, signe, ajax, manager):
    coming = transfer_contacts(wish(mette, signe, ajax, start=date(2023, 5, 1)), by=mette)
    ContactTransferFactory(planned_return=date(2023, 3, 30))
    ContactTransferFactory(returned_on=date(2023, 3, 20))
    page = words(client_for(manager).get(reverse("partnerships:contact-transfers")))
    assert "3 overdragelser" in page
    assert "forventes 30-03-2023 Forventet tilbage" in page
    assert "20-03-2023 Ført tilbage" in page
    assert "Kommer" in page
    assert "Overdrag " not in page
    detail = words(client_for(manager).get(reverse("partnerships:contacttransfer-detail", args=[coming.pk])))
    assert "Før tilbage" not in detail
    address = reverse("partnerships:contact-transfers-export", kwargs={"extension": "xlsx"})
    sheet = load_workbook(io.BytesIO(client_for(manager).get(address).content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:5] == ["Fra", "Til", "Gælder fra", "Årsag", "Foreninger"]
    assert [row[8] for row in rows[1:]] == ["Kommer", "Ført tilbage", "I kraft"]


@pytest.mark.django_db
def test_consultant_without_associations_is_told(client_for, mette, signe):
    page = client_for(mette).get(add_url(signe))
    assert "Signe har ingen foreninger at overdrage" in words(page)


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_rows(client_for, mette, signe, django_assert_num_queries, rows):
    for _ in range(rows):
        club = ContactPersonFactory(consultant=mette, association=AssociationFactory()).association
        transfer = transfer_contacts(wish(mette, signe, club, start=TODAY + DAY), by=mette)
    client = client_for(mette)
    # Session, user, contact persons, consultants, transfers.
    with django_assert_num_queries(5):
        client.get(reverse("partnerships:contact-transfers"))
    # Session, user, transfer, its associations.
    with django_assert_num_queries(4):
        client.get(reverse("partnerships:contacttransfer-detail", args=[transfer.pk]))
