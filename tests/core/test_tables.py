import re
from datetime import date

import pytest
from django.test import RequestFactory
from django.utils import timezone

from core.models import ScheduledJobRun
from core.tables import Column, Table, prepare, total_order
from core.views_gallery import GalleryTable, gallery_rows

pytestmark = pytest.mark.django_db


class JobTable(Table):
    name = Column("Job")
    last_error = Column("Fejl")

    class Meta(Table.Meta):
        one, many = "job", "job"
        row_header = "name"


def html_of(query: str = "", per_page: int = 5) -> str:
    request = RequestFactory().get(f"/{query}")
    return prepare(GalleryTable(gallery_rows()), request, per_page=per_page).as_html(request)


def test_caption_counts_the_hits():
    assert "<caption>12 foreninger</caption>" in html_of(per_page=50)
    assert "<caption>Foreninger 6–10 af 12</caption>" in html_of("?side=2")


def test_head_says_how_the_rows_are_sorted_and_keeps_the_filters():
    html = html_of("?bydel=Valby&sort=name&side=2")
    assert html.count("aria-sort=") == 1
    assert 'aria-sort="ascending"' in html
    assert 'href="?bydel=Valby&amp;sort=-name"' in html


def test_pages_are_named_in_words():
    html = html_of("?side=2")
    assert "Side 2 af 3" in html
    assert 'href="?side=1" rel="prev"' in html
    assert 'href="?side=3" rel="next"' in html


@pytest.mark.parametrize("query", ["?side=99", "?side=x", "?sort=nonsense", "?sort=-", "?side=-1"])
def test_addresses_that_make_no_sense_still_show_the_list(query):
    assert "Forening 1" in html_of(query)


def test_rows_have_a_head_and_numbers_stand_to_the_right():
    html = html_of()
    assert '<th scope="row"' in html
    assert re.search(r'<td class="[a-z ]*numeric[a-z ]*">1\.210</td>', html)
    assert "01-03-2023" in html


def test_missing_values_are_words():
    assert html_of(per_page=50).count("ikke oplyst") == 2


def test_empty_list_says_so():
    request = RequestFactory().get("/")
    assert "Der er ingen, der passer til det valgte." in prepare(GalleryTable([]), request).as_html(request)


def test_sorting_ends_in_pk():
    assert total_order(ScheduledJobRun.objects.all()).query.order_by == ("name", "pk")
    assert total_order(ScheduledJobRun.objects.order_by("-pk")).query.order_by == ("-pk",)


@pytest.mark.parametrize("query", ["", "?sort=last_error", "?sort=-last_error"])
def test_pages_neither_repeat_nor_skip_rows(query):
    jobs = [
        ScheduledJobRun.objects.create(name=f"job {number}", last_finished_at=timezone.now()) for number in range(9)
    ]
    seen = []
    for page in (1, 2, 3):
        request = RequestFactory().get(f"/{query}{'&' if query else '?'}side={page}")
        table = prepare(JobTable(ScheduledJobRun.objects.all()), request, per_page=3)
        seen += [row.record.pk for row in table.page.object_list]
    assert sorted(seen) == sorted(job.pk for job in jobs)


@pytest.mark.parametrize("count", [1, 3])
def test_table_of_any_length_costs_two_queries(count, django_assert_num_queries):
    for number in range(count):
        ScheduledJobRun.objects.create(name=f"job {number}")
    request = RequestFactory().get("/")
    with django_assert_num_queries(2):
        prepare(JobTable(ScheduledJobRun.objects.all()), request).as_html(request)


def test_gallery_rows_are_dated_before_the_demo_ends():
    assert all(row["visit"] is None or row["visit"] <= date(2023, 3, 31) for row in gallery_rows())
