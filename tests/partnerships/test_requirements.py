"""The lights of grants and of the minimum of members (docs/figures.md)."""

from datetime import date

import pytest

from core.registry import Light
from partnerships.domain.requirements import grant_signals, minimum_signals
from tests.factories import (
    AssociationFactory,
    GrantFactory,
    MemberCountFactory,
    PartnershipFactory,
    ProgrammeYearFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 31)


def club_with(*, granted: bool = True, **partnership):
    club = AssociationFactory()
    made = PartnershipFactory(association=club, **partnership)
    if granted:
        GrantFactory(partnership=made, programme_year=ProgrammeYearFactory(year=2023))
    return club


@pytest.mark.parametrize(
    ("granted", "partnership", "light", "text", "reason"),
    [
        (True, {"running": True}, Light.GREEN, "200.000 kr.", "Tilskuddet for 2023 er 200.000 kr."),
        (
            True,
            {"start": date(2019, 3, 1)},  # until 28 February 2023
            Light.YELLOW,
            "Ophørt",
            "Partnerskabet sluttede 28. februar 2023. Årets tilskud er 200.000 kr.",
        ),
        (
            True,
            {"start": date(2023, 4, 1)},
            Light.YELLOW,
            "Ikke begyndt",
            "Partnerskabet begynder 1. april 2023.",
        ),
        (
            False,
            {"running": True},
            Light.RED,
            "Tilskud mangler",
            "Partnerskabet løber i 2023. Der er intet tilskud for 2023.",
        ),
    ],
)
def test_grant_light(granted, partnership, light, text, reason):
    ProgrammeYearFactory(year=2023)
    club = club_with(granted=granted, **partnership)

    signal = grant_signals([club.pk], 2023, DAY)[club.pk]

    assert (signal.light, signal.text, signal.reason) == (light, text, reason)
    assert signal.url == f"/foreninger/{club.pk}/partnerskab/"


def test_grant_light_of_a_year_not_opened_says_so():
    club = club_with(granted=False, running=True)

    assert grant_signals([club.pk], 2023, DAY)[club.pk].reason.startswith("Programåret 2023 er ikke åbnet.")


def test_grant_light_of_an_ended_year_is_as_it_was_on_its_last_day():
    club = AssociationFactory()
    made = PartnershipFactory(association=club)  # 2018–2021
    GrantFactory(partnership=made, programme_year=ProgrammeYearFactory(year=2021))

    assert grant_signals([club.pk], 2021, DAY)[club.pk].light == Light.GREEN
    assert grant_signals([club.pk], 2022, DAY) == {}


@pytest.mark.parametrize(
    ("under_25", "light", "text"),
    [(150, Light.GREEN, "150 under 25 år"), (149, Light.YELLOW, "149 under 25 år"), (None, Light.GREY, "Ukendt")],
)
def test_minimum_light_is_never_red(under_25, light, text):
    ProgrammeYearFactory(year=2023)
    club = club_with(granted=False, running=True)
    MemberCountFactory(association=club, year=2022, under_25=under_25)

    signal = minimum_signals([club.pk], 2023, DAY)[club.pk]

    assert (signal.light, signal.text) == (light, text)
    assert signal.url == f"/foreninger/{club.pk}/medlemstal/"
    assert light != Light.YELLOW or "Der er ikke krav om vækst" in signal.reason


def test_minimum_light_is_for_those_in_partnership_then_and_years_opened():
    club = club_with(granted=False, running=True)
    newcomer = club_with(granted=False, start=date(2023, 1, 1))

    assert minimum_signals([club.pk], 2023, DAY) == {}
    ProgrammeYearFactory(year=2023)
    assert set(minimum_signals([club.pk, newcomer.pk], 2023, DAY)) == {club.pk}


@pytest.mark.parametrize("signals", [grant_signals, minimum_signals])
def test_lights_take_one_query(signals, django_assert_num_queries):
    ProgrammeYearFactory(year=2023)
    clubs = [club_with(running=True) for _ in range(3)]

    with django_assert_num_queries(1):
        assert len(signals([club.pk for club in clubs], 2023, DAY)) == 3
