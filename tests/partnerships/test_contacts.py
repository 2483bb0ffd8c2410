"""One association's contact person: changed from a day on, never two at once."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from partnerships.domain.contacts import StalePlanError, assign_contact, contact_mark
from partnerships.models import ContactPerson
from tests.factories import BoardMemberFactory, ContactPersonFactory, UserFactory
from workflow.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_today")]
TODAY, DAY = date(2023, 3, 31), timedelta(days=1)


def periods(association) -> list[tuple[str, date, date | None]]:
    rows = ContactPerson.objects.filter(association=association).order_by("start")
    return [(row.consultant.name, row.start, row.end) for row in rows]


@pytest.fixture
def signe(db):
    return UserFactory(consultant=True, name="Signe")


@pytest.fixture
def mettes(own_association, consultant):
    """Mette Konsulent is the contact person from 2018 on."""
    return ContactPersonFactory(association=own_association, consultant=consultant)


def assign(association, consultant, start=TODAY, **more) -> ContactPerson:
    return assign_contact(association=association, consultant=consultant, start=start, by=None, **more)


@pytest.mark.parametrize("start", [TODAY, TODAY - 400 * DAY, TODAY + 60 * DAY])
def test_the_one_before_ends_the_day_before(mettes, own_association, signe, start):
    assign(own_association, signe, start)
    assert periods(own_association) == [
        ("Mette Konsulent", date(2018, 1, 1), start - DAY),
        ("Signe", start, None),
    ]
    assert AuditEvent.objects.count() == 2


def test_first_contact_person(own_association, signe):
    assign(own_association, signe)
    assert periods(own_association) == [("Signe", TODAY, None)]


def test_period_is_taken_over_whole_from_its_first_day(mettes, own_association, signe):
    assign(own_association, signe, date(2018, 1, 1))
    assert periods(own_association) == [("Signe", date(2018, 1, 1), None)]


def test_planned_change_stands(mettes, own_association, consultant, signe):
    yusuf = UserFactory(consultant=True, name="Yusuf")
    assign(own_association, yusuf, date(2023, 7, 1))
    assign(own_association, signe, date(2023, 5, 1))
    assert periods(own_association) == [
        ("Mette Konsulent", date(2018, 1, 1), date(2023, 4, 30)),
        ("Signe", date(2023, 5, 1), date(2023, 6, 30)),
        ("Yusuf", date(2023, 7, 1), None),
    ]


def test_gap_before_a_planned_one_is_filled_until_then(own_association, consultant, signe):
    ContactPersonFactory(association=own_association, consultant=consultant, start=date(2023, 7, 1))
    assign(own_association, signe)
    assert periods(own_association)[0] == ("Signe", TODAY, date(2023, 6, 30))


@pytest.mark.parametrize(
    ("traits", "reason"),
    [
        ({"consultant": True, "is_active": False}, "ikke længere konsulent"),
        ({"manager": True}, "ikke længere konsulent"),
    ],
)
def test_only_an_active_consultant(mettes, own_association, traits, reason):
    with pytest.raises(ValidationError, match=reason):
        assign(own_association, UserFactory(**traits))
    assert len(periods(own_association)) == 1


def test_same_consultant_is_refused(mettes, own_association, consultant):
    with pytest.raises(ValidationError, match=r"er allerede kontaktperson 31\. marts 2023"):
        assign(own_association, consultant)


def test_consultant_on_the_board_cannot_be_the_contact_person(mettes, own_association, signe):
    BoardMemberFactory(association=own_association, member=True, person__user=signe)
    with pytest.raises(ValidationError, match="er selv med i foreningen"):
        assign(own_association, signe)


def test_consultant_with_a_part_in_it_decides_nothing_there(mettes, own_association, consultant, signe, client_for):
    BoardMemberFactory(association=own_association, member=True, person__user=signe)
    address = reverse("partnerships:contactperson-assign", args=[own_association.pk])
    assert client_for(signe).get(address).status_code == 403


def test_change_based_on_an_old_page_is_refused(mettes, own_association, signe):
    mark = contact_mark(own_association)
    assign(own_association, UserFactory(consultant=True), mark=mark)
    with pytest.raises(StalePlanError):
        assign(own_association, signe, TODAY + DAY, mark=mark)


def test_page_changes_the_contact_person(mettes, own_association, consultant, signe, client_for):
    client = client_for(consultant)
    partnership = reverse("overview:association-partnership", args=[own_association.pk])
    address = reverse("partnerships:contactperson-assign", args=[own_association.pk])
    assert address in client.get(partnership).content.decode()
    mark = client.get(address).context["form"]["mark"].value()
    data = {"consultant": signe.pk, "start": "1.4.2023", "mark": mark}
    page = client.post(address, data, follow=True).content.decode()
    assert "Signe er kontaktperson for Vores Forening." in page
    assert periods(own_association)[1] == ("Signe", date(2023, 4, 1), None)
    again = client.post(address, data)
    assert again.status_code == 409
    assert "Kontaktpersonen er ændret, mens du skrev" in again.content.decode()
    assert len(periods(own_association)) == 2


def test_page_says_what_is_wrong(mettes, own_association, consultant, client_for):
    client = client_for(consultant)
    address = reverse("partnerships:contactperson-assign", args=[own_association.pk])
    data = {"consultant": consultant.pk, "start": "31-03-2023", "mark": contact_mark(own_association)}
    page = client.post(address, data).content.decode()
    assert "Mette Konsulent er allerede kontaktperson 31. marts 2023." in page
    empty = client.post(address, {}).content.decode()
    assert "Vælg en konsulent." in empty
