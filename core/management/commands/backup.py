"""`manage.py backup [FILE]`: database and files into one archive."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core import backup
from core.pg_programs import ProgramError


class Command(BaseCommand):
    help = "Writes database and files into one archive with checksums. Restore it with `manage.py restore FILE`."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="the archive (default: medspil-<moment>.tar here)")

    def handle(self, *args: Any, file: Path | None, **options: Any) -> None:
        target = (file or Path(f"medspil-{timezone.localtime():%Y-%m-%d-%H%M%S}.tar")).absolute()
        if target.exists():
            raise CommandError(f"{target} is there already: choose another name.")
        try:
            manifest = backup.make(target)
        except (ProgramError, OSError) as error:
            raise CommandError(f"No backup was made. {error}") from error
        size = target.stat().st_size / 1_000_000
        rows = sum(manifest.tables.values())
        self.stdout.write(f"{target}: {rows} rows, {manifest.files} files, {size:.1f} MB.")
        for name in manifest.missing:
            self.stderr.write(f"Missing, though the database knows it: {name}")
