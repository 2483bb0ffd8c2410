"""The pages of reports: what each role sees, what a form does, and the files."""

import uuid
from datetime import date

import pytest

from core.leases import JobState
from reporting.enums import Scope
from reporting.models import ReportRun, StatusReport
from tests.reporting.register import YEAR, club, programme, report_of, start, work_all
from tests.reporting.test_runs import correct

pytestmark = pytest.mark.django_db


# --- The list and the start -------------------------------------------------------------------------------------------


def test_run_list_without_data_says_what_to_do_first(client_for, consultant):
    page = client_for(consultant).get("/rapporter/").text

    assert "Der er ingen år at lave rapporter om endnu" in page


def test_run_list_offers_years_and_scopes(client_for, consultant, manager):
    club("Ajax", consultant=consultant)

    page = client_for(consultant).get("/rapporter/").text

    assert '<option value="2022">2022</option>' in page
    assert "Mine foreninger" in page
    assert "Én forening" in page
    assert "Foreninger hos Mette Konsulent" in client_for(manager).get("/rapporter/").text


def test_run_list_shows_runs_and_the_programmes_reports(client_for, manager, delivered):
    page = client_for(manager).get("/rapporter/").text

    assert "2022: alle foreninger og programmet" in page
    assert "3 af 3" in page
    assert f"/rapporter/fil/{StatusReport.objects.get(association=None).pk}/" in page


@pytest.mark.parametrize("runs_there", [1, 3])
def test_run_list_takes_the_same_queries_however_many_runs(
    client_for, consultant, sent, django_assert_num_queries, runs_there
):
    ajax = club("Ajax")
    for year in range(YEAR, YEAR - runs_there, -1):
        start(by=consultant, scope=Scope.ASSOCIATION, association=ajax, year=year)
    client = client_for(consultant)

    with django_assert_num_queries(8):
        client.get("/rapporter/")


def test_run_start_goes_to_the_run(client_for, consultant, sent):
    programme("Ajax")

    response = client_for(consultant).post("/rapporter/start/", {"year": "2022", "scope": "all"})

    run = ReportRun.objects.get()
    assert (response.status_code, response.url) == (302, f"/rapporter/koersler/{run.pk}/")
    assert (run.requested_by, run.scope, run.jobs.count()) == (consultant, "all", 2)


def test_run_start_of_a_consultants_and_of_one_association(client_for, manager, consultant, sent):
    ajax = club("Ajax", consultant=consultant)
    client = client_for(manager)

    client.post("/rapporter/start/", {"year": "2022", "scope": f"consultant-{consultant.pk}"})
    client.post("/rapporter/start/", {"year": "2021", "scope": f"association-{ajax.pk}"})

    assert {(run.scope_text, run.year) for run in ReportRun.objects.all()} == {
        ("foreninger hos Mette Konsulent", 2022),
        ("Ajax", 2021),
    }


def test_run_start_pressed_twice_starts_one_run(client_for, consultant, sent):
    programme("Ajax")
    client = client_for(consultant)
    form = {"year": "2022", "scope": "all", "form_key": str(uuid.uuid4())}

    first = client.post("/rapporter/start/", form)
    work_all(ReportRun.objects.get())
    second = client.post("/rapporter/start/", form, follow=True)

    assert second.redirect_chain[0][0] == first.url
    assert "sat i gang allerede" in second.text
    assert ReportRun.objects.count() == 1


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"year": "1999", "scope": "all"}, "Der er ingen data for det år."),
        ({"year": "2022", "scope": "association-999999"}, "Vælg en af mulighederne på listen."),
        ({"year": "", "scope": ""}, "Vælg året."),
        ({"year": "2022", "scope": "all", "form_key": "x" * 400}, "højst 36 tegn"),
    ],
)
def test_run_start_with_bad_choices_says_what_to_do(client_for, consultant, sent, form, message):
    programme("Ajax")

    page = client_for(consultant).post("/rapporter/start/", form).text

    assert message in page
    assert not ReportRun.objects.exists()


def test_run_start_with_a_meddled_key_starts_all_the_same(client_for, consultant, sent):
    programme("Ajax")

    client_for(consultant).post("/rapporter/start/", {"year": "2022", "scope": "all", "form_key": "no-key"})

    assert ReportRun.objects.get().form_key is None


def test_run_start_from_the_associations_page(client_for, consultant, sent):
    ajax = club("Ajax")

    response = client_for(consultant).post(
        "/rapporter/start/", {"association": str(ajax.pk), "year": "2022"}, follow=True
    )

    assert "Rapporterne er sat i gang." in response.text
    assert ReportRun.objects.get().association == ajax


@pytest.mark.parametrize(
    ("year", "message"), [("2009", "ingen data for 2009"), ("x", "Vælg et år"), ("", "Vælg et år")]
)
def test_run_start_from_the_associations_page_with_a_bad_year(client_for, consultant, sent, year, message):
    ajax = club("Ajax")

    response = client_for(consultant).post(
        "/rapporter/start/", {"association": str(ajax.pk), "year": year}, follow=True
    )

    assert message in response.text
    assert not ReportRun.objects.exists()


@pytest.mark.parametrize("key", ["999999", "x", "9" * 40, "²"])
def test_run_start_of_an_unknown_association_is_not_found(client_for, consultant, key):
    assert client_for(consultant).post("/rapporter/start/", {"association": key, "year": "2022"}).status_code == 404
    assert not ReportRun.objects.exists()


def test_run_start_is_refused_to_an_associations_people(client_for, resource_person_user, own_association, sent):
    client = client_for(resource_person_user)

    answers = [
        client.post("/rapporter/start/", {"year": "2022", "scope": "all"}).status_code,
        client.post("/rapporter/start/", {"association": str(own_association.pk), "year": "2022"}).status_code,
    ]

    assert answers == [403, 403]
    assert not ReportRun.objects.exists()


# --- A run ------------------------------------------------------------------------------------------------------------


def test_run_detail_shows_progress_that_htmx_asks_for_again(client_for, consultant, sent):
    programme("Ajax")
    run = start(by=consultant)
    client = client_for(consultant)

    page = client.get(f"/rapporter/koersler/{run.pk}/").text
    part = client.get(f"/rapporter/koersler/{run.pk}/", headers={"HX-Request": "true"}).text

    assert "Færdige rapporter: 0 af 2" in page
    assert 'hx-trigger="every 1s"' in part
    assert "<html" not in part


def test_run_detail_of_a_finished_run_asks_no_more(client_for, consultant, delivered):
    page = client_for(consultant).get(f"/rapporter/koersler/{delivered.pk}/").text

    assert "3 rapporter er klar" in page
    assert "hx-trigger" not in page
    assert "Hent alle som ZIP" in page


def test_run_detail_lists_failures_with_reason_and_a_way_on(client_for, consultant, sent, monkeypatch):
    programme("Ajax")
    monkeypatch.setattr("reporting.documents.report_pdf", lambda _report: 1 / 0)
    run = work_all(start(by=consultant))
    monkeypatch.undo()
    client = client_for(consultant)

    page = client.get(f"/rapporter/koersler/{run.pk}/").text

    assert "2 rapporter kunne ikke laves" in page
    assert "Noget uventet gik galt" in page
    job = run.jobs.get(association=None)
    answer = client.post(f"/rapporter/opgaver/{job.pk}/igen/", follow=True).text
    assert "De sociale partnerskaber: rapporten laves igen." in answer
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_run_detail_says_that_the_numbers_have_changed_since(client_for, consultant, delivered):
    client = client_for(consultant)
    assert "ændret siden" not in client.get(f"/rapporter/koersler/{delivered.pk}/").text

    correct(report_of("Ajax").association)

    assert "Tallene er ændret siden" in client.get(f"/rapporter/koersler/{delivered.pk}/").text


@pytest.mark.parametrize("clubs", [1, 3])
def test_run_detail_takes_the_same_queries_however_many_reports(
    client_for, consultant, sent, django_assert_num_queries, clubs
):
    programme(*(f"Klub {number}" for number in range(clubs)))
    run = work_all(start(by=consultant))
    client = client_for(consultant)

    with django_assert_num_queries(7):
        client.get(f"/rapporter/koersler/{run.pk}/")


def test_runs_are_for_staff_who_may_see_them(client_for, resource_person_user, administrator, delivered):
    for user in (resource_person_user, administrator):
        client = client_for(user)
        for address in (
            "/rapporter/",
            f"/rapporter/koersler/{delivered.pk}/",
            f"/rapporter/koersler/{delivered.pk}/zip/",
        ):
            assert client.get(address).status_code == 403, address


def test_an_unknown_run_is_not_found(client_for, consultant):
    client = client_for(consultant)

    assert [client.get(f"/rapporter/koersler/9/{tail}").status_code for tail in ("", "zip/")] == [404, 404]
    assert client.post("/rapporter/opgaver/9/igen/").status_code == 404


# --- An association's reports -----------------------------------------------------------------------------------------


def test_association_reports_shows_the_delivered_version(client_for, consultant, delivered):
    report = report_of("Ajax")

    page = client_for(consultant).get(f"/foreninger/{report.association_id}/rapporter/").text

    assert f"/rapporter/fil/{report.pk}/" in page
    assert "rapporten gælder" in page
    assert "ikke lavet endnu" in page  # the years before
    assert "Tallene er ændret siden" not in page


def test_association_reports_offers_a_new_version_after_a_correction(client_for, consultant, delivered):
    ajax = report_of("Ajax").association
    correct(ajax)
    client = client_for(consultant)

    page = client.get(f"/foreninger/{ajax.pk}/rapporter/").text

    assert "Tallene er ændret siden" in page
    assert "Lav ny version" in page
    client.post("/rapporter/start/", {"association": str(ajax.pk), "year": "2022"})
    work_all(ReportRun.objects.first())
    page = client.get(f"/foreninger/{ajax.pk}/rapporter/").text
    assert "Tallene er ændret siden" not in page
    assert {"version 1 (PDF)" in page, "version 2 (PDF)" in page} == {True}


@pytest.fixture
def own_report(own_association, resource_person_user, sent):
    """The delivered report of the resource person's own association."""
    from tests.factories import PartnershipFactory

    PartnershipFactory(association=own_association, extended=True)
    work_all(start(scope=Scope.ASSOCIATION, association=own_association))
    return StatusReport.objects.get(association=own_association)


def test_a_resource_person_reads_own_report_and_starts_nothing(client_for, resource_person_user, own_report):
    client = client_for(resource_person_user)

    page = client.get(f"/foreninger/{own_report.association_id}/rapporter/").text
    file = client.get(f"/rapporter/fil/{own_report.pk}/")

    assert "Lav rapport" not in page
    assert "Det er konsulenter og ledere i kommunen, der laver rapporterne" in page
    assert b"".join(file.streaming_content)[:5] == b"%PDF-"
    assert "Vores Forening" in client.get(f"/rapporter/vis/forening/{own_report.association_id}/2022/").text


def test_other_clubs_reports_and_the_programmes_are_not_found_by_a_resource_person(
    client_for, resource_person_user, delivered
):
    other, whole = report_of("Ajax"), StatusReport.objects.get(association=None)
    client = client_for(resource_person_user)

    answers = [
        client.get(address).status_code
        for address in (
            f"/foreninger/{other.association_id}/rapporter/",
            f"/rapporter/fil/{other.pk}/",
            f"/rapporter/fil/{whole.pk}/",
            f"/rapporter/vis/forening/{other.association_id}/2022/",
        )
    ]

    assert answers == [404, 404, 404, 404]
    assert client.get("/rapporter/vis/program/2022/").status_code == 403


def test_access_ends_with_the_employment(client_for, resource_person_user, own_report):
    employment = resource_person_user.person.employments.get()
    employment.end = date(2020, 1, 1)
    employment.save()

    assert client_for(resource_person_user).get(f"/rapporter/fil/{own_report.pk}/").status_code == 404


@pytest.mark.parametrize("versions", [1, 3])
def test_association_reports_takes_the_same_queries_however_many_versions(
    client_for, consultant, sent, django_assert_num_queries, versions
):
    ajax = club("Ajax")
    for members in range(versions):
        correct(ajax, members)
        work_all(start(by=consultant, scope=Scope.ASSOCIATION, association=ajax))
    client = client_for(consultant)

    with django_assert_num_queries(27):  # 21 of them build the content afresh, to compare it with what is delivered
        client.get(f"/foreninger/{ajax.pk}/rapporter/")
