"""Files as they leave the system: sensible names, and all of a run as one streamed ZIP."""

import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.core.files.storage import default_storage

from core.formats import plural
from core.leases import JobState
from reporting.models import ReportJob, StatusReport

CHUNK = 256 * 1024
MISSING_FILE = "Mangler.txt"
LONGEST_NAME = 120
BYTE_ORDER_MARK = "\ufeff"  # so that every text editor shows æ, ø and å


def file_name(report: StatusReport) -> str:
    """`Statusrapport 2022 - Nørrebro United.pdf`; later versions bear their number."""
    version = f" (version {report.version})" if report.version > 1 else ""
    return f"{safe_name(f'Statusrapport {report.year} - {report.subject}')}{version}.pdf"


def safe_name(text: str) -> str:
    """The text as a file name on every system: no separators, no steering characters, not too long."""
    visible = "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c)[0] != "C")
    return re.sub(r'[\\/:*?"<>|]+', "-", visible).strip(" .")[:LONGEST_NAME].strip(" .") or "Statusrapport"


@dataclass
class _Outlet:
    """A file that cannot be searched: what is written waits here until it is sent."""

    parts: list[bytes] = field(default_factory=list)

    def write(self, data: bytes) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing lies elsewhere."""

    def taken(self) -> bytes:
        data, self.parts = b"".join(self.parts), []
        return data


def zip_chunks(jobs: Sequence[ReportJob]) -> Iterator[bytes]:
    """The ZIP of the finished reports, piece by piece. PDFs are compressed already, so they are only stored.

    What is missing is said in `Mangler.txt`. The jobs come with their reports and associations.
    """
    outlet = _Outlet()
    taken: set[str] = set()
    missing: list[str] = []
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]  # written forwards only
        for job in jobs:
            reason = missing_reason(job)
            if reason or job.report is None:
                missing.append(f"{job.subject}: {reason}")
                continue
            yield from _entry(archive, outlet, job.report, unique_name(file_name(job.report), taken))
        if missing:
            archive.writestr(MISSING_FILE, missing_text(missing))
    yield outlet.taken()


def _entry(archive: zipfile.ZipFile, outlet: _Outlet, report: StatusReport, name: str) -> Iterator[bytes]:
    info = zipfile.ZipInfo(name, date_time=report.created_at.timetuple()[:6])
    with report.file.open("rb") as file, archive.open(info, "w") as entry:
        while chunk := file.read(CHUNK):
            entry.write(chunk)
            yield outlet.taken()


def missing_reason(job: ReportJob) -> str:
    """Why the job's report is not in the ZIP; empty when it is."""
    if job.state == JobState.FAILED:
        return job.error
    if job.state != JobState.DONE or job.report is None:
        return "er ikke færdig endnu."
    if not default_storage.exists(job.report.file.name):
        return "filen findes ikke længere på serveren. Lav rapporten igen."
    return ""


def missing_text(lines: Iterable[str]) -> bytes:
    """The text file that says what is missing, readable in every editor on Windows too."""
    rows = list(lines)
    head = f"{plural(len(rows), 'rapport', 'rapporter')} mangler i denne samling:"
    return (BYTE_ORDER_MARK + "\r\n".join([head, "", *rows, ""])).encode()


def unique_name(name: str, taken: set[str]) -> str:
    """The name, with a number where another file has it; upper and lower case are the same on many systems."""
    stem, dot, ending = name.rpartition(".")
    candidate, number = name, 2
    while candidate.casefold() in taken:
        candidate, number = f"{stem} {number}{dot}{ending}", number + 1
    taken.add(candidate.casefold())
    return candidate
