"""Backup and restore, drilled: make data, back up, destroy, restore, and the figures are equal (ADR 13)."""

import hashlib
import io
import json
import os
import subprocess
import tarfile
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from associations.models import Association, Employment
from core import backup, pg_programs, restore
from core.backup import DATABASE, MANIFEST, SUMS
from core.models import ScheduledJobRun
from core.pg_programs import ProgramError
from core.restore import Refused
from partnerships.models import Grant
from reporting.domain.association_report import build_association_report
from reporting.domain.hashing import data_hash
from reporting.domain.programme_report import build_programme_report
from reporting.models import StatusReport
from tests.factories import EmploymentFactory, PersonFactory, StatusReportFactory
from workflow import audit
from workflow.models import AuditEvent

committed = pytest.mark.django_db(transaction=True)
DAY = date(2023, 3, 31)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "medspil.tar"


@pytest.fixture
def small(archive: Path) -> Path:
    """A backup of one employment with its trace and one report with its file."""
    audit.save(PersonFactory.build(name="Åse Backup"), by=None)
    report = StatusReportFactory(association=EmploymentFactory().association)
    assert report.file.name
    call_command("backup", str(archive), stdout=io.StringIO())
    return archive


@pytest.fixture
def made_up(archive: Path, tmp_path: Path) -> Path:
    """An archive of ours whose dump is no dump: enough for what is checked before the database."""
    dump = tmp_path / DATABASE
    dump.write_bytes(b"PGDMP" * 10_000)
    media = Path(django_settings.MEDIA_ROOT)
    media.mkdir()
    (media / "rapport.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    snapshot = backup.Snapshot("1-1", "18.0", migrations=[["core", "0001_initial"]], tables={}, files=frozenset())
    backup._write(archive, dump, snapshot)
    return archive


def figures() -> dict[str, Any]:
    """What the reports say of the register, and how many rows it has."""
    reports = [build_association_report(pk, 2022, DAY) for pk in Association.objects.values_list("pk", flat=True)]
    return {
        "programme": data_hash(build_programme_report(2022, DAY)),
        "associations": sorted(data_hash(report) for report in reports),
        "tables": backup.table_counts(),
        "granted": sum(Grant.objects.values_list("amount", flat=True)),
        "trace": list(AuditEvent.objects.order_by("pk").values_list("pk", "at", "actor_name", "changes"))[-50:],
    }


def files() -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in backup.media_files()}


def rewritten(source: Path, target: Path, change) -> Path:
    """A copy of the archive whose parts have gone through `change(name, content)`; None leaves one out."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for entry in old:
            file = old.extractfile(entry)
            content = change(entry.name, file.read() if file else b"")
            if content is not None:
                entry.size = len(content)
                new.addfile(entry, io.BytesIO(content))
    return target


def with_manifest(source: Path, target: Path, **values: Any) -> Path:
    """A whole archive with another manifest, its checksum included."""
    changed = {}

    def change(name: str, content: bytes) -> bytes:
        if name == MANIFEST:
            content = json.dumps(json.loads(content) | values).encode()
            changed[name] = hashlib.sha256(content).hexdigest()
        if name == SUMS:
            lines = [line for line in content.decode().splitlines() if not line.endswith(MANIFEST)]
            content = "\n".join([*lines, f"{changed[MANIFEST]}  {MANIFEST}", ""]).encode()
        return content

    return rewritten(source, target, change)


# --- The drill ------------------------------------------------------------------------------------------------------


@committed
def test_figures_and_files_are_equal_after_destruction(demo_today, archive, capsys, monkeypatch):
    monkeypatch.setattr("imports.management.commands.seed_demo.demo_parts", ())  # the workbook is enough
    call_command("seed_demo", stdout=io.StringIO())
    report = StatusReportFactory(association=Association.objects.earliest("pk"))
    before, kept = figures(), files()
    call_command("backup", str(archive))
    assert "Missing" not in capsys.readouterr().err

    # Destruction: people, reports and files go, something else comes.
    StatusReport.objects.all().delete()
    Grant.objects.all().delete()
    Employment.objects.all().delete()
    for _, path in backup.media_files():
        path.unlink()
    report.file.storage.save("reports/later.pdf", ContentFile(b"later"))
    assert figures() != before

    call_command("restore", str(archive), "--force")
    assert figures() == before
    assert files() == kept
    with StatusReport.objects.get(pk=report.pk).file.open() as file:
        assert file.read() == b"%PDF-1.7\n%%EOF\n"
    assert [path.name for path in Path(django_settings.MEDIA_ROOT).iterdir() if path.name.startswith(".")] == []
    # The rules of the database are back as well.
    with pytest.raises(Exception, match="only grows"):
        AuditEvent.objects.update(actor_name="En anden")
    User.objects.create_user("ny@example.org", name="Ny efter gendannelsen")


def test_archive_can_be_checked_without_medspil(made_up, tmp_path):
    with tarfile.open(made_up) as opened:
        names = opened.getnames()
        opened.extractall(tmp_path / "out", filter="data")
    assert names[0] == DATABASE
    assert names[-2:] == [MANIFEST, SUMS]
    assert made_up.stat().st_mode & 0o077 == 0
    subprocess.run(["sha256sum", "--check", "--quiet", SUMS], cwd=tmp_path / "out", check=True)
    manifest = json.loads((tmp_path / "out" / MANIFEST).read_text())
    assert (manifest["files"], manifest["missing"], manifest["demo"]) == (1, [], False)


@committed
def test_missing_files_are_named(archive, capsys):
    report = StatusReportFactory()
    report.file.storage.delete(report.file.name)
    call_command("backup", str(archive))
    assert f"Missing, though the database knows it: {report.file.name}" in capsys.readouterr().err
    call_command("restore", str(archive), "--force")
    assert f"Was missing already in the backup: {report.file.name}" in capsys.readouterr().err


@committed
def test_check_alone_changes_nothing(small, capsys):
    ScheduledJobRun.objects.create(name="later")
    call_command("restore", str(small), "--check")
    assert "Whole: made" in capsys.readouterr().out
    assert ScheduledJobRun.objects.filter(name="later").exists()


@committed
def test_damaged_archive_touches_nothing(small, tmp_path):
    cut = tmp_path / "cut.tar"
    cut.write_bytes(small.read_bytes()[:-20_000])
    assert "Nothing was changed. " in refused(cut, "--force")


# --- What is refused, with nothing touched --------------------------------------------------------------------------


def refused(path: Path, *options: str) -> str:
    """The refusal's text; nothing may have changed."""
    before, kept = backup.table_counts(), files()
    with pytest.raises(CommandError) as refusal:
        call_command("restore", str(path), *options)
    assert backup.table_counts() == before
    assert files() == kept
    return str(refusal.value)


@committed
def test_non_empty_database_needs_force(small):
    assert "Say --force if you mean it" in refused(small)


@committed
def test_empty_database_needs_no_force(small):
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE accounts_user, workflow_auditevent CASCADE")
    call_command("restore", str(small), stdout=io.StringIO())
    assert AuditEvent.objects.get().object_label == "Åse Backup"


@pytest.mark.parametrize("part", [DATABASE, MANIFEST, SUMS, "media/"])
def test_damaged_archive_is_refused(made_up, tmp_path, part):
    def damage(name: str, content: bytes) -> bytes:
        return content[:-2] + bytes([content[-2] ^ 1]) + content[-1:] if name.startswith(part) else content

    with pytest.raises(Refused, match="The archive is damaged"):
        restore.check(rewritten(made_up, tmp_path / "damaged.tar", damage))


@pytest.mark.parametrize("part", [DATABASE, MANIFEST, SUMS, "media/"])
def test_archive_without_a_part_is_refused(made_up, tmp_path, part):
    def drop(name: str, content: bytes) -> bytes | None:
        return None if name.startswith(part) else content

    with pytest.raises(Refused, match="The archive is damaged"):
        restore.check(rewritten(made_up, tmp_path / "part.tar", drop))


@pytest.mark.parametrize("length", [0, 100, 512, 5_000, -20_000])
def test_cut_off_archive_is_refused(made_up, tmp_path, length):
    cut = tmp_path / "cut.tar"
    cut.write_bytes(made_up.read_bytes()[:length])
    with pytest.raises(Refused, match=r"cannot be read|is damaged"):
        restore.check(cut)


@pytest.mark.parametrize("name", ["media/../../outside.txt", "/etc/passwd", "other.txt", DATABASE])
def test_part_that_does_not_belong_is_refused(made_up, tmp_path, name):
    strange = tmp_path / "strange.tar"
    strange.write_bytes(made_up.read_bytes())
    with tarfile.open(strange, "a") as opened:
        entry = tarfile.TarInfo(name)
        entry.size = 1
        opened.addfile(entry, io.BytesIO(b"x"))
    with pytest.raises(Refused, match="does not belong in it"):
        restore.check(strange)


def test_link_in_an_archive_is_refused(made_up, tmp_path):
    strange = tmp_path / "strange.tar"
    strange.write_bytes(made_up.read_bytes())
    with tarfile.open(strange, "a") as opened:
        entry = tarfile.TarInfo("media/link")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        opened.addfile(entry)
    with pytest.raises(Refused, match="does not belong in it"):
        restore.check(strange)


def test_demo_and_real_data_do_not_mix(made_up, settings, tmp_path):
    demo = restore.check(with_manifest(made_up, tmp_path / "demo.tar", demo=True))
    with pytest.raises(Refused, match="demo data into an installation for real data"):
        restore.refuse_unfit(demo, force=True)
    settings.DEMO_MODE = True
    with pytest.raises(Refused, match="real data into a demo"):
        restore.refuse_unfit(restore.check(made_up), force=True)


def test_archive_of_a_newer_version_is_refused(made_up, tmp_path):
    newer = restore.check(with_manifest(made_up, tmp_path / "newer.tar", migrations=[["core", "9999_future"]]))
    with pytest.raises(Refused, match=r"migration core\.9999_future"):
        restore.refuse_unfit(newer, force=True)
    other = restore.check(with_manifest(made_up, tmp_path / "other.tar", format=2))
    with pytest.raises(Refused, match="has format 2"):
        restore.refuse_unfit(other, force=True)


def test_unreadable_file_is_refused(tmp_path):
    (tmp_path / "text.tar").write_text("no archive" * 200)
    for name in ("none.tar", "text.tar"):
        with pytest.raises(Refused, match="cannot be read as an archive"):
            restore.check(tmp_path / name)


# --- What fails on the way ------------------------------------------------------------------------------------------


@committed
def test_failing_restore_leaves_database_and_files_as_they_were(small, tmp_path, monkeypatch):
    monkeypatch.setattr(restore, "EMPTY_SCHEMA", restore.EMPTY_SCHEMA + "SELECT 1 / 0;")
    before, kept = backup.table_counts(), files()
    with pytest.raises(CommandError, match="The database is as it was before"):
        call_command("restore", str(small), "--force")
    assert backup.table_counts() == before
    assert files() == kept
    assert [path for path in Path(django_settings.MEDIA_ROOT).iterdir() if path.name.startswith(".restore")] == []


@committed
def test_files_that_cannot_change_places_wait(small, monkeypatch):
    def fail(*_args: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(restore, "_change_places", fail)
    with pytest.raises(CommandError, match="the files still wait in"):
        call_command("restore", str(small), "--force")
    [waiting] = Path(django_settings.MEDIA_ROOT).glob(".restore-*")
    assert list((waiting / "new").rglob("*.pdf"))


@committed
def test_backup_never_overwrites_and_leaves_nothing_half(archive, monkeypatch):
    archive.write_text("there")
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", str(archive))
    archive.unlink()

    def fail(*_args: object, **_more: object) -> None:
        raise ProgramError("pg_dump failed:\nno space")

    monkeypatch.setattr(pg_programs, "run", fail)
    with pytest.raises(CommandError, match="No backup was made"):
        call_command("backup", str(archive))
    assert list(archive.parent.glob("*.tar*")) == []


@committed
def test_missing_program_says_what_to_install(settings, archive):
    settings.PG_BIN = "/nonexistent"
    with pytest.raises(CommandError, match=r"pg_dump is not in PG_BIN \(/nonexistent\): install postgresql-client"):
        call_command("backup", str(archive))


@committed
def test_program_that_fails_tells_why():
    with pytest.raises(ProgramError, match="psql failed"):
        pg_programs.run(["psql", "--set=ON_ERROR_STOP=1", "--command=SELECT 1 / 0"])


def test_programs_are_led_by_the_environment_alone(monkeypatch):
    own = {"HOST": "db", "PORT": "", "USER": "medspil", "PASSWORD": "hemmelig", "NAME": "medspil"}
    monkeypatch.setitem(os.environ, "PGSERVICE", "another")
    options = {"OPTIONS": {"sslmode": "verify-full", "pool": True}}
    monkeypatch.setattr(pg_programs, "connection", SimpleNamespace(settings_dict=own | options))
    found = {name: value for name, value in pg_programs.environment().items() if name.startswith("PG")}
    assert found == {
        "PGHOST": "db",
        "PGUSER": "medspil",
        "PGPASSWORD": "hemmelig",
        "PGDATABASE": "medspil",
        "PGSSLMODE": "verify-full",
    }


@committed
def test_default_name_tells_the_moment(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    call_command("backup")
    [made] = tmp_path.glob("medspil-20*.tar")
    assert str(made) in capsys.readouterr().out
    assert restore.check(made).demo is False
