import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
STYLESHEETS = sorted(STATIC.rglob("*.css"))
SPRITE = STATIC / "vendor" / "dkfds" / "img" / "all-svg-icons.svg"


@pytest.mark.parametrize("stylesheet", STYLESHEETS, ids=lambda path: path.name)
def test_every_file_a_stylesheet_refers_to_exists(stylesheet):
    urls = (
        url.strip("\"'").split("?")[0].split("#")[0] for url in re.findall(r"url\(([^)]+)\)", stylesheet.read_text())
    )
    missing = [url for url in urls if not url.startswith("data:") and not (stylesheet.parent / url).exists()]
    assert missing == []


@pytest.mark.parametrize("file", [*STYLESHEETS, *sorted(STATIC.rglob("*.js"))], ids=lambda path: path.name)
def test_no_file_points_to_a_source_map_or_another_host(file):
    text = file.read_text(encoding="utf-8")
    assert "sourceMappingURL" not in text
    assert not re.search(r"url\([\"']?https?:", text)


@pytest.mark.parametrize("name", ["dkfds", "htmx"])
def test_vendored_packages_carry_version_and_licence(name):
    folder = STATIC / "vendor" / name
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", (folder / "VERSION").read_text())
    assert any(path.name.startswith("LICENSE") for path in folder.iterdir())


def test_only_woff2_fonts_are_vendored():
    fonts = {path.suffix for path in (STATIC / "vendor" / "dkfds" / "fonts").rglob("*") if path.is_file()}
    assert fonts == {".woff2", ".txt"}


def test_the_theme_is_our_own():
    css = (STATIC / "vendor" / "dkfds" / "css" / "dkfds.css").read_text()
    assert "#000c2e" in css.lower()
    assert "virk" not in css.lower()
    assert "borger" not in css.lower()


def test_every_icon_in_our_templates_is_in_the_sprite():
    names = set(re.findall(r'id="([^"]+)"', SPRITE.read_text()))
    used = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r'{% icon "([^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert used - names == set()


def test_every_static_file_our_templates_name_exists():
    used = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r"{% static '([^']+)'", path.read_text(encoding="utf-8"))
    }
    assert used
    assert [name for name in used if not finders.find(name)] == []


# A file of its own that a person opens from disk, without our stylesheets; never a page of the site.
FILES = {TEMPLATES / "privacy" / "readout_file.html"}
PAGES = sorted(set(TEMPLATES.rglob("*.html")) - FILES)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_templates_obey_the_content_security_policy(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=[\"']|javascript:|<script(?![^>]*\ssrc=)", text)


def test_static_files_can_be_collected_with_strict_hashed_names(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").exists()
    assert list(tmp_path.glob("vendor/dkfds/css/dkfds.*.css"))
