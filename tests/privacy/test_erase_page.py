"""The page where a person is erased: preview first, a reason, and nothing twice."""

import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.models import User
from associations.models import Person
from tests.factories import AssociationFactory, EmploymentFactory, PersonFactory, UserFactory
from workflow.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_today")]


def words(response) -> str:
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))


@pytest.fixture
def former(own_association) -> Person:
    return EmploymentFactory(
        association=own_association, person__name="Signe Ophørt", person__signs_in=True, ended=True
    ).person


def erase_url(person) -> str:
    return reverse("privacy:person-erase", args=[person.pk])


def test_preview_then_reason_then_gone(client_for, consultant, former):
    browser = client_for(consultant)
    page = words(browser.get(erase_url(former)))
    assert "Det forsvinder Navn, e-mail og telefon fjernes overalt" in page
    assert page.index("Navn: Signe Ophørt") < page.index("Det bliver stående")
    assert "Ansættelse i Vores Forening, 1. januar 2018 – 30. juni 2022 Perioder og timer indgår" in page
    response = browser.post(erase_url(former), {"reason": "Personen har bedt om det"}, follow=True)
    assert response.redirect_chain == [(reverse("privacy:person-search"), 302)]
    assert "Persondata er slettet." in words(response)
    assert "Signe" not in words(response)
    assert Person.objects.get(pk=former.pk).name == f"Slettet person {former.pk}"
    assert AuditEvent.objects.get(kind="erased").changes[0]["to"] == "Personen har bedt om det"


def test_second_click_does_nothing_and_says_so(client_for, consultant, former):
    browser = client_for(consultant)
    for _ in range(2):
        response = browser.post(erase_url(former), {"reason": "Ønske"})
    assert response.status_code == 200
    assert "Oplysningerne er slettet allerede." in words(response)
    assert AuditEvent.objects.filter(kind="erased").count() == 1


@pytest.mark.parametrize(
    ("reason", "answer"),
    [("", "Skriv, hvorfor oplysningerne slettes."), ("Født 010190-1234", "ligner et CPR-nummer")],
)
def test_reason_is_needed_and_bears_no_cpr_number(client_for, consultant, former, reason, answer):
    page = words(client_for(consultant).post(erase_url(former), {"reason": reason}))
    assert answer in page
    former.refresh_from_db()
    assert former.name == "Signe Ophørt"


def test_active_person_shows_why_not_and_has_no_button(client_for, consultant, resource_person_user):
    person = resource_person_user.person
    browser = client_for(consultant)
    for url in (erase_url(person), reverse("privacy:person-data", args=[person.pk])):
        page = browser.get(url).content.decode()
        assert "Er ansat i Vores Forening uden slutdato." in page
        assert ">Slet persondata</button>" not in page
    refused = browser.post(erase_url(person), {"reason": "Ønske"})
    assert "Er ansat i Vores Forening uden slutdato." in words(refused)
    assert Person.objects.get(pk=person.pk).name == "Rikke Ressource"


def test_administrator_erases_closed_staff(client_for, administrator):
    user = UserFactory(consultant=True, inactive=True, name="Ole Ophørt")
    browser = client_for(administrator)
    assert "Ole Ophørt" in words(browser.get(reverse("privacy:staff-erase", args=[user.pk])))
    response = browser.post(reverse("privacy:staff-erase", args=[user.pk]), {"reason": "Fratrådt"})
    assert response["Location"] == reverse("overview:administration")
    assert User.objects.get(pk=user.pk).name == f"Slettet bruger {user.pk}"


def test_preview_costs_the_same_however_much_is_held(client_for, consultant, django_assert_max_num_queries):
    browser, costs = client_for(consultant), set()
    for number in (1, 3):
        person = PersonFactory(name=f"Signe Ophørt {number}")
        for _ in range(number):
            EmploymentFactory(association=AssociationFactory(), person=person, ended=True)
        # Every place that holds data is asked, and every table for the name in one statement.
        with django_assert_max_num_queries(60) as captured:
            browser.get(erase_url(person))
        costs.add(len(captured))
    assert len(costs) == 1
