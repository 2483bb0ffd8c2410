"""`manage.py restore FILE`: an archive of `manage.py backup` back into database and files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import restore
from core.pg_programs import ProgramError


class Command(BaseCommand):
    help = "Checks an archive of `manage.py backup` and puts it back. Stop web, worker and beat first."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the archive")
        parser.add_argument("--force", action="store_true", help="replace what is in the database and the files")
        parser.add_argument("--check", action="store_true", help="only check the archive's checksums")

    def handle(self, *args: Any, file: Path, force: bool, check: bool, **options: Any) -> None:
        try:
            if check:
                manifest = restore.check(file)
                self.stdout.write(f"Whole: made {manifest.made_at} by Medspil {manifest.version}.")
                return
            restored = restore.restore(file, force=force)
        except restore.Refused as refusal:
            raise CommandError(f"Nothing was changed. {refusal}") from refusal
        except restore.FilesWait as error:
            raise CommandError(f"{error} Move them from new/ by hand; old/ has the former ones.") from error
        except ProgramError as error:
            raise CommandError(f"The database is as it was before. {error}") from error
        manifest = restored.manifest
        rows = sum(manifest.tables.values())
        self.stdout.write(f"Restored {rows} rows and {manifest.files} files, made {manifest.made_at}.")
        for name in manifest.missing:
            self.stderr.write(f"Was missing already in the backup: {name}")
        if restored.differing:
            raise CommandError(
                f"Tables with another number of rows than in the archive: {', '.join(restored.differing)}"
            )
        self.stdout.write("Now run `manage.py migrate`, then start web, worker and beat.")
