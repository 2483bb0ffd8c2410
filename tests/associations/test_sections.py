"""Afdelinger: satellite sections are added, edited and removed, and shown where one looks."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from associations.models import SatelliteSection
from tests.factories import (
    ActivityKindFactory,
    AssociationFactory,
    DisadvantagedAreaFactory,
    DistrictFactory,
    SatelliteSectionFactory,
)
from workflow import audit
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(demo_today):
    """Every test happens on 31 March 2023."""


def url(name: str, *args) -> str:
    return reverse(f"associations:section-{name}", args=args)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"name": " "}, "name_not_blank"),
        ({"district": None}, "has_a_place"),
        ({"end": date(2019, 12, 31)}, "period_in_order"),
    ],
)
def test_section_that_says_too_little_is_refused_by_the_database(values, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        SatelliteSectionFactory(**values)


def test_same_section_twice_is_refused_by_the_database():
    section = SatelliteSectionFactory(name="Afdeling Nord")

    with pytest.raises(IntegrityError, match="unique"), transaction.atomic():
        SatelliteSectionFactory(association=section.association, name="afdeling nord")
    SatelliteSectionFactory(name="Afdeling Nord")  # another association's


def test_chair_adds_a_section_and_a_double_click_makes_one(client_for, chair_user, own_association):
    area, kind = DisadvantagedAreaFactory(name="Tingbjerg"), ActivityKindFactory(name="fodbold")
    sent = {"name": "Afdeling Tingbjerg", "area": area.pk, "activity": kind.pk, "start": "01-08-2021"}
    client = client_for(chair_user)

    page = client.post(url("create", own_association.pk), sent, follow=True)
    again = client.post(url("create", own_association.pk), sent)

    section = SatelliteSection.objects.get()
    assert (section.association, section.area, section.district, section.activity) == (
        own_association,
        area,
        None,
        kind,
    )
    assert "Afdeling Tingbjerg er tilføjet." in page.content.decode()
    assert "Tingbjerg</td>" in page.content.decode()
    assert again.context["form"].non_field_errors() == ["Foreningen har allerede en afdeling med det navn fra den dag."]


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"name": ""}, "name", "Skriv afdelingens navn."),
        ({"district": ""}, "district", "Vælg en bydel eller et udsat byområde, så man kan se, hvor afdelingen er."),
        ({"start": ""}, "start", "Skriv, fra hvilken dag afdelingen har været der."),
        ({"end": "01-01-2020"}, "end", "Slutdatoen ligger før startdatoen. Ret en af dem."),
    ],
)
def test_refused_section_says_where(client_for, consultant, wrong, field, message):
    club = AssociationFactory()
    sent = {"name": "Nord", "district": DistrictFactory().pk, "start": "01-08-2021"} | wrong

    page = client_for(consultant).post(url("create", club.pk), sent)

    assert page.context["form"].errors == {field: [message]}
    assert not SatelliteSection.objects.exists()


def test_second_editor_sees_what_the_first_changed(client_for, consultant, manager):
    section = SatelliteSectionFactory(name="Nord")
    client = client_for(consultant)
    address = url("edit", section.association_id, section.pk)
    based_on = client.get(address).context["form"]["based_on"].value()
    section.end = date(2023, 1, 31)
    audit.save(section, by=manager)
    sent = {"name": "Syd", "district": section.district_id, "start": "01-01-2020", "based_on": based_on}

    page = client.post(address, sent)

    assert page.status_code == 409
    assert "<strong>Til:</strong> ingenting → 31. januar 2023." in page.content.decode()
    assert "Ret Nord" in page.content.decode()
    client.post(address, page.context["form"].data)
    section.refresh_from_db()
    assert (section.name, section.end) == ("Syd", date(2023, 1, 31))


def test_section_is_removed_once_and_traced(client_for, consultant):
    section = SatelliteSectionFactory(name="Nord")
    client = client_for(consultant)
    address = url("delete", section.association_id, section.pk)

    first, second = (client.post(address, follow=True).content.decode() for _ in range(2))

    assert "Nord er fjernet." in first
    assert "Afdelingen er fjernet i forvejen." in second
    assert [event.kind for event in AuditEvent.objects.all()] == ["deleted"]


def test_section_of_another_association_is_not_reached_through_ones_own(client_for, chair_user, own_association):
    foreign = SatelliteSectionFactory()
    client = client_for(chair_user)

    assert client.get(url("edit", own_association.pk, foreign.pk)).status_code == 404
    client.post(url("delete", own_association.pk, foreign.pk))

    assert SatelliteSection.objects.filter(pk=foreign.pk).exists()


def test_list_has_todays_sections_first_and_says_which_are_closed(client_for, manager):
    club = AssociationFactory()
    SatelliteSectionFactory(association=club, name="Aa", ended=True)
    SatelliteSectionFactory(association=club, name="Øst", area=DisadvantagedAreaFactory(name="Hørgården"))

    shown = client_for(manager).get(url("list", club.pk)).content.decode()

    assert shown.index("Øst") < shown.index("Aa <span")
    assert "lukket</span>" in shown
    assert f"Hørgården, {club.sections.get(name='Øst').district}" in shown
    assert "Tilføj afdeling" not in shown


def test_overview_names_todays_sections(client_for, consultant):
    club = AssociationFactory()
    SatelliteSectionFactory(association=club, name="Nord")
    SatelliteSectionFactory(association=club, name="Væk", ended=True)

    shown = client_for(consultant).get(club.get_absolute_url()).content.decode()

    assert "<dt>Afdelinger</dt><dd>Nord</dd>" in shown


def test_download_has_the_same_rows(client_for, consultant):
    section = SatelliteSectionFactory(name="Nord", district__name="Valby", activity=ActivityKindFactory(name="judo"))
    address = reverse("associations:section-export", kwargs={"pk": section.association_id, "extension": "csv"})

    text = client_for(consultant).get(address).content.decode("utf-8-sig")

    assert text.splitlines() == [
        "Afdeling;Bydel;Udsat byområde;Aktivitet;Fra;Til", "Nord;Valby;;judo;01-01-2020;"
    ]  # fmt: skip


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_the_same_queries(client_for, consultant, django_assert_num_queries, rows):
    club = AssociationFactory()
    SatelliteSectionFactory.create_batch(rows, association=club, activity=ActivityKindFactory())
    client = client_for(consultant)

    with django_assert_num_queries(5):
        client.get(url("list", club.pk))
