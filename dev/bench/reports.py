"""`make bench-reports`: what status reports cost, drawn and delivered by real worker processes.

Full runs are started by a POST through gunicorn, as a consultant presses the button. All figures come from the rows
that the workers write. `seconds_per_…` are of one worker process at a time; full and repeated runs have two.
"""

import http.client
import json
import statistics
import subprocess
import sys
import time
from typing import Any
from urllib.parse import urlencode

from dev.bench.harness import Installation, installation, write_figures
from dev.console import DevError, run_command, say
from dev.paths import ROOT

YEAR, WARM_YEAR = 2022, 2021
REPEATS = 5
FEW, MANY, YEARS = 25, 2500, 10
SAMPLE = 25  # reports timed for each size of register
EARLY, LATE = 50, 300  # reports made when a worker's memory is read
NEVER_RECYCLE = ("--max-tasks-per-child", "1000000", "--max-memory-per-child", "100000000")

Figures = dict[str, Any]


def main() -> int:
    """Measure everything and write `var/bench/reports.json`."""
    figures: Figures = {}
    figures |= measured_runs()
    figures |= measured_memory()
    few, many = measured_register(FEW), measured_register(MANY)
    figures |= {
        "cost_growth": round(many / few, 3),
        f"seconds_per_report_of_{FEW}_invented": round(few, 4),
        f"seconds_per_report_of_{MANY}_invented": round(many, 4),
    }
    write_figures("reports", figures)
    return 0


def measured_runs() -> Figures:
    """One report, the full run and the run that finds nothing changed, with the demo's 25 associations."""
    with installation() as site:
        site.manage("seed_demo")
        site.start_web(processes=1)
        cookie = inside(site, "session")
        single = site.start_worker(processes=1)
        full_run(site, cookie, WARM_YEAR)
        reports = [job for _ in range(2) for job in fresh_run(site, cookie)["jobs"]]
        single.terminate()
        single.wait()
        site.start_worker(processes=2)
        full_run(site, cookie, WARM_YEAR)
        inside(site, "forget", WARM_YEAR)
        full_run(site, cookie, WARM_YEAR)
        full = [fresh_run(site, cookie)["seconds"] for _ in range(REPEATS)]
        again = [full_run(site, cookie, YEAR) for _ in range(REPEATS)]
    if any(job["outcome"] != "unchanged" for run in again for job in run["jobs"]):
        raise DevError("a run that should find nothing changed drew a report")
    clubs = [job for job in reports if not job["programme"]]
    programme = [job for job in reports if job["programme"]]
    say(f"full runs {full}, again {[run['seconds'] for run in again]}")
    return {
        "seconds_per_report": median(job["seconds"] for job in clubs),
        "pages_per_report": statistics.mean(job["pages"] for job in clubs),
        "seconds_per_page": median(job["seconds"] / job["pages"] for job in reports),
        "seconds_for_the_content": median(job["build_seconds"] for job in clubs),
        "programme_seconds": median(job["seconds"] for job in programme),
        "programme_pages": programme[0]["pages"],
        "full_run_seconds": median(full),
        "rerun_seconds": median(run["seconds"] for run in again),
    }


def measured_memory() -> Figures:
    """The memory of one worker process that is never renewed."""
    with installation() as site:
        site.manage("seed_demo")
        site.start_web(processes=1)
        cookie = inside(site, "session")
        worker = site.start_worker(processes=1, options=NEVER_RECYCLE)
        made, sizes = 0, {}
        while made < LATE:
            made += len(fresh_run(site, cookie)["jobs"])
            for mark in (EARLY, LATE):
                if made >= mark and mark not in sizes:
                    (sizes[mark],) = site.worker_memory(worker).values()
    say(f"worker memory in MB: { {mark: size // 1_000_000 for mark, size in sizes.items()} }")
    return {"rss_growth": round(sizes[LATE] / sizes[EARLY], 3), "rss_mb": sizes[LATE] // 1_000_000}


def measured_register(associations: int) -> float:
    """Median seconds per report with so many associations in the database."""
    with installation() as site:
        fill = f"import django; django.setup(); from dev.bench import data; data.main({associations}, {YEARS})"
        run_python(site, "-c", fill)
        site.start_worker(processes=1)
        inside(site, "one-by-one", WARM_YEAR, SAMPLE)
        reports = inside(site, "one-by-one", YEAR, SAMPLE)
    seconds = float(statistics.median(report["seconds"] for report in reports))
    say(f"{associations} associations: {seconds:.4f} seconds per report")
    return seconds


# --- Runs -------------------------------------------------------------------------------------------------------------


def fresh_run(site: Installation, cookie: str) -> Figures:
    """A full run that draws every report."""
    inside(site, "forget", YEAR)
    return full_run(site, cookie, YEAR)


def full_run(site: Installation, cookie: str, year: int) -> Figures:
    """Press the button and wait for the end: `seconds` from the press, and what each job took."""
    pressed = time.time()
    run = started(site, cookie, year)
    ended = inside(site, "wait", run)
    return {"seconds": round(ended["finished"] - pressed, 3), "jobs": ended["jobs"]}


def started(site: Installation, cookie: str, year: int) -> int:
    """Start a run of everything through gunicorn; its number."""
    token = "b" * 32  # a CSRF token is any text that cookie and header share
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"sessionid={cookie}; csrftoken={token}",
        "X-CSRFToken": token,
        "Host": f"127.0.0.1:{site.port}",
    }
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    connection.request("POST", "/rapporter/start/", urlencode({"year": year, "scope": "all"}), headers)
    answer = connection.getresponse()
    if answer.status != http.client.FOUND:
        raise DevError(f"The run did not start ({answer.status}): {answer.read()[:2000].decode(errors='replace')}")
    return int(str(answer.getheader("Location")).rstrip("/").rpartition("/")[2])


def inside(site: Installation, command: str, *arguments: object) -> Any:
    """Run one command of `dev.bench.reports_inside` on the installation; what it printed."""
    return json.loads(run_python(site, "-m", "dev.bench.reports_inside", command, *map(str, arguments)))


def run_python(site: Installation, *arguments: str) -> str:
    """Run Python with the installation's environment. Raises DevError with what it said when it fails."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=site.environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise DevError(f"{' '.join(arguments[:3])} failed:\n{done.stderr.strip()[-2000:]}")
    return done.stdout


def median(values: Any) -> float:
    """The median, to four decimals."""
    return round(float(statistics.median(values)), 4)


if __name__ == "__main__":
    run_command(main)
