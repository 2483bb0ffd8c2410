"""A small register in the database that reports can be made of: clubs with everything a year can hold."""

from django.core.management import call_command

from accounts.models import User
from associations.models import Association
from core.leases import JobState
from reporting.domain import runs
from reporting.enums import Scope
from reporting.jobs import work
from reporting.models import ReportJob, ReportRun, StatusReport
from tests.factories import (
    AssociationFactory,
    ContactPersonFactory,
    EmploymentFactory,
    GrantFactory,
    MemberCountFactory,
    PartnershipFactory,
    ProgrammeYearFactory,
    ReservedPostFactory,
)

YEAR = 2022


def club(name: str, *, under_25: int | None = 412, consultant: User | None = None) -> Association:
    """A club with a partnership 2018–2025, a resource person, a grant and counts of two years."""
    association = AssociationFactory(name=name)
    partnership = PartnershipFactory(association=association, extended=True)
    GrantFactory(partnership=partnership, programme_year=ProgrammeYearFactory(year=YEAR))
    EmploymentFactory(association=association, person__name=f"Ressource i {name}"[:120])
    MemberCountFactory(association=association, year=YEAR - 1, under_25=389)
    if under_25 is not None:
        MemberCountFactory(association=association, year=YEAR, under_25=under_25)
    if consultant:
        ContactPersonFactory(association=association, consultant=consultant)
    return association


def programme(*names: str) -> list[Association]:
    """Clubs of these names, and the programme year's reserved money."""
    clubs = [club(name) for name in names]
    ReservedPostFactory(programme_year=ProgrammeYearFactory(year=YEAR))
    return clubs


def demo() -> None:
    """The whole demo register, through the importer."""
    call_command("seed_demo", verbosity=0)


def start(*, by: User | None = None, scope: Scope = Scope.ALL, year: int = YEAR, **arguments) -> ReportRun:
    return runs.start_run(year=year, scope=scope, by=by, **arguments)[0]


def work_all(run: ReportRun) -> ReportRun:
    """Does the run's open jobs here, as the worker would."""
    for job in run.jobs.filter(state=JobState.QUEUED).order_by("pk"):
        claimed = ReportJob.claim(job.pk)
        assert claimed is not None
        work(claimed)
    run.refresh_from_db()
    return run


def report_of(name: str) -> StatusReport:
    """The only version of the association's report."""
    return StatusReport.objects.get(association__name=name)
