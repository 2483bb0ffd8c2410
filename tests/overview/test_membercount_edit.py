"""The grid of one year's member counts as a plain form: saving, every kind of bad input, and two people at once."""

import pytest
from django.urls import reverse

from associations.models import AgeBand, MemberCount
from tests.factories import AssociationFactory, EmploymentFactory, MemberCountFactory, age_band
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(demo_today):
    """Every test happens on 31 March 2023."""


@pytest.fixture
def association(db):
    return AssociationFactory(name="Boldklubben Hekla")


@pytest.fixture
def client(client_for, consultant):
    return client_for(consultant)


def url(association, year: int = 2022) -> str:
    return reverse("overview:membercount-edit", args=[association.pk, year])


def name(lower: int, gender: str = "female") -> str:
    return f"cell_{age_band(lower).pk}_{gender}"


def sent(version: int = 0, **cells) -> dict[str, str]:
    return {"version": version, "counting_rule": "once", "source": "register", "note": "", **cells}


def numbers(association, year: int = 2022) -> dict[tuple[int, str], int]:
    cells = MemberCount.objects.get(association=association, year=year).cells.select_related("age_band")
    return {(cell.age_band.lower, cell.gender): cell.members for cell in cells}


def text(response) -> str:
    return response.content.decode()


def test_membercount_edit_saves_the_numbers_and_says_so(client, association):
    cells = {name(lower, gender): "10" for lower in (0, 7, 13, 19) for gender in ("female", "male")}

    response = client.post(url(association), sent(**cells), follow=True)

    assert response.redirect_chain == [(reverse("overview:association-counts", args=[association.pk]), 302)]
    assert "Medlemstallene for 2022 er gemt. Under 25 år: 80. I alt: 80." in text(response)
    assert numbers(association)[7, "female"] == 10


def test_membercount_edit_says_how_many_numbers_are_still_missing(client, association):
    response = client.post(url(association), sent(**{name(7): "1.234"}), follow=True)

    assert "Der mangler 7 tal, før summen under 25 år kan regnes ud." in text(response)
    assert numbers(association) == {(7, "female"): 1234}


def test_membercount_edit_shows_the_saved_numbers_and_the_year_before(client, association):
    MemberCountFactory(association=association, year=2021, cells={(7, "female"): 44})
    MemberCountFactory(association=association, cells={(7, "female"): 48, (60, "male"): 0})

    page = text(client.get(url(association)))

    assert f'name="{name(7)}" id="id_{name(7)}" value="48"' in page
    assert f'name="{name(60, "male")}" id="id_{name(60, "male")}" value="0"' in page
    assert f'name="{name(7, "male")}" id="id_{name(7, "male")}" value=""' in page
    assert "2021: 44" in page


def test_membercount_edit_begins_empty_for_a_year_without_numbers(client, association):
    MemberCountFactory(association=association, year=2021, cells={(7, "female"): 44})

    page = text(client.get(url(association)))

    assert f'name="{name(7)}" id="id_{name(7)}" value=""' in page
    assert "mangler 8 tal" in page


def test_membercount_edit_asks_about_a_large_difference_but_saves_it(client, association):
    MemberCountFactory(association=association, year=2021, cells={(7, "female"): 44, (13, "male"): 40})

    response = client.post(url(association), sent(**{name(7): "148", name(13, "male"): "42"}), follow=True)

    assert "Tallene er meget anderledes end i 2021: kvinder 7–12 år (44 → 148). Er de rigtige?" in text(response)
    assert numbers(association)[7, "female"] == 148


@pytest.mark.parametrize(
    "typed",
    [
        "tolv",
        "-1",
        "12,5",
        "12.5",
        "100000",
        "99999999999999999999999",
        "1e3",
        "١٢",
        "0x10",
        "<script>",
        "12 kvinder",
        "²",
    ],
)
def test_membercount_edit_refuses_what_is_no_number_and_keeps_what_was_typed(client, association, typed):
    response = client.post(url(association), sent(**{name(7): typed, name(13): "48"}, note="Vigtig bemærkning"))

    page = text(response)
    assert "Kvinder 7–12 år: Skriv et helt tal fra 0 til 99.999.</a>" in page
    assert response.context["form"][name(7)].errors == ["Skriv et helt tal fra 0 til 99.999."]
    assert response.context["form"][name(7)].value() == typed
    assert f'id="id_{name(13)}" value="48"' in page
    assert "Vigtig bemærkning" in page
    assert not MemberCount.objects.exists()


@pytest.mark.parametrize("typed", ["0", " 48 ", "99.999", "1 234", "1\u00a0234"])
def test_membercount_edit_reads_numbers_as_danes_write_them(client, association, typed):
    client.post(url(association), sent(**{name(7): typed}))

    digits = typed.replace(".", "").replace(" ", "").replace("\u00a0", "")
    assert numbers(association) == {(7, "female"): int(digits)}


def test_membercount_edit_keeps_missing_apart_from_zero(client, association):
    client.post(url(association), sent(**{name(7): "0", name(13): ""}))

    assert numbers(association) == {(7, "female"): 0}


def test_membercount_edit_removes_a_number_that_is_emptied(client, association):
    MemberCountFactory(association=association, cells={(7, "female"): 44, (13, "female"): 20})

    client.post(url(association), sent(1, **{name(7): "", name(13): "20"}))

    assert numbers(association) == {(13, "female"): 20}


def test_membercount_edit_refuses_an_empty_new_count(client, association):
    response = client.post(url(association), sent())

    assert "Skriv mindst ét tal, før du gemmer." in text(response)
    assert not MemberCount.objects.exists()


def test_membercount_edit_sent_twice_saves_once(client, association):
    for _ in range(2):
        response = client.post(url(association), sent(**{name(7): "48"}))

    assert response.status_code == 302
    assert MemberCount.objects.get().version == 1
    assert AuditEvent.objects.count() == 1


def test_membercount_edit_shows_both_sets_when_somebody_else_was_first(
    client, association, client_for, resource_person_user
):
    EmploymentFactory(association=association, person=resource_person_user.person)
    MemberCountFactory(association=association, cells={(7, "female"): 44, (13, "female"): 20})
    client_for(resource_person_user).post(url(association), sent(1, **{name(7): "50", name(13): "20"}))

    response = client.post(url(association), sent(1, **{name(7): "48", name(13): "20", name(0): "3"}, note="Talt igen"))

    page = text(response)
    assert response.status_code == 409
    assert "Rikke Ressource har gemt andre tal, mens du skrev" in page
    assert [(d.label, d.typed, d.saved) for d in response.context["conflict"].differences] == [
        ("Kvinder 0–6 år", "3", "ikke oplyst"),
        ("Kvinder 7–12 år", "48", "50"),
        ("Bemærkning", "Talt igen", ""),
    ]
    assert f'id="id_{name(7)}" value="48"' in page
    assert "Gemt nu: 50" in page
    assert "Talt igen" in page
    assert numbers(association) == {(7, "female"): 50, (13, "female"): 20}


def test_membercount_edit_saves_over_a_conflict_when_sent_again(client, association):
    MemberCountFactory(association=association, cells={(7, "female"): 44})
    client.post(url(association), sent(1, **{name(7): "50"}))
    conflict = client.post(url(association), sent(1, **{name(7): "48"}))

    client.post(url(association), sent(conflict.context["form"]["version"].value(), **{name(7): "48"}))

    assert numbers(association) == {(7, "female"): 48}
    assert MemberCount.objects.get().version == 3


def test_membercount_edit_shows_the_bands_that_the_count_uses(client, association):
    sixties = AgeBand.objects.create(lower=60, upper=69, in_use=False)
    oldest = AgeBand.objects.create(lower=70, in_use=False)
    count = MemberCountFactory(association=association, cells={(7, "female"): 4})
    count.cells.create(age_band=sixties, gender="male", members=6)

    response = client.get(url(association))

    shown = [str(row.band) for row in response.context["grid"].rows]
    assert shown == ["0–6 år", "7–12 år", "13–18 år", "19–24 år", "25–39 år", "40–59 år", "60–69 år"]
    assert str(oldest) not in shown


def test_membercount_edit_keeps_a_number_for_a_band_that_no_longer_fits(client, association):
    sixties = AgeBand.objects.create(lower=60, upper=69, in_use=False)
    count = MemberCountFactory(association=association)
    count.cells.create(age_band=sixties, gender="male", members=6)

    response = client.post(url(association), sent(1, **{f"cell_{sixties.pk}_male": "6", name(60): "9"}))

    page = text(response)
    assert "Aldersgrupperne 60–69 år og 60+ år overlapper. Udfyld kun den ene." in page
    assert f'id="id_{name(60)}" value="9"' in page
    assert count.cells.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("version", "gammel", "Siden er ufuldstændig"),
        ("version", "", "Siden er ufuldstændig"),
        ("counting_rule", "tre gange", "Vælg en af mulighederne på listen."),
        ("source", "rygter", "Vælg en af mulighederne på listen."),
        ("note", "x" * 501, "Skriv højst 500 tegn. Nu er der 501."),
        ("note", "nul\x00tegn", "usynligt tegn"),
    ],
)
def test_membercount_edit_refuses_bad_details_and_keeps_the_numbers(client, association, field, value, message):
    response = client.post(url(association), sent(**{name(7): "48"}) | {field: value})

    page = text(response)
    assert message in page
    assert f'id="id_{name(7)}" value="48"' in page
    assert not MemberCount.objects.exists()


def test_membercount_edit_escapes_what_is_typed(client, association):
    attack = '"><script>alert(1)</script>'

    page = text(client.post(url(association), sent(**{name(7): attack}, note=attack)))

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_membercount_edit_takes_html_other_scripts_and_emoji_in_the_note(client, association):
    note = "<b>Hej</b> שלום 🎉"

    client.post(url(association), sent(**{name(7): "48"}, note=note))

    assert MemberCount.objects.get().note == note
    page = text(client.get(reverse("overview:association-counts", args=[association.pk])))
    assert "&lt;b&gt;Hej&lt;/b&gt; שלום 🎉" in page


def test_membercount_edit_ignores_fields_that_are_not_of_the_grid(client, association):
    extra = {"cell_999999999_female": "3", "cell_1_robot": "4", "cell__": "5", "under_25": "9999"}

    response = client.post(url(association), sent(**{name(7): "48"}, **extra))

    assert response.status_code == 302
    assert numbers(association) == {(7, "female"): 48}


@pytest.mark.parametrize("year", [1989, 2023, 99999999999999])
def test_membercount_edit_has_no_page_for_years_that_have_not_ended(client, association, year):
    response = client.get(f"/foreninger/{association.pk}/medlemstal/{year}/")

    assert response.status_code == 404
    assert "findes ikke" in text(response)


def test_membercount_edit_lets_the_associations_people_write_their_own(client_for, own_association, chair_user):
    client_for(chair_user).post(url(own_association), sent(**{name(7): "48"}))

    assert numbers(own_association) == {(7, "female"): 48}
    assert AuditEvent.objects.get().actor_name == "Finn Formand"


def test_membercount_edit_proposes_who_the_numbers_come_from(client, client_for, own_association, chair_user):
    by_consultant = client.get(url(own_association)).context["form"]
    by_chair = client_for(chair_user).get(url(own_association)).context["form"]

    assert (by_consultant["source"].value(), by_chair["source"].value()) == ("consultant", "association")


def test_membercount_edit_is_hidden_from_other_associations_people(client_for, other_association, chair_user):
    response = client_for(chair_user).post(url(other_association), sent(**{name(7): "48"}))

    assert response.status_code == 404
    assert not MemberCount.objects.exists()


def test_membercount_edit_is_refused_for_managers(client_for, association, manager):
    response = client_for(manager).post(url(association), sent(**{name(7): "48"}))

    assert response.status_code == 403
    assert not MemberCount.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_membercount_edit_reads_in_a_constant_number_of_queries(client, association, rows, django_assert_num_queries):
    for year in range(2022, 2022 - rows, -1):
        MemberCountFactory(association=association, year=year, under_25=80 + year)

    with django_assert_num_queries(7):
        client.get(url(association))
