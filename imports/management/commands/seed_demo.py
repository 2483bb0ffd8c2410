"""The demo data: the workbook in this folder through the same import as anybody's file, and a password for all."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.core.management.base import BaseCommand, CommandError

from accounts.demo import DEMO_PASSWORD, demo_sign_ins
from accounts.models import User
from associations.models import Association
from core.registry import demo_parts
from imports.domain.importing import run_import
from imports.problems import Problems
from imports.reading.files import UploadedFile, read_tables

WORKBOOK = Path(__file__).resolve().parent.parent.parent / "demo" / "register.xlsx"


class Command(BaseCommand):
    help = "Fills an empty register with demo data (only in demo mode), and lists the sign-ins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="import the workbook although there is data already")

    def handle(self, *args: Any, again: bool, **options: Any) -> None:
        if not settings.DEMO_MODE:
            raise CommandError("seed_demo is for demo installations only: set DEMO_MODE=1 on a database without data.")
        started = time.monotonic()
        if again or not Association.objects.exists():
            self._import()
            self.stdout.write(f"Demo data loaded in {time.monotonic() - started:.1f} s.")
        else:
            self.stdout.write("The demo data is there already.")
        self._list_sign_ins()

    def _import(self) -> None:
        problems = Problems()
        with WORKBOOK.open("rb") as file:
            tables = read_tables([UploadedFile(WORKBOOK.name, file)], problems)
        outcome = run_import(tables, problems, by=None, save=True)
        if not outcome.saved:
            raise CommandError("\n".join(["The demo workbook was refused:", *map(str, problems)]))
        for part in demo_parts:
            if not part.needs_sign_ins:
                part.seed()
        self._give_passwords()
        for part in demo_parts:
            if part.needs_sign_ins:
                part.seed()

    def _give_passwords(self) -> None:
        # One hash for all: a hundred slow ones would take half a minute. Those who are invited have not chosen one yet.
        without = User.objects.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX, invitations=None)
        without.update(password=make_password(DEMO_PASSWORD))

    def _list_sign_ins(self) -> None:
        self.stdout.write(f"Sign-ins, all with the password {DEMO_PASSWORD}:")
        for account in demo_sign_ins():
            self.stdout.write(f"  {account.email:<36} {account.name}, {account.description}")
