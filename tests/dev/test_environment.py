import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings import years
from dev.console import DevError
from dev.environment import chosen_port, demo_environment
from dev.paths import ROOT

READ = re.compile(r"""\b(?:env\.\w+|required|years)\(\s*"([A-Z_]+)\"""")
URLS = {"DATABASE_URL": "postgres://a/b", "REDIS_URL": "redis://127.0.0.1:1/0"}


def test_env_example_lists_exactly_what_the_settings_read() -> None:
    read = set(READ.findall((ROOT / "config" / "settings.py").read_text()))
    listed = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert set(listed) == read
    assert len(listed) == len(set(listed))


def test_demo_environment_is_a_demo_and_keeps_its_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECRET_KEY", "DEMO_TODAY", "MEDIA_ROOT"):
        monkeypatch.delenv(name, raising=False)
    first = demo_environment(URLS, port=8001, folder=tmp_path)
    again = demo_environment(URLS, port=8001, folder=tmp_path)
    assert (first["DEMO_MODE"], first["DEMO_TODAY"], first["SITE_URL"]) == ("1", "2023-03-31", "http://localhost:8001")
    assert len(first["SECRET_KEY"]) > 50
    assert first["SECRET_KEY"] == again["SECRET_KEY"]
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0
    assert first["DATABASE_URL"] == URLS["DATABASE_URL"]


def test_demo_environment_keeps_what_the_developer_has_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_TODAY", "2024-01-01")
    assert demo_environment(URLS, port=8001, folder=tmp_path)["DEMO_TODAY"] == "2024-01-01"


@pytest.mark.parametrize(("text", "port"), [("", 8000), ("8123", 8123)])
def test_chosen_port_reads_the_variable(text: str, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", text)
    assert chosen_port() == port


@pytest.mark.parametrize("text", ["abc", "0", "65536", "-1", "80 80"])
def test_chosen_port_refuses_what_is_no_port(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(DevError, match="is no port number"):
        chosen_port()


@pytest.mark.parametrize(("text", "value"), [("", 0), ("0", 0), (" 7 ", 7)])
def test_retention_period_is_a_number_of_years(text: str, value: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERSON_RETENTION_YEARS", text)
    assert years("PERSON_RETENTION_YEARS", 5) == value


@pytest.mark.parametrize("text", ["-1", "fem", "1,5", "²"])
def test_retention_period_that_is_no_number_fails_loudly(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERSON_RETENTION_YEARS", text)
    with pytest.raises(ImproperlyConfigured, match="PERSON_RETENTION_YEARS to a number of whole years"):
        years("PERSON_RETENTION_YEARS", 5)
