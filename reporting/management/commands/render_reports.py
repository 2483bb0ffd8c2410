"""The operator's way to start a run, and with --wait to follow it to its end."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from associations.models import Association
from core.leases import JobState
from reporting.domain import runs
from reporting.domain.run_queries import Progress, jobs_in_order, progress
from reporting.enums import Scope
from reporting.models import ReportRun

LOOK_EVERY_SECONDS = 0.2
SAY_WAITING_AFTER_SECONDS = 15
GIVE_UP_AFTER_SECONDS = 300
WAITING = (
    "Ingen arbejder på rapporterne lige nu. Er Celery startet? "
    "De ligger i kø og begynder af sig selv, når en worker er oppe."
)
GAVE_UP = "Der er ikke sket noget i {minutes} minutter. Kørsel {pk} ligger stadig i kø og fortsætter af sig selv."


class Command(BaseCommand):
    help = "Starts the status reports of a year: all associations and the programme, or one association."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, required=True, help="the year that the reports are about")
        parser.add_argument("--association", metavar="NAME", help="only this association's report")
        parser.add_argument("--wait", action="store_true", help="follow the run; exit code 1 when a report failed")

    def handle(self, *args: Any, year: int, association: str | None, wait: bool, **options: Any) -> None:
        subject = self._association(association) if association else None
        scope = Scope.ASSOCIATION if subject else Scope.ALL
        try:
            run, created = runs.start_run(year=year, scope=scope, association=subject, by=None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"Kørsel {run.pk} {'er sat i gang' if created else 'var i gang allerede'}: {run.title}.")
        if wait:
            self._follow(run)

    def _association(self, name: str) -> Association:
        found = Association.objects.filter(name__iexact=name.strip()).first()
        if found is None:
            raise CommandError(f"Der er ingen forening, der hedder »{name}«.")
        return found

    def _follow(self, run: ReportRun) -> None:
        seen, quiet_since, has_said = -1, time.monotonic(), False
        while True:
            state = progress(run)
            if state.ended != seen:
                seen, quiet_since, has_said = state.ended, time.monotonic(), False
                self.stdout.write(f"{state.ended} af {state.total} {state.left_text}".rstrip())
            if state.is_finished:
                return self._report(run, state)
            quiet = time.monotonic() - quiet_since
            if quiet > SAY_WAITING_AFTER_SECONDS and not has_said and not state.running:
                self.stderr.write(WAITING)
                has_said = True
            if quiet > GIVE_UP_AFTER_SECONDS:
                raise CommandError(GAVE_UP.format(minutes=GIVE_UP_AFTER_SECONDS // 60, pk=run.pk), returncode=2)
            time.sleep(LOOK_EVERY_SECONDS)

    def _report(self, run: ReportRun, state: Progress) -> None:
        for job in jobs_in_order(run).filter(state=JobState.FAILED):
            self.stderr.write(f"{job.subject}: {job.error}")
        self.stdout.write(f"{state.done} færdige ({state.unchanged} uændrede), {state.failed} mislykkede.")
        if state.failed:
            raise CommandError("Nogle rapporter mislykkedes.", returncode=1)
