"""The operator's way into the register: the same import as the page, with all rights unless `--by` says who."""

from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from imports.domain.importing import run_import
from imports.domain.summary import SheetText
from imports.problems import Problems
from imports.reading.files import UploadedFile, read_tables


class Command(BaseCommand):
    help = "Imports an Excel workbook or CSV files into the register, all or nothing (docs/import.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="a workbook (.xlsx) or CSV files")
        parser.add_argument("--by", metavar="EMAIL", help="act as this user, with this user's rights")
        parser.add_argument("--dry-run", action="store_true", help="show what would happen, and save nothing")

    def handle(self, *args: Any, files: list[str], by: str | None, dry_run: bool, **options: Any) -> None:
        user = self._user(by)
        problems = Problems()
        tables = self._read(files, problems)
        outcome = run_import(tables, problems, by=user, save=not dry_run)
        if problems:
            for problem in problems:
                self.stderr.write(str(problem))
            hidden = problems.count - len(problems.kept)
            more = f" ({hidden} vises ikke)" if hidden else ""
            raise CommandError(f"{problems.count} fejl{more}. Intet er indlæst.")
        for text in outcome.summary:
            self.stdout.write(line(text))
        self.stdout.write("Gemt." if outcome.saved else "Kun vist, ikke gemt.")

    def _user(self, email: str | None) -> User | None:
        if email is None:
            return None
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError(f"Der er ingen bruger med e-mailen {email}.")
        return user

    def _read(self, names: list[str], problems: Problems) -> Any:
        with ExitStack() as stack:
            try:
                opened = [UploadedFile(name, stack.enter_context(Path(name).open("rb"))) for name in names]
            except OSError as error:
                raise CommandError(f"{error.filename} kan ikke åbnes: {error.strerror}.") from error
            return read_tables(opened, problems)


def line(text: SheetText) -> str:
    """One line of the summary."""
    parts = [f"{text['created']} oprettes", f"{text['changed']} ændres", f"{text['left']} er uændrede"]
    if text["removed"]:
        parts.append(f"{text['removed']} fjernes")
    return f"{text['name']}: {', '.join(parts)}"
