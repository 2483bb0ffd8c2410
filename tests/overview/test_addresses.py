"""Kopiér e-mailadresser: exactly the list's associations, each address once, and who has none."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import (
    AssociationFactory,
    BoardMemberFactory,
    ContactPersonFactory,
    EmploymentFactory,
    PersonFactory,
)
from workflow.models import ReadEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_today")]


@pytest.fixture
def clubs():
    """Ajax has everybody; Bella the same chair and no more; Cirkel nobody any longer, and no address of its own."""
    ajax, bella = AssociationFactory(name="Ajax", email="post@ajax.example.org"), AssociationFactory(name="Bella")
    cirkel = AssociationFactory(name="Cirkel", email="")
    chair = PersonFactory(name="Åse", email="aase@example.org")
    BoardMemberFactory(association=ajax, person=chair)
    BoardMemberFactory(association=bella, person=chair)
    BoardMemberFactory(association=ajax, member=True, person__email="medlem@example.org", person__name="Ib")
    EmploymentFactory(association=ajax, person__email="ansat@example.org")
    EmploymentFactory(association=bella, person__email=None)
    EmploymentFactory(association=cirkel, end=date(2023, 3, 30), person__email="gammel@example.org")
    BoardMemberFactory(association=cirkel, start=date(2023, 4, 1), person__email="kommende@example.org")
    return ajax, bella, cirkel


def page(client, query=""):
    return client.get(reverse("overview:address-list") + f"?{query}")


@pytest.fixture
def as_manager(client_for, manager):
    return client_for(manager)


@pytest.mark.parametrize(
    ("audience", "text", "without"),
    [
        ("formaend", "aase@example.org", ["Cirkel"]),
        ("bestyrelser", "medlem@example.org; aase@example.org", ["Cirkel"]),
        ("ressourcepersoner", "ansat@example.org", ["Bella", "Cirkel"]),
        ("foreninger", "post@ajax.example.org; {bella}", ["Cirkel"]),
        ("alle-andre", "aase@example.org", ["Cirkel"]),
    ],
)
def test_each_address_once_and_who_has_none(as_manager, clubs, audience, text, without):
    response = page(as_manager, f"til={audience}")
    expected = text.format(bella=clubs[1].email)
    assert response.context["addresses"].text == expected
    assert [club.name for club in response.context["addresses"].without] == without
    assert f'readonly aria-describedby="addresses_helptext">{expected}</textarea>' in response.content.decode()


def test_address_in_other_capitals_is_the_same(client_for, consultant):
    for email in ("Post@Example.org", "post@example.org"):
        AssociationFactory(email=email)
    assert len(page(client_for(consultant), "til=foreninger").context["addresses"].addresses) == 1


def test_filters_of_the_list_hold(client_for, consultant, clubs):
    ContactPersonFactory(association=clubs[1], consultant=consultant)
    client = client_for(consultant)
    response = page(client, "kontaktperson=mine&til=formaend")
    assert response.context["addresses"].associations == 1
    html = response.content.decode()
    assert "1 forening med filtrene Kontaktperson: Mine foreninger" in html
    assert '<input type="hidden" name="kontaktperson" value="mine">' in html
    listed = client.get(reverse("overview:association-list") + "?kontaktperson=mine&side=1").content.decode()
    assert f"{reverse('overview:address-list')}?kontaktperson=mine" in listed


def test_nothing_found_says_so(client_for, consultant, clubs):
    html = page(client_for(consultant), "soeg=findes-ikke").content.decode()
    assert "Der er ingen adresser at kopiere" in html
    assert "Kopiér adresserne" not in html
    assert page(client_for(consultant), "bydel=vrøvl").status_code == 200


def test_it_is_a_read_of_personal_data_and_is_logged(client_for, consultant, clubs):
    html = page(client_for(consultant), "til=bestyrelser").content.decode()
    assert "Adresserne er persondata. Det noteres, hvem der henter dem" in html
    read = ReadEvent.objects.get()
    assert (read.actor_id, read.kind, read.page) == (consultant.pk, "copy", "Kopiér e-mailadresser")
    assert read.association_ids == sorted([clubs[0].pk, clubs[1].pk])
    assert len(read.person_ids) == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_rows(client_for, consultant, django_assert_num_queries, rows):
    for _ in range(rows):
        BoardMemberFactory()
    client = client_for(consultant)
    # Session, user, five lists of the filters, associations, people, the log of reads.
    with django_assert_num_queries(10):
        page(client, "til=formaend")
