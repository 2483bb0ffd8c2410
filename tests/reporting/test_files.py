"""Previews, downloads and the ZIP."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.storage import default_storage

from core.leases import JobState
from tests.factories import EmploymentFactory
from tests.reporting.register import club, programme, report_of, start, work_all

pytestmark = pytest.mark.django_db


def unpacked(response) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(b"".join(response.streaming_content))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_report_preview_is_the_same_report_on_a_page(client_for, consultant, demo_today):
    ajax = club("Ajax")

    page = client_for(consultant).get(f"/rapporter/vis/forening/{ajax.pk}/2022/").text

    assert "Ved udgangen af 2022 havde Ajax 412 medlemmer under 25 år, 23 flere end året før." in page
    assert "style=" not in page


@pytest.mark.parametrize(
    "address",
    ["/rapporter/vis/forening/{pk}/2009/", "/rapporter/vis/forening/{pk}/2031/", "/rapporter/vis/program/2009/"],
)
def test_preview_of_a_year_without_data_is_not_found(client_for, consultant, demo_today, address):
    ajax = club("Ajax")

    assert client_for(consultant).get(address.format(pk=ajax.pk)).status_code == 404


def test_preview_of_a_year_outside_the_partnership_is_not_found(client_for, consultant, demo_today, other_association):
    club("Ajax")

    assert client_for(consultant).get(f"/rapporter/vis/forening/{other_association.pk}/2022/").status_code == 404


def test_programme_preview_tells_the_year(client_for, manager, demo_today):
    programme("Ajax", "BK Skjold")

    page = client_for(manager).get("/rapporter/vis/program/2022/").text

    assert "sociale partnerskaber med 2 foreninger" in page
    assert "Året i forhold til året før" in page


def test_report_download_bears_a_sensible_name_and_is_not_sniffed(client_for, manager, delivered):
    response = client_for(manager).get(f"/rapporter/fil/{report_of('Nørrebro United').pk}/")

    assert "filename*=utf-8''Statusrapport%202022%20-%20N%C3%B8rrebro%20United.pdf" in response["Content-Disposition"]
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    response.close()


def test_report_download_of_a_lost_file_is_not_found(client_for, manager, delivered):
    report = report_of("Ajax")
    default_storage.delete(report.file.name)

    assert client_for(manager).get(f"/rapporter/fil/{report.pk}/").status_code == 404


def test_run_zip_holds_every_report_by_its_name(client_for, manager, delivered):
    response = client_for(manager).get(f"/rapporter/koersler/{delivered.pk}/zip/")

    files = unpacked(response)

    assert sorted(files) == [
        "Statusrapport 2022 - Ajax.pdf",
        "Statusrapport 2022 - De sociale partnerskaber.pdf",
        "Statusrapport 2022 - Nørrebro United.pdf",
    ]
    assert all(content[:5] == b"%PDF-" for content in files.values())
    assert 'filename="Statusrapporter 2022.zip"' in response["Content-Disposition"]


def test_run_zip_says_what_is_missing(client_for, consultant, sent):
    programme("Ajax", "Bold", "Cykel")
    run = start(by=consultant)
    failed, unfinished = run.jobs.get(association__name="Bold"), run.jobs.get(association__name="Cykel")
    run.jobs.filter(pk=failed.pk).update(state=JobState.FAILED, error="Der er ikke mere plads.")
    run.jobs.filter(pk=unfinished.pk).update(state=JobState.RUNNING)
    work_all(run)
    default_storage.delete(report_of("Ajax").file.name)

    files = unpacked(client_for(consultant).get(f"/rapporter/koersler/{run.pk}/zip/"))

    assert sorted(files) == ["Mangler.txt", "Statusrapport 2022 - De sociale partnerskaber.pdf"]
    text = files["Mangler.txt"].decode("utf-8-sig")
    assert text.splitlines()[0] == "3 rapporter mangler i denne samling:"
    assert "Bold: Der er ikke mere plads." in text
    assert "Cykel: er ikke færdig endnu." in text
    assert "Ajax: filen findes ikke længere" in text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("A/B: \"C\" <d>|e?*\\", "Statusrapport 2022 - A-B- -C- -d-e-"),
        ("../../etc/passwd", "Statusrapport 2022 - ..-..-etc-passwd"),
        ("\u202egnp.exe", "Statusrapport 2022 - gnp.exe"),
    ],
)  # fmt: skip
def test_names_that_are_no_file_names_become_one(name, expected):
    from reporting.archive import safe_name

    assert safe_name(f"Statusrapport 2022 - {name}") == expected


def test_equal_names_in_a_zip_are_numbered():
    from reporting.archive import unique_name

    taken: set[str] = set()

    assert [unique_name(name, taken) for name in ("A.pdf", "a.pdf", "A.pdf")] == ["A.pdf", "a 2.pdf", "A 3.pdf"]


def test_navigation_shows_reports_to_staff_and_the_associations_own_page_to_its_people(
    client_for, manager, resource_person_user, own_association
):
    assert 'href="/rapporter/"' in client_for(manager).get("/rapporter/").text
    page = client_for(resource_person_user).get(f"/foreninger/{own_association.pk}/rapporter/").text
    assert 'href="/rapporter/"' not in page
    assert f'href="/foreninger/{own_association.pk}/rapporter/"' in page


def test_a_consultant_who_works_in_a_club_sees_but_does_not_start_its_report(client_for, consultant, sent):
    ajax = club("Ajax")
    EmploymentFactory(association=ajax, person__user=consultant, helper=True)
    client = client_for(consultant)

    assert "Lav rapport" not in client.get(f"/foreninger/{ajax.pk}/rapporter/").text
    assert client.post("/rapporter/start/", {"association": str(ajax.pk), "year": "2022"}).status_code == 403
