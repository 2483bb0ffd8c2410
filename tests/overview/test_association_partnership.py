"""Partnerskab: agreements with extensions, sharing and grants, and the contact persons."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import (
    AssociationFactory,
    ContactPersonFactory,
    GrantFactory,
    PartnershipFactory,
    ProgrammeYearFactory,
)


@pytest.fixture
def association(db, demo_today):
    return AssociationFactory(
        name="Boldklubben Hekla", get2sport_start=date(2018, 8, 1), get2sport_end=date(2021, 7, 31)
    )


def page(client, association) -> str:
    return client.get(reverse("overview:association-partnership", args=[association.pk])).content.decode()


def test_association_partnership_shows_agreement_and_extension(client_for, consultant, association):
    PartnershipFactory(association=association, extended=True)

    shown = page(client_for(consultant), association)

    assert "1. januar 2018 – 31. december 2025" in shown
    assert "<dt>Første aftale</dt><dd>1. januar 2018 – 31. december 2021</dd>" in shown
    assert "I kraft" in shown
    for part in ("31-12-2025", "31-12-2021", "02-10-2021", "Kultur- og Fritidsudvalget", "Gode erfaringer"):
        assert part in shown


def test_association_partnership_tells_an_early_end_with_its_reason(client_for, consultant, association):
    PartnershipFactory(association=association, ended_early=True)

    shown = page(client_for(consultant), association)

    assert "Afsluttet" in shown
    assert "Besluttet 1. oktober 2020 af Kultur- og Fritidsudvalget: Foreningen lukkede afdelingen." in shown


def test_association_partnership_adds_up_the_grants(client_for, consultant, association):
    partnership = PartnershipFactory(association=association, start=date(2020, 7, 1))
    GrantFactory(partnership=partnership, programme_year=ProgrammeYearFactory(year=2020), half=True)
    GrantFactory(partnership=partnership, programme_year=ProgrammeYearFactory(year=2021))
    GrantFactory(partnership=partnership, amount=250_000, override_reason="Ekstra hold")

    shown = page(client_for(consultant), association)

    assert (
        'aria-label="Tilskud 2020">2020</a></th><td class="numeric">6</td><td class="numeric nowrap">100.000 kr.</td>'
        in shown
    )
    assert "Hvorfor er tilskuddet ikke det samme hvert år?" in shown
    assert "550.000 kr." in shown
    assert "Ekstra hold" in shown


def test_association_partnership_names_the_others_of_a_shared_one(
    client_for, own_association, other_association, chair_user, consultant
):
    PartnershipFactory(associations=[own_association, other_association], extended=True)

    own, staff = (page(client_for(user), own_association) for user in (chair_user, consultant))

    assert "En Anden Forening, 1. januar 2018 – 31. december 2025" in own
    assert f'href="{other_association.get_absolute_url()}"' not in own
    assert f'href="{other_association.get_absolute_url()}"' in staff


def test_association_partnership_lists_contact_persons_with_the_current_ones_number(
    client_for, consultant, association
):
    ContactPersonFactory(association=association, ended=True, consultant__phone="11 11 11 11")
    ContactPersonFactory(association=association, start=date(2022, 7, 1), consultant__phone="22 22 22 22")

    shown = page(client_for(consultant), association)

    assert "2 kontaktpersoner gennem tiden" in shown
    assert "22 22 22 22" in shown
    assert "11 11 11 11" not in shown


def test_association_partnership_tells_the_get2sport_period(client_for, consultant, association):
    shown = page(client_for(consultant), association)

    assert "Foreningen støttes sammen med DIF get2sport: 1. august 2018 – 31. juli 2021." in shown


def test_association_partnership_says_when_there_is_none(client_for, consultant, db):
    shown = page(client_for(consultant), AssociationFactory())

    assert "Foreningen har intet socialt partnerskab" in shown
    assert "Foreningen støttes ikke sammen med DIF get2sport." in shown
