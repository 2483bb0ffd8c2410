"""The pages of funding lines, programme years and reserved posts: what is done on them, and what is explained."""

import re
from datetime import date

import pytest

from partnerships.enums import FundingKind
from partnerships.models import FundingAmount, FundingLine, Grant, ProgrammeYear, ReservedPost
from tests.factories import (
    FundingAmountFactory,
    FundingLineFactory,
    GrantFactory,
    PartnershipFactory,
    ProgrammeYearFactory,
    ReservedPostFactory,
    UserFactory,
)
from workflow import audit

pytestmark = pytest.mark.django_db
LINES = "/administration/bevillinger/"


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def client(client_for, administrator, demo_today):
    return client_for(administrator)


@pytest.fixture
def entry(demo_today) -> FundingAmount:
    """400,000 kr. a year on »Linjen« from 2020 to 2023, with its amount in 2023."""
    line = FundingLineFactory(
        kind=FundingKind.TEMPORARY, start=date(2020, 1, 1), end=date(2023, 12, 31), yearly_amount=400_000, name="Linjen"
    )
    year = ProgrammeYearFactory(year=2023, budget=None)
    return FundingAmountFactory(funding_line=line, programme_year=year, amount=400_000)


def test_line_is_created_on_the_form_and_shown(client):
    answer = client.post(
        f"{LINES}ny/",
        {
            "name": "Sociale partnerskaber 2024",
            "kind": "temporary",
            "start": "01-07-2024",
            "end": "31-12-2025",
            "yearly_amount": "1.200.000",
            "conditional": "on",
            "condition": "Budgettet for 2024 vedtages",
            "based_on": "0",
        },
        follow=True,
    )

    line = FundingLine.objects.get()
    assert (line.yearly_amount, line.end, line.counts) == (1_200_000, date(2025, 12, 31), False)
    text = words(answer)
    assert "»Sociale partnerskaber 2024« er oprettet." in text
    assert "Pengene tæller ikke med endnu Bevillingen er betinget: Budgettet for 2024 vedtages." in text


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ({"end": ""}, "Skriv den sidste dag, eller vælg, at bevillingen er varig."),
        ({"kind": "permanent"}, "En varig bevilling har ingen sidste dag."),
        ({"end": "31-12-2019"}, "Slutdatoen skal være samme dag som startdatoen eller senere."),
        ({"name": ""}, "Skriv bevillingens navn."),
        ({"condition": "Noget", "conditional": ""}, "Sæt kryds, når bevillingen venter på noget"),
        ({"yearly_amount": "mange"}, "Skriv et helt antal kroner, fx 200.000."),
        ({"name": "linjen"}, "Der er allerede en bevilling med det navn."),
    ],
)
def test_bad_input_is_explained_and_nothing_typed_is_lost(client, entry, sent, text):
    data = {
        "name": "Ny bevilling", "kind": "temporary", "start": "01-01-2020", "end": "31-12-2021",
        "yearly_amount": "12", "reference": "Sag 123", "based_on": "0",
    }  # fmt: skip

    answer = client.post(f"{LINES}ny/", data | sent)

    page = answer.content.decode()
    assert text in words(answer)
    assert 'value="Sag 123"' in page
    assert FundingLine.objects.count() == 1


def test_second_editor_sees_what_the_first_changed(client, entry):
    line = entry.funding_line
    audit.save(line, by=None)
    line.reference = "Sag 7"
    audit.save(line, by=UserFactory(administrator=True, name="Anna Adler"))

    answer = client.post(
        f"{LINES}{line.pk}/ret/",
        {
            "name": "Mit navn",
            "kind": "temporary",
            "start": "01-01-2020",
            "end": "31-12-2023",
            "yearly_amount": "400000",
            "based_on": "0",
        },
    )

    assert answer.status_code == 409
    assert "Anna Adler har ændret det samme, mens du skrev" in words(answer)
    assert 'value="Mit navn"' in answer.content.decode()


def test_line_shows_its_years_and_why_it_cannot_be_deleted(client, entry):
    ProgrammeYearFactory(year=2022, budget=None)
    GrantFactory(programme_year=entry.programme_year, funding_line=entry.funding_line)

    text = words(client.get(f"{LINES}{entry.funding_line_id}/"))

    assert "2023 400.000 200.000 0 200.000" in text
    assert "2022 Intet beløb. Efter måneder ville det være 400.000 kr." in text
    assert "Slet bevillingen Bevillingen har penge i 2023. Fjern beløbene først." in text


def test_readers_see_the_lines_without_buttons(client_for, consultant, manager, entry):
    for user in (consultant, manager):
        page = client_for(user).get(f"{LINES}{entry.funding_line_id}/").content.decode()
        assert "Ret bevillingen" not in page
        assert "Slet bevillingen" not in page
        assert "Opret bevilling" not in client_for(user).get(LINES).content.decode()


def test_amount_of_a_year_is_lowered_only_to_what_is_committed(client, entry):
    GrantFactory(programme_year=entry.programme_year, funding_line=entry.funding_line)
    url = f"{LINES}{entry.funding_line_id}/aar/2023/"
    mark = {"based_on": "0", "override_reason": "Sparet i budget 2023"}

    refused = client.post(url, mark | {"amount": "199.999"})
    client.post(url, mark | {"amount": "200.000"})

    assert "I 2023 mangler der 1 kr. på bevillingen »Linjen«" in words(refused)
    assert FundingAmount.objects.get().amount == 200_000


def test_amount_is_proposed_by_months_in_a_new_year(client, entry):
    ProgrammeYearFactory(year=2022, budget=None)
    line = entry.funding_line
    line.start = date(2022, 10, 1)
    line.save()

    page = client.get(f"{LINES}{line.pk}/aar/2022/").content.decode()

    assert 'value="100.000"' in page
    assert "Efter bevillingens beløb og måneder er det 100.000 kr." in page


def test_removing_a_year_twice_is_told_once(client, entry):
    url = f"{LINES}{entry.funding_line_id}/aar/2023/fjern/"

    first, second = client.post(url, follow=True), client.post(url, follow=True)

    assert "Bevillingen har ikke længere penge i 2023." in words(first)
    assert "Bevillingen har allerede ingen penge i 2023." in words(second)


def test_refused_removal_and_deletion_say_why(client, entry):
    GrantFactory(programme_year=entry.programme_year, funding_line=entry.funding_line)
    line = f"{LINES}{entry.funding_line_id}/"

    removed = client.post(f"{line}aar/2023/fjern/", follow=True)
    deleted = client.post(f"{line}slet/", follow=True)

    assert "Der er givet tilsagn om 200.000 kr. i året. Flyt tilskuddene først." in words(removed)
    assert "Bevillingen har penge i 2023. Fjern beløbene først." in words(deleted)
    assert FundingAmount.objects.exists()


def test_deleting_twice_is_told_once(client, entry):
    entry.delete()
    url = f"{LINES}{entry.funding_line_id}/slet/"

    first, second = client.post(url, follow=True), client.post(url, follow=True)

    assert "»Linjen« er slettet." in words(first)
    assert "Bevillingen er allerede slettet." in words(second)


def test_line_is_confirmed_and_taken_back(client, entry):
    line = entry.funding_line
    line.conditional = True
    line.save()
    url = f"{LINES}{line.pk}/"

    empty = client.post(f"{url}bekraeft/", {"based_on": "0"})
    confirmed = client.post(
        f"{url}bekraeft/",
        {"confirmed_on": "30-03-2023", "confirmed_by": "Borgerrepræsentationen", "based_on": "0"},
        follow=True,
    )
    back = client.post(f"{url}fortryd-bekraeftelse/", follow=True)
    again = client.post(f"{url}fortryd-bekraeftelse/", follow=True)

    assert "Skriv dagen, bevillingen blev bekræftet." in words(empty)
    assert "Bekræftet 30. marts 2023 af Borgerrepræsentationen" in words(confirmed)
    assert "er trukket tilbage" in words(back)
    assert "Bevillingen er ikke bekræftet." in words(again)


# --- Programme years ---------------------------------------------------------------------------------------------


YEAR_FORM = {
    "default_grant": "200.000",
    "required_weekly_hours": "20",
    "required_status_meetings": "2",
    "required_network_meetings": "3",
    "minimum_members": "150",
    "instalments_per_year": "2",
    "chair_told_after": "14",
    "consultant_told_after": "28",
    "manager_told_after": "56",
    "based_on": "0",
}


def test_another_default_grant_is_asked_about_first(client, entry):
    GrantFactory(programme_year=entry.programme_year, funding_line=entry.funding_line)
    url = "/administration/programaar/2023/ret/"
    sent = YEAR_FORM | {"default_grant": "210.000"}

    asked = client.post(url, sent)
    before = Grant.objects.get().amount
    client.post(url, sent | {"confirm": "on"})

    assert "1 tilskud i 2023 ændres, fra 200.000 kr. til 210.000 kr. i alt." in words(asked)
    assert (before, Grant.objects.get().amount) == (200_000, 210_000)


def test_requirements_change_without_a_question(client, entry):
    client.post("/administration/programaar/2023/ret/", YEAR_FORM | {"minimum_members": "200"})

    assert ProgrammeYear.objects.get().minimum_members == 200


def test_year_may_ask_for_the_boards_word_on_plans(client, entry):
    plain = client.get("/administration/programaar/2023/")
    client.post("/administration/programaar/2023/ret/", YEAR_FORM | {"requires_endorsement": "on"})
    form, asked = client.get("/administration/programaar/2023/ret/"), client.get("/administration/programaar/2023/")

    assert "Indsendes uden bestyrelsens godkendelse" in words(plain)
    assert ProgrammeYear.objects.get().requires_endorsement
    assert form.context["form"]["requires_endorsement"].value() is True
    assert "Bestyrelsen godkender, før de indsendes" in words(asked)


def test_money_is_reserved_changed_and_released(client, entry):
    url = "/administration/programaar/2023/reserveret/"
    data = {"funding_line": str(entry.funding_line_id), "title": "Fælles kurser", "based_on": "0"}

    refused = client.post(url, data | {"amount": "400.001"})
    client.post(url, data | {"amount": "100.000"})
    post = ReservedPost.objects.get()
    client.post(f"/administration/reserveret/{post.pk}/", data | {"amount": "150.000", "based_on": "999999"})
    shown = client.get("/administration/programaar/2023/")
    released = client.post(f"/administration/reserveret/{post.pk}/frigiv/", follow=True)
    again = client.post(f"/administration/reserveret/{post.pk}/frigiv/", follow=True)

    assert "I 2023 mangler der 1 kr. på bevillingen »Linjen«" in words(refused)
    assert "Fælles kurser Linjen 150.000" in words(shown)
    assert "»Fælles kurser« er frigivet." in words(released)
    assert "Posten er allerede frigivet." in words(again)


def test_year_without_lines_says_where_money_comes_from(client):
    ProgrammeYearFactory(year=2022, budget=None)

    assert "Giv først en bevilling et beløb i året." in words(client.get("/administration/programaar/2022/reserveret/"))
    assert "Året har ingen bevillinger" in words(client.get("/administration/programaar/2022/"))


# --- Opening the next year ------------------------------------------------------------------------------------------


OPEN = "/administration/programaar/2024/aabn/"


@pytest.fixture
def permanent(entry) -> FundingLine:
    """500,000 kr. a year without end, 100,000 kr. of it reserved in 2023."""
    line = FundingLineFactory(name="Varig", yearly_amount=500_000)
    FundingAmountFactory(funding_line=line, programme_year=entry.programme_year, amount=500_000)
    ReservedPostFactory(funding_line=line, programme_year=entry.programme_year, title="Kurser", amount=100_000)
    return line


def test_opening_shows_what_follows_and_writes_nothing(client, permanent):
    PartnershipFactory(running=True)

    text = words(client.get(OPEN))

    assert "Budget 500.000 kr. Tilsagn 200.000 kr. 1 tilskud Reserveret 100.000 kr. Fri 200.000 kr." in text
    assert "Forslag: 500.000 kr." in text
    assert not ProgrammeYear.objects.filter(year=2024).exists()


def test_year_is_opened_once_with_everything(client, permanent):
    PartnershipFactory(running=True)
    post = ReservedPost.objects.get()
    sent = YEAR_FORM | {f"line_{permanent.pk}": "500.000", "posts": str(post.pk)}

    first, second = client.post(OPEN, sent, follow=True), client.post(OPEN, sent, follow=True)

    assert "2024 er åbnet, og tilskuddene er beregnet." in words(first)
    assert "2024 er allerede åbnet." in words(second)
    assert Grant.objects.filter(programme_year__year=2024).count() == 1
    assert ReservedPost.objects.filter(programme_year__year=2024).count() == 1


def test_opening_without_enough_money_says_what_is_missing_and_keeps_what_was_typed(client, permanent):
    PartnershipFactory.create_batch(3, running=True)
    post = ReservedPost.objects.get()
    sent = YEAR_FORM | {f"line_{permanent.pk}": "500.000", "posts": str(post.pk), "minimum_members": "175"}

    answer = client.post(OPEN, sent)

    assert "I 2024 mangler der 200.000 kr. på bevillingen »Varig«" in words(answer)
    assert 'value="175"' in answer.content.decode()
    assert not ProgrammeYear.objects.filter(year=2024).exists()


def test_preview_counts_again_and_opens_nothing(client, permanent):
    PartnershipFactory(running=True)
    sent = YEAR_FORM | {f"line_{permanent.pk}": "500.000", "default_grant": "300.000", "preview": "Beregn igen"}

    text = words(client.post(OPEN, sent))

    assert "Tilsagn 300.000 kr." in text
    assert "Reserveret 0 kr." in text
    assert not ProgrammeYear.objects.filter(year=2024).exists()


@pytest.mark.parametrize("wrong", [{"default_grant": ""}, {"default_grant": "mange"}, {"required_weekly_hours": "x"}])
def test_opening_with_bad_input_is_no_error_page(client, permanent, wrong):
    answer = client.post(OPEN, YEAR_FORM | wrong)

    assert answer.status_code == 200
    assert not ProgrammeYear.objects.filter(year=2024).exists()


def test_year_out_of_reach_is_not_found(client):
    assert client.get("/administration/programaar/2101/aabn/").status_code == 404


# --- Moving a grant ---------------------------------------------------------------------------------------------


def test_consultant_moves_a_grant_to_a_line_with_room(client_for, consultant, permanent, entry):
    grant = GrantFactory(programme_year=entry.programme_year, funding_line=entry.funding_line)
    url = f"/partnerskaber/tilskud/{grant.pk}/bevilling/"
    client = client_for(consultant)

    shown = client.get(url)
    answer = client.post(url, {"funding_line": str(permanent.pk), "based_on": "0"}, follow=True)

    assert "Varig: 400.000 kr. fri" in shown.content.decode()
    assert "Tilskuddet står nu på »Varig«." in words(answer)
    assert Grant.objects.get().funding_line == permanent


# --- Cost ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("url", "queries"),
    [
        (LINES, 6),
        ("/administration/bevillinger/{line}/", 7),
        ("/administration/programaar/2022/", 7),
        ("/administration/programaar/2024/aabn/", 12),
    ],
)
def test_pages_cost_the_same_however_many_rows(client, django_assert_max_num_queries, rows, url, queries):
    for n in range(rows):
        line = FundingLineFactory(yearly_amount=1_000_000)
        for number in (2022, 2023):
            year = ProgrammeYearFactory(year=number, budget=None)
            FundingAmountFactory(funding_line=line, programme_year=year, amount=1_000_000)
            ReservedPostFactory.create_batch(n + 1, programme_year=year, funding_line=line, amount=1)
            GrantFactory(programme_year=year, funding_line=line, partnership=PartnershipFactory(running=True))
    client.get("/")

    with django_assert_max_num_queries(queries):
        client.get(url.format(line=FundingLine.objects.first().pk))
