"""Runs: start one, try a failed job again, and decide once that it is finished."""

import uuid
from collections.abc import Sequence
from functools import partial

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.enums import Permission, StaffRole
from accounts.models import User
from accounts.permissions import require_permission
from associations.models import Association
from core import clock
from core.leases import JobState
from partnerships.models import Participation
from reporting.domain import queue
from reporting.domain.loading import in_partnership
from reporting.enums import Scope
from reporting.models import ReportJob, ReportRun

OPEN_STATES = (JobState.QUEUED, JobState.RUNNING)


def reportable_years() -> list[int]:
    """The ended years in which somebody had a partnership, the newest first."""
    last = clock.today().year - 1
    spans = Participation.objects.values_list("start", "end")
    years = {year for start, end in spans for year in range(start.year, min(end.year, last) + 1)}
    return sorted(years, reverse=True)


def year_blockers(year: int) -> list[str]:
    """Why no status report can be made for the year; empty when it can."""
    today = clock.today()
    if year >= today.year:
        return [f"{year} er ikke slut. Statusrapporten for {year} kan laves fra 1. januar {year + 1}."]
    if not in_partnership(year).exists():
        return [f"Der er ingen data for {year}: ingen foreninger havde et socialt partnerskab det år."]
    return []


def subjects(*, year: int, scope: Scope, consultant: User | None, association: Association | None) -> list[int | None]:
    """The ids that a run makes reports of; None stands for the programme."""
    rows: QuerySet[Association] = in_partnership(year)
    if scope == Scope.CONSULTANT:
        today = clock.today()
        holds = Q(contact_persons__start__lte=today) & (
            Q(contact_persons__end=None) | Q(contact_persons__end__gte=today)
        )
        rows = rows.filter(holds, contact_persons__consultant=consultant)
    elif scope == Scope.ASSOCIATION:
        rows = rows.filter(pk__in=[association.pk] if association else [])
    ids: list[int | None] = list(rows.order_by("sort_key", "pk").values_list("pk", flat=True))
    # The programme is the longest report: begun first, it does not make the others wait at the end.
    return [None, *ids] if scope == Scope.ALL else ids


def start_run(
    *,
    year: int,
    scope: Scope,
    by: User | None,
    consultant: User | None = None,
    association: Association | None = None,
    form_key: uuid.UUID | None = None,
) -> tuple[ReportRun, bool]:
    """Starts a run, or gives the same one that is under way already; the second value tells which.

    `by` None is the operator's command. Raises `ValidationError` with the reason, `PermissionDenied`.
    """
    if by is not None:
        require_permission(by, Permission.START_REPORT_RUN, association)
    reasons = start_blockers(year=year, scope=scope, consultant=consultant, association=association)
    if reasons:
        raise ValidationError(reasons)
    ids = subjects(year=year, scope=scope, consultant=consultant, association=association)
    if not ids:
        raise ValidationError(f"Der er ingen foreninger med partnerskab i {year} i det valgte omfang.")
    what = {
        "year": year,
        "scope": scope,
        "consultant": consultant if scope == Scope.CONSULTANT else None,
        "association": association if scope == Scope.ASSOCIATION else None,
    }
    try:
        return _create(what, ids, by=by, form_key=form_key), True
    except IntegrityError:
        same = Q(form_key=form_key, form_key__isnull=False) | Q(finished_at=None, **what)
        run = ReportRun.objects.filter(same).order_by("-pk").first()
    if run is not None:
        return run, False
    # The other one has ended in between, so there is room for a new one.
    return _create(what, ids, by=by, form_key=form_key), True


def start_blockers(*, year: int, scope: Scope, consultant: User | None, association: Association | None) -> list[str]:
    """Why such a run cannot be started; empty when it can."""
    if scope == Scope.CONSULTANT and (consultant is None or consultant.staff_role != StaffRole.CONSULTANT):
        return ["Vælg den konsulent, hvis foreninger rapporterne skal handle om."]
    if scope == Scope.ASSOCIATION and association is None:
        return ["Vælg den forening, rapporten skal handle om."]
    return year_blockers(year)


@transaction.atomic
def _create(
    what: dict[str, object], ids: Sequence[int | None], *, by: User | None, form_key: uuid.UUID | None
) -> ReportRun:
    run = ReportRun.objects.create(requested_by=by, form_key=form_key, **what)
    jobs = ReportJob.objects.bulk_create([ReportJob(run=run, association_id=pk) for pk in ids])
    transaction.on_commit(partial(queue.send_jobs, [job.pk for job in jobs]))
    return run


@transaction.atomic
def retry_job(*, job: ReportJob, by: User) -> bool:
    """Queues a failed job again and reopens its run; False when it is not failed (a double click).

    Raises `PermissionDenied`, and `ValidationError` when the same run has been started anew meanwhile.
    """
    run = ReportRun.objects.select_for_update().get(pk=job.run_id)
    require_permission(by, Permission.START_REPORT_RUN, run if run.association_id else None)
    renewed = ReportJob.objects.filter(pk=job.pk, state=JobState.FAILED).update(
        state=JobState.QUEUED, error="", attempts=0, queued_at=timezone.now(), sent_at=None, finished_at=None
    )
    if not renewed:
        return False
    if run.finished_at is not None:
        run.finished_at = None
        try:
            with transaction.atomic():
                run.save(update_fields=["finished_at"])
        except IntegrityError:
            raise ValidationError(
                "De samme rapporter er ved at blive lavet i en nyere kørsel. Følg den i stedet."
            ) from None
    transaction.on_commit(partial(queue.send_jobs, [job.pk]))
    return True


def lock_run(run_id: int) -> ReportRun:
    """The run, locked until the transaction ends: always before its jobs, so that nobody waits in a ring."""
    return ReportRun.objects.select_for_update().get(pk=run_id)


def finish_if_complete(run: ReportRun) -> bool:
    """Marks a locked run finished when no job is open, and has its mail sent. Decided once: the run is locked."""
    if run.finished_at is not None or run.jobs.filter(state__in=OPEN_STATES).exists():
        return False
    run.finished_at = timezone.now()
    run.save(update_fields=["finished_at"])
    transaction.on_commit(partial(queue.send_mail_task, run.pk))
    return True
