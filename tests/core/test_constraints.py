"""Every named constraint refuses what it should, in the database itself: no form and no `clean` stands in between."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from associations.models import AgeBand, MemberCountCell
from partnerships.models import FundingAmount
from tests import factories as make
from tests.factories import (
    ActivityKindFactory,
    AssociationFactory,
    BoardMemberFactory,
    ChildProtectionDeclarationFactory,
    ContactPersonFactory,
    ContactTransferFactory,
    DecisionFactory,
    DisadvantagedAreaFactory,
    DistrictFactory,
    EmailChangeFactory,
    EmploymentFactory,
    EmploymentFundingFactory,
    ExtensionFactory,
    FundingAmountFactory,
    FundingLineFactory,
    GrantAccountFactory,
    GrantFactory,
    InstalmentFactory,
    InvitationFactory,
    MemberCountFactory,
    ParticipationFactory,
    PartnershipFactory,
    PersonFactory,
    ProgrammeYearFactory,
    ReservedPostFactory,
    SatelliteSectionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

APPS = ("accounts", "associations", "partnerships", "workflow")
BEFORE, START, LATER = date(2017, 12, 31), date(2018, 1, 1), date(2019, 1, 1)


def twice(factory, **same) -> None:
    factory(**same)
    factory(**same)


def cell(**fields) -> None:
    MemberCountCell.objects.create(
        **{
            "member_count": fields.pop("member_count", None) or MemberCountFactory(),
            "age_band": make.age_band(0),
            "gender": "female",
            "members": 1,
            **fields,
        }
    )


def same_cell_twice() -> None:
    count = MemberCountFactory()
    cell(member_count=count)
    cell(member_count=count)


def overlapping_bands_in_one_count() -> None:
    older = AgeBand.objects.create(lower=60, upper=69, in_use=False)
    count = MemberCountFactory(cells={(60, "female"): 5})
    cell(member_count=count, age_band=older)


def two_at_once(factory, **fields) -> None:
    """Two rows of one association that share one day."""
    club = AssociationFactory()
    factory(association=club, start=START, end=LATER, **fields)
    factory(association=club, start=LATER, end=None if factory is not ParticipationFactory else LATER, **fields)


def same_person_twice(factory, **fields) -> None:
    """One person, two rows of one association that share one day."""
    two_at_once(factory, person=PersonFactory(), **fields)


def more_funding_than_hours() -> None:
    EmploymentFundingFactory(employment__weekly_hours=10, employment__funded_hours=5, weekly_hours=6)
    connection.check_constraints()


def participation_outside() -> None:
    ParticipationFactory(partnership=PartnershipFactory(participate=False), start=BEFORE)
    connection.check_constraints()


def partnership_shrunk_below_its_participation() -> None:
    partnership = PartnershipFactory()
    type(partnership).objects.filter(pk=partnership.pk).update(end=date(2020, 1, 1))
    connection.check_constraints()


def paid_instalment_changed() -> None:
    row = InstalmentFactory(paid=True)
    row.amount = 99_999
    row.save()


def instalment_lowered_below_its_plan() -> None:
    row = InstalmentFactory()
    type(row.grant).objects.filter(pk=row.grant_id).update(amount=99_999)
    connection.check_constraints()


def reversal(amount: int, **fields) -> None:
    """Takes money of a paid instalment of 100,000 kr. back."""
    row = InstalmentFactory(paid=True)
    given = {"paid_on": row.paid_on, "note": "Betalt ved en fejl", **fields}
    InstalmentFactory(grant=row.grant, reverses=row, amount=amount, **given)


def at_commit(make_it) -> None:
    make_it()
    connection.check_constraints()


def amount_twice() -> None:
    entry = FundingAmountFactory()
    FundingAmount.objects.create(funding_line=entry.funding_line, programme_year=entry.programme_year, amount=1)


def twice_open(factory) -> None:
    """Two open rows of one user."""
    twice(factory, user=UserFactory())


def merged_into_itself() -> None:
    club = AssociationFactory(closed_on=START, closed_reason="Nedlagt")
    type(club).objects.filter(pk=club.pk).update(merged_into=club)


def transfer_to_oneself() -> None:
    consultant = UserFactory(consultant=True)
    ContactTransferFactory(from_consultant=consultant, to_consultant=consultant)


def same_section_twice() -> None:
    twice(SatelliteSectionFactory, association=AssociationFactory(), name="Afdeling Syd")


VIOLATIONS: dict[str, Callable[[], object]] = {
    "accounts_invitation_one_open": lambda: twice_open(InvitationFactory),
    "accounts_invitation_email_lower_case": lambda: InvitationFactory(email="STORE@example.org"),
    "accounts_invitation_stamps_in_order": lambda: InvitationFactory(expires_at=timezone.now() - timedelta(days=1)),
    "accounts_invitation_closed_once": lambda: InvitationFactory(accepted=True, revoked_at=timezone.now()),
    "accounts_invitation_token_only_in_use": lambda: InvitationFactory(accepted=True, token_hash="0" * 64),
    "accounts_emailchange_one_open": lambda: twice_open(EmailChangeFactory),
    "accounts_emailchange_new_email_lower_case": lambda: EmailChangeFactory(new_email="STORE@example.org"),
    "accounts_emailchange_other_address": lambda: EmailChangeFactory(
        old_email="ny@example.org", new_email="ny@example.org"
    ),
    "accounts_emailchange_stamps_in_order": lambda: EmailChangeFactory(expires_at=timezone.now() - timedelta(days=1)),
    "associations_association_closed_has_reason": lambda: AssociationFactory(closed_on=START),
    "associations_association_merged_is_closed": lambda: AssociationFactory(merged_into=AssociationFactory()),
    "associations_association_not_merged_into_itself": merged_into_itself,
    "associations_childprotectiondeclaration_one_per_year": lambda: twice(
        ChildProtectionDeclarationFactory, association=AssociationFactory()
    ),
    "associations_childprotectiondeclaration_year_sensible": lambda: ChildProtectionDeclarationFactory(year=2101),
    "associations_childprotectiondeclaration_not_before_year": lambda: ChildProtectionDeclarationFactory(
        declared_on=date(2021, 12, 31)
    ),
    "associations_childprotectiondeclaration_declared_by_not_blank": lambda: ChildProtectionDeclarationFactory(
        declared_by=" "
    ),
    "associations_satellitesection_name_not_blank": lambda: SatelliteSectionFactory(name=" "),
    "associations_satellitesection_period_in_order": lambda: SatelliteSectionFactory(end=date(2019, 12, 31)),
    "associations_satellitesection_has_a_place": lambda: SatelliteSectionFactory(district=None),
    "associations_satellitesection_unique": same_section_twice,
    "partnerships_contacttransfer_reason_known": lambda: ContactTransferFactory(reason="ferie"),
    "partnerships_contacttransfer_to_somebody_else": transfer_to_oneself,
    "partnerships_contacttransfer_planned_return_later": lambda: ContactTransferFactory(
        planned_return=date(2023, 3, 1)
    ),
    "partnerships_contacttransfer_returned_later": lambda: ContactTransferFactory(returned_on=date(2023, 2, 28)),
    "accounts_user_name_not_blank": lambda: UserFactory(name="  "),
    "accounts_user_staff_role_known": lambda: UserFactory(staff_role="king"),
    "accounts_user_email_lower_case": lambda: type(UserFactory()).objects.update(email="Stor@example.org"),
    "associations_district_name_not_blank": lambda: DistrictFactory(name="\t"),
    "associations_district_name_unique": lambda: (DistrictFactory(name="Valby"), DistrictFactory(name="VALBY")),
    "associations_activitykind_name_not_blank": lambda: ActivityKindFactory(name=""),
    "associations_activitykind_name_unique": lambda: (
        ActivityKindFactory(name="Judo"),
        ActivityKindFactory(name="judo"),
    ),
    "associations_area_name_not_blank": lambda: DisadvantagedAreaFactory(name=" "),
    "associations_area_name_start_unique": lambda: twice(DisadvantagedAreaFactory, name="Tingbjerg"),
    "associations_area_period_in_order": lambda: DisadvantagedAreaFactory(start=START, end=BEFORE),
    "associations_association_name_not_blank": lambda: AssociationFactory(name="\n"),
    "associations_association_name_unique": lambda: (AssociationFactory(name="Klub"), AssociationFactory(name="KLUB")),
    "associations_association_cvr_unique": lambda: twice(AssociationFactory, cvr=make.cvr_number(7)),
    "associations_association_cvr_valid": lambda: AssociationFactory(cvr="12345678"),
    "associations_association_citywide_without_district": lambda: AssociationFactory(citywide=True),
    "associations_association_get2sport_in_order": lambda: AssociationFactory(get2sport_end=START),
    "associations_ageband_ages_unique": lambda: AgeBand.objects.create(lower=60, upper=None),
    "associations_ageband_ages_in_order": lambda: AgeBand.objects.create(lower=12, upper=7),
    "associations_membercount_one_per_year": lambda: twice(MemberCountFactory, association=AssociationFactory()),
    "associations_membercount_year_sensible": lambda: MemberCountFactory(year=1989),
    "associations_membercount_counting_rule_known": lambda: MemberCountFactory(counting_rule="thrice"),
    "associations_membercount_source_known": lambda: MemberCountFactory(source="rumour"),
    "associations_membercountcell_unique": same_cell_twice,
    "associations_membercountcell_gender_known": lambda: cell(gender="x"),
    "associations_membercountcell_members_sensible": lambda: cell(members=100_000),
    "associations_membercountcell_bands_apart": overlapping_bands_in_one_count,
    "associations_person_name_not_blank": lambda: PersonFactory(name=""),
    "associations_person_email_lower_case": lambda: PersonFactory(email="Stor@example.org"),
    "associations_employment_funded_hours_within": lambda: EmploymentFactory(weekly_hours=20, funded_hours=21),
    "associations_employment_person_once": lambda: same_person_twice(EmploymentFactory, helper=True),
    "associations_employment_funding_within": more_funding_than_hours,
    "associations_employmentfunding_source_once": lambda: twice(
        EmploymentFundingFactory, employment=EmploymentFactory()
    ),
    "associations_employmentfunding_source_known": lambda: EmploymentFundingFactory(source="lottery"),
    "associations_employmentfunding_hours_sensible": lambda: EmploymentFundingFactory(weekly_hours=0),
    "associations_boardmember_treasurer_once": lambda: same_person_twice(BoardMemberFactory, treasurer=True),
    "associations_boardmember_member_once": lambda: same_person_twice(BoardMemberFactory, member=True),
    "associations_employment_period_in_order": lambda: EmploymentFactory(end=BEFORE),
    "associations_employment_one_primary_contact": lambda: two_at_once(EmploymentFactory),
    "associations_employment_weekly_hours_sensible": lambda: EmploymentFactory(weekly_hours=Decimal("60.5")),
    "associations_employment_reason_needs_end": lambda: EmploymentFactory(end_reason="study"),
    "associations_employment_end_reason_known": lambda: EmploymentFactory(end=LATER, end_reason="moon"),
    "associations_boardmember_period_in_order": lambda: BoardMemberFactory(end=BEFORE),
    "associations_boardmember_role_known": lambda: BoardMemberFactory(role="cook"),
    "associations_boardmember_one_chair": lambda: two_at_once(BoardMemberFactory),
    "partnerships_programmeyear_year_sensible": lambda: ProgrammeYearFactory(year=2101),
    "partnerships_programmeyear_hours_sensible": lambda: ProgrammeYearFactory(required_weekly_hours=Decimal(-1)),
    "partnerships_programmeyear_meetings_sensible": lambda: ProgrammeYearFactory(required_status_meetings=53),
    "partnerships_programmeyear_told_in_order": lambda: ProgrammeYearFactory(
        chair_told_after=20, consultant_told_after=10, manager_told_after=56
    ),
    "partnerships_programmeyear_minimum_sensible": lambda: ProgrammeYearFactory(minimum_members=100_001),
    "partnerships_fundingline_name_not_blank": lambda: FundingLineFactory(name=" "),
    "partnerships_fundingline_name_unique": lambda: (
        FundingLineFactory(name="Varig"),
        FundingLineFactory(name="VARIG"),
    ),
    "partnerships_fundingline_period_in_order": lambda: FundingLineFactory(temporary=True, start=date(2031, 1, 1)),
    "partnerships_fundingline_span_sensible": lambda: FundingLineFactory(start=date(1989, 12, 31)),
    "partnerships_fundingline_kind_fits_end": lambda: FundingLineFactory(kind="temporary"),
    "partnerships_fundingline_condition_fits": lambda: FundingLineFactory(condition="Budgettet vedtages"),
    "partnerships_fundingline_confirmed_by_somebody": lambda: FundingLineFactory(confirmed=True, confirmed_by=" "),
    "partnerships_fundingamount_one_per_year": amount_twice,
    "partnerships_fundingamount_inside": lambda: at_commit(
        lambda: FundingAmountFactory(funding_line__start=date(2023, 1, 1))
    ),
    "partnerships_grant_line_has_money": lambda: at_commit(lambda: GrantFactory(funding_line=FundingLineFactory())),
    "partnerships_reservedpost_line_has_money": lambda: at_commit(
        lambda: ReservedPostFactory(funding_line=FundingLineFactory())
    ),
    "partnerships_reservedpost_title_not_blank": lambda: ReservedPostFactory(title=" "),
    "partnerships_reservedpost_title_unique_in_year": lambda: (
        ReservedPostFactory(title="Kurser"),
        ReservedPostFactory(title="KURSER"),
    ),
    "partnerships_partnership_period_in_order": lambda: PartnershipFactory(
        first_end=START, end=BEFORE, participate=False
    ),
    "partnerships_partnership_first_period_in_order": lambda: PartnershipFactory(first_end=BEFORE, end=LATER),
    "partnerships_partnership_early_end_has_reason": lambda: PartnershipFactory(ended_early_on=START),
    "partnerships_extension_is_later": lambda: ExtensionFactory(previous_end=LATER, new_end=LATER),
    "partnerships_extension_once_to_each_date": lambda: twice(ExtensionFactory, partnership=PartnershipFactory()),
    "partnerships_extension_reason_not_blank": lambda: ExtensionFactory(reason=" "),
    "partnerships_extension_decided_by_not_blank": lambda: ExtensionFactory(decided_by=""),
    "partnerships_participation_period_in_order": lambda: ParticipationFactory(start=LATER, end=START),
    "partnerships_participation_never_overlap": lambda: two_at_once(ParticipationFactory),
    "partnerships_participation_inside": participation_outside,
    "partnerships_grant_one_per_year": lambda: twice(GrantFactory, partnership=PartnershipFactory(extended=True)),
    "partnerships_grant_months_in_a_year": lambda: GrantFactory(months=13),
    "partnerships_grant_no_months_no_money": lambda: GrantFactory(months=0, amount=1),
    "partnerships_grant_covers_plan": instalment_lowered_below_its_plan,
    "partnerships_instalment_amount_sign": lambda: InstalmentFactory(amount=-1),
    "partnerships_instalment_reversal_has_day": lambda: reversal(-100, paid_on=None),
    "partnerships_instalment_reversal_has_reason": lambda: reversal(-100, note=" "),
    "partnerships_instalment_reversal_fits": lambda: reversal(-100_001),
    "partnerships_instalment_within_grant": lambda: InstalmentFactory(amount=200_001),
    "partnerships_instalment_paid_stands": paid_instalment_changed,
    "partnerships_grantaccount_decision_known": lambda: GrantAccountFactory(decision="party"),
    "partnerships_grantaccount_other_use_explained": lambda: GrantAccountFactory(other_spent=1),
    "partnerships_grantaccount_settled_with_decision": lambda: GrantAccountFactory(settled=True, decision=""),
    "partnerships_grantaccount_settled_after_received": lambda: GrantAccountFactory(settled=True, settled_on=START),
    "partnerships_decision_kind_known": lambda: DecisionFactory(kind="whim"),
    "partnerships_decision_what_not_blank": lambda: DecisionFactory(what=" "),
    "partnerships_decision_decided_by_not_blank": lambda: DecisionFactory(decided_by=""),
    "partnerships_decision_reason_not_blank": lambda: DecisionFactory(reason=" "),
    "partnerships_decision_names_the_association": lambda: DecisionFactory(kind="joined", association=None),
    "partnerships_partnership_decision_is_whole": lambda: PartnershipFactory(decided_by="Udvalget"),
    "partnerships_programmeyear_instalments_known": lambda: ProgrammeYearFactory(instalments_per_year=3),
    "partnerships_contactperson_period_in_order": lambda: ContactPersonFactory(end=BEFORE),
    "partnerships_contactperson_one_at_a_time": lambda: two_at_once(ContactPersonFactory),
}
# Held by triggers and keys of two columns, so that no model names them.
BY_TRIGGER = {
    "associations_membercountcell_bands_apart",
    "associations_employment_funding_within",
    "partnerships_participation_inside",
    "partnerships_fundingamount_inside",
    "partnerships_grant_line_has_money",
    "partnerships_reservedpost_line_has_money",
    "partnerships_grant_covers_plan",
    "partnerships_instalment_reversal_fits",
    "partnerships_instalment_within_grant",
    "partnerships_instalment_paid_stands",
}


def test_every_constraint_is_in_the_table():
    models = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    assert {constraint.name for model in models for constraint in model._meta.constraints} == set(
        VIOLATIONS
    ) - BY_TRIGGER


@pytest.mark.parametrize("name", VIOLATIONS)
def test_database_refuses(name):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        VIOLATIONS[name]()
    assert refused.value.__cause__.diag.constraint_name == name


def test_partnership_cannot_shrink_below_its_participation():
    with pytest.raises(IntegrityError, match="participation outside its partnership"), transaction.atomic():
        partnership_shrunk_below_its_participation()


# --- What lies just beside is allowed ------------------------------------------------------------------------------


@pytest.mark.parametrize("factory", [EmploymentFactory, BoardMemberFactory, ContactPersonFactory])
def test_next_one_may_begin_the_day_after(factory):
    club = AssociationFactory()
    factory(association=club, start=START, end=date(2018, 12, 31))
    second = factory(association=club, start=LATER)
    assert type(second).objects.filter(association=club).count() == 2


def test_helpers_and_other_seats_may_overlap():
    club = AssociationFactory()
    EmploymentFactory(association=club)
    EmploymentFactory.create_batch(2, association=club, helper=True)
    BoardMemberFactory(association=club)
    BoardMemberFactory.create_batch(2, association=club, member=True)
    assert (club.employments.count(), club.board_members.count()) == (3, 3)


def test_other_association_may_overlap():
    first, second = EmploymentFactory(), EmploymentFactory()
    assert first.start == second.start
    PartnershipFactory(associations=[first.association, second.association])
    assert second.association.participations.count() == 1


@pytest.mark.parametrize("factory", [EmploymentFactory, BoardMemberFactory, ContactPersonFactory, ParticipationFactory])
def test_validation_compares_with_the_same_association_only(factory):
    """Other associations have the same dates, and the row itself is saved already."""
    factory()
    row = factory()
    row.full_clean()
    again = type(row)(
        **{field.attname: getattr(row, field.attname) for field in row._meta.fields if field.name != "id"}
    )
    with pytest.raises(ValidationError, match="Foreningen har allerede"):
        again.full_clean()


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: EmploymentFactory.build(end=BEFORE), "Slutdatoen skal være samme dag som startdatoen eller senere."),
        (lambda: AssociationFactory.build(name=" ", district=None), "Skriv foreningens navn."),
        (lambda: AssociationFactory.build(cvr="12345678", district=None), "kontrolcifferet er forkert"),
        (
            lambda: AssociationFactory.build(citywide=True, district=DistrictFactory()),
            "En bydækkende forening har ingen bydel.",
        ),
    ],
)
def test_same_rule_speaks_danish_before_the_database_refuses(build, message):
    with pytest.raises(ValidationError, match=message):
        build().full_clean(exclude=["association", "person"])
