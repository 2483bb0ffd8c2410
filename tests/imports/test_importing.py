"""What an import makes of good rows."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from accounts.permissions import association_roles
from associations.models import AgeBand, Association, Employment, MemberCount, Person
from imports.domain.importing import run_import
from partnerships.models import (
    ContactPerson,
    Extension,
    FundingAmount,
    Grant,
    Participation,
    Partnership,
)
from tests.factories import (
    AssociationFactory,
    EmploymentFactory,
    MemberCountFactory,
    PartnershipFactory,
    PersonFactory,
    ProgrammeYearFactory,
    UserFactory,
)
from tests.imports.files import counted, import_sheets, read, texts, workbook
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db
YEAR = {"År": 2022, "Budget": 6000000, "Tilskud pr. partnerskab": 200000, "Timer pr. uge": 20}
PEOPLE = [{"Navn": "Ida Bech", "E-mail": "Ida@Example.org", "Telefon": "12 34 56 78"}]
JOB = {"Forening": "Klub", "Person": "ida@example.org", "Fra": date(2021, 2, 1), "Timer": 20}
EVERYTHING = {
    "Programår": [YEAR],
    "Reserverede poster": [{"År": 2022, "Formål": "Kurser", "Beløb": 1000000}],
    "Medarbejdere": [{"Navn": "Mette Lind", "E-mail": "mette@example.org", "Rolle": "konsulent"}],
    "Foreninger": [{"Navn": "Klub", "CVR-nummer": 12345674, "Bydel": "Valby", "Aktiviteter": "fodbold, judo",
                    "Udsatte byområder": "Hørgården", "Postnummer": 2500, "Get2sport fra": date(2020, 1, 1)}],
    "Personer": PEOPLE,
    "Ansættelser": [JOB],
    "Bestyrelse": [{"Forening": "Klub", "Person": "Ida Bech", "Post": "Formand", "Fra": date(2020, 1, 1)}],
    "Partnerskaber": [{"Forening": "Klub", "Start": date(2018, 1, 1)}],
    "Forlængelser": [{"Forening": "Klub", "Ny slutdato": date(2025, 12, 31), "Besluttet den": date(2021, 11, 1),
                      "Begrundelse": "God indsats", "Besluttet af": "Udvalget"}],
    "Kontaktpersoner": [{"Forening": "Klub", "Konsulent": "mette@example.org", "Fra": date(2018, 1, 1)}],
    "Medlemstal": [{"Forening": "Klub", "År": 2022, "Kvinder 0-6": 4, "Mænd 0-6": 0, "Kvinder 7-12": None}],
}  # fmt: skip


def test_import_of_every_sheet_creates_what_it_says(demo_today):
    outcome = import_sheets(**EVERYTHING)

    assert texts(outcome) == []
    assert outcome.saved
    club = Association.objects.get(cvr="12345674")
    assert (club.district.name, club.postal_code, club.get2sport_start) == ("Valby", "2500", date(2020, 1, 1))
    assert [kind.name for kind in club.activities.all()] == ["fodbold", "judo"]
    assert [area.name for area in club.areas.all()] == ["Hørgården"]
    assert Employment.objects.get().weekly_hours == Decimal(20)
    assert ContactPerson.objects.get().consultant.email == "mette@example.org"
    partnership = Partnership.objects.get()
    assert (partnership.first_end, partnership.end) == (date(2021, 12, 31), date(2025, 12, 31))
    assert Extension.objects.get().previous_end == date(2021, 12, 31)
    assert Participation.objects.get().end == date(2025, 12, 31)
    assert Grant.objects.get().amount == 200_000


def test_import_again_changes_nothing_and_leaves_no_trace(demo_today):
    import_sheets(**EVERYTHING)
    traces = AuditEvent.objects.count()

    outcome = import_sheets(**EVERYTHING)

    assert texts(outcome) == []
    assert {(created, changed) for created, changed, _ in counted(outcome).values()} == {(0, 0)}
    assert AuditEvent.objects.count() == traces


def test_preview_says_what_would_happen_and_saves_nothing(demo_today):
    outcome = import_sheets(save=False, **EVERYTHING)

    assert counted(outcome)["Foreninger"] == (1, 0, 0)
    assert not outcome.saved
    assert not Association.objects.exists()
    assert not AuditEvent.objects.exists()


def test_preview_names_each_changed_field(demo_today):
    club = AssociationFactory(name="Klub")
    EmploymentFactory(association=club, person__email="ida@example.org", start=date(2021, 2, 1), weekly_hours=18)

    outcome = import_sheets(save=False, Ansættelser=[JOB])

    sheet = outcome.summary[0]
    assert sheet["changed_records"][0]["changes"] == [{"label": "Ugentlige timer", "before": "18", "after": "20"}]


def test_one_error_keeps_everything_out(demo_today):
    outcome = import_sheets(Foreninger=[{"Navn": "Klub"}, {"Navn": "Anden", "CVR-nummer": "12345678"}])

    assert not outcome.saved
    assert not Association.objects.exists()


def test_association_is_known_by_cvr_and_gets_its_new_name():
    club = AssociationFactory(name="Gammelt Navn", cvr="12345674")

    import_sheets(Foreninger=[{"Navn": "Nyt Navn", "CVR-nummer": "12345674"}])

    club.refresh_from_db()
    assert club.name == "Nyt Navn"


@pytest.mark.parametrize("written", ["bk  skjold", "BK SKJOLD ", "Skjold"])
def test_association_is_known_by_any_of_its_names(written):
    club = AssociationFactory(name="BK Skjold", other_names=["Skjold"])

    outcome = import_sheets(Foreninger=[{"Navn": written, "Telefon": "12345678"}])

    club.refresh_from_db()
    assert texts(outcome) == []
    assert (club.name, club.phone) == ("BK Skjold", "12 34 56 78")


def test_empty_cell_leaves_what_is_there():
    club = AssociationFactory(name="Klub", email="klub@example.org", phone="11111111")

    import_sheets(Foreninger=[{"Navn": "Klub", "E-mail": None, "Telefon": "22222222"}])

    club.refresh_from_db()
    assert (club.email, club.phone) == ("klub@example.org", "22 22 22 22")


def test_changed_activities_are_traced_by_name():
    import_sheets(Foreninger=[{"Navn": "Klub", "Aktiviteter": "judo, dans"}])

    import_sheets(Foreninger=[{"Navn": "Klub", "Aktiviteter": "judo, fodbold"}])

    assert AuditEvent.objects.filter(kind="changed").get().changes == [
        {"field": "activities", "from": "dans, judo", "to": "fodbold, judo"}
    ]
    assert {kind.name for kind in Association.objects.get().activities.all()} == {"judo", "fodbold"}


def test_people_with_an_email_and_a_post_get_an_account(demo_today):
    AssociationFactory(name="Klub")

    import_sheets(Personer=[*PEOPLE, {"Navn": "Uden Post", "E-mail": "uden@example.org"}], Ansættelser=[JOB])

    person = Person.objects.get(email="ida@example.org")
    assert person.user is not None
    assert (person.user.email, person.user.has_usable_password()) == ("ida@example.org", False)
    assert list(association_roles(person.user)) == [Association.objects.get().pk]
    assert Person.objects.get(email="uden@example.org").user is None


def test_an_account_of_the_same_address_is_used():
    user = UserFactory(email="ida@example.org")
    AssociationFactory(name="Klub")

    import_sheets(Personer=PEOPLE, Ansættelser=[JOB])

    assert Person.objects.get().user == user
    assert User.objects.count() == 1
    trace = AuditEvent.objects.get(model="associations.person", kind=AuditEvent.Kind.CHANGED)
    assert trace.changes == [{"field": "user", "from": "", "to": user.name}]
    assert trace.association_ids == [Association.objects.get().pk]


def test_person_without_email_is_known_by_name_in_the_association():
    first, second = AssociationFactory(name="Klub"), AssociationFactory(name="Anden Klub")
    mine = EmploymentFactory(association=first, person__name="Ida Bech", person__email=None, start=date(2021, 2, 1))
    EmploymentFactory(association=second, person__name="Ida Bech", person__email=None)
    rows = [JOB | {"Person": "Ida Bech", "Til": date(2022, 1, 31), "Årsag": "Nyt job"}]

    outcome = import_sheets(Personer=[{"Navn": "ida bech", "Telefon": "12345678"}], Ansættelser=rows)

    mine.refresh_from_db()
    mine.person.refresh_from_db()
    assert texts(outcome) == []
    assert (mine.end, mine.person.phone) == (date(2022, 1, 31), "12 34 56 78")
    assert Person.objects.count() == 2


def test_known_person_without_email_gets_one():
    club = AssociationFactory(name="Klub")
    EmploymentFactory(association=club, person__name="Ida Bech", person__email=None, start=date(2021, 2, 1))

    import_sheets(Personer=PEOPLE, Ansættelser=[JOB])

    assert Person.objects.get().email == "ida@example.org"


def test_unknown_email_with_a_known_name_is_somebody_else_when_both_stand_in_the_file():
    club = AssociationFactory(name="Klub")
    EmploymentFactory(
        association=club, person__name="Ida Bech", person__email="anden@example.org", end=date(2020, 1, 1)
    )

    import_sheets(Personer=[*PEOPLE, {"Navn": "Ida Bech", "E-mail": "anden@example.org"}], Ansættelser=[JOB])

    assert set(Person.objects.values_list("email", flat=True)) == {"anden@example.org", "ida@example.org"}


def test_primary_contact_can_pass_from_one_to_another():
    club = AssociationFactory(name="Klub")
    first = EmploymentFactory(association=club, person=PersonFactory(email="a@example.org"), start=date(2020, 1, 1))
    second = EmploymentFactory(
        association=club, person=PersonFactory(email="b@example.org"), start=date(2020, 1, 1), is_primary_contact=False
    )
    row = {"Forening": "Klub", "Fra": date(2020, 1, 1)}

    outcome = import_sheets(
        Ansættelser=[
            row | {"Person": "b@example.org", "Primær kontakt": "ja"},
            row | {"Person": "a@example.org", "Primær kontakt": "nej"},
        ]
    )

    first.refresh_from_db()
    second.refresh_from_db()
    assert texts(outcome) == []
    assert (first.is_primary_contact, second.is_primary_contact) == (False, True)


def test_second_extension_follows_the_first():
    club = AssociationFactory(name="Klub")
    partnership = PartnershipFactory(association=club, extended=True)
    row = {"Forening": "Klub", "Besluttet den": date(2025, 9, 1), "Begrundelse": "Fortsat", "Besluttet af": "Udvalget"}

    import_sheets(Forlængelser=[row | {"Ny slutdato": date(2029, 12, 31)}])

    partnership.refresh_from_db()
    assert partnership.end == date(2029, 12, 31)
    assert Participation.objects.get().end == date(2029, 12, 31)
    assert Extension.objects.get(new_end=date(2029, 12, 31)).previous_end == date(2025, 12, 31)


def test_two_associations_share_one_partnership_each_with_its_own_period():
    AssociationFactory(name="Klub")
    other = AssociationFactory(name="Anden")
    rows = [
        {"Forening": "Anden", "Start": date(2019, 1, 1), "Slut": date(2020, 12, 31), "Deler med": "Klub"},
        {"Forening": "Klub", "Start": date(2018, 1, 1), "Slut": None, "Deler med": None},
    ]

    first, second = import_sheets(Partnerskaber=rows), import_sheets(Partnerskaber=rows)

    assert texts(first) == texts(second) == []
    own = Participation.objects.get(association=other)
    assert own.partnership == Partnership.objects.get()
    assert (own.start, own.end) == (date(2019, 1, 1), date(2020, 12, 31))
    assert counted(second)["Partnerskaber"] == (0, 0, 1)


def test_grants_follow_when_a_programme_year_is_imported():
    PartnershipFactory(association=AssociationFactory(name="Klub"), start=date(2020, 7, 1))

    import_sheets(Programår=[YEAR | {"År": 2020}, YEAR | {"År": 2021}])

    amounts = Grant.objects.order_by("programme_year__year").values_list("amount", flat=True)
    assert list(amounts) == [100_000, 200_000]


def test_grants_change_with_the_years_default():
    PartnershipFactory(association=AssociationFactory(name="Klub"))
    import_sheets(Programår=[YEAR | {"År": 2020}])

    outcome = import_sheets(Programår=[{"År": 2020, "Tilskud pr. partnerskab": 250000}])

    assert Grant.objects.get().amount == 250_000
    assert counted(outcome)["Tilskud"] == (0, 1, 0)
    assert FundingAmount.objects.get().amount == 6_000_000


def test_missing_number_is_no_zero(demo_today):
    AssociationFactory(name="Klub")

    import_sheets(Medlemstal=[{"Forening": "Klub", "År": 2022, "Kvinder 0-6": 0, "Mænd 0-6": 3}])

    count = MemberCount.objects.get()
    assert {(c.age_band.lower, c.gender): c.members for c in count.cells.all()} == {(0, "female"): 0, (0, "male"): 3}
    assert (count.under_25, count.total) == (None, 3)


def test_corrected_count_is_traced_number_by_number(demo_today):
    count = MemberCountFactory(association=AssociationFactory(name="Klub"), cells={(7, "female"): 40, (7, "male"): 5})
    row = {"Forening": "Klub", "År": 2022, "Kvinder 7-12": 48, "Mænd 7-12": 5, "Bemærkning": "Rettet"}

    import_sheets(Medlemstal=[row])

    count.refresh_from_db()
    assert (count.total, count.version, count.note) == (53, 2, "Rettet")
    assert AuditEvent.objects.get(model="associations.membercount").changes == [
        {"field": "note", "from": "", "to": "Rettet"},
        {"field": "kvinder 7–12 år", "from": "40", "to": "48"},
    ]


def test_bands_of_another_time_become_data(demo_today):
    AssociationFactory(name="Klub")
    row = {"Forening": "Klub", "År": 2015, "Kvinder 60–69": 7, "Mænd 70+ år": 2}

    outcome = import_sheets(Medlemstal=[row])

    assert texts(outcome) == []
    bands = AgeBand.objects.filter(in_use=False).order_by("lower").values_list("lower", "upper")
    assert list(bands) == [(60, 69), (70, None)]
    assert MemberCount.objects.get().total == 9


def test_number_of_queries_does_not_grow_with_the_rows(demo_today, django_assert_num_queries, consultant):
    ProgrammeYearFactory(budget=90_000_000)

    def queries(first: int, clubs: int) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        names = [f"Klub {first + n}" for n in range(clubs)]
        people = [{"Navn": f"Person {name}", "E-mail": f"{name.replace(' ', '')}@example.org"} for name in names]
        content = workbook(
            Foreninger=[{"Navn": name, "Aktiviteter": "judo"} for name in names],
            Personer=people,
            Ansættelser=[
                {"Forening": name, "Person": person["E-mail"], "Fra": date(2021, 1, 1), "Timer": 20}
                for name, person in zip(names, people, strict=True)
            ],
            Partnerskaber=[{"Forening": name, "Start": date(2020, 1, 1)} for name in names],
            Kontaktpersoner=[
                {"Forening": name, "Konsulent": consultant.email, "Fra": date(2020, 1, 1)} for name in names
            ],
            Medlemstal=[
                {"Forening": name, "År": year, "Kvinder 0-6": 3} for name in names for year in (2020, 2021, 2022)
            ],
        )
        tables, problems = read(("register.xlsx", content))
        with CaptureQueriesContext(
            connection,
        ) as context:
            outcome = run_import(tables, problems, by=consultant, save=True)
        assert texts(outcome) == []
        return len(context)

    queries(0, 1)

    assert queries(100, 2) == queries(200, 12)


ENDED = {
    "Forening": "Klub",
    "Start": date(2018, 1, 1),
    "Ophørt den": date(2020, 3, 15),
    "Ophør besluttet den": date(2020, 2, 1),
    "Ophør besluttet af": "Kultur- og Fritidsudvalget",
    "Årsag til ophør": "Foreningen lukkede afdelingen",
}


def test_partnership_that_ended_early_ends_for_all_and_takes_its_grants_along():
    AssociationFactory(name="Klub")
    for year in (2020, 2021):
        ProgrammeYearFactory(year=year)
    import_sheets(Partnerskaber=[{"Forening": "Klub", "Start": date(2018, 1, 1)}])

    first, second = import_sheets(Partnerskaber=[ENDED]), import_sheets(Partnerskaber=[ENDED])

    partnership = Partnership.objects.get()
    assert texts(first) == texts(second) == []
    assert (partnership.end, partnership.first_end) == (date(2020, 3, 15), date(2021, 12, 31))
    assert Participation.objects.get().end == date(2020, 3, 15)
    assert list(Grant.objects.values_list("programme_year__year", "amount")) == [(2020, 50_000)]
    assert counted(second)["Partnerskaber"] == (0, 0, 1)
    assert {text["name"]: text["removed"] for text in first.summary}["Tilskud"] == 1


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"Ophørt den": date(2022, 1, 1)}, "kan kun ophøre før tid inden for aftalens periode"),
        ({"Årsag til ophør": None}, "Årsag til ophør: Udfyld også denne celle"),
        ({"Ophør besluttet af": None}, "Ophør besluttet af: Udfyld også denne celle"),
        ({"Besluttet den": date(2017, 12, 1)}, "Besluttet af: Udfyld også denne celle"),
    ],
)
def test_early_end_is_checked(wrong, message):
    AssociationFactory(name="Klub")

    outcome = import_sheets(Partnerskaber=[ENDED | wrong])

    assert message in texts(outcome)[0]
    assert not Partnership.objects.exists()
