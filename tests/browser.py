"""Help for browser tests: Chromium's arguments, and the check that every page must pass."""

import os
import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"
# Pixels that stick out to the right of the window, by the element that sticks out furthest.
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return null;
  const widest = [...document.querySelectorAll('body *')]
    .map(element => [element.getBoundingClientRect().right, element.outerHTML.slice(0, 200)])
    .sort((a, b) => b[0] - a[0])[0];
  return `${document.documentElement.scrollWidth} pixels wide in a window of ${width}: ${widest[1]}`;
}"""


def launch_arguments() -> dict[str, Any]:
    """Return how to start Debian's Chromium: quiet, and without its sandbox as root, where it cannot have one."""
    arguments = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
    arguments += ["--disable-sync", "--disable-gpu", "--disable-dev-shm-usage"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    return {"executable_path": os.environ.get("CHROMIUM") or shutil.which("chromium"), "args": arguments}


def assert_accessible(page: Page) -> None:
    """Fail with a readable report when the page breaks WCAG 2.2 AA or a best practice, or is wider than its window."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = page.evaluate(RUN_AXE, TAGS)["violations"]
    assert not violations, f"{page.url}\n" + "\n".join(_describe(violation) for violation in violations)
    overflow = page.evaluate(OVERFLOW)
    assert overflow is None, f"{page.url} scrolls sideways: {overflow}"


def _describe(violation: dict[str, Any]) -> str:
    lines = [f"- {violation['id']} ({violation['impact']}): {violation['help']}, {violation['helpUrl']}"]
    for node in violation["nodes"]:
        lines.append(f"    {' '.join(map(str, node['target']))}: {node['html'][:200]}")
        lines += [f"      {line}" for line in (node.get("failureSummary") or "").splitlines()[1:]]
    return "\n".join(lines)
