"""An archive of `core.backup` back into database and files: checked whole before anything is touched (ADR 13)."""

import hashlib
import secrets
import shutil
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from core import pg_programs
from core.backup import CHUNK, DATABASE, FORMAT, MANIFEST, MEDIA, SUMS, Manifest, read_manifest, table_counts

LONGEST_MANIFEST = 50 << 20
# Everything of ours in the schema goes, in the transaction that brings the archive's back. Not the schema itself: that
# belongs to the server's owner where the role is no more than ours.
EMPTY_SCHEMA = """
SET lock_timeout = '30s';
DO $$
DECLARE
    statement text;
    statements text[] := ARRAY(
        SELECT format('DROP TABLE IF EXISTS %I.%I CASCADE', schemaname, tablename)
        FROM pg_tables WHERE schemaname = current_schema()
        UNION ALL
        SELECT format('DROP VIEW IF EXISTS %I.%I CASCADE', schemaname, viewname)
        FROM pg_views WHERE schemaname = current_schema()
        UNION ALL
        SELECT format('DROP SEQUENCE IF EXISTS %I.%I CASCADE', schemaname, sequencename)
        FROM pg_sequences WHERE schemaname = current_schema()
        UNION ALL
        SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', oid::regprocedure)
        FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
            AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
    );
BEGIN
    FOREACH statement IN ARRAY statements LOOP
        EXECUTE statement;
    END LOOP;
END
$$;
"""


class Refused(Exception):
    """Nothing has been touched; `str()` says why and what to do."""


class FilesWait(Exception):
    """The database is restored, the files are not; `str()` says where both kinds are."""


@dataclass(frozen=True)
class Restored:
    """What came back. `differing`: tables with another number of rows than in the archive; there should be none."""

    manifest: Manifest
    differing: list[str]


def check(archive: Path) -> Manifest:
    """Reads the whole archive once and compares every checksum. Raises `Refused`."""
    try:
        with tarfile.open(archive, "r:") as opened:
            return _checked(opened)
    except (OSError, tarfile.TarError, EOFError) as error:
        raise Refused(f"{archive.name} cannot be read as an archive of Medspil: {error}") from error


def _checked(opened: tarfile.TarFile) -> Manifest:
    found: dict[str, str] = {}
    kept: dict[str, bytes] = {}
    for entry in opened:
        name = _safe_name(entry, found)
        file = opened.extractfile(entry)
        if file is None or (name in {MANIFEST, SUMS} and entry.size > LONGEST_MANIFEST):
            raise Refused(f"The archive is damaged: {name} is not what it should be.")
        digest = hashlib.sha256()
        while block := file.read(CHUNK):
            digest.update(block)
            if name in {MANIFEST, SUMS}:
                kept[name] = kept.get(name, b"") + block
        found[name] = digest.hexdigest()
    _compare(found, kept)
    try:
        return read_manifest(kept[MANIFEST])
    except (ValueError, TypeError) as error:
        raise Refused("The archive is damaged: its manifest cannot be read.") from error


def _safe_name(entry: tarfile.TarInfo, found: dict[str, str]) -> str:
    """The entry's name, when it is a plain file in its place. Raises `Refused`."""
    path = PurePosixPath(entry.name)
    known = entry.name in {DATABASE, MANIFEST, SUMS} or entry.name.startswith(MEDIA)
    if not entry.isfile() or not known or path.is_absolute() or ".." in path.parts or entry.name in found:
        raise Refused(f"The archive is damaged: {entry.name!r} does not belong in it.")
    return entry.name


def _compare(found: dict[str, str], kept: dict[str, bytes]) -> None:
    missing = [name for name in (DATABASE, MANIFEST, SUMS) if name not in found]
    if missing:
        raise Refused(f"The archive is damaged: {', '.join(missing)} is missing.")
    lines = (line.partition("  ") for line in kept[SUMS].decode(errors="replace").splitlines())
    listed = {name: checksum for checksum, _, name in lines}
    own = {name: checksum for name, checksum in found.items() if name != SUMS}
    if listed != own:
        wrong = sorted(name for name in listed.keys() | own.keys() if listed.get(name) != own.get(name))
        raise Refused(f"The archive is damaged: {len(wrong)} parts do not fit their checksum, first {wrong[0]}.")


def refuse_unfit(manifest: Manifest, *, force: bool) -> None:
    """Raises `Refused` when the archive does not belong here, or would replace what is here without `force`."""
    if manifest.format != FORMAT:
        raise Refused(f"The archive has format {manifest.format}; this version of Medspil reads format {FORMAT}.")
    if manifest.demo != settings.DEMO_MODE:
        kinds = ("real data into a demo", "demo data into an installation for real data")
        raise Refused(f"The archive would bring {kinds[manifest.demo]}: refused. Look at DEMO_MODE.")
    unknown = [f"{app}.{name}" for app, name in manifest.migrations if not _is_known(app, name)]
    if unknown:
        raise Refused(f"The archive is of a newer Medspil than this one (migration {unknown[0]}): update first.")
    if not force and not is_empty():
        raise Refused("The database is not empty: everything in it would be replaced. Say --force if you mean it.")


def _is_known(app: str, name: str) -> bool:
    known = MigrationLoader(None).disk_migrations
    # A migration that was squashed since is still known by the one that replaces it.
    replaced = {key for migration in known.values() for key in migration.replaces}
    return (app, name) in known or (app, name) in replaced


def is_empty() -> bool:
    """No tables yet, or nobody who could sign in and nothing that happened."""
    try:
        models = [get_user_model(), apps.get_model("workflow", "AuditEvent")]
        return not any(model._default_manager.exists() for model in models)
    except DatabaseError:  # not migrated yet
        return True


def restore(archive: Path, *, force: bool) -> Restored:
    """Checks, then replaces database and files.

    The files wait beside the old ones until the database is committed in one transaction; then they change places.
    Raises `Refused` (nothing touched), `ProgramError` (the database rolled back, the files untouched) or `FilesWait`.
    """
    manifest = check(archive)
    refuse_unfit(manifest, force=force)
    root = Path(settings.MEDIA_ROOT)
    # Hidden and inside: on the same disk, so that files change places by name alone, also where the root is a mount.
    work = root / f".restore-{secrets.token_hex(4)}"
    (work / "old").mkdir(parents=True)
    try:
        with tempfile.TemporaryDirectory(prefix="medspil-") as folder:
            dump = Path(folder) / DATABASE
            _unpack(archive, dump, work / "new")
            connection.close()
            _restore_database(dump, Path(folder))
    except BaseException:
        shutil.rmtree(work)
        raise
    try:
        _change_places(root, work)
    except OSError as error:
        raise FilesWait(f"The database is restored, but the files still wait in {work} ({error}).") from error
    shutil.rmtree(work)
    return Restored(manifest, _differing(manifest))


def _differing(manifest: Manifest) -> list[str]:
    counts = table_counts()
    names = manifest.tables.keys() | counts.keys()
    return sorted(name for name in names if manifest.tables.get(name) != counts.get(name))


def _unpack(archive: Path, dump: Path, media: Path) -> None:
    """Takes the parts out of an archive that has been checked."""
    media.mkdir()
    with tarfile.open(archive, "r:") as opened:
        for entry in opened:
            if entry.name == DATABASE:
                target = dump
            elif entry.name.startswith(MEDIA):
                target = media / entry.name.removeprefix(MEDIA)
            else:
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            source = opened.extractfile(entry)
            if source is not None:
                with target.open("wb") as file:
                    shutil.copyfileobj(source, file, CHUNK)


def _restore_database(dump: Path, folder: Path) -> None:
    """Empties the schema and fills it from the dump, in one transaction: all or nothing."""
    before, script = folder / "empty.sql", folder / "restore.sql"
    before.write_text(EMPTY_SCHEMA)
    pg_programs.run(["pg_restore", "--no-owner", "--no-privileges", f"--file={script}", dump])
    options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    pg_programs.run(["psql", *options, f"--file={before}", f"--file={script}"])


def _change_places(root: Path, work: Path) -> None:
    """The old files go, the new ones come: top folders, by name."""
    for path in list(root.iterdir()):
        if path.name != work.name:
            path.replace(work / "old" / path.name)
    for path in list((work / "new").iterdir()):
        path.replace(root / path.name)
