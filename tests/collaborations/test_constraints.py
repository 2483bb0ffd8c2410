"""Every constraint of this app refuses what it should, in the database itself."""

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from collaborations.models import Administration, Initiative
from tests.factories import (
    AssociationFactory,
    CollaborationFactory,
    ContactUnitFactory,
    InitiativeParticipationFactory,
    PartnerFactory,
    initiative,
)

pytestmark = pytest.mark.django_db


def new_initiative(**fields) -> Initiative:
    return Initiative.objects.create(**{"name": "Ny", "administration": initiative().administration, **fields})


def participation_twice() -> None:
    club = AssociationFactory()
    InitiativeParticipationFactory(association=club)
    InitiativeParticipationFactory(association=club)


def partner_twins() -> None:
    PartnerFactory(name="Aaen", citywide=True)
    PartnerFactory(name="å-EN", citywide=True)


def unit_twice() -> None:
    ContactUnitFactory(unit="Vagten")
    ContactUnitFactory(unit="VAGTEN")


BY_TRIGGER = {"collaborations_initiativeparticipation_not_computed"}
VIOLATIONS = {
    "collaborations_administration_name_not_blank": lambda: Administration.objects.create(name=" "),
    "collaborations_administration_name_unique": lambda: Administration.objects.create(name="SOCIALFORVALTNINGEN"),
    "collaborations_initiative_name_not_blank": lambda: new_initiative(name=" "),
    "collaborations_initiative_name_unique": lambda: new_initiative(name="feriecamp"),
    "collaborations_initiative_link_known": lambda: new_initiative(link=5),
    "collaborations_initiativeparticipation_once": participation_twice,
    "collaborations_initiativeparticipation_year_known": lambda: InitiativeParticipationFactory(year=1999),
    "collaborations_initiativeparticipation_not_computed": lambda: InitiativeParticipationFactory(
        initiative=initiative("De Sociale Partnerskaber")
    ),
    "collaborations_contactunit_unit_not_blank": lambda: ContactUnitFactory(unit=" "),
    "collaborations_contactunit_helps_not_blank": lambda: ContactUnitFactory(helps_with=" "),
    "collaborations_contactunit_can_be_reached": lambda: ContactUnitFactory(email=""),
    "collaborations_contactunit_once": unit_twice,
    "collaborations_partner_name_has_letters": lambda: PartnerFactory(name=" – "),
    "collaborations_partner_kind_known": lambda: PartnerFactory(kind="bank"),
    "collaborations_partner_no_twins": partner_twins,
    "collaborations_collaboration_about_not_blank": lambda: CollaborationFactory(about=" "),
    "collaborations_collaboration_state_known": lambda: CollaborationFactory(state="lost"),
    "collaborations_collaboration_begun_has_start": lambda: CollaborationFactory(start=None, precision="day"),
    "collaborations_collaboration_ended_has_end": lambda: CollaborationFactory(state="ended"),
    "collaborations_collaboration_in_order": lambda: CollaborationFactory(state="ended", end=date(2021, 7, 31)),
    "collaborations_collaboration_precision_fits": lambda: CollaborationFactory(start=date(2021, 8, 2)),
}


def test_every_constraint_is_in_the_table():
    models = apps.get_app_config("collaborations").get_models()
    named = {constraint.name for model in models for constraint in model._meta.constraints}
    assert named == set(VIOLATIONS) - BY_TRIGGER


@pytest.mark.parametrize("name", VIOLATIONS)
def test_database_refuses(name):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        VIOLATIONS[name]()
    assert refused.value.__cause__.diag.constraint_name == name


@pytest.mark.parametrize("state", [{}, {"idea": True}, {"paused": True}, {"ended": True}])
def test_what_lies_beside_is_allowed(state):
    row = CollaborationFactory(**state)
    row.full_clean()
    CollaborationFactory(association=row.association, partner=row.partner, start=date(2021, 1, 1), precision="year")
