"""Rows that cannot be imported: what the user is told, and where."""

from datetime import date, datetime

import pytest

from accounts.enums import StaffRole
from associations.models import Association, Employment, MemberCount
from imports.problems import MOST_SHOWN
from partnerships.models import FundingAmount
from tests.factories import (
    AssociationFactory,
    ContactPersonFactory,
    EmploymentFactory,
    MemberCountFactory,
    PartnershipFactory,
    PersonFactory,
    ProgrammeYearFactory,
    ReservedPostFactory,
    UserFactory,
)
from tests.imports.files import import_sheets, texts

pytestmark = pytest.mark.django_db
JOB = {"Forening": "Klub", "Person": "ida@example.org", "Fra": date(2021, 2, 1), "Timer": 20}
COUNT = {"Forening": "Klub", "År": 2022}


@pytest.fixture(autouse=True)
def club(db, demo_today):
    return AssociationFactory(name="Klub", cvr="12345674")


@pytest.fixture(autouse=True)
def ida(db):
    return PersonFactory(name="Ida Bech", email="ida@example.org")


@pytest.mark.parametrize("number", ["tolv", "-3", -3, 4.5, "100000", 10**30, "1e3", "½", "0x10", True, "٣", "12.34"])
def test_count_refuses_what_is_no_number_of_members(number):
    outcome = import_sheets(Medlemstal=[COUNT | {"Kvinder 0-6": number}])

    (text,) = texts(outcome)
    assert text.startswith("Medlemstal, række 2, Kvinder 0-6: »")
    assert text.endswith("Skriv et helt antal medlemmer fra 0 til 99.999.")
    assert not MemberCount.objects.exists()


@pytest.mark.parametrize(
    ("written", "members"), [("1.234", 1234), ("1234", 1234), (1234.0, 1234), (" 12 ", 12), ("0", 0)]
)
def test_count_reads_numbers_as_danes_write_them(written, members):
    import_sheets(Medlemstal=[COUNT | {"Kvinder 0-6": written}])

    assert MemberCount.objects.get().total == members


def test_count_refuses_a_year_that_has_not_ended():
    outcome = import_sheets(Medlemstal=[COUNT | {"År": 2023, "Kvinder 0-6": 3}])

    assert texts(outcome) == [
        "Medlemstal, række 2, År: Tallene for 2023 kan først indlæses fra 31. december. Det seneste år er 2022."
    ]


def test_count_refuses_age_bands_that_overlap(club):
    MemberCountFactory(association=club, cells={(60, "female"): 4})

    outcome = import_sheets(Medlemstal=[COUNT | {"Kvinder 60-69": 3}])

    assert texts(outcome) == ["Medlemstal, række 2: Aldersgrupperne 60–69 år og 60+ år overlapper. Udfyld kun den ene."]


def test_count_without_numbers_is_no_count():
    outcome = import_sheets(Medlemstal=[COUNT | {"Kvinder 0-6": None, "Bemærkning": "Tallet mangler"}])

    assert "Rækken har ingen tal" in texts(outcome)[0]


@pytest.mark.parametrize(
    ("written", "start"),
    [
        ("1.2.2021", date(2021, 2, 1)),
        ("01-02-2021", date(2021, 2, 1)),
        ("1/2/2021", date(2021, 2, 1)),
        ("2021-02-01", date(2021, 2, 1)),
        (44228, date(2021, 2, 1)),
        (datetime(2021, 2, 1, 14, 30), date(2021, 2, 1)),  # noqa: DTZ001 — Excel knows no time zones
    ],
)
def test_date_may_be_text_or_a_number_of_excels(written, start):
    outcome = import_sheets(Ansættelser=[JOB | {"Fra": written}])

    assert texts(outcome) == []
    assert Employment.objects.get().start == start


@pytest.mark.parametrize("written", ["31-02-2021", "i går", "2021", 2021, "1.1.20", -1, 10**20, True, "0000-00-00"])
def test_date_that_does_not_exist_is_refused(written):
    outcome = import_sheets(Ansættelser=[JOB | {"Fra": written}])

    (text,) = texts(outcome)
    assert text.startswith("Ansættelser, række 2, Fra: »")
    assert "Skriv den som dag-måned-år" in text


def test_end_before_start_is_refused():
    outcome = import_sheets(Ansættelser=[JOB | {"Til": date(2021, 1, 31)}])

    assert texts(outcome) == [
        "Ansættelser, række 2, Til: Slutdatoen ligger før startdatoen (01-02-2021). Ret en af dem."
    ]


def test_second_primary_contact_is_refused(club):
    EmploymentFactory(association=club, person__name="Bo Juul", start=date(2020, 1, 1))

    outcome = import_sheets(Ansættelser=[JOB])

    assert texts(outcome) == [
        (
            "Ansættelser, række 2, Primær kontakt: Foreningen har allerede en primær kontakt i perioden: "
            "Bo Juul, fra 1. januar 2020. Der kan kun være én."
        )
    ]


def test_employed_without_a_primary_contact_is_refused():
    outcome = import_sheets(Ansættelser=[JOB | {"Primær kontakt": "nej"}])

    assert texts(outcome) == [
        (
            "Ansættelser, række 2, Primær kontakt: Foreningen har ansatte, men ingen primær kontakt "
            "fra 1. februar 2021. Skriv ja i »Primær kontakt« ved en af dem."
        )
    ]


def test_reason_needs_an_end():
    outcome = import_sheets(Ansættelser=[JOB | {"Årsag": "Nyt job"}])

    assert texts(outcome) == ["Ansættelser, række 2, Til: Skriv også slutdatoen, når der er en årsag til ophør."]


@pytest.mark.parametrize("hours", [0, 61, -5, "mange", "20,55", 1e300])
def test_hours_outside_a_week_are_refused(hours):
    outcome = import_sheets(Ansættelser=[JOB | {"Timer": hours}])

    assert texts(outcome)[0].startswith("Ansættelser, række 2, Timer: ")
    assert not Employment.objects.exists()


def test_overlapping_partnerships_are_refused(club):
    PartnershipFactory(association=club)

    outcome = import_sheets(Partnerskaber=[{"Forening": "Klub", "Start": date(2021, 7, 1)}])

    assert texts(outcome) == [
        (
            "Partnerskaber, række 2, Start: Foreningen har allerede et socialt partnerskab i perioden "
            "1. januar 2018 – 31. december 2021."
        )
    ]


def test_extension_into_the_next_partnership_is_refused(club):
    PartnershipFactory(association=club)
    PartnershipFactory(association=club, start=date(2022, 1, 1))
    row = {"Forening": "Klub", "Besluttet den": date(2021, 9, 1), "Begrundelse": "Fortsat", "Besluttet af": "Udvalget"}

    outcome = import_sheets(Forlængelser=[row | {"Ny slutdato": date(2021, 12, 31)}])

    assert "En forlængelse skal slutte senere end aftalen før, som slutter 31. december 2021." in texts(outcome)[0]


def test_shared_partnership_holds_its_associations():
    AssociationFactory(name="Anden")
    rows = [
        {"Forening": "Klub", "Start": date(2018, 1, 1)},
        {"Forening": "Anden", "Start": date(2019, 1, 1), "Slut": date(2022, 6, 30), "Deler med": "Klub"},
    ]

    outcome = import_sheets(Partnerskaber=rows)

    assert texts(outcome) == [
        (
            "Partnerskaber, række 3, Slut: Foreningens periode skal ligge inden for partnerskabets "
            "(1. januar 2018 – 31. december 2021)."
        )
    ]


def test_wrong_check_digit_of_a_cvr_number_is_refused():
    outcome = import_sheets(Foreninger=[{"Navn": "Ny", "CVR-nummer": "12345678"}])

    assert texts(outcome) == [
        (
            "Foreninger, række 2, CVR-nummer: CVR-nummeret kan ikke passe: kontrolcifferet er forkert. "
            "Se efter, om to cifre er byttet om."
        )
    ]


def test_cvr_number_of_another_association_is_refused():
    AssociationFactory(name="Anden")

    outcome = import_sheets(Foreninger=[{"Navn": "Anden", "CVR-nummer": "12345674"}])

    assert texts(outcome) == [
        "Foreninger, række 2, CVR-nummer: CVR-nummeret tilhører »Klub«, men navnet tilhører »Anden«. Ret et af dem."
    ]


def test_citywide_association_has_no_district():
    outcome = import_sheets(Foreninger=[{"Navn": "Ny", "Bydel": "Valby", "Bydækkende": "ja"}])

    assert "En bydækkende forening har ingen bydel" in texts(outcome)[0]


def test_name_of_five_megabytes_is_refused_in_few_words():
    from tests.imports.files import csv_file, import_files

    outcome = import_files(("foreninger.csv", csv_file([{"Navn": "x" * 5_000_000, "Telefon": "12345678"}])))

    (text,) = texts(outcome)
    assert len(text) < 200
    assert "alt for lang" in text


def test_long_name_tells_its_length():
    outcome = import_sheets(Foreninger=[{"Navn": "x" * 30_000}])

    assert texts(outcome) == ["Foreninger, række 2, Navn: Teksten har 30000 tegn. Skriv højst 120."]


@pytest.mark.parametrize("hidden", ["\x07", "\x1b[31m", "\u202e", "\u2066"])
def test_invisible_characters_are_refused(hidden):
    from tests.imports.files import csv_file, import_files

    outcome = import_files(("foreninger.csv", csv_file([{"Navn": f"Ny{hidden} klub", "Telefon": "12345678"}])))

    assert texts(outcome) == [
        "Foreninger, række 2, Navn: Teksten indeholder et usynligt tegn, som ikke kan gemmes. Skriv den i hånden."
    ]


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "نادي كوبنهاغن", "Klubben 🥋", "=1+1", "O'Neill; DROP"])
def test_unusual_names_are_kept_as_they_are(name):
    outcome = import_sheets(Foreninger=[{"Navn": name}])

    assert texts(outcome) == []
    assert Association.objects.filter(name=name).exists()


def test_unknown_association_is_told_once_per_row():
    outcome = import_sheets(Medlemstal=[COUNT | {"Forening": "Klab", "Kvinder 0-6": 3}])

    assert texts(outcome) == [
        "Medlemstal, række 2, Forening: »Klab« findes ikke. Ret navnet, eller tilføj foreningen i »Foreninger«."
    ]


def test_association_with_a_mistake_brings_no_complaints_about_its_other_rows():
    outcome = import_sheets(
        Foreninger=[{"Navn": "Ny", "CVR-nummer": "12345678"}],
        Medlemstal=[COUNT | {"Forening": "Ny", "Kvinder 0-6": 3}],
    )

    assert len(texts(outcome)) == 1


def test_unknown_person_is_refused():
    outcome = import_sheets(Ansættelser=[JOB | {"Person": "ukendt@example.org"}])

    assert texts(outcome) == [
        "Ansættelser, række 2, Person: »ukendt@example.org« findes ikke. Ret den, eller tilføj personen i »Personer«."
    ]


@pytest.mark.parametrize(
    ("sheet", "row"),
    [
        ("Foreninger", {"Navn": "Ny"}),
        ("Personer", {"Navn": "Bo", "E-mail": "bo@example.org"}),
        ("Ansættelser", JOB),
        ("Partnerskaber", {"Forening": "Klub", "Start": date(2018, 1, 1)}),
        ("Medlemstal", COUNT | {"Kvinder 0-6": 3}),
        ("Programår", {"År": 2022, "Budget": 1, "Tilskud pr. partnerskab": 1, "Timer pr. uge": 20}),
    ],
)
def test_duplicate_rows_are_refused(sheet, row):
    outcome = import_sheets(**{sheet: [row, row]})

    (text,) = texts(outcome)
    assert text.startswith(f"{sheet}, række 3: ")
    assert text.endswith("står også i række 2. Slet den ene række.")


def test_contact_person_must_be_a_consultant(manager):
    row = {"Forening": "Klub", "Konsulent": manager.email, "Fra": date(2020, 1, 1)}

    outcome = import_sheets(Kontaktpersoner=[row])

    assert "er ikke konsulent" in texts(outcome)[0]


def test_second_contact_person_is_refused(club, consultant):
    ContactPersonFactory(association=club)
    row = {"Forening": "Klub", "Konsulent": consultant.email, "Fra": date(2020, 1, 1)}

    outcome = import_sheets(Kontaktpersoner=[row])

    assert "Foreningen har allerede en kontaktperson i perioden fra 1. januar 2018" in texts(outcome)[0]


def test_over_commitment_names_the_amount_missing():
    year = ProgrammeYearFactory(year=2022, budget=500_000)
    ReservedPostFactory(programme_year=year, amount=400_000)

    outcome = import_sheets(Partnerskaber=[{"Forening": "Klub", "Start": date(2020, 1, 1)}])

    assert texts(outcome) == [
        (
            "Partnerskaber: I 2022 mangler der 100.000 kr. på bevillingen »Programmets bevilling«: "
            "beløbet er 500.000 kr., "
            "der er givet tilsagn om 200.000 kr., og 400.000 kr. er reserveret."
        )
    ]
    assert not outcome.saved


@pytest.mark.parametrize(
    ("sheet", "row"),
    [
        ("Programår", {"År": 2022, "Budget": 599_999}),
        ("Reserverede poster", {"År": 2022, "Formål": "Mere", "Beløb": 1}),
    ],
)
def test_budget_cannot_shrink_below_what_is_committed(club, sheet, row):
    year = ProgrammeYearFactory(year=2022, budget=600_000)
    ReservedPostFactory(programme_year=year, amount=400_000)
    import_sheets(Partnerskaber=[{"Forening": "Klub", "Start": date(2020, 1, 1)}])

    outcome = import_sheets(**{sheet: [row]})

    assert "I 2022 mangler der 1 kr." in texts(outcome)[0]
    assert FundingAmount.objects.get().amount == 600_000


def test_sheets_of_the_administrator_are_refused_to_a_consultant(consultant):
    outcome = import_sheets(
        by=consultant, Medarbejdere=[{"Navn": "Ny", "E-mail": "ny@example.org", "Rolle": "Administrator"}]
    )

    assert texts(outcome) == [
        "Medarbejdere: Arket ændrer noget, som kun administratorer kan indlæse. Tag det ud af filen."
    ]


def test_sheets_of_the_administrator_that_change_nothing_may_stay(consultant):
    row = {"Navn": "Ny", "E-mail": "ny@example.org", "Rolle": "Administrator"}
    import_sheets(Medarbejdere=[row])

    outcome = import_sheets(by=consultant, Medarbejdere=[row], Foreninger=[{"Navn": "Klub"}])

    assert texts(outcome) == []
    assert Association.objects.get().name == "Klub"


def test_register_is_refused_to_an_administrator(administrator):
    outcome = import_sheets(by=administrator, Foreninger=[{"Navn": "Ny"}])

    assert texts(outcome) == ["Foreninger: Arket ændrer noget, som kun konsulenter kan indlæse. Tag det ud af filen."]


def test_consultant_on_the_board_cannot_import_into_the_own_club(club):
    seat = EmploymentFactory(association=club, person__signs_in=True, start=date(2020, 1, 1))
    seat.person.user.staff_role = StaffRole.CONSULTANT
    seat.person.user.save()

    outcome = import_sheets(by=seat.person.user, Foreninger=[{"Navn": "Klub", "Telefon": "12345678"}])

    assert "Du er selv ansat eller i bestyrelsen i Klub" in texts(outcome)[0]


def test_new_row_needs_its_cells_and_a_known_one_does_not(club):
    EmploymentFactory(association=club, person__email="bo@example.org", start=date(2019, 1, 1), end=date(2020, 1, 1))
    row = {"Forening": "Klub", "Timer": None}

    outcome = import_sheets(
        Ansættelser=[
            row | {"Person": "ida@example.org", "Fra": date(2021, 2, 1)},
            row | {"Person": "bo@example.org", "Fra": date(2019, 1, 1), "Årsag": "Pension"},
        ]
    )

    assert texts(outcome) == [
        "Ansættelser, række 2, Timer: Cellen er tom. Skriv timer om ugen som ressourceperson, uanset hvem der betaler."
    ]


def test_many_problems_are_counted_and_the_first_are_shown():
    rows = [COUNT | {"År": 1990 + n % 30, "Forening": f"Ukendt {n}", "Kvinder 0-6": 1} for n in range(500)]

    outcome = import_sheets(Medlemstal=rows)

    assert outcome.problems.count == 500
    assert len(texts(outcome)) == MOST_SHOWN


def test_constraint_of_the_database_is_told_in_words(club, monkeypatch):
    """The last line of defence: a rule that the check in Python has missed."""
    EmploymentFactory(association=club, start=date(2020, 1, 1))
    monkeypatch.setattr("imports.domain.people._check_primary", lambda *_args: None)

    outcome = import_sheets(Ansættelser=[JOB])

    assert texts(outcome) == ["Foreningen har allerede en primær kontakt i perioden. Der kan kun være én ad gangen."]
    assert Employment.objects.count() == 1


def test_constraint_without_words_of_its_own_is_named_for_the_support(monkeypatch):
    monkeypatch.setattr("imports.domain.planning.Seen.is_repeated", lambda *_args: False)
    row = {"År": 2022, "Tilskud pr. partnerskab": 200_000, "Timer pr. uge": 20}

    outcome = import_sheets(Programår=[row, row])

    (text,) = texts(outcome)
    assert text.startswith("Registret tager ikke imod oplysningerne")
    assert text.endswith("(partnerships_programmeyear_year_key).")


def test_user_with_staff_role_is_kept_when_only_the_phone_is_given():
    user = UserFactory(consultant=True, email="mette@example.org")

    import_sheets(Medarbejdere=[{"E-mail": "Mette@example.org", "Telefon": "12345678"}])

    user.refresh_from_db()
    assert (user.staff_role, user.phone) == (StaffRole.CONSULTANT, "12 34 56 78")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("33663366", "33 66 33 66"),
        (33663366, "33 66 33 66"),
        ("+45 33 66 33 66", "33 66 33 66"),
        ("+46 8 123 456", "+46 8 123 456"),
        ("3366 3366", "33 66 33 66"),
    ],
)
def test_telephone_number_is_kept_in_one_spacing(club, written, kept):
    import_sheets(Foreninger=[{"Navn": "Klub", "Telefon": written}])

    club.refresh_from_db()
    assert club.phone == kept
