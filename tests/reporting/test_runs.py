"""Runs from start to end: who may, what is refused, one run only, unchanged, corrected, told once."""

import uuid
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.utils import timezone

from associations.models import MemberCount, MemberCountCell
from core.leases import MOST_ATTEMPTS, JobState
from reporting.domain import notices, queue, runs
from reporting.domain.freshness import changed_reports, changed_years
from reporting.domain.run_queries import progress
from reporting.enums import Outcome, Scope
from reporting.models import ReportJob, ReportRun, StatusReport
from tests.factories import AssociationFactory, ContactPersonFactory, EmploymentFactory
from tests.reporting.register import YEAR, club, programme, start, work_all
from workflow import audit

pytestmark = pytest.mark.django_db


def file_of(report):
    with report.file.open("rb") as file:
        return file.read()


def correct(association, members=99):
    """Somebody corrects one number of the year."""
    count = MemberCount.objects.get(association=association, year=YEAR)
    MemberCountCell.objects.filter(member_count=count, gender="female", age_band__lower=7).update(members=members)
    count.note = "Rettet"
    audit.save(count, by=None)


def test_start_run_makes_a_job_per_association_and_one_for_the_programme(consultant, sent, committed):
    clubs = programme("Ajax", "Åen", "BK Skjold")

    with committed():
        run = start(by=consultant)

    assert {job.association_id for job in run.jobs.all()} == {None, *(row.pk for row in clubs)}
    assert [task for task, _ in sent] == [queue.RENDER_REPORT] * 4
    assert all(job.sent_at for job in run.jobs.all())


def test_start_run_of_a_consultant_covers_those_who_have_the_consultant_today(consultant, demo_today, sent):
    own = club("Egen", consultant=consultant)
    former = club("Forhenværende")
    ContactPersonFactory(association=former, consultant=consultant, ended=True)

    run = start(by=consultant, scope=Scope.CONSULTANT, consultant=consultant)

    assert [job.association_id for job in run.jobs.all()] == [own.pk]


def test_start_run_again_while_it_goes_on_gives_the_same_run(consultant, manager, sent):
    programme("Ajax")
    first, created = runs.start_run(year=YEAR, scope=Scope.ALL, by=consultant)

    second, created_again = runs.start_run(year=YEAR, scope=Scope.ALL, by=manager)

    assert (first, created, created_again) == (second, True, False)
    assert ReportRun.objects.count() == 1


def test_start_run_sent_twice_by_one_form_gives_the_same_run_even_when_it_has_ended(consultant, sent):
    programme("Ajax")
    key = uuid.uuid4()
    first = work_all(start(by=consultant, form_key=key))

    second, created = runs.start_run(year=YEAR, scope=Scope.ALL, by=consultant, form_key=key)

    assert (second, created) == (first, False)


def test_start_run_after_the_first_has_ended_is_a_new_run(consultant, sent):
    programme("Ajax")
    first = work_all(start(by=consultant))

    assert start(by=consultant) != first


@pytest.mark.parametrize("who", ["administrator", "resource_person_user", "chair_user"])
def test_start_run_is_refused_to_others(who, request, own_association, sent):
    programme("Ajax")

    with pytest.raises(PermissionDenied):
        start(by=request.getfixturevalue(who), scope=Scope.ASSOCIATION, association=own_association)

    assert not ReportRun.objects.exists()


def test_start_run_about_an_association_is_refused_to_a_consultant_employed_there(consultant, sent):
    own = club("Egen klub")
    EmploymentFactory(association=own, person__user=consultant, helper=True)

    with pytest.raises(PermissionDenied):
        start(by=consultant, scope=Scope.ASSOCIATION, association=own)


@pytest.mark.parametrize(
    ("year", "reason"),
    [
        (2023, "2023 er ikke slut. Statusrapporten for 2023 kan laves fra 1. januar 2024."),
        (2031, "2031 er ikke slut. Statusrapporten for 2031 kan laves fra 1. januar 2032."),
        (2009, "Der er ingen data for 2009: ingen foreninger havde et socialt partnerskab det år."),
    ],
)
def test_start_run_is_refused_for_a_year_without_data(consultant, demo_today, sent, year, reason):
    programme("Ajax")

    with pytest.raises(ValidationError) as refused:
        start(by=consultant, year=year)

    assert refused.value.messages == [reason]


def test_start_run_is_refused_where_nobody_is_in_the_scope(consultant, sent):
    programme("Ajax")
    outside = AssociationFactory(name="Uden aftale")

    with pytest.raises(ValidationError, match="ingen foreninger med partnerskab i 2022"):
        start(by=consultant, scope=Scope.ASSOCIATION, association=outside)
    with pytest.raises(ValidationError, match="ingen foreninger med partnerskab i 2022"):
        start(by=consultant, scope=Scope.CONSULTANT, consultant=consultant)
    with pytest.raises(ValidationError, match="Vælg den konsulent"):
        start(by=consultant, scope=Scope.CONSULTANT)
    with pytest.raises(ValidationError, match="Vælg den forening"):
        start(by=consultant, scope=Scope.ASSOCIATION)


def test_reportable_years_are_the_ended_ones_with_a_partnership(demo_today):
    club("Ajax")

    assert runs.reportable_years() == [2022, 2021, 2020, 2019, 2018]


def test_a_run_delivers_every_report_once(consultant, sent):
    clubs = programme("Ajax", "BK Skjold")

    run = work_all(start(by=consultant))

    assert run.finished_at is not None
    reports = StatusReport.objects.order_by("association_id")
    assert [report.association for report in reports] == [*clubs, None]
    for report in reports:
        content = file_of(report)
        assert (report.version, report.size, content[:5]) == (1, len(content), b"%PDF-")
        assert report.pages >= 3
    assert {job.outcome for job in run.jobs.all()} == {Outcome.RENDERED}


def test_a_run_again_renders_nothing_when_nothing_has_changed(consultant, demo_today, settings, sent):
    programme("Ajax", "BK Skjold")
    work_all(start(by=consultant))
    settings.DEMO_TODAY = date(2023, 4, 30)

    run = work_all(start(by=consultant))

    assert {job.outcome for job in run.jobs.all()} == {Outcome.UNCHANGED}
    assert {report.as_of for report in StatusReport.objects.all()} == {demo_today}
    assert StatusReport.objects.count() == 3


def test_a_correction_gives_new_versions_of_what_it_touches_and_keeps_the_old(consultant, sent):
    ajax, _ = programme("Ajax", "BK Skjold")
    work_all(start(by=consultant))
    before = StatusReport.objects.get(association=ajax)
    old = file_of(before)
    correct(ajax)

    work_all(start(by=consultant))

    versions = {report.subject: report.version for report in StatusReport.objects.order_by("version")}
    assert versions == {"Ajax": 2, "BK Skjold": 1, "De sociale partnerskaber": 2}
    assert file_of(before) == old


def test_a_change_of_drawing_gives_a_new_version_but_no_changed_numbers(consultant, sent, monkeypatch):
    ajax = club("Ajax")
    run = work_all(start(by=consultant, scope=Scope.ASSOCIATION, association=ajax))
    monkeypatch.setattr("reporting.documents._drawing_hash", lambda: "another stylesheet")

    assert changed_years(ajax, StatusReport.objects.all()) == set()
    again = work_all(start(by=consultant, scope=Scope.ASSOCIATION, association=ajax))

    assert [job.outcome for job in again.jobs.all()] == [Outcome.RENDERED]
    assert run.jobs.get().report.version == 1


def test_a_lost_file_is_made_again(consultant, sent):
    ajax = club("Ajax")
    work_all(start(by=consultant, scope=Scope.ASSOCIATION, association=ajax))
    default_storage.delete(StatusReport.objects.get().file.name)

    work_all(start(by=consultant, scope=Scope.ASSOCIATION, association=ajax))

    assert sorted(StatusReport.objects.values_list("version", flat=True)) == [1, 2]


def test_changed_since_is_told_for_the_corrected_year_only(consultant, sent):
    ajax, skjold = programme("Ajax", "BK Skjold")
    run = work_all(start(by=consultant))
    reports = {report.association: report for report in StatusReport.objects.all()}
    assert changed_reports(run, reports.values()) == set()

    correct(ajax)

    assert changed_years(ajax, [reports[ajax]]) == {YEAR}
    assert changed_years(skjold, [reports[skjold]]) == set()
    assert changed_reports(run, reports.values()) == {reports[ajax].pk, reports[None].pk}


def test_changed_since_is_told_when_the_partnership_is_gone(consultant, sent):
    ajax = club("Ajax")
    work_all(start(by=consultant, scope=Scope.ASSOCIATION, association=ajax))
    ajax.participations.all().delete()

    assert changed_years(ajax, StatusReport.objects.all()) == {YEAR}


def test_two_runs_of_the_same_report_deliver_it_once(consultant, sent):
    ajax = club("Ajax")
    everything = start(by=consultant)
    one = start(by=consultant, scope=Scope.ASSOCIATION, association=ajax)

    work_all(everything)
    work_all(one)

    assert StatusReport.objects.filter(association=ajax).count() == 1
    assert one.jobs.get().outcome == Outcome.UNCHANGED


def test_a_report_shows_its_year_from_todays_records(consultant, sent):
    ajax = club("Ajax")
    ajax.name = "Ajax København"
    audit.save(ajax, by=None)

    run = work_all(start(by=consultant, scope=Scope.ASSOCIATION, association=ajax, year=2019))

    assert str(run.jobs.get().report) == "Statusrapport 2019 – Ajax København"


def test_the_mail_is_sent_once_with_a_link(consultant, sent, settings):
    settings.SITE_URL = "https://medspil.example.org"
    programme("Ajax")
    run = work_all(start(by=consultant))

    assert [notices.send_run_mail(run.pk), notices.send_run_mail(run.pk)] == [True, False]

    (message,) = mail.outbox
    assert message.to == ["mette@example.org"]
    assert message.subject == "Statusrapporter for 2022 er færdige"
    assert f"https://medspil.example.org/rapporter/koersler/{run.pk}/" in message.body
    assert "2 rapporter ligger klar" in message.body
    assert message.message()["Message-ID"].endswith("@medspil.example.org>")


def test_the_mail_bears_the_demo_mark(consultant, demo_today, sent):
    programme("Ajax")
    notices.send_run_mail(work_all(start(by=consultant)).pk)

    (message,) = mail.outbox
    assert message.subject.startswith("[Demo] ")
    assert "tallene er opdigtede" in message.body


def test_the_mail_is_not_sent_before_the_run_ends_nor_to_nobody(consultant, sent):
    programme("Ajax")
    unfinished = start(by=consultant)
    assert not notices.send_run_mail(unfinished.pk)
    work_all(unfinished)
    by_command = work_all(start(by=None))

    assert not notices.send_run_mail(by_command.pk)
    assert notices.runs_to_tell() == [unfinished.pk]


def test_the_mail_that_could_not_be_sent_is_tried_again(consultant, sent, monkeypatch):
    programme("Ajax")
    run = work_all(start(by=consultant))
    with monkeypatch.context() as away:
        away.setattr("django.core.mail.EmailMessage.send", lambda _self: (_ for _ in ()).throw(OSError("no server")))
        with pytest.raises(OSError, match="no server"):
            notices.send_run_mail(run.pk)

    assert notices.runs_to_tell() == [run.pk]
    assert notices.send_run_mail(run.pk)


def test_the_end_of_the_run_is_decided_once_and_sends_the_mail(consultant, sent, committed):
    programme("Ajax")
    with committed():
        run = start(by=consultant)
    with committed():
        work_all(run)

    assert [task for task, _ in sent].count(queue.SEND_RUN_MAIL) == 1


def test_retry_queues_a_failed_job_and_reopens_the_run(consultant, sent, committed, monkeypatch):
    club("Ajax")
    with monkeypatch.context() as broken:
        broken.setattr("reporting.documents.report_pdf", lambda _report: 1 / 0)
        run = work_all(start(by=consultant))
    job = run.jobs.filter(state=JobState.FAILED).first()
    notices.send_run_mail(run.pk)

    with committed():
        assert runs.retry_job(job=job, by=consultant)
        assert not runs.retry_job(job=job, by=consultant)

    run.refresh_from_db()
    assert run.finished_at is None
    assert sent[-1] == (queue.RENDER_REPORT, job.pk)
    work_all(run)
    assert run.jobs.get(pk=job.pk).state == JobState.DONE
    assert len(mail.outbox) == 1, "a second end is not told again"


def test_retry_is_refused_while_the_same_run_goes_on_anew(consultant, sent, monkeypatch):
    club("Ajax")
    monkeypatch.setattr("reporting.documents.report_pdf", lambda _report: 1 / 0)
    run = work_all(start(by=consultant))
    start(by=consultant)

    with pytest.raises(ValidationError, match="nyere kørsel"):
        runs.retry_job(job=run.jobs.first(), by=consultant)

    assert run.jobs.first().state == JobState.FAILED


def test_retry_is_refused_to_others(consultant, administrator, sent, monkeypatch):
    club("Ajax")
    monkeypatch.setattr("reporting.documents.report_pdf", lambda _report: 1 / 0)
    run = work_all(start(by=consultant))

    with pytest.raises(PermissionDenied):
        runs.retry_job(job=run.jobs.first(), by=administrator)


def test_progress_tells_how_far_and_how_long(consultant, sent):
    programme("Ajax", "BK Skjold", "Brønshøj")
    run = start(by=consultant)
    now = timezone.now()
    first, second, *_ = run.jobs.order_by("pk")
    done = {"started_at": now - timedelta(seconds=8), "finished_at": now - timedelta(seconds=4)}
    ReportJob.objects.filter(pk=first.pk).update(state=JobState.FAILED, error="x", **done)
    ReportJob.objects.filter(pk=second.pk).update(state=JobState.RUNNING, started_at=now)

    state = progress(run, now)

    assert (state.ended, state.total, state.failed, state.running) == (1, 4, 1, 1)
    assert state.left_text == "ca. 12 sekunder tilbage"
    assert (state.waiting, state.is_finished) == (False, False)


def test_progress_says_when_nobody_has_begun(consultant, sent):
    programme("Ajax")
    run = start(by=consultant)

    assert not progress(run).waiting
    assert progress(run, timezone.now() + timedelta(seconds=31)).waiting


@pytest.mark.parametrize(
    ("seconds", "text"), [(1, "ca. 1 sekund tilbage"), (89, "ca. 89 sekunder tilbage"), (150, "ca. 2 minutter tilbage")]
)
def test_time_left_in_words(seconds, text):
    from reporting.domain.run_queries import Progress

    assert Progress(2, 1, 0, 1, 0, seconds, waiting=False).left_text == text


def test_a_job_taken_too_often_is_given_up(consultant, sent):
    ajax = club("Ajax")
    run = start(by=consultant, scope=Scope.ASSOCIATION, association=ajax)
    run.jobs.update(attempts=MOST_ATTEMPTS)

    work_all(run)

    job = run.jobs.get()
    assert job.state == JobState.FAILED
    assert "afbrudt for mange gange" in job.error
    assert run.finished_at is not None
