"""HTML to accessible PDF (PDF/UA-1): one engine per process, fonts and files of our own only.

    pdf = render_pdf(html, stylesheet="css/report-pdf.css")
    pdf.content, pdf.pages

`html` is a whole document with `lang` and `<title>`. Nothing is ever fetched from the network. WeasyPrint is imported
on first use: pages work where its system libraries are missing, and `PdfLibraryMissingError` tells it.
"""

import functools
import gc
import hashlib
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured

FONT_FILES = tuple(
    f"vendor/dkfds/fonts/IBMPlexSans/complete/woff2/IBMPlexSans-{weight}.woff2" for weight in ("Regular", "SemiBold")
)
BASE_STYLESHEET = "css/pdf-base.css"
PDF_VARIANT = "pdf/ua-1"
FONT_FOLDER = "medspil-fonts-"

# What a run of letters that our fonts lack is replaced by, by the first word of their Unicode names.
SCRIPTS = {
    "ARABIC": "arabisk",
    "ARMENIAN": "armensk",
    "BENGALI": "bengalsk",
    "CJK": "kinesisk",
    "DEVANAGARI": "devanagari",
    "ETHIOPIC": "etiopisk",
    "GEORGIAN": "georgisk",
    "GREEK": "græsk",
    "HANGUL": "koreansk",
    "HEBREW": "hebraisk",
    "HIRAGANA": "japansk",
    "KATAKANA": "japansk",
    "TAMIL": "tamilsk",
    "THAI": "thai",
}
# Characters that only steer: direction marks could turn a line around, joiners and selectors only fit an emoji.
STEERING = {"Cf", "Cc", "Cs", "Co", "Cn"}
EMOJI_RANGES = ((0x1F000, 0x1FAFF), (0x2600, 0x27BF), (0x2B00, 0x2BFF), (0x1FB00, 0x1FBFF))


class PdfLibraryMissingError(ImproperlyConfigured):
    """A system library that WeasyPrint needs (Pango, HarfBuzz, fontconfig) is not installed."""


@dataclass(frozen=True)
class Pdf:
    """A finished document."""

    content: bytes
    pages: int


def render_pdf(html: str, *, stylesheet: str) -> Pdf:
    """The document as PDF/UA-1. `stylesheet` is a path in static files. Raises `PdfLibraryMissingError`."""
    with _collected_once():
        return _drawn(html, stylesheet)


def _drawn(html: str, stylesheet: str) -> Pdf:
    engine = _engine()
    document = engine.html(printable(html)).render(
        font_config=engine.fonts, stylesheets=[engine.css(stylesheet)], pdf_variant=PDF_VARIANT
    )
    return Pdf(document.write_pdf(pdf_variant=PDF_VARIANT), len(document.pages))


@contextmanager
def _collected_once() -> Iterator[None]:
    """Collects garbage once after the document instead of many times while its objects are being made.

    Measured over 100 reports in a process whose loaded objects are frozen: 4 ms a report and no growth in memory.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
            gc.collect()


def warm_up(stylesheet: str) -> None:
    """Loads libraries, fonts and stylesheet, so that the first document of a process does not wait for them."""
    body = "<p>Æ <strong>ø</strong></p><table><tr><td>å</td></tr></table>"
    html = f"<html lang='da'><head><title>–</title></head><body>{body}</body></html>"
    render_pdf(html, stylesheet=stylesheet)


@functools.cache
def drawing_fingerprint(stylesheet: str) -> str:
    """A checksum of what decides how a PDF looks besides its HTML: WeasyPrint, stylesheets, fonts, this module."""
    digest = hashlib.sha256(f"weasyprint {version('weasyprint')} {PDF_VARIANT}".encode())
    files = [static_path(name) for name in (BASE_STYLESHEET, stylesheet, *FONT_FILES)]
    for path in (Path(__file__), *files):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def static_path(name: str) -> Path:
    """Where a static file lies. Raises `ImproperlyConfigured` when there is none of that name."""
    found = finders.find(name)
    if not found:
        raise ImproperlyConfigured(f"The static file {name} is missing.")
    return Path(found)


# --- Characters -------------------------------------------------------------------------------------------------------


def printable(text: str) -> str:
    """The text with every character that the fonts can draw; others become a named placeholder: `[emoji]`.

    A row of them becomes one: `[arabisk tekst]`. Characters that only steer the direction or join others disappear.
    """
    text = unicodedata.normalize("NFC", text)
    unknown = frozenset(text) - _glyphs()
    steering = {ord(character): None for character in unknown if _steers(character)}
    pattern = _unprintable(unknown - {chr(code) for code in steering})
    text = text.translate(steering)
    return pattern.sub(_placeholder, text) if pattern else text


def _unprintable(characters: frozenset[str]) -> re.Pattern[str] | None:
    if not characters:
        return None
    escaped = "".join(re.escape(character) for character in sorted(characters))
    # Spaces inside a text of another script belong to it.
    return re.compile(f"[{escaped}]+(?: +[{escaped}]+)*")


def _placeholder(match: re.Match[str]) -> str:
    names = dict.fromkeys(_kind(character) for character in match.group() if character != " ")
    return " ".join(f"[{name}]" for name in names)


def _steers(character: str) -> bool:
    category = unicodedata.category(character)
    return category in STEERING or unicodedata.name(character, "").startswith("VARIATION SELECTOR")


def _kind(character: str) -> str:
    if any(low <= ord(character) <= high for low, high in EMOJI_RANGES):
        return "emoji"
    script = SCRIPTS.get(unicodedata.name(character, "").split(" ")[0].split("-")[0])
    return f"{script} tekst" if script else "symbol"


@functools.cache
def _glyphs() -> frozenset[str]:
    """The characters that every embedded font can draw, and the white space that none needs to."""
    from fontTools.ttLib import TTFont

    tables = []
    for name in FONT_FILES:
        with TTFont(static_path(name), lazy=True) as font:
            tables.append({chr(code) for code in font.getBestCmap()})
    drawn = set.intersection(*tables)
    return frozenset({c for c in drawn if not _steers(c)} | set(" \n\t"))


# --- The engine -------------------------------------------------------------------------------------------------------


class Engine:
    """WeasyPrint with its fonts and parsed stylesheets, kept for the life of the process."""

    def __init__(self) -> None:
        weasyprint, fonts, wrapper = _libraries()
        self._weasyprint = weasyprint
        self._wrapper = wrapper
        self._fetcher = _static_only(weasyprint)
        self._sheets: dict[str, Any] = {}
        self.fonts = fonts.FontConfiguration()
        # Unpacked fonts lie in a folder that names its process: those of killed workers are swept at the next start.
        _sweep_font_folders()
        self.fonts._folder = Path(tempfile.mkdtemp(prefix=f"{FONT_FOLDER}{os.getpid()}-"))  # noqa: SLF001 — no public way

    def css(self, name: str) -> Any:
        """The parsed stylesheet from static files, parsed once."""
        if name not in self._sheets:
            path = static_path(name)
            self._sheets[name] = self._weasyprint.CSS(
                string=path.read_text(), base_url=path.as_uri(), font_config=self.fonts, url_fetcher=self._fetcher
            )
        return self._sheets[name]

    def html(self, text: str) -> Any:
        """The parsed document. Well-formed markup goes through the C parser of XML, 15 times faster than HTML's."""
        try:
            root = ET.fromstring(text)  # noqa: S314 — our own markup; expat expands no entity of ours
        except ET.ParseError:
            document = self._weasyprint.HTML(string=text, url_fetcher=self._fetcher)
        else:
            document = self._weasyprint.HTML(string="", url_fetcher=self._fetcher)
            document.wrapper_element = self._wrapper.from_html_root(root, content_language=None)
            document.etree_element = root
        document._ua_stylesheets = lambda *_args, **_options: [self.css(BASE_STYLESHEET)]  # noqa: SLF001 — no public way
        return document


_engines: dict[int, Engine] = {}


def _engine() -> Engine:
    """This process's engine: one made before a fork is not used after it."""
    engine = _engines.get(os.getpid())
    if engine is None:
        _engines.clear()
        engine = _engines[os.getpid()] = Engine()
    return engine


def _libraries() -> tuple[Any, Any, Any]:
    try:
        import weasyprint
        from cssselect2 import ElementWrapper
        from weasyprint.text import fonts
    except OSError as error:  # what cffi raises when it cannot load a library
        raise PdfLibraryMissingError(str(error)) from error
    return weasyprint, fonts, ElementWrapper


def _static_only(weasyprint: Any) -> Any:
    """A fetcher that opens files of the static folders and nothing else."""

    class StaticFetcher(weasyprint.urls.URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
        def __init__(self) -> None:
            super().__init__(allowed_protocols=("file",), allow_redirects=False)

        def fetch(self, url: str, headers: Any = None) -> Any:
            path = Path(unquote(urlsplit(url).path)).resolve()
            if urlsplit(url).scheme != "file" or not any(path.is_relative_to(folder) for folder in static_folders()):
                raise ValueError(f"{url} is not a static file")
            return super().fetch(url, headers)

    return StaticFetcher()


def static_folders() -> Iterable[Path]:
    """The folders that static files come from."""
    for finder in finders.get_finders():
        for storage in getattr(finder, "storages", {}).values():
            yield Path(storage.location).resolve()


def _sweep_font_folders() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{FONT_FOLDER}*"):
        pid = folder.name.removeprefix(FONT_FOLDER).split("-")[0]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists() and Path("/proc").exists():
            shutil.rmtree(folder, ignore_errors=True)
