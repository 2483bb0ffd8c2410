"""The association list: who sees it, what search, filters, sorting and paging find, and what it costs."""

import re
from datetime import date

import pytest
from django.urls import reverse

from associations.models import Association
from overview.domain.list_conditions import Cohort
from tests.factories import (
    ActivityKindFactory,
    AssociationFactory,
    BoardMemberFactory,
    ContactPersonFactory,
    DistrictFactory,
    EmploymentFactory,
    MemberCountFactory,
    PartnershipFactory,
    ProgrammeYearFactory,
    UserFactory,
)

URL = "/foreninger/"
# Session, user; filters' choices: cohorts, districts, activities, contact persons; the read is logged; count and rows.
QUERIES = 10


def names(client, **parameters) -> list[str]:
    """The names in the list that the address finds, in its order."""
    response = client.get(URL, {"kontaktperson": "", **parameters})
    if "table" not in response.context:
        return []
    return [row.record.name for row in response.context["table"].paginated_rows]


@pytest.fixture
def staff(consultant, manager, administrator):
    return consultant, manager, administrator


@pytest.fixture
def staff_client(client_for, manager, demo_today):
    return client_for(manager)


@pytest.fixture
def running(db, demo_today):
    """Makes an association with a partnership that runs on the demo's day, employed and counted: without a warning."""
    ProgrammeYearFactory(year=2023)

    def make(name: str, **fields) -> Association:
        association = AssociationFactory(name=name, **fields)
        PartnershipFactory(association=association, running=True)
        EmploymentFactory(association=association)
        MemberCountFactory(association=association, year=2022, under_25=100)
        return association

    return make


# --- Who
@pytest.mark.parametrize("path", ["", "eksport.xlsx", "eksport.csv"])
def test_association_list_is_for_consultants_and_managers(path, client_for, staff, resource_person_user):
    answers = {user.email: client_for(user).get(URL + path).status_code for user in (*staff, resource_person_user)}

    assert answers == {
        "mette@example.org": 200,
        "lars@example.org": 200,
        "anne@example.org": 403,
        "rikke@example.org": 403,
    }


def test_association_list_leads_a_consultant_to_the_own_associations(client_for, consultant, demo_today):
    own = ContactPersonFactory(consultant=consultant, association__name="Min forening").association
    ContactPersonFactory(association__name="En andens forening")
    client = client_for(consultant)

    response = client.get(URL, follow=True)

    assert response.redirect_chain == [("/foreninger/?kontaktperson=mine", 302)]
    assert [row.record for row in response.context["table"].paginated_rows] == [own]
    assert 'href="/foreninger/?kontaktperson=">Vis alle foreninger' in response.content.decode()
    assert names(client) == ["En andens forening", "Min forening"]


def test_association_list_shows_all_to_a_consultant_without_own_associations(client_for, consultant, demo_today):
    ContactPersonFactory(consultant=consultant, ended=True, association__name="Engang min")

    response = client_for(consultant).get(URL)

    assert response.status_code == 200
    assert [row.record.name for row in response.context["table"].paginated_rows] == ["Engang min"]


# --- Search
@pytest.mark.parametrize(
    "words",
    [
        "ørne",  # a part of the name, whatever the capitals
        "ØRNEN",
        "bold ørnen",  # every word, in any order
        "hekla",  # another name
        "10000009",  # the CVR number
        "Åby",  # the district
        "aaby",  # aa is å
        "karla",  # a resource person
        "Formand-Larsen",  # somebody on the board
        "  ørnen  ",
    ],
)
def test_association_list_search_finds_by(words, staff_client):
    club = AssociationFactory(
        name="Boldklubben Ørnen", other_names=["BK Hekla"], cvr="10000009", district=DistrictFactory(name="Ny Åby")
    )
    EmploymentFactory(association=club, person__name="Karla Kvist")
    BoardMemberFactory(association=club, person__name="Bo Formand-Larsen")
    AssociationFactory(name="Spejderne", cvr="10000017")

    assert names(staff_client, soeg=words) == ["Boldklubben Ørnen"]


@pytest.mark.parametrize("words", ["ørnen spejderne", "%", "_", "'; drop table", "\\", "10000018", "x" * 255])
def test_association_list_search_finds_nothing_by(words, staff_client):
    AssociationFactory(name="Boldklubben Ørnen", cvr="10000009")

    assert names(staff_client, soeg=words) == []
    assert "Ingen foreninger passer" in staff_client.get(URL, {"soeg": words}).content.decode()


# --- Filters
@pytest.mark.parametrize(
    ("start", "key"),
    [
        (date(2012, 1, 1), "2012"),
        (date(2020, 6, 30), "2020"),
        (date(2020, 7, 1), "2020-medio"),
        (date(2020, 12, 31), "2020-medio"),
    ],
)
def test_association_list_filters_by_cohort(start, key, staff_client):
    for day in (date(2012, 1, 1), date(2020, 6, 30), date(2020, 7, 1), date(2020, 12, 31)):
        PartnershipFactory(association=AssociationFactory(name=str(day)), start=day)

    assert str(start) in names(staff_client, aargang=key)
    assert Cohort.from_key(key) == Cohort.of(start)


def test_association_list_cohort_is_the_first_partnerships(staff_client):
    club = AssociationFactory(name="Begyndte i 2012")
    PartnershipFactory(association=club, start=date(2012, 1, 1))
    PartnershipFactory(association=club, start=date(2018, 1, 1))

    assert names(staff_client, aargang="2012") == ["Begyndte i 2012"]
    assert names(staff_client, aargang="2018") == []


def test_association_list_filters_by_district_and_citywide(staff_client):
    valby = DistrictFactory(name="Valby")
    AssociationFactory(name="Valbyklubben", district=valby)
    AssociationFactory(name="Byklubben", is_citywide=True)
    AssociationFactory(name="Uden bydel", district=None)

    assert names(staff_client, bydel=valby.pk) == ["Valbyklubben"]
    assert names(staff_client, bydel="bydaekkende") == ["Byklubben"]


def test_association_list_filters_by_activity(staff_client):
    judo, dance = ActivityKindFactory(name="Judo"), ActivityKindFactory(name="Dans")
    AssociationFactory(name="Begge", activities=[judo, dance])
    AssociationFactory(name="Kun dans", activities=[dance])

    assert names(staff_client, aktivitet=judo.pk) == ["Begge"]
    assert names(staff_client, aktivitet=dance.pk) == ["Begge", "Kun dans"]


def test_association_list_filters_by_todays_contact_person(staff_client):
    mette = UserFactory(consultant=True)
    ContactPersonFactory(association__name="Nu", consultant=mette)
    ContactPersonFactory(association__name="Før", consultant=mette, ended=True)
    ContactPersonFactory(association__name="En anden")

    assert names(staff_client, kontaktperson=mette.pk) == ["Nu"]


def test_association_list_filters_by_get2sport_today(staff_client):
    AssociationFactory(name="Med", get2sport=True)
    AssociationFactory(name="Engang", get2sport=True, get2sport_end=date(2023, 3, 30))
    AssociationFactory(name="Aldrig")

    assert names(staff_client, get2sport="ja") == ["Med"]
    assert names(staff_client, get2sport="nej") == ["Aldrig", "Engang"]


def test_association_list_filters_by_partnership_today(staff_client):
    PartnershipFactory(association=AssociationFactory(name="Løber"), running=True)
    PartnershipFactory(association=AssociationFactory(name="Slut"))

    assert names(staff_client, partnerskab="ja") == ["Løber"]
    assert names(staff_client, partnerskab="nej") == ["Slut"]


def test_association_list_filters_by_warning(running, staff_client):
    running("Alt på plads")
    vacant = running("Ledig")
    vacant.employments.update(end=date(2023, 3, 30))
    short = running("For få timer")
    short.employments.update(weekly_hours="19.9")
    uncounted = running("Uden tal")
    uncounted.member_counts.all().delete()

    found = {
        choice: names(staff_client, advarsel=choice) for choice in ("ledig", "timer", "medlemstal", "ingen", "alle")
    }

    assert found == {
        "ledig": ["Ledig"],
        "timer": ["For få timer"],
        "medlemstal": ["Uden tal"],
        "ingen": ["Alt på plads"],
        "alle": ["For få timer", "Ledig", "Uden tal"],
    }


def test_association_list_combines_filters(running, staff_client):
    valby = DistrictFactory(name="Valby")
    running("Valby fodbold", district=valby)
    running("Valby judo", district=valby)
    running("Vanløse judo")

    assert names(staff_client, bydel=valby.pk, soeg="judo", advarsel="ingen") == ["Valby judo"]


@pytest.mark.parametrize(
    "parameter", ["aargang", "bydel", "aktivitet", "kontaktperson", "get2sport", "partnerskab", "advarsel"]
)
@pytest.mark.parametrize("value", ["findes-ikke", "999999", "-1", "<script>", "1' or '1'='1"])
def test_association_list_says_when_a_filter_has_an_unknown_value(parameter, value, staff_client):
    AssociationFactory(name="Foreningen")

    response = staff_client.get(URL, {parameter: value})

    assert response.status_code == 200
    assert response.context["filter"].form.errors[parameter] == ["Vælg en af mulighederne på listen."]
    assert "Vælg en af mulighederne på listen." in response.content.decode()
    assert list(response.context["filter"].qs) == []
    assert "<script>1" not in response.content.decode()


@pytest.mark.parametrize("junk", [{"side": "x"}, {"side": "999"}, {"sort": "password"}, {"sort": "-"}, {"ukendt": "1"}])
def test_association_list_passes_over_what_it_does_not_know(junk, staff_client):
    AssociationFactory(name="Foreningen")

    assert names(staff_client, **junk) == ["Foreningen"]


# --- Order and pages
def test_association_list_is_in_danish_order(staff_client):
    for name in ("Ålholm", "Zebra", "Ærø", "Aalborg", "Ørnen", "abe", "Émile", "Bold"):
        AssociationFactory(name=name)

    in_order = ["abe", "Bold", "Émile", "Zebra", "Ærø", "Ørnen", "Aalborg", "Ålholm"]
    assert names(staff_client) == in_order
    assert names(staff_client, sort="-name") == in_order[::-1]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("under_25", ["Lille", "Stor", "Uden tal"]),
        ("-under_25", ["Stor", "Lille", "Uden tal"]),
        ("change", ["Stor", "Lille", "Uden tal"]),
        ("-change", ["Lille", "Stor", "Uden tal"]),
        ("hours", ["Lille", "Stor", "Uden tal"]),
        ("contact_name", ["Stor", "Lille", "Uden tal"]),
        ("-contact_name", ["Lille", "Stor", "Uden tal"]),
        ("cohort_start", ["Stor", "Lille", "Uden tal"]),
        ("partnership_end", ["Lille", "Stor", "Uden tal"]),
        ("place", ["Lille", "Stor", "Uden tal"]),
    ],
)
def test_association_list_sorts_by(sort, expected, staff_client):
    small = AssociationFactory(name="Lille", district=DistrictFactory(name="Amager"))
    large = AssociationFactory(name="Stor", district=DistrictFactory(name="Åby"))
    AssociationFactory(name="Uden tal", is_citywide=True)
    for club, counts, hours, contact, start, end in (
        (small, (50, 60), 10, "Åse", date(2019, 1, 1), date(2025, 12, 31)),
        (large, (90, 80), 25, "Bo", date(2018, 1, 1), date(2026, 12, 31)),
    ):
        for year, members in zip((2021, 2022), counts, strict=True):
            MemberCountFactory(association=club, year=year, under_25=members)
        EmploymentFactory(association=club, weekly_hours=hours)
        ContactPersonFactory(association=club, consultant__name=contact)
        PartnershipFactory(association=club, start=start, end=end)

    assert names(staff_client, sort=sort) == expected


def test_association_list_tells_how_it_is_sorted(staff_client):
    AssociationFactory()

    page = staff_client.get(URL, {"sort": "-under_25"}).content.decode()

    assert re.findall(r'aria-sort="(\w+)"><a [^>]*>([^<]+)', page) == [("descending", "Under 25 år")]


def test_association_list_pages_neither_repeat_nor_skip(staff_client):
    for number in range(60):
        AssociationFactory(name=f"Forening {number:02}")

    pages = [names(staff_client, sort="hours", side=number) for number in (1, 2)]

    assert [len(page) for page in pages] == [50, 10]
    assert sorted(pages[0] + pages[1]) == [f"Forening {number:02}" for number in range(60)]


def test_association_list_keeps_filters_in_its_links(staff_client):
    for number in range(51):
        AssociationFactory(name=f"Forening {number:02}")

    page = staff_client.get(URL, {"soeg": "Forening", "sort": "-name"}).content.decode()

    assert "Foreninger 1–50 af 51" in page
    assert 'href="?soeg=Forening&amp;sort=-name&amp;side=2"' in page
    assert 'href="/foreninger/eksport.xlsx?soeg=Forening&amp;sort=-name"' in page
    assert 'href="/foreninger/eksport.csv?soeg=Forening&amp;sort=-name"' in page


# --- What a row says
def test_association_list_row_says_what_holds_today(running, staff_client):
    club = running("Klubben", activities=[ActivityKindFactory(name="Judo"), ActivityKindFactory(name="Dans")])
    EmploymentFactory(association=club, helper=True, person__name="Hjælper Hansen")
    club.employments.filter(is_primary_contact=True).get().person.__class__.objects.filter(
        employments__association=club, employments__is_primary_contact=True
    ).update(name="Primær Petersen")
    ContactPersonFactory(association=club, consultant__name="Mette")
    MemberCountFactory(association=club, year=2021, under_25=104)

    page = staff_client.get(URL, {"kontaktperson": ""}).content.decode()
    cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", page.split("<tbody")[1].split("</tbody>")[0], re.DOTALL)

    assert cells == [
        f'<a href="/foreninger/{club.pk}/">Klubben</a><span class="activities">Dans, Judo</span>',
        "2018",
        club.district.name,
        "Mette",
        "Primær Petersen, Hjælper Hansen",
        "30",
        "100",
        "−4",
        "31-12-2099",
    ]


def test_association_list_never_shows_a_missing_count_as_zero(running, staff_client):
    club = running("Klubben")
    club.member_counts.all().delete()

    table = staff_client.get(URL, {"kontaktperson": ""}).context["table"]

    assert '<td class="nowrap numeric"><span class="muted">ikke oplyst</span></td>' in table.body
    assert '<span class="badge badge-warning">Medlemstal mangler</span>' in table.body


def test_association_list_escapes_what_people_typed(staff_client):
    AssociationFactory(name="<b>Fed</b> & \u202eomvendt 🎈", district=DistrictFactory(name="<script>alert(1)</script>"))

    page = staff_client.get(URL, {"kontaktperson": ""}).content.decode()

    assert "&lt;b&gt;Fed&lt;/b&gt; &amp; \u202eomvendt 🎈</a>" in page
    assert "<script>alert" not in page


# --- Partial page and cost
def test_association_list_answers_htmx_with_the_rows_alone(staff_client):
    AssociationFactory(name="Klubben")

    page = staff_client.get(URL, {"soeg": "klub"}, headers={"HX-Request": "true"}).content.decode()

    assert "Klubben" in page
    assert "<html" not in page
    assert "<form" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_association_list_costs_the_same_however_many_rows(rows, running, staff_client, django_assert_num_queries):
    for number in range(rows):
        club = running(f"Forening {number}", activities=[ActivityKindFactory()])
        ContactPersonFactory(association=club)

    with django_assert_num_queries(QUERIES):
        response = staff_client.get(URL, {"kontaktperson": "", "advarsel": "ingen", "sort": "-change"})

    assert len(response.context["table"].page) == rows


def test_association_list_address_has_its_name():
    assert reverse("overview:association-list") == URL
    assert reverse("overview:association-export", kwargs={"extension": "csv"}) == "/foreninger/eksport.csv"
