"""A job's lease: claimed once, lost when it runs out, renewed while the work goes on. On real connections."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, models, transaction
from django.test.utils import isolate_apps
from django.utils import timezone

from core import leases
from core.leases import JobState, LeasedJob, LeaseLost

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def jobs(transactional_db) -> type[LeasedJob]:
    """A job model of this test's own."""
    with isolate_apps("core"):

        class ProbeJob(LeasedJob):
            result = models.CharField(max_length=20, blank=True)

            class Meta:
                app_label = "core"

    with connection.schema_editor() as editor:
        editor.create_model(ProbeJob)
    yield ProbeJob
    with connection.schema_editor() as editor:
        editor.delete_model(ProbeJob)


@pytest.fixture
def short_leases(monkeypatch) -> None:
    monkeypatch.setattr(leases, "LEASE", timedelta(seconds=0.6))
    monkeypatch.setattr(leases, "RENEW_EVERY_SECONDS", 0.1)


def let_lease_run_out(job) -> None:
    type(job).objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_claimed_job_runs_under_a_lease(jobs):
    pk = jobs.objects.create(error="sidste gang gik det galt").pk
    job = jobs.claim(pk)
    assert (job.state, job.attempts, job.error) == (JobState.RUNNING, 1, "")
    assert job.lease_until > timezone.now()
    assert job.lease_token is not None
    assert job.started_at is not None


def test_one_of_many_workers_claims(jobs):
    pk, together = jobs.objects.create().pk, threading.Barrier(8)

    def claim(_n):
        together.wait(timeout=10)
        try:
            return jobs.claim(pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(claim, range(8)))
    assert sum(claim is not None for claim in claims) == 1
    assert jobs.objects.get().attempts == 1


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED])
def test_ended_job_is_not_claimed(jobs, state):
    assert jobs.claim(jobs.objects.create(state=state).pk) is None


def test_missing_job_is_not_claimed(jobs):
    assert jobs.claim(42) is None


def test_expired_lease_is_taken_over_and_the_late_worker_cannot_deliver(jobs):
    pk = jobs.objects.create().pk
    late = jobs.claim(pk)
    assert jobs.claim(pk) is None
    let_lease_run_out(late)
    second = jobs.claim(pk)
    assert (second.attempts, second.lease_token == late.lease_token) == (2, False)
    with pytest.raises(LeaseLost):
        late.finish(result="for sent")
    with pytest.raises(LeaseLost):
        late.fail("for sent")
    with pytest.raises(LeaseLost), transaction.atomic():
        late.hold_for_delivery()
    second.finish(result="leveret")
    assert (second.state, second.result, second.lease_token, second.lease_until) == ("done", "leveret", None, None)
    assert jobs.objects.get().result == "leveret"


def test_worker_whose_lease_ran_out_still_delivers_when_nobody_took_over(jobs):
    job = jobs.claim(jobs.objects.create().pk)
    let_lease_run_out(job)
    job.finish(result="leveret")
    assert jobs.objects.get().state == JobState.DONE


def test_delivery_happens_once(jobs):
    job = jobs.claim(jobs.objects.create().pk)
    job.finish()
    with pytest.raises(LeaseLost):
        job.finish()


def test_failure_is_kept_with_its_reason(jobs):
    job = jobs.claim(jobs.objects.create().pk)
    job.fail("Der er ingen medlemstal for året.")
    assert (job.state, job.error) == (JobState.FAILED, "Der er ingen medlemstal for året.")
    assert job.finished_at is not None


def test_nobody_takes_over_while_a_delivery_holds_the_row(jobs):
    job = jobs.claim(jobs.objects.create().pk)
    let_lease_run_out(job)
    taken = []

    def take_over() -> None:
        taken.append(jobs.claim(job.pk))
        connection.close()

    thread = threading.Thread(target=take_over)
    with transaction.atomic():
        job.hold_for_delivery()
        thread.start()
        time.sleep(0.3)
        job.finish(result="leveret")
    thread.join(timeout=10)
    assert taken == [None]
    assert jobs.objects.get().result == "leveret"


def test_lease_is_renewed_while_the_work_goes_on(jobs, short_leases):
    job = jobs.claim(jobs.objects.create().pk)
    with job.renewed():
        time.sleep(1.0)  # longer than a lease
        assert jobs.claim(job.pk) is None
    job.finish(result="leveret")
    assert jobs.objects.get().attempts == 1


def test_renewal_ends_with_the_work(jobs, short_leases):
    job = jobs.claim(jobs.objects.create().pk)
    with job.renewed():
        time.sleep(0.2)
    assert not [thread for thread in threading.enumerate() if thread.name == f"lease-{job.pk}"]
    time.sleep(0.8)
    assert jobs.claim(job.pk).attempts == 2


def test_renewal_of_a_lost_lease_does_not_take_it_back(jobs, short_leases):
    job = jobs.claim(jobs.objects.create().pk)
    let_lease_run_out(job)
    other = jobs.claim(job.pk)
    before = jobs.objects.get().lease_until
    with job.renewed():
        time.sleep(0.3)
    assert jobs.objects.get().lease_until == before
    other.finish()


def test_work_that_fails_is_not_hidden_by_the_renewal(jobs, short_leases):
    job = jobs.claim(jobs.objects.create().pk)
    with pytest.raises(ZeroDivisionError), job.renewed():
        raise ZeroDivisionError
    assert jobs.objects.get().state == JobState.RUNNING


def test_rows_that_nobody_works_on_are_sent_again(jobs):
    now = timezone.now()
    old, new = now - leases.RESEND_AFTER - timedelta(seconds=1), now
    sent_long_ago = jobs.objects.create(sent_at=old)
    never_sent = jobs.objects.create(queued_at=old)
    expired = jobs.objects.create(state=JobState.RUNNING, lease_until=old)
    jobs.objects.create(sent_at=new)
    jobs.objects.create(queued_at=new)
    jobs.objects.create(state=JobState.RUNNING, lease_until=now + timedelta(seconds=10))
    jobs.objects.create(state=JobState.DONE, sent_at=old)
    jobs.objects.create(state=JobState.FAILED, sent_at=old)
    assert list(jobs.to_send_again()) == [sent_long_ago, never_sent, expired]
