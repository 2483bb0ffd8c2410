"""Læsninger: who on the staff has read personal data, for managers and administrators."""

import csv
import io
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils.html import strip_tags
from openpyxl import load_workbook

from tests.factories import AssociationFactory
from workflow.models import ReadEvent

pytestmark = pytest.mark.django_db
URL = reverse("privacy:read-list")
COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def words(response) -> str:
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))


def read(at: datetime, who: str, **more) -> ReadEvent:
    return ReadEvent.objects.create(at=at, actor_id=len(who), actor_name=who, page="Personer", **more)


@pytest.fixture
def hekla():
    return AssociationFactory(name="Hekla")


@pytest.fixture
def log(hekla):
    read(datetime(2023, 3, 1, 0, 30, tzinfo=COPENHAGEN), "Mette", association_ids=[hekla.pk], person_ids=[1, 2])
    read(datetime(2023, 3, 3, 14, 3, tzinfo=COPENHAGEN), "Yusuf Erdal", kind="export")
    read(datetime(2023, 3, 31, 23, 59, tzinfo=COPENHAGEN), "Mette", association_ids=[0])


def lines(page: str) -> list[str]:
    """The rows' times."""
    return re.findall(r"\d+\. marts 2023 kl\. \d\d\.\d\d", page)


def test_reads_stand_with_who_when_where_and_how_many(client_for, manager, log):
    page = words(client_for(manager).get(URL))
    assert "3 læsninger, den nyeste først" in page
    assert "31. marts 2023 kl. 23.59 Mette Personer set på en side Forening 0 (slettet) –" in page
    assert "3. marts 2023 kl. 14.03 Yusuf Erdal Personer hentet som fil Hele registret –" in page
    assert "1. marts 2023 kl. 00.30 Mette Personer set på en side Hekla 2" in page


@pytest.mark.parametrize(
    ("query", "times"),
    [
        ({"laeser": "5"}, ["31. marts 2023 kl. 23.59", "1. marts 2023 kl. 00.30"]),
        ({"forening": "hek"}, ["1. marts 2023 kl. 00.30"]),
        ({"forening": "findes ikke"}, []),
        ({"fra": "01-03-2023", "til": "01-03-2023"}, ["1. marts 2023 kl. 00.30"]),
        ({"fra": "02-03-2023", "til": "31-03-2023"}, ["31. marts 2023 kl. 23.59", "3. marts 2023 kl. 14.03"]),
        ({"laeser": "5", "til": "30-03-2023"}, ["1. marts 2023 kl. 00.30"]),
    ],
)
def test_filters_narrow_list_and_download_alike(client_for, manager, log, query, times):
    browser = client_for(manager)
    assert lines(words(browser.get(URL, query))) == times
    exported = browser.get(reverse("privacy:read-list-export", kwargs={"extension": "csv"}), query).content.decode()
    assert len(list(csv.reader(io.StringIO(exported.lstrip("\ufeff")), delimiter=";"))) == len(times) + 1


def test_wrong_date_says_what_to_write_and_hides_nothing(client_for, manager, log):
    page = words(client_for(manager).get(URL, {"fra": "i går", "laeser": "999"}))
    assert "fx 24-03-2026" in page
    assert len(lines(page)) == 3


def test_download_names_every_association_and_says_the_rules(client_for, manager, log):
    response = client_for(manager).get(
        reverse("privacy:read-list-export", kwargs={"extension": "xlsx"}), {"laeser": "5"}
    )
    book = load_workbook(io.BytesIO(response.content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[0] == ("Tidspunkt", "Medarbejder", "Side", "Måde", "Foreninger", "Personer")
    assert rows[2][1:] == ("Mette", "Personer", "set på en side", "Hekla", 2)
    about = " ".join(str(cell.value) for row in book.worksheets[1] for cell in row if cell.value)
    assert "Medarbejder: Mette." in about
    assert "tælles én gang på et kvarter" in about


def test_many_associations_are_cut_on_the_page(client_for, manager):
    clubs = [AssociationFactory(name=f"Klub {n}").pk for n in range(5)]
    read(datetime(2023, 3, 1, tzinfo=COPENHAGEN), "Mette", association_ids=clubs)
    assert "Klub 0, Klub 1, Klub 2 og 2 mere" in words(client_for(manager).get(URL))


def test_empty_log_says_when_something_comes(client_for, manager):
    assert "Når en medarbejder åbner en side med persondata" in words(client_for(manager).get(URL))


def test_consultants_do_not_see_each_others_reads(client_for, consultant):
    assert client_for(consultant).get(URL).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_rows(client_for, manager, rows, django_assert_num_queries):
    for n in range(rows):
        read(datetime(2023, 3, 1, tzinfo=COPENHAGEN), f"Leser{n * 'x'}", association_ids=[AssociationFactory().pk])
    browser = client_for(manager)
    # Session, user, readers, count, rows, associations.
    with django_assert_num_queries(6):
        browser.get(URL)
