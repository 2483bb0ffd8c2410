"""Progress that can be seen while the import's own transaction is still open."""

import threading
from types import TracebackType
from typing import Self

from django.db import close_old_connections, connection

from imports.models import ImportJob

EVERY_SECONDS = 0.5


class Progress:
    """Counts rows, and writes the number to the job's row from a thread with a connection of its own."""

    def __init__(self, job: ImportJob) -> None:
        self.job_id = job.pk
        self.done = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._write, name=f"import-{job.pk}", daemon=True)

    def tick(self, rows: int) -> None:
        """So many more rows are done."""
        self.done += rows

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _write(self) -> None:
        written = 0
        try:
            while not self._stop.wait(EVERY_SECONDS):
                if self.done != written:
                    close_old_connections()
                    written = self.done
                    ImportJob.objects.filter(pk=self.job_id).update(rows_done=written)
        finally:
            connection.close()
