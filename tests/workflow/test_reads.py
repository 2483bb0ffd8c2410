"""The log of reads: staff who see personal data of an association's people (R20)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone

from tests.factories import EmploymentFactory, StatusReportFactory, UserFactory
from workflow import reads
from workflow.models import ReadEvent
from workflow.reads import log_read

pytestmark = pytest.mark.django_db


def logged() -> list[tuple]:
    return list(ReadEvent.objects.order_by("pk").values_list("page", "kind", "association_ids", "person_ids"))


def test_a_read_says_who_where_and_about_whom_and_costs_one_statement(
    consultant, own_association, django_assert_num_queries
):
    person = EmploymentFactory(association=own_association).person
    with django_assert_num_queries(1):
        log_read(consultant, "Personer", associations=[own_association], people=[person, person.pk])
    event = ReadEvent.objects.get()
    assert (event.actor_id, event.actor_name) == (consultant.pk, "Mette Konsulent")
    assert logged() == [("Personer", "page", [own_association.pk], [person.pk])]
    assert timezone.now() - event.at < timedelta(minutes=1)


def test_the_same_within_15_minutes_counts_once(consultant, monkeypatch):
    now = timezone.now()
    for minutes in (0, 5, 14, 16):
        monkeypatch.setattr("django.utils.timezone.now", lambda minutes=minutes: now + timedelta(minutes=minutes))
        log_read(consultant, "Personer", associations=[1], people=[2, 3])
    assert list(ReadEvent.objects.values_list("at", flat=True)) == [now + timedelta(minutes=16), now]


def test_another_reader_page_way_association_or_person_counts(consultant, manager):
    for user, page, what in [
        (consultant, "Personer", {}),
        (manager, "Personer", {}),
        (consultant, "Overblik", {}),
        (consultant, "Personer", {"kind": ReadEvent.Kind.EXPORT}),
        (consultant, "Personer", {"associations": [1]}),
        (consultant, "Personer", {"people": [1]}),
        (consultant, "Personer", {"people": [1, 2]}),
        (consultant, "Personer", {"people": [2]}),  # those two were seen a moment ago
    ]:
        log_read(user, page, **what)
    assert ReadEvent.objects.count() == 7


def test_an_associations_people_and_strangers_are_not_logged(resource_person_user, client_for):
    log_read(resource_person_user, "Personer")
    log_read(UserFactory(), "Personer")
    assert logged() == []


def test_a_failure_is_told_to_the_operator_and_not_to_the_reader(consultant, monkeypatch, caplog):
    class Broken:
        def __enter__(self):
            raise DatabaseError("disk full")

        def __exit__(self, *args):
            return False

    monkeypatch.setattr(connection, "cursor", Broken)
    log_read(consultant, "Personer")
    monkeypatch.undo()
    assert "A read of Personer could not be logged" in caplog.text
    assert timedelta(minutes=15) == reads.ONCE_IN
    assert logged() == []


@pytest.mark.parametrize(
    ("url", "page", "kind"),
    [
        ("overview:association-detail", "Overblik", "page"),
        ("overview:association-people", "Personer", "page"),
        ("overview:association-people-export", "Personer", "export"),
        ("overview:association-history", "Historik", "page"),
        ("overview:association-history-export", "Historik", "export"),
    ],
)
def test_pages_of_an_association_are_logged(
    *, client_for, manager, resource_person_user, own_association, url, page, kind
):
    extension = {"extension": "csv"} if url.endswith("export") else {}
    address = reverse(url, kwargs={"pk": own_association.pk, **extension})
    assert client_for(manager).get(address).status_code == 200
    assert client_for(resource_person_user).get(address).status_code == 200
    people = [] if page == "Historik" else [resource_person_user.person.pk]
    assert logged() == [(page, kind, [own_association.pk], people)]


@pytest.mark.parametrize(("extension", "kind"), [(None, "page"), ("xlsx", "export")])
def test_the_list_is_logged_as_the_whole_register(client_for, manager, extension, kind):
    address = (
        reverse("overview:association-export", kwargs={"extension": extension})
        if extension
        else reverse("overview:association-list") + "?kontaktperson=alle"
    )
    assert client_for(manager).get(address).status_code == 200
    assert logged() == [("Foreninger", kind, [], [])]


def test_a_delivered_report_is_logged(client_for, manager, own_association):
    report = StatusReportFactory(association=own_association, year=2022)
    response = client_for(manager).get(reverse("reporting:report-download", args=[report.pk]))
    assert b"".join(response)
    assert logged() == [("Statusrapport 2022", "export", [own_association.pk], [])]
