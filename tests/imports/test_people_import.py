"""What an import makes of who pays the hours, of changed addresses, and of posts that stand twice."""

from datetime import date
from decimal import Decimal

import pytest

from associations.domain.funding import Share, shares_of
from associations.models import Employment, EmploymentFunding, Person
from tests.factories import (
    AssociationFactory,
    BoardMemberFactory,
    EmploymentFactory,
    EmploymentFundingFactory,
    UserFactory,
)
from tests.imports.files import import_sheets, texts
from workflow.audit import described
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db
JOB = {"Forening": "Klub", "Person": "ida@example.org", "Fra": date(2021, 2, 1), "Timer": 28}


@pytest.fixture
def ida(demo_today) -> Employment:
    return EmploymentFactory(
        association__name="Klub",
        person__name="Ida Bech",
        person__email="ida@example.org",
        person__signs_in=True,
        start=date(2021, 2, 1),
        weekly_hours=28,
        funded_hours=20,
    )


# --- Who pays --------------------------------------------------------------------------------------------------------


def test_sources_of_a_new_employment_are_saved_and_traced(demo_today):
    AssociationFactory(name="Klub")
    people = [{"Navn": "Ida Bech", "E-mail": "ida@example.org"}]
    paid = {"Timer fra tilskuddet": 20, "Timer fra DIF get2sport": 5, "Timer fra egne midler": 2.5}

    outcome = import_sheets(Personer=people, Ansættelser=[JOB | paid])

    assert texts(outcome) == []
    employment = Employment.objects.get()
    assert employment.funded_hours == 20
    assert shares_of(employment) == {"get2sport": Share(Decimal(5)), "own": Share(Decimal("2.5"))}
    trace = AuditEvent.objects.get(model="associations.employment")
    assert ("Timer fra egne midler", "", "2,5") in [(c.label, c.before, c.after) for c in described(trace)]


def test_empty_cells_leave_shares_and_zero_takes_them_away(ida):
    EmploymentFundingFactory(employment=ida, source="fund", weekly_hours=3, note="Nordea-fonden")
    EmploymentFundingFactory(employment=ida, source="own", weekly_hours=2)

    outcome = import_sheets(
        Ansættelser=[JOB | {"Timer fra pulje eller fond": 4, "Timer fra egne midler": 0, "Timer fra andet": None}]
    )

    assert texts(outcome) == []
    assert shares_of(ida) == {"fund": Share(Decimal(4), "Nordea-fonden")}
    labels = {change["label"] for change in outcome.summary[0]["changed_records"][0]["changes"]}
    assert labels == {"Timer fra pulje eller fond", "Timer fra egne midler"}


def test_same_funding_again_changes_nothing(ida):
    EmploymentFundingFactory(employment=ida)
    before = AuditEvent.objects.count()

    outcome = import_sheets(Ansættelser=[JOB | {"Timer fra tilskuddet": 20, "Timer fra DIF get2sport": 8}])

    assert outcome.saved
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize(
    ("paid", "told"),
    [
        ({"Timer fra DIF get2sport": 9}, "Der er finansiering til 29 timer om ugen, men ansættelsen er på 28."),
        ({"Timer fra tilskuddet": 30}, "Der er finansiering til 30 timer om ugen, men ansættelsen er på 28."),
        ({"Timer fra andet": "mange"}, "Skriv timer om ugen fra 0 til 60"),
        ({"Timer": 12}, "Der er finansiering til 20 timer om ugen, men ansættelsen er på 12."),
    ],
)
def test_more_funding_than_hours_is_told_at_the_row(ida, paid, told):
    outcome = import_sheets(Ansættelser=[JOB | paid])

    assert told in " ".join(texts(outcome))
    assert not outcome.saved
    assert not EmploymentFunding.objects.exists()


# --- Twice -----------------------------------------------------------------------------------------------------------


def test_person_employed_twice_at_once_is_told(ida):
    outcome = import_sheets(Ansættelser=[JOB | {"Fra": date(2022, 1, 1), "Primær kontakt": "nej"}])

    assert "Personen er allerede ansat i foreningen i perioden: fra 1. februar 2021." in " ".join(texts(outcome))


def test_person_in_the_same_seat_twice_at_once_is_told(ida):
    seat = {"Forening": "Klub", "Person": "ida@example.org", "Post": "Kasserer"}

    outcome = import_sheets(Bestyrelse=[seat | {"Fra": date(2021, 1, 1)}, seat | {"Fra": date(2022, 1, 1)}])

    assert "Personen har allerede den post i perioden" in " ".join(texts(outcome))


# --- A changed address ---------------------------------------------------------------------------------------------


def with_new_address(**job) -> dict[str, list[dict]]:
    return {
        "Personer": [{"Navn": "Ida Bech", "E-mail": "ny@example.org"}],
        "Ansættelser": [JOB | {"Person": "ny@example.org", **job}],
    }


def test_new_address_of_somebody_with_the_same_post_moves_the_sign_in_too(ida):
    preview = import_sheets(save=False, **with_new_address())
    people = {text["name"]: text["changed_records"] for text in preview.summary}
    moved = [{"label": "E-mail", "before": "ida@example.org", "after": "ny@example.org"}]
    assert [record["changes"] for record in people["Personer"]] == [moved]
    assert [record["changes"] for record in people["Brugere"]] == [moved]
    assert Person.objects.get().email == "ida@example.org"

    outcome = import_sheets(**with_new_address())

    assert texts(outcome) == []
    person = Person.objects.select_related("user").get()
    assert (person.email, person.user.email) == ("ny@example.org", "ny@example.org")
    assert Employment.objects.count() == 1
    assert AuditEvent.objects.filter(model="accounts.user", kind="changed").count() == 1


def test_new_address_is_known_by_a_seat_and_by_name_too(demo_today):
    seat = BoardMemberFactory(
        association__name="Klub", person__name="Ida Bech", person__email="ida@example.org", start=date(2020, 1, 1)
    )

    outcome = import_sheets(
        Personer=[{"Navn": "Ida Bech", "E-mail": "ny@example.org"}],
        Bestyrelse=[{"Forening": "Klub", "Person": "Ida Bech", "Post": "Formand", "Fra": date(2020, 1, 1)}],
    )

    assert texts(outcome) == []
    seat.person.refresh_from_db()
    assert seat.person.email == "ny@example.org"


def test_same_name_without_the_same_post_is_asked_about(ida):
    """Somebody else of that name must never get the first one's sign-in."""
    outcome = import_sheets(**with_new_address(Fra=date(2023, 1, 1), **{"Primær kontakt": "nej"}))

    [told] = [text for text in texts(outcome) if "har e-mailen" in text]
    assert "Ida Bech i Klub har e-mailen ida@example.org. Har personen fået en ny, så ret den først på" in told
    assert "Er det en anden person, så tag også rækken med ida@example.org med" in told
    assert Person.objects.get().email == "ida@example.org"


def test_another_person_of_the_same_name_comes_in_when_both_stand_in_the_file(ida):
    sheets = with_new_address(Fra=date(2023, 1, 1), **{"Primær kontakt": "nej"})
    sheets["Personer"].append({"Navn": "Ida Bech", "E-mail": "ida@example.org"})

    outcome = import_sheets(**sheets)

    assert texts(outcome) == []
    assert set(Person.objects.values_list("email", flat=True)) == {"ida@example.org", "ny@example.org"}
    assert Employment.objects.count() == 2


def test_address_that_another_user_signs_in_with_is_refused(ida):
    UserFactory(manager=True, email="ny@example.org")

    outcome = import_sheets(**with_new_address())

    assert "En anden bruger logger ind med ny@example.org." in " ".join(texts(outcome))
    assert Person.objects.get().email == "ida@example.org"


def test_address_of_the_authoritys_own_people_is_changed_among_the_staff(ida):
    type(ida.person.user).objects.update(staff_role="consultant")

    outcome = import_sheets(**with_new_address())

    assert "Ida Bech er ansat i forvaltningen. E-mailen ændres i »Medarbejdere«." in " ".join(texts(outcome))


def test_consultant_with_a_post_in_the_club_imports_nothing_about_its_people(ida, consultant):
    """R19: only the board's role towards it, also where the row is about the person and not the post."""
    BoardMemberFactory(association=ida.association, person__user=consultant)

    outcome = import_sheets(
        by=consultant, Personer=[{"Navn": "Ida Bech", "E-mail": "ida@example.org", "Telefon": "87654321"}]
    )

    assert "Du er selv ansat eller i bestyrelsen, hvor Ida Bech er." in " ".join(texts(outcome))
