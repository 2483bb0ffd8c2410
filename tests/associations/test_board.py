"""Seats on the board: one chair at a time, nobody twice in a seat, everything in one step (R19)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from associations.domain.board import add_member, delete_member, edit_member, end_seat
from associations.domain.people import Named
from associations.models import BoardMember, Person
from tests.factories import AssociationFactory, BoardMemberFactory, EmploymentFactory
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def club(demo_today):
    return AssociationFactory(name="Hekla")


def add(club, name="Ida Juul", role="chair", day="2023-03-01", **more) -> BoardMember:
    return add_member(
        association=club, who=more.pop("who", Named(name)), role=role, start=date.fromisoformat(day), by=None, **more
    )


def seats(club) -> list[tuple[str, str, str, str]]:
    rows = BoardMember.objects.filter(association=club).select_related("person").order_by("start", "pk")
    return [(row.person.name, row.role, str(row.start), str(row.end)) for row in rows]


def test_new_chair_replaces_the_old_one_the_day_before(club):
    BoardMemberFactory(association=club, person__name="Finn Formand")

    add(club)

    assert seats(club) == [
        ("Finn Formand", "chair", "2018-01-01", "2023-02-28"),
        ("Ida Juul", "chair", "2023-03-01", "None"),
    ]
    assert AuditEvent.objects.filter(model="associations.boardmember").count() == 2


def test_member_who_becomes_chair_leaves_the_members_seat(club):
    member = BoardMemberFactory(association=club, member=True, person__name="Ida Juul")

    add(club, who=member.person)

    assert seats(club) == [
        ("Ida Juul", "member", "2018-01-01", "2023-02-28"),
        ("Ida Juul", "chair", "2023-03-01", "None"),
    ]


def test_replaced_treasurer_leaves_the_day_before(club):
    old = BoardMemberFactory(association=club, treasurer=True, person__name="Karen Kasse")

    add(club, role="treasurer", replaces=old)

    assert seats(club)[0] == ("Karen Kasse", "treasurer", "2018-01-01", "2023-02-28")


def test_replaced_one_who_has_left_already_stays_as_it_was(club):
    old = BoardMemberFactory(association=club, treasurer=True, ended=True)

    add(club, role="treasurer", replaces=old)

    assert seats(club)[0][3] == "2022-06-30"


def test_several_members_may_sit_at_once(club):
    add(club, role="member")
    add(club, "Bo Holm", role="member")

    assert len(seats(club)) == 2


def test_nobody_sits_twice_in_the_same_seat(club):
    seat = add(club, role="member")

    with pytest.raises(ValidationError, match="Personen har allerede den post i perioden"):
        add(club, who=seat.person, role="member", day="2023-03-15")


def test_chair_from_the_same_day_is_not_replaced_but_corrected(club):
    add(club, "Finn Formand")

    with pytest.raises(ValidationError) as refusal:
        add(club)

    assert refusal.value.message_dict["start"] == [
        "Finn Formand er formand fra 1. marts 2023. Vælg en senere dag, eller ret den post i stedet."
    ]
    assert not Person.objects.filter(name="Ida Juul").exists()


def test_chair_before_a_later_one_is_refused(club):
    add(club, "Finn Formand")

    with pytest.raises(ValidationError, match="har allerede en formand i perioden"):
        add(club, day="2022-01-01")


def test_seat_ends_and_is_corrected_and_deleted(club, consultant):
    seat = add(club)
    end_seat(seat=seat, end=date(2023, 3, 31), by=consultant)
    seat.role = "treasurer"
    edit_member(seat=seat, by=consultant)
    assert seats(club) == [("Ida Juul", "treasurer", "2023-03-01", "2023-03-31")]

    delete_member(seat=seat, by=consultant)

    assert seats(club) == []
    assert not Person.objects.exists()


@pytest.fixture
def chair(chair_user) -> BoardMember:
    return chair_user.person.board_seats.get()


def url(name: str, seat: BoardMember) -> str:
    return reverse(f"associations:{name}", args=[seat.association_id, seat.pk])


def mark(client, address: str) -> str:
    return client.get(address).context["form"]["based_on"].value()


def test_chair_adds_a_new_chair_and_loses_access_the_same_day(client_for, chair_user, chair, demo_today):
    client, address = client_for(chair_user), reverse("associations:boardmember-add", args=[chair.association_id])

    response = client.post(
        address, {"name": "Ida Juul", "email": "ida@example.org", "role": "chair", "start": "31-03-2023"}
    )

    assert response.status_code == 302
    chair.refresh_from_db()
    assert chair.end == date(2023, 3, 30)
    assert client_for(chair_user).get(address).status_code == 404


def test_bad_seat_is_told_and_nothing_is_lost(client_for, chair_user, chair, demo_today):
    client, address = client_for(chair_user), reverse("associations:boardmember-add", args=[chair.association_id])

    shown = client.post(address, {"name": "Ida Juul", "role": "", "start": "i går"}).content.decode()

    assert "Vælg post." in shown
    assert "Ida Juul" in shown
    assert "i går" in shown


def test_seat_of_a_known_person_is_offered_from_the_register(client_for, consultant, chair, demo_today):
    other = EmploymentFactory(person__name="Bo Holm").person
    client, address = client_for(consultant), reverse("associations:boardmember-add", args=[chair.association_id])
    assert "Vælg Bo Holm" in client.get(address, {"soeg": "bo holm"}).content.decode()

    client.post(address, {"person": other.pk, "role": "member", "start": "01-03-2023"})

    assert BoardMember.objects.get(person=other).association_id == chair.association_id


def test_seat_is_corrected_and_ended_on_its_pages(client_for, chair_user, chair, demo_today):
    client = client_for(chair_user)
    seat = BoardMemberFactory(association=chair.association, treasurer=True, person__name="Karen Kasse")

    edit = url("boardmember-edit", seat)
    sent = {"role": "member", "start": "01-02-2018", "end": "", "based_on": mark(client, edit)}
    assert "Posten for Karen Kasse er rettet." in client.post(edit, sent, follow=True).content.decode()
    assert client.post(edit, {**sent, "role": "treasurer"}).status_code == 409
    end = url("boardmember-end", seat)
    left = client.post(end, {"end": "15-04-2023", "based_on": mark(client, end)}, follow=True)

    assert "Karen Kasse fratræder 15. april 2023." in left.content.decode()
    seat.refresh_from_db()
    assert (seat.role, seat.start, seat.end) == ("member", date(2018, 2, 1), date(2023, 4, 15))


def test_end_before_the_start_is_told(client_for, chair_user, chair, demo_today):
    client, end = client_for(chair_user), url("boardmember-end", chair)

    shown = client.post(end, {"end": "01-01-2017", "based_on": mark(client, end)}).content.decode()

    assert "Slutdatoen skal være samme dag som startdatoen eller senere." in shown


def test_only_consultants_delete_seats(client_for, chair_user, consultant, chair, demo_today):
    seat = BoardMemberFactory(association=chair.association, treasurer=True, person__name="Karen Kasse")

    assert client_for(chair_user).post(url("boardmember-delete", seat)).status_code == 403
    assert "Slet posten" not in client_for(chair_user).get(url("boardmember-edit", seat)).content.decode()
    response = client_for(consultant).post(url("boardmember-delete", seat), follow=True)

    assert "Posten for Karen Kasse er slettet." in response.content.decode()


def test_seats_pages_need_few_queries(client_for, chair_user, chair, demo_today, django_assert_max_num_queries):
    BoardMemberFactory.create_batch(3, association=chair.association, member=True)
    client = client_for(chair_user)

    with django_assert_max_num_queries(12):
        client.get(reverse("associations:boardmember-add", args=[chair.association_id]), {"soeg": "person"})
    with django_assert_max_num_queries(12):
        client.get(url("boardmember-edit", chair))
