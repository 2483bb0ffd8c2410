"""The managers' traffic lights: every light has a text and a reason, and leads to its cause."""

import csv
import io
from datetime import date

import pytest

from core.registry import Light, requirements
from overview.domain.lights import light_table
from overview.domain.requirement_counts import count_signals
from tests.factories import (
    ActionPlanFactory,
    AssociationFactory,
    EmploymentFactory,
    GrantFactory,
    MemberCountFactory,
    PartnershipFactory,
    PlanRevisionFactory,
    ProgrammeYearFactory,
    in_force,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def running(demo_today):
    for year in (2022, 2023):
        ProgrammeYearFactory(year=year)

    def make(name: str, *, counted: bool = True, **partnership):
        club = AssociationFactory(name=name)
        PartnershipFactory(association=club, **(partnership or {"running": True}))
        EmploymentFactory(association=club)
        if counted:
            MemberCountFactory(association=club, year=2022, under_25=200)
        return club

    return make


@pytest.mark.parametrize(
    ("day", "light"),
    [(date(2023, 1, 1), Light.YELLOW), (date(2023, 1, 31), Light.YELLOW), (date(2023, 2, 1), Light.RED)],
)
def test_missing_count_is_yellow_in_the_window_and_red_after_it(running, day, light):
    club = running("Uden tal", counted=False)

    signal = count_signals([club.pk], 2023, day)[club.pk]

    assert (signal.light, signal.text) == (light, "Mangler")
    assert "31. januar 2023" in signal.reason
    assert signal.url == f"/foreninger/{club.pk}/medlemstal/"


def test_given_count_is_green_and_a_new_partnership_has_no_light(running):
    given = running("Med tal")
    new = running("Ny", start=date(2023, 1, 1), end=date(2026, 12, 31))

    signals = count_signals([given.pk, new.pk], 2023, date(2023, 3, 31))

    assert {pk: signal.light for pk, signal in signals.items()} == {given.pk: Light.GREEN}


def test_table_has_the_associations_of_the_year_with_a_signal_for_each_requirement(running):
    running("Nu")
    running("Før", start=date(2014, 1, 1), end=date(2017, 12, 31))

    table = light_table(2023, date(2023, 3, 31))

    assert [row.name for row in table.rows] == ["Nu"]
    assert [len(row.signals) for row in table.rows] == [len(list(requirements))]


def test_table_reads_once_for_each_requirement(running, django_assert_num_queries):
    for count in (1, 2):
        running(f"Forening {count}")
        with django_assert_num_queries(len(list(requirements))):  # one for the clubs; two read the counts together
            light_table(2023, date(2023, 3, 31))


def test_requirement_list_shows_the_reddest_first_and_filters(running, client_for, manager):
    fine = running("Alt er godt")
    GrantFactory(partnership=fine.participations.get().partnership, programme_year=ProgrammeYearFactory(year=2023))
    partnership = fine.participations.get().partnership
    in_force(PlanRevisionFactory(plan=ActionPlanFactory(partnership=partnership, start=date(2023, 1, 1))))
    red = running("Mangler tal", counted=False)
    client = client_for(manager)

    page = client.get("/krav/").content.decode()
    only_red = client.get("/krav/?krav=count&lys=red").content.decode()

    assert page.index("Mangler tal") < page.index("Alt er godt")
    assert f'href="/foreninger/{red.pk}/medlemstal/"' in page
    assert "Mangler tal" in only_red
    assert "Alt er godt" not in only_red


def test_requirement_list_of_a_year_that_is_not_there_says_so(client_for, manager, demo_today):
    response = client_for(manager).get("/krav/?aar=1066")

    assert response.status_code == 200
    assert "Vælg en af mulighederne på listen." in response.content.decode()


def test_requirement_export_has_light_and_reason(running, client_for, manager):
    running("Mangler tal", counted=False)

    response = client_for(manager).get("/krav/eksport.csv?krav=count&lys=red")

    head, *rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";")
    place = head.index("Medlemstal")
    assert [row[0] for row in rows] == ["Mangler tal"]
    assert rows[0][place : place + 2] == [
        "Rød: Mangler",
        "Tallene pr. 31. december 2022 mangler. Fristen var 31. januar 2023.",
    ]


def test_manager_drills_from_a_red_light_to_its_cause(running, client_for, manager):
    club = running("Mangler tal", counted=False)
    client = client_for(manager)

    front = client.get("/").content.decode()
    cause = client.get(f"/foreninger/{club.pk}/medlemstal/")

    assert f'href="/foreninger/{club.pk}/medlemstal/"' in front
    assert "Der mangler medlemstal" in cause.content.decode()
