"""Vendor the Danish design system (FDS, npm `dkfds`) and htmx into `static/vendor/`. Run by hand when upgrading.

The result is committed, so setting up the project needs no npm. Needs `npm` and `npx` on the path of whoever upgrades:

    python dev/vendor_fds.py

What it does, and why:
- compiles the theme from three Sass variables (a neutral theme of our own: no virk.dk or borger.dk identity);
- keeps woff2 fonts only, and only files that the CSS or the templates refer to (the package is ten times as big);
- strips `sourceMappingURL`, because the strict manifest storage fails on maps that are not there.
"""

import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path, PurePosixPath

DKFDS_VERSION = "11.2.0"
HTMX_VERSION = "2.0.11"
SASS_VERSION = "1"
VENDOR_DIR = Path(__file__).resolve().parent.parent / "static" / "vendor"

# Near-black navy; hover and pressed states get lighter, since darker could not be seen.
THEME = """
@forward 'variables' with (
    $theme-color-primary: #000C2E,
    $theme-color-primary-dark: #1F2D5A,
    $theme-color-primary-darker: #33426F
);
@forward 'values';
@forward 'functions';
@forward 'mixins';
@use 'dkfds-base';
"""
APACHE_NOTE = (
    "The icons in img/ come from Material Symbols and Pictogrammers (LICENSE.md lists them), licensed under the\n"
    "Apache License, Version 2.0: https://www.apache.org/licenses/LICENSE-2.0\n"
)


def main() -> None:
    """Fetch both packages into a temporary folder and replace the vendored copies."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        packages = [f"dkfds@{DKFDS_VERSION}", f"htmx.org@{HTMX_VERSION}", f"sass@{SASS_VERSION}"]
        subprocess.run(["npm", "install", "--no-save", "--no-audit", "--no-fund", *packages], cwd=work, check=True)
        vendor_fds(work / "node_modules" / "dkfds", work)
        vendor_htmx(work / "node_modules" / "htmx.org")


def vendor_fds(package: Path, work: Path) -> None:
    """Write the trimmed design system to `static/vendor/dkfds/`."""
    version = json.loads((package / "package.json").read_text())["version"]
    dist, target = package / "dist", VENDOR_DIR / "dkfds"
    shutil.rmtree(target, ignore_errors=True)
    css = only_woff2(compile_theme(dist, work))
    write(target / "css" / "dkfds.css", without_source_map(css))
    for name in sorted(referenced_files(css)):
        copy(dist / name, target / name)
    script = (dist / "js" / "dkfds.min.js").read_text(encoding="utf-8")
    write(target / "js" / "dkfds.min.js", without_source_map(script))
    copy(dist / "img" / "all-svg-icons.svg", target / "img" / "all-svg-icons.svg")
    copy(package / "LICENSE.md", target / "LICENSE.md")
    copy(dist / "fonts/IBMPlexSans/complete/woff2/license.txt", target / "fonts" / "OFL.txt")
    write(target / "img" / "LICENSE.txt", APACHE_NOTE)
    write(target / "VERSION", f"{version}\n")
    report(target)


def vendor_htmx(package: Path) -> None:
    """Write htmx's one file to `static/vendor/htmx/`."""
    version = json.loads((package / "package.json").read_text())["version"]
    target = VENDOR_DIR / "htmx"
    shutil.rmtree(target, ignore_errors=True)
    script = (package / "dist" / "htmx.min.js").read_text(encoding="utf-8")
    write(target / "htmx.min.js", without_source_map(script))
    copy(package / "LICENSE", target / "LICENSE")
    write(target / "VERSION", f"{version}\n")
    report(target)


def compile_theme(dist: Path, work: Path) -> str:
    """The CSS of the design system in our colours."""
    source = work / "medspil.scss"
    source.write_text(THEME, encoding="utf-8")
    command = ["npx", "sass", "--style=compressed", "--no-source-map", "--quiet", f"--load-path={dist / 'scss'}"]
    return subprocess.run([*command, str(source)], cwd=work, check=True, capture_output=True, text=True).stdout


def only_woff2(css: str) -> str:
    """Replace each font face's list of sources by its woff2 file."""

    def face(match: re.Match[str]) -> str:
        woff2 = re.search(r"url\([\"']?([^)\"']*\.woff2)[\"']?\)", match.group(0))
        if not woff2:
            return match.group(0)
        return re.sub(r"src:[^;}]*", f'src:url("{woff2.group(1)}") format("woff2")', match.group(0))

    return re.sub(r"@font-face\s*\{[^}]*\}", face, css)


def referenced_files(css: str) -> set[str]:
    """Paths relative to the package's `dist/` that the CSS refers to."""
    urls = (url.strip("\"'").split("?")[0].split("#")[0] for url in re.findall(r"url\(([^)]+)\)", css))
    return {str(PurePosixPath(url.replace("../", ""))) for url in urls if not url.startswith("data:")}


def without_source_map(text: str) -> str:
    """The file without its pointer to a map that is not vendored."""
    text = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", text)
    return re.sub(r"//# sourceMappingURL=.*", "", text).rstrip().removeprefix("\ufeff") + "\n"


def write(path: Path, text: str) -> None:
    """Write a file, with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def copy(source: Path, target: Path) -> None:
    """Copy a file, with its folders."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def report(target: Path) -> None:
    """Say what the copy weighs."""
    files = [path for path in target.rglob("*") if path.is_file()]
    print(f"{target.name}: {len(files)} files, {sum(path.stat().st_size for path in files) // 1024} kB")


if __name__ == "__main__":
    main()
