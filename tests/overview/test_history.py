"""Historik: every change of an association's records, in words, for those who may see the association."""

import csv
import io
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.html import strip_tags
from openpyxl import load_workbook

from tests.factories import (
    ActivityKindFactory,
    EmploymentFactory,
    MemberCountFactory,
    PartnershipFactory,
    PersonFactory,
    UserFactory,
)
from workflow import audit
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db


def words(response) -> str:
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))


def history_url(association, query="") -> str:
    return reverse("overview:association-history", args=[association.pk]) + query


@pytest.fixture
def clock(monkeypatch):
    """`clock(2023, 3, 3, 13, 3)` sets the time of the next events, in UTC."""

    def set_time(*args):
        monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(*args, tzinfo=UTC))

    return set_time


@pytest.fixture
def employment(own_association):
    return EmploymentFactory(association=own_association, person__name="Signe", weekly_hours=Decimal(18))


def test_change_reads_as_in_the_specification(client_for, consultant, employment, own_association, clock):
    clock(2023, 3, 3, 13, 3)
    employment.weekly_hours = Decimal(20)
    audit.save(employment, by=consultant)
    page = words(client_for(consultant).get(history_url(own_association)))
    assert "Ugentlige timer: 18 → 20, Mette Konsulent, 3. marts 2023 kl. 14.03" in page
    assert "Ansættelse: Signe ændret" in page
    assert "1 ændring " in page


def test_member_count_reads_with_its_year(client_for, consultant, own_association, clock):
    clock(2023, 1, 4, 8, 0)
    count = MemberCountFactory(association=own_association, year=2022)
    extra = [{"field": "kvinder 7–12 år", "from": "44", "to": "48"}, {"field": "mænd 0–6 år", "from": "", "to": "3"}]
    audit.save(count, by=consultant, extra=extra)
    page = words(client_for(consultant).get(history_url(own_association)))
    assert "Medlemstal 2022, kvinder 7–12 år: 44 → 48" in page
    assert "Medlemstal 2022, mænd 0–6 år: ikke oplyst → 3" in page
    assert "Mette Konsulent, 4. januar 2023 kl. 09.00" in page


def test_created_and_deleted_records_tell_what_they_hold(client_for, consultant, own_association):
    judo = ActivityKindFactory(name="Judo")
    audit.save(own_association, by=None, related={"activities": [judo]})
    employment = EmploymentFactory.build(association=own_association, person=PersonFactory(name="Signe"))
    audit.save(employment, by=consultant)
    audit.delete(employment, by=consultant)
    page = words(client_for(consultant).get(history_url(own_association)))
    assert "Aktiviteter: ikke oplyst → Judo, Systemet," in page
    assert "Ansættelse: Signe slettet" in page
    assert page.count("Ugentlige timer: 20") == 2
    assert page.index("slettet") < page.index("oprettet") < page.index("Systemet,")


def test_own_name_is_not_repeated_and_other_names_are(client_for, consultant, own_association, other_association):
    partnership = PartnershipFactory(associations=[own_association, other_association])
    partnership.end = date(2023, 12, 31)
    audit.save(partnership, by=consultant)
    page = words(client_for(consultant).get(history_url(own_association)))
    assert "Socialt partnerskab med En Anden Forening og Vores Forening" in page


def test_days_are_copenhagens_and_the_newest_is_first(client_for, consultant, employment, own_association, clock):
    for moment, hours in (((2023, 3, 2, 23, 30), 20), ((2023, 3, 2, 12, 0), 21), ((2023, 3, 1, 12, 0), 22)):
        clock(*moment)
        employment.weekly_hours = Decimal(hours)
        audit.save(employment, by=consultant)
    html = client_for(consultant).get(history_url(own_association)).content.decode()
    assert re.findall(r'<h2 class="h4" id="day-\d">(.*?)</h2>', html) == [
        "3. marts 2023",
        "2. marts 2023",
        "1. marts 2023",
    ]


def test_filters_narrow_by_kind_and_person(client_for, consultant, manager, own_association, employment):
    employment.weekly_hours = Decimal(25)
    audit.save(employment, by=consultant)
    own_association.phone = "11 22 33 44"
    audit.save(own_association, by=manager)
    own_association.city = "Valby"
    audit.save(own_association, by=None)
    client = client_for(consultant)

    def found(query) -> set[str]:
        page = words(client.get(history_url(own_association, query)))
        return {name for name in ("Ugentlige timer", "Telefon", "By:") if name in page.partition("Ryd filtre")[2]}

    assert found("") == {"Ugentlige timer", "Telefon", "By:"}
    assert found("?slags=forening") == {"Telefon", "By:"}
    assert found(f"?person={manager.pk}") == {"Telefon"}
    assert found("?slags=forening&person=systemet") == {"By:"}


def test_person_who_changed_name_is_offered_once_with_the_new_one(client_for, consultant, own_association):
    for name in ("Mette Konsulent", "Mette Nygift"):
        consultant.name = name
        own_association.phone = name
        audit.save(own_association, by=consultant)
    html = client_for(consultant).get(history_url(own_association)).content.decode()
    assert re.findall(rf'<option value="{consultant.pk}">(.*?)</option>', html) == ["Mette Nygift"]


@pytest.mark.parametrize("query", ["?slags=ukendt", "?person=99999999", "?person=1%20OR%201", "?side=99", "?side=x"])
def test_nonsense_in_the_address_is_harmless(client_for, consultant, own_association, query):
    own_association.phone = "11 22 33 44"
    audit.save(own_association, by=consultant)
    response = client_for(consultant).get(history_url(own_association, query))
    assert response.status_code == 200
    assert "Telefon: ikke oplyst → 11 22 33 44" in words(response)


def test_empty_history_says_so(client_for, consultant, own_association):
    page = words(client_for(consultant).get(history_url(own_association)))
    assert "Når nogen ændrer noget om foreningen, kan det ses her." in page


def test_text_of_users_is_escaped(client_for, consultant, own_association):
    own_association.address = "<script>alert(1)</script> \u202eabc 🏑"
    audit.save(own_association, by=consultant)
    html = client_for(consultant).get(history_url(own_association)).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert" not in html


def test_association_sees_its_own_history_only(client_for, chair_user, own_association, other_association):
    for association in (own_association, other_association):
        association.phone = f"Nummer {association.name}"
        audit.save(association, by=None)
    page = words(client_for(chair_user).get(history_url(own_association)))
    assert "Nummer Vores Forening" in page
    assert "Nummer En Anden Forening" not in page
    assert client_for(chair_user).get(history_url(other_association)).status_code == 404


def test_pages_hold_fifty_and_keep_the_filter(client_for, consultant, own_association):
    for n in range(60):
        own_association.phone = f"nr. {n}"
        audit.save(own_association, by=consultant)
    client = client_for(consultant)
    first = client.get(history_url(own_association, "?slags=forening"))
    assert first.content.decode().count('class="history-record"') == 50
    assert "?slags=forening&amp;side=2" in first.content.decode()
    second = client.get(history_url(own_association, "?slags=forening&side=2"))
    assert second.content.decode().count('class="history-record"') == 10


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_queries_do_not_grow_with_rows(
    client_for, resource_person_user, own_association, django_assert_num_queries, rows
):
    for n in range(rows):
        person = PersonFactory(name=f"Person {n}")
        audit.save(
            EmploymentFactory.build(association=own_association, person=person, is_primary_contact=False), by=None
        )
        own_association.phone = f"nr. {n}"
        audit.save(own_association, by=UserFactory(consultant=True))
    client = client_for(resource_person_user)
    # Session, user, employments, board seats, association, two filters, the number of rows, the rows.
    with django_assert_num_queries(8):
        client.get(history_url(own_association))
    assert AuditEvent.objects.count() == 2 * rows


def csv_lines(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_download_has_a_row_for_each_field_with_the_pages_filters(
    client_for, consultant, employment, own_association, clock
):
    clock(2023, 3, 3, 13, 3)
    employment.weekly_hours, employment.is_primary_contact = Decimal(20), False
    audit.save(employment, by=consultant)
    own_association.phone = "=1+1"
    audit.save(own_association, by=consultant)
    client, page = client_for(consultant), history_url(own_association, "?slags=ans%C3%A6ttelse")
    links = re.findall(r'href="([^"]*eksport[^"]*)"', client.get(page).content.decode())
    assert [link.partition("?")[2] for link in links] == ["slags=ans%C3%A6ttelse"] * 2
    assert csv_lines(client.get(links[1])) == [
        ["Tidspunkt", "Ændret af", "Hvad", "Hændelse", "Felt", "Før", "Efter"],
        ["03-03-2023 14:03", "Mette Konsulent", "Ansættelse: Signe", "ændret", "Ugentlige timer", "18", "20"],
        ["03-03-2023 14:03", "Mette Konsulent", "Ansættelse: Signe", "ændret", "Primær kontakt", "ja", "nej"],
    ]
    sheet = load_workbook(io.BytesIO(client.get(links[0]).content)).worksheets[0]
    assert [cell.value for cell in sheet[2]][4:] == ["Ugentlige timer", "18", "20"]
    every = csv_lines(client.get(links[1].partition("?")[0]))
    assert every[1][-1] == "'=1+1"


def test_download_is_refused_to_others(client_for, chair_user, other_association):
    for extension in ("xlsx", "csv"):
        url = reverse(
            "overview:association-history-export", kwargs={"pk": other_association.pk, "extension": extension}
        )
        response = client_for(chair_user).get(url)
        assert response.status_code == 404
        assert b"Vi kan ikke finde siden" in response.content
