"""`make bench-pages`: what the pages that are opened most cost, at 25 and 2,500 associations with ten years each.

Every page is asked for through gunicorn, one request at a time, by each role that may see it; the slowest role counts.
Server time and queries come from the bench settings' middleware, sizes from the answer. Django's admin shows the same
associations with the same page size as a yardstick: once with columns of their own table alone, once with ours.
"""

import http.client
import math
import re
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dev.bench.harness import Installation, installation, write_figures
from dev.console import DevError, run_command, say

SIZES = (25, 2500)
YEARS = 10
EXCEL_ROWS = 1000
WARM_UP, MEASURED = 5, 40
CONSULTANT, MANAGER, RESOURCE_PERSON = "konsulent1", "leder", "ressourceperson"
TIMING = re.compile(r"app;dur=([\d.]+), db;desc=(\d+)")


@dataclass(frozen=True)
class Page:
    """A page to measure, and the users (by the first half of their address) who may see it."""

    name: str
    path: str
    users: tuple[str, ...]
    requests: int = MEASURED


PAGES = (
    Page("front_page_consultant", "/", (CONSULTANT,)),
    Page("front_page_manager", "/", (MANAGER,)),
    Page("front_page_association", "/", (RESOURCE_PERSON,)),
    Page("all_due_items", "/frister/?kontaktperson=", (CONSULTANT, MANAGER), requests=10),
    Page("all_employments", "/foreninger/ansaettelser/?vis=alle", (CONSULTANT, MANAGER)),
    Page("turnover", "/foreninger/ansaettelser/udskiftning/", (CONSULTANT, MANAGER), requests=10),
    Page("all_traffic_lights", "/krav/", (CONSULTANT, MANAGER), requests=10),
    Page("programme_page", "/programmet/2022/", (MANAGER,), requests=10),
    Page("grants_of_a_year", "/programmet/2022/tilskud/", (MANAGER,), requests=10),
    Page("association_list", "/foreninger/?kontaktperson=", (CONSULTANT, MANAGER)),
    Page("association_list_sorted_by_change", "/foreninger/?sort=-change", (CONSULTANT, MANAGER)),
    Page("association_list_with_warnings", "/foreninger/?advarsel=alle", (CONSULTANT, MANAGER)),
    Page("association_list_search", "/foreninger/?soeg=b%C3%A6k", (CONSULTANT, MANAGER)),
    Page("association_people", "/foreninger/1/personer/", (CONSULTANT, MANAGER, RESOURCE_PERSON)),
    Page("association_page", "/foreninger/1/", (CONSULTANT, MANAGER, RESOURCE_PERSON)),
    Page("member_grid", "/foreninger/1/medlemstal/2022/", (CONSULTANT, RESOURCE_PERSON)),
    Page("run_page", "/rapporter/koersler/1/", (CONSULTANT, MANAGER)),
    Page("admin_change_list", "/admin/associations/association/", (CONSULTANT,)),
    Page("admin_change_list_with_our_columns", "/admin-same/associations/association/", (CONSULTANT,)),
)
EXPORTS = (
    Page("excel", "/foreninger/eksport.xlsx?kontaktperson=", (CONSULTANT,), requests=10),
    Page("csv", "/foreninger/eksport.csv?kontaktperson=", (CONSULTANT,), requests=10),
)


def main() -> int:
    """Measure everything and write `var/bench/pages.json`."""
    pages: dict[str, dict[str, object]] = {}
    for size in SIZES:
        for name, figures in measured(size, PAGES).items():
            pages.setdefault(name, {})[f"at_{size}"] = figures
    exports = measured(EXCEL_ROWS, EXPORTS)
    write_figures(
        "pages", {"years": YEARS, "requests": MEASURED, "pages": pages, f"exports_of_{EXCEL_ROWS}_rows": exports}
    )
    return 0


def measured(size: int, pages: Iterable[Page]) -> dict[str, dict[str, object]]:
    """The figures of each page in a new installation with `size` associations."""
    with installation(DJANGO_SETTINGS_MODULE="config.settings_bench") as site:
        cookies = _filled(site, size)
        site.start_web(processes=1)
        found = {}
        for page in pages:
            say(f"{size} associations: {page.name}")
            found[page.name] = slowest(_measure(site, page, user, cookies[user]) for user in page.users)
        return found


def slowest(figures: Iterable[dict[str, object]]) -> dict[str, object]:
    """The figures of the role that waited longest."""
    return max(figures, key=lambda figure: float(str(figure["median_ms"])))


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def _filled(site: Installation, size: int) -> Mapping[str, str]:
    """Fill the database in a process of its own; returns a session cookie for each user."""
    lines = site.manage("shell", "--no-imports", "--command", f"from dev.bench import data; data.main({size}, {YEARS})")
    return dict(line.split("=") for line in lines.splitlines() if "=" in line)


def _measure(site: Installation, page: Page, user: str, cookie: str) -> dict[str, object]:
    """Ask for the page again and again as one user; the first answers warm caches and are not counted."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    answers = [_ask(connection, page.path, cookie) for _ in range(WARM_UP + page.requests)][WARM_UP:]
    connection.close()
    times = [milliseconds for milliseconds, _, _ in answers]
    return {
        "median_ms": round(statistics.median(times), 1),
        "p95_ms": round(percentile(times, 0.95), 1),
        "queries": max(queries for _, queries, _ in answers),
        "kb": round(max(size for _, _, size in answers) / 1000, 1),
        "user": user,
    }


def _ask(connection: http.client.HTTPConnection, path: str, cookie: str) -> tuple[float, int, int]:
    """Server milliseconds, queries and bytes of one answer. Raises DevError when it is no page."""
    connection.request("GET", path, headers={"Cookie": f"sessionid={cookie}"})
    response = connection.getresponse()
    body = response.read()
    timing = TIMING.search(response.headers.get("Server-Timing", ""))
    if response.status != 200 or timing is None:
        raise DevError(f"{path} answered {response.status}: see the log of the benchmark.")
    return float(timing[1]), int(timing[2]), len(body)


if __name__ == "__main__":
    run_command(main)
