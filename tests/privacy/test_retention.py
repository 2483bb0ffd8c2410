"""What is past its retention period: found, proposed, carried out when somebody says so (R20)."""

import re
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from associations.models import Person
from core.models import ScheduledJobRun
from core.periods import years_after
from core.registry import retentions
from imports.models import ImportFile, ImportJob
from privacy.domain import retention
from privacy.models import RetentionProposal
from privacy.tasks import propose_retention
from reporting.models import ReportJob, ReportRun, StatusReport
from tests.factories import (
    BoardMemberFactory,
    EmploymentFactory,
    PersonFactory,
    ReportJobFactory,
    ReportRunFactory,
    StatusReportFactory,
)
from workflow import audit
from workflow.models import AuditEvent, ReadEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_today")]
TODAY = date(2023, 3, 31)
URL = reverse("privacy:retention-list")


def entry(key: str):
    return retention.entry_of(key)


def found(key: str) -> list[int]:
    return [record.object_id for record in retention.expired(entry(key))]


def person_gone(**more) -> Person:
    return EmploymentFactory(ended=True, **more).person


def words(response) -> str:
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))


def at_noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


# --- What is found --------------------------------------------------------------------------------------------------


def test_former_people_are_found_the_day_after_their_time(settings):
    settings.PERSON_RETENTION_YEARS = 5
    old = person_gone(end=date(2018, 3, 30))
    person_gone(end=date(2018, 3, 31))
    assert found("people") == [old.pk]
    [record] = retention.expired(entry("people"))
    assert record.kept_until == date(2023, 3, 30)
    assert record.label == f"Person {old.pk}, fratrådt 30. marts 2018"


@pytest.mark.parametrize("post", [EmploymentFactory, BoardMemberFactory])
@pytest.mark.parametrize("end", [None, date(2030, 1, 1), date(2022, 1, 1)])
def test_later_post_keeps_the_person(post, end):
    old = person_gone(end=date(2010, 1, 1), start=date(2009, 1, 1))
    post(person=old, end=end)
    assert found("people") == []


def test_erased_people_and_people_without_any_post_are_not_found():
    old = person_gone(end=date(2018, 1, 31))
    PersonFactory()
    assert retention.carry_out(entry("people"), by=None) == 1
    old.refresh_from_db()
    assert old.name == f"Slettet person {old.pk}"
    assert found("people") == []


@given(day=st.dates(date(1990, 1, 1), date(2090, 12, 31)), years=st.integers(1, 50))
def test_a_record_is_past_its_time_only_after_the_last_day_it_is_kept(day, years):
    kept_until = years_after(day, years)
    assert not day < years_after(kept_until, -years)
    assert day < years_after(kept_until + timedelta(days=2), -years)


def test_nothing_is_found_without_a_period(settings):
    settings.PERSON_RETENTION_YEARS = 0
    person_gone(end=date(1999, 1, 1), start=date(1998, 1, 1))
    assert entry("people") is None
    retention.propose()
    assert not RetentionProposal.objects.filter(key="people").exists()


def test_every_kind_has_its_setting():
    assert [kind.setting for kind in retentions if not hasattr(django_settings, kind.setting)] == []
    assert {"people", "reports", "runs", "imports", "events", "reads"} <= {kind.key for kind in retentions}


# --- What goes ------------------------------------------------------------------------------------------------------


def test_reports_go_with_their_file_and_jobs_and_a_trace(administrator, django_capture_on_commit_callbacks):
    old = StatusReportFactory(year=2011, created_at=at_noon(date(2013, 3, 30)))
    new = StatusReportFactory(year=2012, created_at=at_noon(date(2013, 3, 31)))
    job = ReportJobFactory(report=old, association=old.association)
    storage, name = old.file.storage, old.file.name
    with django_capture_on_commit_callbacks(execute=True):
        assert retention.carry_out(entry("reports"), by=administrator) == 1
    assert list(StatusReport.objects.all()) == [new]
    assert not storage.exists(name)
    assert new.file.storage.exists(new.file.name)
    assert not ReportJob.objects.filter(pk=job.pk).exists()
    deleted, summary = AuditEvent.objects.order_by("pk")
    assert (deleted.model, deleted.kind, deleted.actor_name) == (
        "reporting.statusreport",
        "deleted",
        administrator.name,
    )
    assert summary.changes == [{"field": "Leverede rapporter, slettet", "from": "", "to": "1"}]


def test_runs_go_and_what_they_delivered_stays():
    run = ReportRunFactory(finished_at=at_noon(date(2020, 3, 30)))
    job = ReportJobFactory(run=run)
    kept = ReportRunFactory(finished_at=at_noon(date(2020, 3, 31)), year=2021)
    under_way = ReportRunFactory(under_way=True, year=2020)
    retention.carry_out(entry("runs"), by=None)
    assert set(ReportRun.objects.all()) == {kept, under_way}
    assert StatusReport.objects.filter(pk=job.report_id).exists()


def test_imports_go_with_their_files(consultant):
    job = ImportJob.objects.create(by=consultant, queued_at=at_noon(date(2021, 3, 30)))
    file = ImportFile.objects.create(job=job, name="register.csv", content=ContentFile(b"Navn", name="register.csv"))
    kept = ImportJob.objects.create(by=consultant, queued_at=at_noon(date(2021, 3, 31)))
    assert retention.carry_out(entry("imports"), by=None) == 1
    assert list(ImportJob.objects.all()) == [kept]
    assert not file.content.storage.exists(file.content.name)


def test_logs_lose_what_is_old(monkeypatch, consultant, settings):
    settings.DEMO_MODE = False
    long_ago = timezone.now() - timedelta(days=366 * 11)
    with monkeypatch.context() as clock:
        clock.setattr("django.utils.timezone.now", lambda: long_ago)
        audit.save(PersonFactory.build(email=None), by=consultant)
    audit.save(PersonFactory.build(email=None, name="Ny"), by=consultant)
    ReadEvent.objects.create(at=long_ago, actor_id=1, actor_name="Mette", page="Personer")
    ReadEvent.objects.create(actor_id=1, actor_name="Mette", page="Personer")
    assert retention.carry_out(entry("events"), by=None) == 1
    assert retention.carry_out(entry("reads"), by=None) == 1
    assert list(AuditEvent.objects.order_by("pk").values_list("object_label", flat=True)) == [
        "Ny",
        "Opbevaring: events",
        "Opbevaring: reads",
    ]
    assert ReadEvent.objects.count() == 1


def test_carrying_out_twice_does_nothing_more(administrator):
    person_gone(end=date(2018, 1, 31))
    assert retention.carry_out(entry("people"), by=administrator) == 1
    assert retention.carry_out(entry("people"), by=administrator) == 0
    assert AuditEvent.objects.filter(model="privacy.retentionproposal").count() == 1


# --- Job, command, page ---------------------------------------------------------------------------------------------


def test_job_proposes_and_leaves_a_trace_of_its_run():
    old = person_gone(end=date(2018, 1, 31))
    propose_retention()
    proposal = RetentionProposal.objects.get(key="people")
    assert proposal.count == 1
    assert proposal.examples == [
        {"label": f"Person {old.pk}, fratrådt 31. januar 2018", "kept_until": "31. januar 2023"}
    ]
    old.refresh_from_db()
    assert not old.name.startswith("Slettet")
    run = ScheduledJobRun.objects.get(name="privacy-retention")
    assert run.last_finished_at
    assert not run.last_error


def test_job_carries_out_when_the_installation_says_so(settings):
    settings.RETENTION_CARRY_OUT = True
    old = person_gone(end=date(2018, 1, 31))
    propose_retention()
    old.refresh_from_db()
    assert old.name == f"Slettet person {old.pk}"
    assert RetentionProposal.objects.get(key="people").count == 0


def test_command_lists_and_carries_out_when_told():
    old = person_gone(end=date(2018, 1, 31))
    out = StringIO()
    call_command("retention", stdout=out)
    assert "Tidligere personer (5 år): 1" in out.getvalue()
    assert f"Person {old.pk}, fratrådt 31. januar 2018, opbevares til 31. januar 2023" in out.getvalue()
    old.refresh_from_db()
    assert not old.name.startswith("Slettet")
    call_command("retention", "--carry-out", stdout=out)
    assert "slettet: 1" in out.getvalue()
    assert found("people") == []


def test_command_says_what_has_no_limit(settings):
    settings.PERSON_RETENTION_YEARS = 0
    out = StringIO()
    call_command("retention", stdout=out)
    assert "Tidligere personer: ingen grænse (PERSON_RETENTION_YEARS)" in out.getvalue()


def test_page_shows_proposals_and_the_click_carries_out(client_for, administrator):
    old = person_gone(end=date(2018, 1, 31))
    browser = client_for(administrator)
    assert "Der er ikke ledt endnu." in words(browser.get(URL))
    page = words(browser.post(reverse("privacy:retention-find"), follow=True))
    assert f"Tidligere personer 5 år 1 Person {old.pk}, fratrådt 31. januar 2018, til 31. januar 2023 Gennemgå" in page
    confirm = reverse("privacy:retention-carry-out", args=["people"])
    page = words(browser.get(confirm))
    assert "Pr. 31. marts 2023 er 1 over tiden." in page
    assert "Slet 1 post" in page
    page = words(browser.post(confirm, follow=True))
    assert "Tidligere personer: 1 post slettet." in page
    assert "Der var ikke noget at slette." in words(browser.post(confirm, follow=True))
    assert "Intet er over tiden" in words(browser.get(confirm))


def test_unknown_kind_and_kind_without_limit_are_not_found(client_for, administrator, settings):
    settings.PERSON_RETENTION_YEARS = 0
    browser = client_for(administrator)
    for key in ("people", "findes-ikke"):
        assert browser.get(reverse("privacy:retention-carry-out", args=[key])).status_code == 404
    assert "Tidligere personer uden grænse" in words(browser.get(URL))


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_however_much_is_found(client_for, administrator, rows, django_assert_num_queries):
    for _ in range(rows):
        person_gone(end=date(2018, 1, 31))
    retention.propose()
    browser = client_for(administrator)
    with django_assert_num_queries(3):  # session, user, proposals
        browser.get(URL)
