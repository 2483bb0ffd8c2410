"""Test objects with traits per state. Every default is valid, and every sequence is unique.

    EmploymentFactory(association=club, ended=True)
    PartnershipFactory(association=club, extended=True)
    MemberCountFactory(association=club, year=2022, cells={(7, "female"): 48})
    MemberCountFactory(association=club, year=2022, under_25=412)

Defaults hold on real days and on the demo's 31 March 2023: people are employed from 2018 without an end. A partnership
runs 2018–2021; `extended=True` carries it to the end of 2025, `running=True` to the end of 2099.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.enums import StaffRole
from accounts.models import EmailChange, Invitation, User
from actionplans.domain.documents import build_plan, checksum
from actionplans.enums import PlanState
from actionplans.models import ActionPlan, Activity, AreaText, FocusArea, Goal, GoalLine, PlanRevision
from associations.cvr import is_valid_cvr
from associations.enums import BoardRole, EndReason, FundingSource, Gender
from associations.models import (
    ActivityKind,
    AgeBand,
    Association,
    BoardMember,
    ChildProtectionDeclaration,
    DisadvantagedArea,
    District,
    Employment,
    EmploymentFunding,
    MemberCount,
    MemberCountCell,
    Person,
    SatelliteSection,
)
from collaborations.enums import CollaborationState, PartnerKind, Precision
from collaborations.models import Collaboration, ContactUnit, Initiative, InitiativeParticipation, Partner
from core.leases import JobState
from documents.enums import DocumentKind, FileType
from documents.models import Document
from enquiries.enums import EnquiryKind, EnquiryState, Side
from enquiries.models import Enquiry, EnquiryFile, Entry, Note
from handovers.enums import HandoverState
from handovers.models import Handover, HandoverItem, HandoverStandardItem
from journal.enums import EntryKind
from journal.models import JournalEntry
from partnerships.enums import AccountDecision, DecisionKind, FundingKind, TransferReason
from partnerships.models import (
    ContactPerson,
    ContactTransfer,
    Decision,
    Extension,
    FundingAmount,
    FundingLine,
    Grant,
    GrantAccount,
    Instalment,
    Participation,
    Partnership,
    ProgrammeYear,
    ReservedPost,
)
from reminders.enums import Outcome as ReminderOutcome
from reminders.enums import Rung, Stage
from reminders.models import Reminder, ReminderDigest
from reporting.enums import Outcome, Scope
from reporting.models import ReportJob, ReportRun, StatusReport

PASSWORD = "en-lang-kendt-adgangskode"
DAY = timedelta(days=1)
# A cell of a member count: the first age of its band, and the gender.
Cells = Mapping[tuple[int, str], int]


def cvr_number(n: int) -> str:
    """The n-th of a series of different valid CVR numbers."""
    candidates = (f"{1_000_000 + 10 * n + last:07}{check}" for last in range(10) for check in range(10))
    return next(number for number in candidates if is_valid_cvr(number))


def years_later(day: date, years: int) -> date:
    """The last day of a period of whole years that begins on `day`: 1 January 2018 and 4 → 31 December 2021."""
    return day.replace(year=day.year + years) - DAY


class Base(DjangoModelFactory):
    class Meta:
        abstract = True
        skip_postgeneration_save = True


class UserFactory(Base):
    """Somebody who signs in with `PASSWORD`; without a staff role until one of the traits says so."""

    class Meta:
        model = User

    class Params:
        consultant = factory.Trait(staff_role=StaffRole.CONSULTANT, name=factory.Sequence(lambda n: f"Konsulent {n}"))
        manager = factory.Trait(staff_role=StaffRole.MANAGER, name=factory.Sequence(lambda n: f"Leder {n}"))
        administrator = factory.Trait(
            staff_role=StaffRole.ADMINISTRATOR, name=factory.Sequence(lambda n: f"Administrator {n}")
        )
        inactive = factory.Trait(is_active=False)

    email = factory.Sequence(lambda n: f"bruger{n}@example.org")
    name = factory.Sequence(lambda n: f"Bruger {n}")
    phone = factory.Sequence(lambda n: f"33 66 {n // 100 % 100:02} {n % 100:02}")
    password = PASSWORD

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.create_user(*args, **kwargs)


class InvitationFactory(Base):
    """An open invitation that was sent today; its token is never told. The user has no password yet."""

    class Meta:
        model = Invitation

    class Params:
        unsent = factory.Trait(sent_at=None, send_count=0, token_hash=None)
        expired = factory.Trait(created_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=30)))
        revoked = factory.Trait(revoked_at=factory.LazyFunction(timezone.now), token_hash=None)
        accepted = factory.Trait(accepted_at=factory.LazyFunction(timezone.now), token_hash=None)

    user = factory.SubFactory(UserFactory, password=None)
    email = factory.SelfAttribute("user.email")
    created_at = factory.LazyFunction(timezone.now)
    requested_at = factory.SelfAttribute("created_at")
    sent_at = factory.SelfAttribute("requested_at")
    expires_at = factory.LazyAttribute(lambda o: o.requested_at + timedelta(days=14))
    send_count = 1
    token_hash = factory.Sequence(lambda n: f"{n:064x}")


class EmailChangeFactory(Base):
    """An open wish for another address; the mails are not sent yet."""

    class Meta:
        model = EmailChange

    class Params:
        expired = factory.Trait(requested_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=30)))
        confirmed = factory.Trait(confirmed_at=factory.LazyFunction(timezone.now))

    user = factory.SubFactory(UserFactory)
    old_email = factory.SelfAttribute("user.email")
    new_email = factory.Sequence(lambda n: f"ny{n}@example.org")
    requested_at = factory.LazyFunction(timezone.now)
    requested_by = factory.SelfAttribute("user")
    expires_at = factory.LazyAttribute(lambda o: o.requested_at + timedelta(days=3))


class DistrictFactory(Base):
    class Meta:
        model = District

    name = factory.Sequence(lambda n: f"Bydel {n}")


class ActivityKindFactory(Base):
    class Meta:
        model = ActivityKind

    name = factory.Sequence(lambda n: f"Aktivitet {n}")


class DisadvantagedAreaFactory(Base):
    class Meta:
        model = DisadvantagedArea

    name = factory.Sequence(lambda n: f"Byområde {n}")
    start = date(2010, 12, 1)


class AssociationFactory(Base):
    """A club in a district. `activities=[…]` and `areas=[…]` fill the lists; `closed=True` for one that is no more."""

    class Meta:
        model = Association

    class Params:
        is_citywide = factory.Trait(citywide=True, district=None)
        closed = factory.Trait(closed_on=date(2022, 12, 31), closed_reason="Foreningen er opløst.")
        get2sport = factory.Trait(get2sport_start=date(2018, 1, 1))

    name = factory.Sequence(lambda n: f"Forening {n}")
    cvr = factory.Sequence(cvr_number)
    district = factory.SubFactory(DistrictFactory)
    email = factory.Sequence(lambda n: f"forening{n}@example.org")

    @factory.post_generation
    def activities(self, create, extracted, **kwargs):
        if extracted:
            self.activities.set(extracted)

    @factory.post_generation
    def areas(self, create, extracted, **kwargs):
        if extracted:
            self.areas.set(extracted)


class PersonFactory(Base):
    """A person known to the register; `signs_in=True` gives the person a user with the same name and address."""

    class Meta:
        model = Person

    class Params:
        signs_in = factory.Trait(
            user=factory.SubFactory(
                UserFactory, name=factory.SelfAttribute("..name"), email=factory.SelfAttribute("..email")
            )
        )

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    phone = factory.Sequence(lambda n: f"20 30 {n // 100 % 100:02} {n % 100:02}")
    user = None


class EmploymentFactory(Base):
    """Employed from 2018, 20 hours a week, primary contact. `person__signs_in=True` makes the user too."""

    class Meta:
        model = Employment

    class Params:
        ended = factory.Trait(end=date(2022, 6, 30), end_reason=EndReason.NEW_JOB)
        under_hours = factory.Trait(weekly_hours=Decimal("12.5"))
        helper = factory.Trait(is_primary_contact=False, weekly_hours=Decimal(10))

    association = factory.SubFactory(AssociationFactory)
    person = factory.SubFactory(PersonFactory)
    start = date(2018, 1, 1)
    weekly_hours = Decimal(20)


class EmploymentFundingFactory(Base):
    """Eight of an employment's 28 hours a week are paid by DIF get2sport."""

    class Meta:
        model = EmploymentFunding

    employment = factory.SubFactory(EmploymentFactory, weekly_hours=Decimal(28), funded_hours=Decimal(20))
    source = FundingSource.GET2SPORT
    weekly_hours = Decimal(8)


def employments_with_vacancy(association: Association, *, first: date, last: date) -> tuple[Employment, Employment]:
    """Two employments with nobody employed from `first` to `last`, both days inclusive."""
    before = EmploymentFactory(association=association, end=first - DAY, end_reason=EndReason.NEW_JOB)
    return before, EmploymentFactory(association=association, start=last + DAY)


class BoardMemberFactory(Base):
    """The chair since 2018; `treasurer=True`, `member=True` for the other seats, `ended=True` for a past one."""

    class Meta:
        model = BoardMember

    class Params:
        ended = factory.Trait(end=date(2022, 6, 30))
        treasurer = factory.Trait(role=BoardRole.TREASURER)
        member = factory.Trait(role=BoardRole.MEMBER)

    association = factory.SubFactory(AssociationFactory)
    person = factory.SubFactory(PersonFactory)
    role = BoardRole.CHAIR
    start = date(2018, 1, 1)


class SatelliteSectionFactory(Base):
    """A section in another district since 2020; `ended=True` for one that is no more."""

    class Meta:
        model = SatelliteSection

    class Params:
        ended = factory.Trait(end=date(2022, 6, 30))

    association = factory.SubFactory(AssociationFactory)
    name = factory.Sequence(lambda n: f"Afdeling {n}")
    district = factory.SubFactory(DistrictFactory)
    start = date(2020, 1, 1)


class ChildProtectionDeclarationFactory(Base):
    """Declared for 2022 on 1 February of the year."""

    class Meta:
        model = ChildProtectionDeclaration

    association = factory.SubFactory(AssociationFactory)
    year = 2022
    declared_on = factory.LazyAttribute(lambda o: date(o.year, 2, 1))
    declared_by = "Finn Formand"


class FundingLineFactory(Base):
    """A permanent line from 1990 that counts. `temporary=True` ends with 2030; the other traits are its conditions."""

    class Meta:
        model = FundingLine

    class Params:
        temporary = factory.Trait(kind=FundingKind.TEMPORARY, end=date(2030, 12, 31))
        conditional_only = factory.Trait(conditional=True, condition="Budgettet for 2024 vedtages")
        confirmed = factory.Trait(
            conditional=True, confirmed_on=date(2022, 10, 6), confirmed_by="Borgerrepræsentationen"
        )

    name = factory.Sequence(lambda n: f"Bevilling {n}")
    kind = FundingKind.PERMANENT
    start = date(1990, 1, 1)


class FundingAmountFactory(Base):
    """6,000,000 kr. on a line in a year; asking for the same line and year again gives the same row."""

    class Meta:
        model = FundingAmount
        django_get_or_create = ("funding_line", "programme_year")

    funding_line = factory.SubFactory(FundingLineFactory)
    programme_year = factory.SubFactory("tests.factories.ProgrammeYearFactory", budget=None)
    amount = 6_000_000


class ProgrammeYearFactory(Base):
    """A year of 6,000,000 kr.; asking for the same year again gives the same row.

    The money stands on the line »Programmets bevilling«, the same for all years; `budget=None` leaves the year without.
    """

    class Meta:
        model = ProgrammeYear
        django_get_or_create = ("year",)

    year = 2022
    default_grant = 200_000
    required_weekly_hours = Decimal(20)

    @classmethod
    def _create(cls, model_class, *args, budget=6_000_000, **kwargs):
        year = super()._create(model_class, *args, **kwargs)
        if budget is not None:
            FundingAmountFactory(funding_line=ordinary_line(), programme_year=year, amount=budget)
        return year


def ordinary_line() -> FundingLine:
    """The line on which the factories put money, grants and reserved posts."""
    line = FundingLine.objects.filter(name="Programmets bevilling").first()
    return line or FundingLineFactory(name="Programmets bevilling")


class ReservedPostFactory(Base):
    class Meta:
        model = ReservedPost

    programme_year = factory.SubFactory(ProgrammeYearFactory)
    funding_line = factory.LazyFunction(ordinary_line)
    title = factory.Sequence(lambda n: f"Reserveret til formål {n}")
    amount = 1_000_000


class PartnershipFactory(Base):
    """Four years from 1 January 2018 with one association, or those of `association=` / `associations=[…]`.

    The participations have the partnership's own period; `participate=False` leaves them out. An end after the first
    one brings its Extension.
    """

    class Meta:
        model = Partnership

    class Params:
        extended = factory.Trait(end=factory.LazyAttribute(lambda o: years_later(o.first_end + DAY, 4)))
        running = factory.Trait(end=date(2099, 12, 31))
        ended_early = factory.Trait(
            end=date(2020, 12, 31),
            ended_early_on=date(2020, 10, 1),
            end_reason="Foreningen lukkede afdelingen.",
            end_decided_by="Kultur- og Fritidsudvalget",
        )

    start = date(2018, 1, 1)
    first_end = factory.LazyAttribute(lambda o: years_later(o.start, 4))
    end = factory.SelfAttribute("first_end")
    association = None
    associations = ()
    participate = True

    @classmethod
    def _create(cls, model_class, *args, association, associations, participate, **kwargs):
        partnership = super()._create(model_class, *args, **kwargs)
        if partnership.end > partnership.first_end:
            ExtensionFactory(partnership=partnership, new_end=partnership.end)
        if participate:
            for member in associations or [association or AssociationFactory()]:
                ParticipationFactory(partnership=partnership, association=member)
        return partnership


class ParticipationFactory(Base):
    class Meta:
        model = Participation

    partnership = factory.SubFactory(PartnershipFactory, participate=False)
    association = factory.SubFactory(AssociationFactory)
    start = factory.SelfAttribute("partnership.start")
    end = factory.SelfAttribute("partnership.end")


class ExtensionFactory(Base):
    class Meta:
        model = Extension

    partnership = factory.SubFactory(PartnershipFactory)
    previous_end = factory.SelfAttribute("partnership.first_end")
    new_end = factory.LazyAttribute(lambda o: years_later(o.previous_end + DAY, 4))
    decided_on = factory.LazyAttribute(lambda o: o.previous_end - timedelta(days=90))
    reason = "Gode erfaringer i den første periode."
    decided_by = "Kultur- og Fritidsudvalget"


class GrantFactory(Base):
    """A whole year's money, 200,000 kr.; `half=True` for a start on 1 July."""

    class Meta:
        model = Grant

    class Params:
        half = factory.Trait(months=6, amount=100_000)

    partnership = factory.SubFactory(PartnershipFactory, extended=True)
    programme_year = factory.SubFactory(ProgrammeYearFactory)
    funding_line = factory.LazyFunction(ordinary_line)
    months = 12
    amount = 200_000


class ContactTransferFactory(Base):
    """A leave from 1 March 2023 that is still in force, of no association yet."""

    class Meta:
        model = ContactTransfer

    from_consultant = factory.SubFactory(UserFactory, consultant=True)
    to_consultant = factory.SubFactory(UserFactory, consultant=True)
    start = date(2023, 3, 1)
    reason = TransferReason.LEAVE
    made_on = date(2023, 2, 20)


class InstalmentFactory(Base):
    """Half of a whole year's grant, planned for 1 January; `paid=True` on that day."""

    class Meta:
        model = Instalment

    class Params:
        paid = factory.Trait(paid_on=factory.SelfAttribute("due_on"))

    grant = factory.SubFactory(GrantFactory)
    due_on = factory.LazyAttribute(lambda o: date(o.grant.programme_year.year, 1, 1))
    amount = 100_000


class DecisionFactory(Base):
    """A date of a partnership was put right."""

    class Meta:
        model = Decision

    partnership = factory.SubFactory(PartnershipFactory)
    kind = DecisionKind.CORRECTED
    what = "Startdato: 1. januar 2018 → 1. februar 2018."
    decided_on = date(2018, 3, 1)
    decided_by = "Kultur- og Fritidsudvalget"
    reason = "Datoen var skrevet forkert af."


class GrantAccountFactory(Base):
    """All of the grant went to wages; `flagged=True` for 20,000 kr. that did not, `settled=True` when paid back."""

    class Meta:
        model = GrantAccount

    class Params:
        flagged = factory.Trait(wages_spent=180_000)
        settled = factory.Trait(
            wages_spent=180_000,
            decision=AccountDecision.REPAY,
            settled_on=factory.LazyAttribute(lambda o: o.received_on + timedelta(days=20)),
        )

    grant = factory.SubFactory(GrantFactory)
    received_on = factory.LazyAttribute(lambda o: date(o.grant.programme_year.year + 1, 2, 15))
    wages_spent = 200_000


class ContactPersonFactory(Base):
    class Meta:
        model = ContactPerson

    class Params:
        ended = factory.Trait(end=date(2022, 6, 30))

    association = factory.SubFactory(AssociationFactory)
    consultant = factory.SubFactory(UserFactory, consultant=True)
    start = date(2018, 1, 1)


def age_band(lower: int) -> AgeBand:
    """The band in use that begins at this age; the migration makes 0–6, 7–12, 13–18, 19–24, 25–39, 40–59 and 60+."""
    return AgeBand.objects.get(lower=lower, in_use=True)


def cells_under_25(persons: int) -> Cells:
    """Cells of women and men in every band below 25 whose sum is `persons`, spread as evenly as can be."""
    places = [(lower, gender) for lower in (0, 7, 13, 19) for gender in (Gender.FEMALE.value, Gender.MALE.value)]
    each, rest = divmod(persons, len(places))
    return {place: each + (index < rest) for index, place in enumerate(places)}


class MemberCountFactory(Base):
    """A count without any cell, unless `cells={(first age, gender): members}` or `under_25=persons` gives some.

    The database computes `under_25` and `total`; the object returned has them.
    """

    class Meta:
        model = MemberCount

    association = factory.SubFactory(AssociationFactory)
    year = 2022
    cells = None
    under_25 = None

    @classmethod
    def _create(cls, model_class, *args, cells, under_25, **kwargs):
        count = super()._create(model_class, *args, **kwargs)
        given = {**(cells_under_25(under_25) if under_25 is not None else {}), **(cells or {})}
        bands = {lower: age_band(lower) for lower in {lower for lower, _ in given}}
        MemberCountCell.objects.bulk_create(
            MemberCountCell(member_count=count, age_band=bands[lower], gender=gender, members=members)
            for (lower, gender), members in given.items()
        )
        count.refresh_from_db()
        return count


class DocumentFactory(Base):
    """A PDF that the association may read; `internal=True` for one that only the administration's staff may."""

    class Meta:
        model = Document

    class Params:
        internal = factory.Trait(is_internal=True, kind=DocumentKind.GRANT_AGREEMENT)

    association = factory.SubFactory(AssociationFactory)
    kind = DocumentKind.BY_LAWS
    title = factory.Sequence(lambda n: f"Dokument {n}")
    is_internal = False
    file = factory.django.FileField(filename="vedtaegter.pdf", data=b"%PDF-1.7\n%%EOF\n")
    original_name = "vedtægter.pdf"
    file_type = FileType.PDF
    size = 15
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    uploaded_by = factory.SubFactory(UserFactory, consultant=True)
    uploaded_on = date(2023, 3, 1)


class JournalEntryFactory(Base):
    """A telephone call of 1 March 2023; `note=True` for a note, `waiting=True` for one to come back to on 5 April."""

    class Meta:
        model = JournalEntry

    class Params:
        note = factory.Trait(kind=EntryKind.NOTE, with_whom="")
        waiting = factory.Trait(follow_up_on=date(2023, 4, 5))
        followed_up = factory.Trait(follow_up_on=date(2023, 3, 8), followed_up_on=date(2023, 3, 9))

    association = factory.SubFactory(AssociationFactory)
    kind = EntryKind.PHONE
    held_on = date(2023, 3, 1)
    with_whom = "Lis Jensen, formand"
    text = factory.Sequence(lambda n: f"Vi talte om sag {n}.")
    author = factory.SubFactory(UserFactory, consultant=True)


class HandoverFactory(Base):
    """Open since 1 March 2023 after an employment that ends on 30 April.

    `items=3` gives it that many open items, `done=1` ticks as many of the first ones.
    """

    class Meta:
        model = Handover

    class Params:
        closed = factory.Trait(state=HandoverState.CLOSED, closed_on=date(2023, 3, 20))

    employment = factory.SubFactory(EmploymentFactory, end=date(2023, 4, 30), end_reason=EndReason.NEW_JOB)
    opened_on = date(2023, 3, 1)

    @factory.post_generation
    def items(self, create, extracted, done=0, **kwargs):
        for place in range(1, (extracted or 0) + 1):
            HandoverItemFactory(handover=self, position=place, done_on=date(2023, 3, 10) if place <= done else None)


class HandoverItemFactory(Base):
    """An open standard item; `own=True` for one that the association has added, `ticked=True` for one that is done."""

    class Meta:
        model = HandoverItem

    class Params:
        own = factory.Trait(is_own=True)
        ticked = factory.Trait(done_on=date(2023, 3, 10), done_by=factory.SubFactory(UserFactory))

    handover = factory.SubFactory(HandoverFactory)
    title = factory.Sequence(lambda n: f"Punkt {n} er på plads")
    position = factory.Sequence(lambda n: n + 1)


class HandoverStandardItemFactory(Base):
    class Meta:
        model = HandoverStandardItem

    title = factory.Sequence(lambda n: f"Standardpunkt {n} er på plads")
    help_text = "Skriv, hvor det ligger."
    position = factory.Sequence(lambda n: n + 1)


class PartnerFactory(Base):
    """A school of a district of its own; `citywide=True` for one without a district."""

    class Meta:
        model = Partner

    class Params:
        citywide = factory.Trait(district=None)

    name = factory.Sequence(lambda n: f"Skole {n}")
    kind = PartnerKind.SCHOOL
    district = factory.SubFactory(DistrictFactory)


class CollaborationFactory(Base):
    """Running since August 2021; `idea=True`, `paused=True`, `ended=True` (on 30 June 2022) for the other states."""

    class Meta:
        model = Collaboration

    class Params:
        idea = factory.Trait(state=CollaborationState.IDEA, start=None, precision=Precision.DAY)
        paused = factory.Trait(state=CollaborationState.PAUSED)
        ended = factory.Trait(state=CollaborationState.ENDED, end=date(2022, 6, 30))

    association = factory.SubFactory(AssociationFactory)
    partner = factory.SubFactory(PartnerFactory)
    about = factory.Sequence(lambda n: f"Idræt i SFO nummer {n}")
    state = CollaborationState.RUNNING
    start = date(2021, 8, 1)
    precision = Precision.MONTH


def initiative(name: str = "FerieCamp") -> Initiative:
    """One of those that the migrations put there."""
    return Initiative.objects.select_related("administration").get(name=name)


class InitiativeParticipationFactory(Base):
    """An association in FerieCamp in 2022, not counted."""

    class Meta:
        model = InitiativeParticipation

    association = factory.SubFactory(AssociationFactory)
    initiative = factory.LazyFunction(initiative)
    year = 2022


class ContactUnitFactory(Base):
    """A unit of Kultur- og Fritidsforvaltningen, looked at on 1 March 2023; `stale=True` for one of 2021."""

    class Meta:
        model = ContactUnit

    class Params:
        stale = factory.Trait(checked_on=date(2021, 11, 1))

    administration = factory.LazyFunction(lambda: initiative().administration)
    unit = factory.Sequence(lambda n: f"Enhed {n}")
    helps_with = factory.Sequence(lambda n: f"Hjælp med sag {n}")
    email = factory.Sequence(lambda n: f"enhed{n}@example.org")
    checked_on = date(2023, 3, 1)


class StatusReportFactory(Base):
    """A delivered first version for 2022; `association=None` for the programme's."""

    class Meta:
        model = StatusReport

    association = factory.SubFactory(AssociationFactory)
    year = 2022
    version = 1
    content_hash = "0" * 64
    as_of = date(2023, 3, 31)
    file = factory.django.FileField(filename="rapport.pdf", data=b"%PDF-1.7\n%%EOF\n")
    sha256 = "0" * 64
    size = 15
    pages = 3


class ReportRunFactory(Base):
    """A finished run of all reports for 2022; `under_way=True` for one that is not."""

    class Meta:
        model = ReportRun

    class Params:
        under_way = factory.Trait(finished_at=None)

    year = 2022
    scope = Scope.ALL
    requested_by = factory.SubFactory(UserFactory, consultant=True)
    finished_at = factory.LazyFunction(timezone.now)


class ReportJobFactory(Base):
    """A finished job; `failed=True` for one that can be tried again."""

    class Meta:
        model = ReportJob

    class Params:
        failed = factory.Trait(
            state=JobState.FAILED, report=None, outcome=Outcome.NONE, error="Der var ikke plads til filen."
        )

    run = factory.SubFactory(ReportRunFactory)
    association = factory.SubFactory(AssociationFactory)
    report = factory.SubFactory(StatusReportFactory, association=factory.SelfAttribute("..association"))
    state = JobState.DONE
    outcome = Outcome.RENDERED


class ActionPlanFactory(Base):
    """Plan 1 of a partnership 2018–2025, for 2021–2023; its areas come with the revision."""

    class Meta:
        model = ActionPlan

    partnership = factory.LazyFunction(lambda: PartnershipFactory(extended=True))
    number = factory.LazyAttribute(lambda o: o.partnership.action_plans.count() + 1)
    start = date(2021, 1, 1)
    end = date(2023, 12, 31)


class PlanRevisionFactory(Base):
    """A draft with its six areas. `written=True` fills everything that handing in asks for."""

    class Meta:
        model = PlanRevision

    plan = factory.SubFactory(ActionPlanFactory)
    number = factory.LazyAttribute(lambda o: o.plan.revisions.count() + 1)

    @factory.post_generation
    def written(self, create, extracted, **kwargs):
        for focus_area in FocusArea.objects.of_plan_starting(self.plan.start.year):
            area = AreaText.objects.create(revision=self, focus_area=focus_area)
            if extracted:
                fill_area(area)
        if extracted:
            PlanRevision.objects.filter(pk=self.pk).update(
                introduction="Vi vil være en forening for alle.", lasting_changes="Flere børn bliver hos os."
            )
            self.refresh_from_db()


def in_force(revision: PlanRevision, on: date = date(2023, 1, 10), state: str = PlanState.APPROVED) -> PlanRevision:
    """Approved on the day, with the checksum of its text; or superseded or closed since."""
    at = timezone.make_aware(datetime.combine(on, time(12)))
    revision.state, revision.approved_at, revision.approved_on = state, at, on
    revision.text_hash = checksum(build_plan(revision))
    revision.save()
    return revision


def fill_area(area: AreaText) -> Goal:
    """In focus, with a situation, a goal and an activity."""
    area.in_focus, area.situation = True, "Vi har mange børn på ventelisten."
    area.save()
    line = GoalLine.objects.create(partnership=area.revision.plan.partnership)
    goal = Goal.objects.create(
        area_text=area, line=line, position=1, aim="Flere børn bliver i foreningen.", sign="Færre melder sig ud."
    )
    Activity.objects.create(goal=goal, position=1, what="Vi ringer til dem, der ikke kommer", who="Trænerne")
    return goal


class EnquiryFactory(Base):
    """Asked on 20 March 2023 by somebody, owned by a consultant, with its first message; no mails.

    `unowned=True`, `answered=True` (on 22 March), `closed=True` (on 24 March) are the other states.
    """

    class Meta:
        model = Enquiry

    class Params:
        unowned = factory.Trait(state=EnquiryState.NEW, owner=None)
        answered = factory.Trait(
            state=EnquiryState.ANSWERED, first_answered_on=date(2023, 3, 22), turn_since=date(2023, 3, 22)
        )
        closed = factory.Trait(
            state=EnquiryState.CLOSED,
            first_answered_on=date(2023, 3, 22),
            turn_since=date(2023, 3, 24),
            closed_on=date(2023, 3, 24),
        )

    association = factory.SubFactory(AssociationFactory)
    kind = EnquiryKind.MONEY
    subject = factory.Sequence(lambda n: f"Emne {n}")
    state = EnquiryState.WITH_OWNER
    owner = factory.SubFactory(UserFactory, consultant=True)
    asked_by = factory.SubFactory(UserFactory)
    asked_on = date(2023, 3, 20)
    turn_since = date(2023, 3, 20)

    @factory.post_generation
    def message(self, create, extracted, **kwargs):
        EntryFactory(enquiry=self, author=self.asked_by, on=self.asked_on)


class EntryFactory(Base):
    """A message of the association; `ours=True` for one of the administration."""

    class Meta:
        model = Entry

    class Params:
        ours = factory.Trait(side=Side.STAFF, role="Konsulent", author=factory.SubFactory(UserFactory, consultant=True))

    enquiry = factory.SubFactory(EnquiryFactory)
    side = Side.ASSOCIATION
    text = factory.Sequence(lambda n: f"Besked {n}")
    author = factory.SubFactory(UserFactory)
    role = "Ressourcepersonen"
    on = date(2023, 3, 20)


class NoteFactory(Base):
    class Meta:
        model = Note

    enquiry = factory.SubFactory(EnquiryFactory)
    text = factory.Sequence(lambda n: f"Internt notat {n}")
    author = factory.SubFactory(UserFactory, consultant=True)
    on = date(2023, 3, 21)


class EnquiryFileFactory(Base):
    class Meta:
        model = EnquiryFile

    entry = factory.SubFactory(EntryFactory)
    file = factory.django.FileField(filename="budget.pdf", data=b"%PDF-1.7\n%%EOF\n")
    original_name = "budget.pdf"
    file_type = FileType.PDF
    size = 15
    sha256 = "0" * 64


class ReminderDigestFactory(Base):
    """Of the week of Monday 27 March 2023, on its way; `failed=True` for one that was given up."""

    class Meta:
        model = ReminderDigest

    class Params:
        failed = factory.Trait(outcome=ReminderOutcome.FAILED, attempts=8, error="Postkassen findes ikke")

    user = factory.SubFactory(UserFactory, consultant=True)
    week = date(2023, 3, 27)


class ReminderFactory(Base):
    """A missing member count that went over time, on its way; `failed`, `sent` and `in_digest` as they say."""

    class Meta:
        model = Reminder

    class Params:
        failed = factory.Trait(outcome=ReminderOutcome.FAILED, attempts=8, error="Postkassen findes ikke")
        sent = factory.Trait(outcome=ReminderOutcome.SENT, sent_at=factory.LazyFunction(timezone.now))
        in_digest = factory.Trait(outcome=ReminderOutcome.IN_DIGEST)

    association = factory.SubFactory(AssociationFactory)
    user = factory.SubFactory(UserFactory)
    kind = "count_missing"
    item = factory.LazyAttribute(lambda o: f"{o.kind}:{o.association.pk}:2022")
    stage = Stage.OVERDUE
    rung = Rung.RESOURCE_PERSON
    due_on = date(2023, 1, 31)
    on = date(2023, 2, 1)
    outcome = ReminderOutcome.WAITING
