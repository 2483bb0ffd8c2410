"""What is past its retention period, from the command line."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core.formats import date_text, plural
from privacy.domain import retention


class Command(BaseCommand):
    help = "Lists what is past its retention period; with --carry-out it is deleted or anonymised."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--carry-out", action="store_true", help="delete and anonymise what is listed")

    def handle(self, *args: Any, carry_out: bool, **options: Any) -> None:
        for kind in retention.kinds():
            if not kind.years:
                self.stdout.write(f"{kind.entry.label}: ingen grænse ({kind.entry.setting})")
                continue
            found = retention.expired(kind.entry)
            period = plural(kind.years, "år", "år")
            self.stdout.write(f"{kind.entry.label} ({period}): {len(found)}")
            for record in found[: retention.MOST_EXAMPLES]:
                self.stdout.write(f"  {record.label}, opbevares til {date_text(record.kept_until)}")
            if carry_out and found:
                done = retention.carry_out(kind.entry, by=None)
                self.stdout.write(f"  slettet: {done}")
        retention.propose()
