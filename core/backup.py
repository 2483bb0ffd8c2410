"""One archive of database and files, with checksums of every part (ADR 13).

The archive is a plain tar: `database.dump` (pg_dump's custom format), `media/…`, `manifest.json`, and last
`SHA256SUMS` of all the others, so that `tar -x` and `sha256sum -c SHA256SUMS` check it without Medspil. The database is
one snapshot; files are read after it, so that whatever the snapshot knows is there, but for what has been deleted
since: that is named as missing.
"""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from core import pg_programs

FORMAT = 1
DATABASE, MANIFEST, SUMS, MEDIA = "database.dump", "manifest.json", "SHA256SUMS", "media/"
CHUNK = 1 << 20


@dataclass
class Manifest:
    """What an archive holds. `missing`: files that the database knows and nobody has; `tables`: rows in each."""

    made_at: str
    version: str
    demo: bool
    server: str
    migrations: list[list[str]]
    tables: dict[str, int]
    files: int
    missing: list[str]
    format: int = FORMAT
    sizes: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> bytes:
        return json.dumps(self.__dict__, ensure_ascii=False, indent=2).encode()


@dataclass(frozen=True)
class Snapshot:
    """The database at one moment: its name for pg_dump, rows in each table, and the files it refers to."""

    name: str
    server: str
    migrations: list[list[str]]
    tables: dict[str, int]
    files: frozenset[str]


def make(target: Path) -> Manifest:
    """Writes the archive to `target`, complete or not at all. Raises `ProgramError`, `OSError`."""
    partial = target.with_name(f"{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(prefix="medspil-", dir=target.parent) as folder:
            dump = Path(folder) / DATABASE
            with transaction.atomic():
                snapshot = _take_snapshot()
                _dump(dump, snapshot)
            manifest = _write(partial, dump, snapshot)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def _take_snapshot() -> Snapshot:
    """Opens a snapshot that lasts as long as the transaction, which must be the connection's first statement."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot(), current_setting('server_version')")
        name, server = cursor.fetchone()
        tables = table_counts()
    applied = MigrationRecorder(connection).applied_migrations()
    return Snapshot(
        name=name,
        server=server,
        migrations=sorted([app, migration] for app, migration in applied),
        tables=tables,
        files=frozenset(_known_files()),
    )


def table_counts() -> dict[str, int]:
    """Rows in each table of the database."""
    counts = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 — the database's own
            counts[table] = cursor.fetchone()[0]
    return counts


def _known_files() -> Iterator[str]:
    """The names in every file column."""
    for model in apps.get_models():
        for column in model._meta.local_concrete_fields:
            if isinstance(column, models.FileField):
                names = model._default_manager.exclude(**{column.name: ""}).values_list(column.name, flat=True)
                yield from (name for name in names if name)


def _dump(target: Path, snapshot: Snapshot) -> None:
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot.name}"]
    pg_programs.run(["pg_dump", *options, f"--file={target}"])


def _write(target: Path, dump: Path, snapshot: Snapshot) -> Manifest:
    sums: dict[str, str] = {}
    sizes: dict[str, int] = {}
    # Readable by its owner only: it holds everything.
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file, tarfile.open(fileobj=file, mode="w") as archive:
        _add(archive, DATABASE, dump, sums, sizes)
        for name, path in sorted(media_files()):
            # A file that has gone since is no error: the snapshot decides whether it is missed.
            if path.exists():
                _add(archive, f"{MEDIA}{name}", path, sums, sizes)
        manifest = Manifest(
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            version=settings.VERSION,
            demo=settings.DEMO_MODE,
            server=snapshot.server,
            migrations=snapshot.migrations,
            tables=snapshot.tables,
            files=len(sums) - 1,
            missing=sorted(name for name in snapshot.files if f"{MEDIA}{name}" not in sums),
            sizes=sizes,
        )
        _add_bytes(archive, MANIFEST, manifest.as_json(), sums)
        lines = "".join(f"{checksum}  {name}\n" for name, checksum in sums.items())
        _add_bytes(archive, SUMS, lines.encode(), {})
        file.flush()
        os.fsync(file.fileno())
    return manifest


def media_files() -> Iterator[tuple[str, Path]]:
    """Every file under MEDIA_ROOT with its name there; links and the leftovers of a restore are passed over."""
    root = Path(settings.MEDIA_ROOT)
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(folder) / name
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(root).as_posix(), path


class Hashing:
    """Reads a file and keeps the checksum of what was read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.hash = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.hash.update(data)
        return data


def _add(archive: tarfile.TarFile, name: str, path: Path, sums: dict[str, str], sizes: dict[str, int]) -> None:
    with path.open("rb") as file:
        info = _entry(name, os.fstat(file.fileno()).st_size)
        reader = Hashing(file)
        archive.addfile(info, reader)
    sums[name], sizes[name] = reader.hash.hexdigest(), info.size


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes, sums: dict[str, str]) -> None:
    archive.addfile(_entry(name, len(content)), io.BytesIO(content))
    sums[name] = hashlib.sha256(content).hexdigest()


def _entry(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = size, 0o600, int(datetime.now(UTC).timestamp())
    return info


def read_manifest(content: bytes) -> Manifest:
    """Raises `ValueError`, `TypeError` or `KeyError` for what is no manifest of ours."""
    values: dict[str, Any] = json.loads(content)
    return Manifest(**values)
