"""The money of lines and years (R15a, R16): what counts, what is left, and what is refused in words."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from partnerships.domain import funding, grants
from partnerships.domain.shares import proportional_amount
from partnerships.models import FundingLine, Grant
from tests.factories import (
    FundingAmountFactory,
    FundingLineFactory,
    GrantFactory,
    PartnershipFactory,
    ProgrammeYearFactory,
    ReservedPostFactory,
)

YEAR = 2022


def line_with(amount: int, *, year: int = YEAR, **line) -> FundingLine:
    """A line with an amount in the year; more words are the line's."""
    entry = FundingAmountFactory(
        funding_line=FundingLineFactory(**line),
        programme_year=ProgrammeYearFactory(year=year, budget=None),
        amount=amount,
    )
    return entry.funding_line


def year_of(year: int = YEAR):
    return ProgrammeYearFactory(year=year, budget=None)


@pytest.mark.django_db
def test_budget_is_the_sum_of_the_lines_that_count():
    line_with(1_000_000)
    line_with(300_000, confirmed=True)
    line_with(250_000, conditional_only=True)
    line_with(900_000, year=2021)

    money = funding.money_of(year_of())

    assert (money.budget, money.pending, money.free) == (1_300_000, 250_000, 1_300_000)


@pytest.mark.django_db
def test_committed_and_reserved_stand_on_their_own_line_and_year():
    first, second = line_with(1_000_000, name="A"), line_with(500_000, name="B")
    line_with(700_000, year=2021, name="C")
    for line, count in ((first, 3), (second, 1)):
        for _ in range(count):
            GrantFactory(programme_year=year_of(), funding_line=line)
    ReservedPostFactory(programme_year=year_of(), funding_line=second, amount=250_000)

    rows = funding.lines_by_year([year_of(), year_of(2021)])

    assert [(r.line.name, r.committed, r.reserved, r.free) for r in rows[year_of().pk]] == [
        ("A", 600_000, 0, 400_000),
        ("B", 200_000, 250_000, 50_000),
    ]
    assert [(r.line.name, r.free) for r in rows[year_of(2021).pk]] == [("C", 700_000)]


@pytest.mark.django_db
def test_refusal_names_the_amount_missing_on_the_line_and_where_there_is_money():
    line_with(200_000, name="Varig")
    short = line_with(150_000, name="Fra 2020")
    GrantFactory(programme_year=year_of(), funding_line=short)

    with pytest.raises(ValidationError) as refusal:
        funding.refuse_over_commitment([year_of()])

    assert refusal.value.messages == [
        (
            "I 2022 mangler der 50.000 kr. på bevillingen »Fra 2020«: beløbet er 150.000 kr., der er givet tilsagn om "
            "200.000 kr., og 0 kr. er reserveret. Der er 200.000 kr. på »Varig« fri."
        )
    ]


@pytest.mark.django_db
def test_refusal_explains_a_line_that_waits_for_its_condition():
    waiting = line_with(500_000, name="Næste års budget", conditional_only=True)
    GrantFactory(programme_year=year_of(), funding_line=waiting)

    with pytest.raises(ValidationError, match="den er betinget og tæller først med, når den er bekræftet") as refusal:
        funding.refuse_over_commitment([year_of()])

    assert "I 2022 mangler der 200.000 kr." in refusal.value.messages[0]


@pytest.mark.django_db
def test_lines_of_a_year_are_read_in_one_query(django_assert_num_queries):
    for name in ("A", "B", "C"):
        GrantFactory(programme_year=year_of(), funding_line=line_with(1_000_000, name=name))

    year = year_of()
    with django_assert_num_queries(1):
        money = funding.money_of(year)

    assert money.committed == 600_000


# --- What a line brings in a year --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "year", "amount"),
    [
        (date(2020, 7, 1), date(2021, 12, 31), 2020, 500_000),
        (date(2020, 7, 31), date(2021, 12, 31), 2020, 500_000),
        (date(2020, 7, 1), date(2021, 12, 31), 2021, 1_000_000),
        (date(2020, 7, 1), date(2021, 1, 1), 2021, 83_333),
        (date(2020, 7, 1), None, 2050, 1_000_000),
        (date(2020, 7, 1), date(2021, 12, 31), 2022, 0),
    ],
)
def test_part_of_a_year_brings_its_months(start, end, year, amount):
    line = FundingLine(start=start, end=end, yearly_amount=1_000_000)

    assert funding.proposed_amount(line, year) == amount


def test_line_without_a_yearly_amount_proposes_nothing():
    assert funding.proposed_amount(FundingLine(start=date(2020, 7, 1)), 2020) is None


DAYS = st.dates(date(2010, 1, 1), date(2030, 12, 31))


@given(DAYS, DAYS, st.integers(0, 100_000_000))
def test_amounts_of_all_years_are_the_months_of_the_span(first, second, yearly):
    start, end = sorted((first, second))
    line = FundingLine(start=start, end=end, yearly_amount=yearly)
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    years = range(start.year, end.year + 1)

    amounts = [funding.proposed_amount(line, year) for year in years]

    assert sum(line.months_in(year) for year in years) == months
    assert abs(sum(amounts) - yearly * months / 12) <= len(years) / 2
    assert all(0 <= amount <= yearly for amount in amounts)
    assert funding.proposed_amount(line, end.year + 1) == 0


# --- The line of a new grant -------------------------------------------------------------------------------------


def lines_of_grants(*partnerships) -> list[tuple[int, str]]:
    grants.recalculate(partnerships=partnerships, by=None)
    rows = Grant.objects.order_by("partnership", "programme_year__year")
    return list(rows.values_list("programme_year__year", "funding_line__name"))


@pytest.mark.django_db
def test_new_grant_stands_on_the_newest_line_begun_with_the_partnership():
    line_with(1_000_000, name="2012", start=date(2012, 1, 1))
    line_with(1_000_000, name="2018", start=date(2018, 1, 1))
    line_with(1_000_000, name="2020", start=date(2020, 1, 1))

    rows = lines_of_grants(PartnershipFactory(extended=True))

    assert rows == [(2022, "2018")]


@pytest.mark.django_db
def test_new_grant_takes_the_usual_line_while_it_has_room():
    usual = line_with(200_000, year=2020, name="Vores")
    FundingAmountFactory(funding_line=usual, programme_year=year_of(2021), amount=199_999)
    line_with(900_000, year=2020, name="Anden", start=date(2018, 1, 1))
    FundingAmountFactory(
        funding_line=FundingLine.objects.get(name="Anden"), programme_year=year_of(2021), amount=900_000
    )
    partnership = PartnershipFactory()
    GrantFactory(partnership=partnership, programme_year=year_of(2020), funding_line=usual)

    rows = lines_of_grants(partnership)

    assert rows == [(2020, "Vores"), (2021, "Anden")]


@pytest.mark.django_db
def test_new_grant_never_stands_on_money_that_waits():
    line_with(900_000, name="Venter", start=date(2018, 1, 1), conditional_only=True)
    line_with(200_000, name="Tæller", start=date(2022, 6, 1))

    assert lines_of_grants(PartnershipFactory(extended=True)) == [(2022, "Tæller")]


@pytest.mark.django_db
def test_year_in_which_no_line_counts_says_what_is_missing():
    line_with(900_000, name="Venter", conditional_only=True)

    with pytest.raises(ValidationError) as refusal:
        lines_of_grants(PartnershipFactory(extended=True), PartnershipFactory(extended=True))

    assert "I 2022 mangler der 400.000 kr.: der er ingen bevilling med penge i 2022" in refusal.value.messages[0]
    assert not Grant.objects.exists()


@pytest.mark.django_db
def test_chosen_line_amount_and_reason_are_taken():
    line_with(900_000, name="Den ene")
    chosen = line_with(900_000, name="Den anden")
    partnership = PartnershipFactory(extended=True)
    choice = grants.Choice(line=chosen, amount=150_000, reason="Efter aftale")

    grants.recalculate(partnerships=[partnership], by=None, choices={(partnership.pk, YEAR): choice})

    grant = Grant.objects.get()
    assert (grant.funding_line, grant.amount, grant.override_reason) == (chosen, 150_000, "Efter aftale")


@pytest.mark.django_db
def test_chosen_line_without_money_in_the_year_is_refused():
    line_with(900_000)
    elsewhere = line_with(900_000, year=2021, name="Andre år")
    partnership = PartnershipFactory(start=date(2022, 1, 1))

    with pytest.raises(ValidationError, match="Bevillingen »Andre år« har ingen penge i 2022"):
        grants.recalculate(
            partnerships=[partnership], by=None, choices={(partnership.pk, YEAR): grants.Choice(line=elsewhere)}
        )


@given(amounts=st.lists(st.integers(1, 12), min_size=1, max_size=8), rooms=st.lists(st.integers(0, 5), max_size=4))
def test_lines_are_never_filled_beyond_their_room_while_another_has_room(amounts, rooms):
    from partnerships.domain.funding import LineMoney
    from partnerships.domain.line_choice import Room
    from partnerships.models import FundingAmount

    lines = [FundingLine(pk=n + 1, start=date(2018 + n, 1, 1)) for n in range(len(rooms))]
    entries = [FundingAmount(funding_line=line, amount=free * 100) for line, free in zip(lines, rooms, strict=True)]
    room = Room([LineMoney(entry, 0, 0) for entry in entries])
    for months in amounts:
        amount = proportional_amount(120, months)
        before = dict(room.free)
        line = room.choose(amount, date(2020, 1, 1), None)
        if line is None:
            assert not rooms
            return
        fits = [pk for pk, free in before.items() if free >= amount]
        assert not fits or line.pk in fits
        room.take(line.pk, amount)


# --- Moving grants ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_grant_moves_to_a_line_with_room_and_leaves_the_old_one(consultant):
    old, new = line_with(200_000, name="Gammel"), line_with(200_000, name="Ny")
    grant = GrantFactory(programme_year=year_of(), funding_line=old)

    grants.edit_grant(grant=grant, line=new, by=consultant)

    rows = funding.lines_by_year([year_of()])[year_of().pk]
    assert {row.line.name: row.free for row in rows} == {"Gammel": 200_000, "Ny": 0}


@pytest.mark.django_db
def test_grant_does_not_move_to_a_line_without_room(consultant):
    old, new = line_with(200_000, name="Gammel"), line_with(199_999, name="Ny")
    grant = GrantFactory(programme_year=year_of(), funding_line=old)

    with pytest.raises(ValidationError, match=r"I 2022 mangler der 1 kr\. på bevillingen »Ny«"):
        grants.edit_grant(grant=grant, line=new, by=consultant)

    assert Grant.objects.get().funding_line == old


@pytest.mark.django_db
def test_all_grants_move_or_none(consultant):
    old, new = line_with(600_000, name="Gammel"), line_with(400_000, name="Ny")
    rows = [GrantFactory(programme_year=year_of(), funding_line=old) for _ in range(3)]

    with pytest.raises(ValidationError, match=r"mangler der 200\.000 kr\."):
        grants.move_grants(grants=rows, line=new, by=consultant)
    grants.move_grants(grants=Grant.objects.all()[:2], line=new, by=consultant)

    assert sorted(Grant.objects.values_list("funding_line__name", flat=True)) == ["Gammel", "Ny", "Ny"]


@pytest.mark.django_db
def test_another_amount_needs_its_reason(consultant):
    grant = GrantFactory(programme_year=ProgrammeYearFactory(year=YEAR))

    with pytest.raises(ValidationError, match=r"Skriv, hvorfor beløbet ikke er 200\.000 kr\."):
        grants.edit_grant(grant=grant, amount=150_000, by=consultant)
    grants.edit_grant(grant=grant, amount=150_000, reason="Nedsat efter aftale", by=consultant)
    grants.edit_grant(grant=grant, amount=None, reason="", by=consultant)

    assert Grant.objects.get().amount == 200_000
