"""What administrators do with funding lines and reserved posts (R15a, R16)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from partnerships.domain import funding, funding_lines, reserved_posts
from partnerships.enums import FundingKind
from partnerships.models import FundingAmount, FundingLine, ReservedPost
from tests.factories import (
    FundingAmountFactory,
    FundingLineFactory,
    GrantFactory,
    ProgrammeYearFactory,
    ReservedPostFactory,
)
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db
YEAR = 2022


@pytest.fixture
def entry(demo_today) -> FundingAmount:
    """A temporary line of 400,000 kr. a year, 2020–2023, with its amount in 2022."""
    line = FundingLineFactory(
        kind=FundingKind.TEMPORARY, start=date(2020, 1, 1), end=date(2023, 12, 31), yearly_amount=400_000, name="Linjen"
    )
    year = ProgrammeYearFactory(year=YEAR, budget=None)
    return FundingAmountFactory(funding_line=line, programme_year=year, amount=400_000)


def messages_of(action) -> list[str]:
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        action()
    return refusal.value.messages


def test_line_is_created_with_its_trace(administrator):
    line = FundingLine(name="Varig", kind=FundingKind.PERMANENT, start=date(2022, 1, 1), yearly_amount=6_000_000)

    funding_lines.save_line(line=line, by=administrator)

    event = AuditEvent.objects.get(model="partnerships.fundingline")
    assert (event.kind, event.actor_name) == ("created", administrator.name)


def test_amounts_that_followed_the_line_follow_its_change(entry, administrator):
    line = entry.funding_line
    agreed = FundingAmountFactory(
        funding_line=line,
        programme_year=ProgrammeYearFactory(year=2021, budget=None),
        amount=350_000,
        override_reason="Aftalt i budget 2021",
    )
    line.yearly_amount, line.end = 600_000, date(2022, 6, 30)

    funding_lines.save_line(line=line, by=administrator)

    entry.refresh_from_db()
    agreed.refresh_from_db()
    assert (entry.amount, agreed.amount) == (300_000, 350_000)


def test_line_does_not_shrink_away_from_a_year_with_money(entry, administrator):
    entry.funding_line.end = date(2021, 12, 31)

    assert messages_of(lambda: funding_lines.save_line(line=entry.funding_line, by=administrator)) == [
        "Bevillingen har penge i 2022. Fjern beløbet først, eller ret datoen."
    ]


def test_line_does_not_shrink_below_what_is_committed(entry, administrator):
    GrantFactory.create_batch(2, programme_year=entry.programme_year, funding_line=entry.funding_line)
    entry.funding_line.yearly_amount = 399_000

    (text,) = messages_of(lambda: funding_lines.save_line(line=entry.funding_line, by=administrator))

    assert "I 2022 mangler der 1.000 kr. på bevillingen »Linjen«" in text
    assert FundingAmount.objects.get().amount == 400_000


def test_line_with_commitments_does_not_become_conditional(entry, administrator):
    GrantFactory(programme_year=entry.programme_year, funding_line=entry.funding_line)
    entry.funding_line.conditional = True

    (text,) = messages_of(lambda: funding_lines.save_line(line=entry.funding_line, by=administrator))

    assert "mangler der 200.000 kr." in text


def test_line_that_is_no_longer_conditional_forgets_its_confirmation(administrator):
    line = FundingLineFactory(confirmed=True, condition="Budgettet vedtages")
    line.conditional = False

    funding_lines.save_line(line=line, by=administrator)

    line.refresh_from_db()
    assert (line.condition, line.confirmed_on, line.confirmed_by, line.counts) == ("", None, "", True)


@pytest.mark.parametrize(
    ("amount", "reason", "missing"),
    [
        (400_000, "", None),
        (450_000, "Prisregulering", None),
        (450_000, " ", "Skriv, hvorfor beløbet ikke er 400.000 kr."),
        (199_999, "Sparet", "I 2022 mangler der 1 kr. på bevillingen »Linjen«"),
    ],
)
def test_amount_of_a_year_is_another_only_with_a_reason_and_never_below_what_is_committed(
    entry, administrator, amount, reason, missing
):
    GrantFactory(programme_year=entry.programme_year, funding_line=entry.funding_line)
    entry.amount, entry.override_reason = amount, reason

    if missing:
        assert missing in messages_of(lambda: funding_lines.set_amount(entry=entry, by=administrator))[0]
    else:
        funding_lines.set_amount(entry=entry, by=administrator)
        assert FundingAmount.objects.get().amount == amount


def test_amount_outside_the_span_is_refused(entry, administrator):
    outside = FundingAmount(
        funding_line=entry.funding_line, programme_year=ProgrammeYearFactory(year=2024, budget=None), amount=1
    )

    assert messages_of(lambda: funding_lines.set_amount(entry=outside, by=administrator)) == [
        "Bevillingen gælder 1. januar 2020 – 31. december 2023 og har ingen penge i 2024."
    ]


def test_amount_is_removed_only_when_nothing_stands_on_it(entry, administrator):
    grant = GrantFactory(programme_year=entry.programme_year, funding_line=entry.funding_line)
    post = ReservedPostFactory(programme_year=entry.programme_year, funding_line=entry.funding_line, amount=50_000)

    assert messages_of(lambda: funding_lines.remove_amount(entry=entry, by=administrator)) == [
        "Der er givet tilsagn om 200.000 kr. i året. Flyt tilskuddene først.",
        "Der er reserveret 50.000 kr. i året. Frigiv posterne først.",
    ]
    grant.delete()
    reserved_posts.release(post=post, by=administrator)
    funding_lines.remove_amount(entry=entry, by=administrator)
    funding_lines.delete_line(line=entry.funding_line, by=administrator)

    assert not FundingLine.objects.exists()


def test_line_with_money_is_not_deleted(entry, administrator):
    assert messages_of(lambda: funding_lines.delete_line(line=entry.funding_line, by=administrator)) == [
        "Bevillingen har penge i 2022. Fjern beløbene først."
    ]


# --- Conditions --------------------------------------------------------------------------------------------------


def confirm(line, by, *, on=date(2023, 3, 30), who="Borgerrepræsentationen"):
    return funding_lines.confirm_line(line=line, confirmed_on=on, confirmed_by=who, by=by)


def test_confirmed_money_counts(entry, administrator):
    line = entry.funding_line
    line.conditional, line.condition = True, "Budgettet vedtages"
    funding_lines.save_line(line=line, by=administrator)
    before = funding.money_of(entry.programme_year)

    confirm(line, administrator)

    after = funding.money_of(entry.programme_year)
    assert (before.budget, before.pending, after.budget, after.pending) == (0, 400_000, 400_000, 0)


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"on": date(2023, 4, 1)}, "Skriv en dag til og med i dag, 31. marts 2023."),
        ({"on": None}, "Skriv både, hvornår bevillingen er bekræftet, og af hvem."),
        ({"who": " "}, "Skriv både, hvornår bevillingen er bekræftet, og af hvem."),
    ],
)
def test_confirmation_says_when_and_by_whom(demo_today, administrator, changes, text):
    line = FundingLineFactory(conditional_only=True)

    assert messages_of(lambda: confirm(line, administrator, **changes)) == [text]


def test_line_without_a_condition_is_not_confirmed(demo_today, administrator):
    (text,) = messages_of(lambda: confirm(FundingLineFactory(), administrator))

    assert text.startswith("Bevillingen er ikke betinget")


def test_confirmation_is_taken_back_only_when_nothing_depends_on_it(entry, administrator):
    line = entry.funding_line
    line.conditional = True
    line.save()
    confirm(line, administrator)
    grant = GrantFactory(programme_year=entry.programme_year, funding_line=line)

    assert messages_of(lambda: funding_lines.unconfirm_line(line=line, by=administrator)) == [
        "I 2022 er der givet tilsagn om 200.000 kr., og 0 kr. er reserveret. Flyt det til en anden bevilling først."
    ]
    grant.delete()
    funding_lines.unconfirm_line(line=line, by=administrator)

    line.refresh_from_db()
    assert (line.confirmed_on, line.counts) == (None, False)
    assert messages_of(lambda: funding_lines.unconfirm_line(line=line, by=administrator)) == [
        "Bevillingen er ikke bekræftet."
    ]


# --- Reserved posts --------------------------------------------------------------------------------------------------


def test_post_is_reserved_within_the_line_and_released(entry, administrator):
    place = {"funding_line": entry.funding_line, "programme_year": entry.programme_year, "title": "Kurser"}
    too_much = ReservedPost(**place, amount=400_001)

    assert "mangler der 1 kr." in messages_of(lambda: reserved_posts.reserve(post=too_much, by=administrator))[0]
    post = ReservedPost(**place, amount=400_000)
    reserved_posts.reserve(post=post, by=administrator)
    assert funding.money_of(entry.programme_year).free == 0
    reserved_posts.release(post=post, by=administrator)

    assert funding.money_of(entry.programme_year).free == 400_000


def test_post_on_a_line_without_money_in_the_year_is_refused(entry, administrator):
    post = ReservedPost(funding_line=FundingLineFactory(), programme_year=entry.programme_year, title="X", amount=1)

    assert "har ingen penge i 2022" in messages_of(lambda: reserved_posts.reserve(post=post, by=administrator))[0]
