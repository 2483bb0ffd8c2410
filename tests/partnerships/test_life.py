"""A partnership's life (R1): what each change does to dates and grants (R2), and what is refused."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partnerships.domain.changes import GrantChange, RefusedChange
from partnerships.domain.corrections import Dates, correct_dates, mark_of
from partnerships.domain.partnerships import (
    Decided,
    Member,
    add_participation,
    create_partnership,
    end_early,
    end_participation,
    extend,
)
from partnerships.models import Decision, Extension, Grant, Participation, Partnership
from tests.factories import (
    AssociationFactory,
    BoardMemberFactory,
    GrantAccountFactory,
    GrantFactory,
    InstalmentFactory,
    ParticipationFactory,
    PartnershipFactory,
    PersonFactory,
    ProgrammeYearFactory,
)
from workflow.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_today")]
DECIDED = Decided(date(2023, 3, 1), "Kultur- og Fritidsudvalget, 1. marts 2023", "Gode erfaringer")


@pytest.fixture(autouse=True)
def years():
    for year in range(2018, 2026):
        ProgrammeYearFactory(year=year)


def grants() -> list[tuple[int, int, int]]:
    rows = Grant.objects.order_by("partnership", "programme_year__year")
    return [(row.programme_year.year, row.months, row.amount) for row in rows]


def periods(partnership: Partnership) -> list[tuple[date, date]]:
    rows = Participation.objects.filter(partnership=partnership).order_by("start", "pk")
    partnership.refresh_from_db()
    return [(partnership.start, partnership.end), *((row.start, row.end) for row in rows)]


def create(by, *members, start=date(2022, 7, 1), end=None):
    rows = [member if isinstance(member, Member) else Member(member) for member in members]
    return create_partnership(start=start, end=end, members=rows, decided=DECIDED, by=by)


def refusal(act) -> str:
    with pytest.raises(ValidationError) as refused:
        act()
    return " ".join(refused.value.messages)


# --- Create ----------------------------------------------------------------------------------------------------------


def test_create_runs_four_years_with_grants_by_months(consultant):
    club = AssociationFactory(name="Hekla")

    change = create(consultant, club)

    assert periods(change.partnership) == [(date(2022, 7, 1), date(2026, 6, 30))] * 2
    assert grants() == [(2022, 6, 100_000), (2023, 12, 200_000), (2024, 12, 200_000), (2025, 12, 200_000)]
    assert change.unopened == (2026,)
    assert (change.partnership.decided_on, change.partnership.decided_by, change.partnership.reason) == (
        DECIDED.on, DECIDED.by, DECIDED.reason
    )  # fmt: skip
    traced = AuditEvent.objects.get(model="partnerships.partnership")
    assert (traced.actor_name, traced.association_ids) == ("Mette Konsulent", [club.pk])


def test_create_shared_gives_each_association_its_own_period(consultant):
    first, second = AssociationFactory(), AssociationFactory()

    change = create(consultant, first, Member(second, date(2023, 1, 1), date(2024, 12, 31)), end=date(2025, 6, 30))

    assert periods(change.partnership)[1:] == [
        (date(2022, 7, 1), date(2025, 6, 30)), (date(2023, 1, 1), date(2024, 12, 31))
    ]  # fmt: skip
    assert sum(amount for _, _, amount in grants()) == 600_000


def test_create_twice_with_the_same_decision_happens_once(consultant):
    club = AssociationFactory()

    first, second = create(consultant, club), create(consultant, club)

    assert (first.is_repeat, second.is_repeat) == (False, True)
    assert Partnership.objects.get() == second.partnership


def test_create_names_the_agreement_in_the_way(consultant):
    club, other = AssociationFactory(name="Hekla"), AssociationFactory(name="Brage")
    PartnershipFactory(associations=[club, other], start=date(2020, 1, 1))

    text = refusal(lambda: create(consultant, club))

    assert text == ("Hekla har allerede et socialt partnerskab 1. januar 2020 – 31. december 2023 sammen med Brage.")
    assert Partnership.objects.count() == 1


@pytest.mark.parametrize(
    ("member", "message"),
    [
        ((date(2022, 6, 30), None), "Brage skal have en periode inden for partnerskabets"),
        ((None, date(2030, 1, 1)), "som er 1. juli 2022 – 30. juni 2026"),
    ],
)
def test_create_keeps_members_inside(consultant, member, message):
    club, other = AssociationFactory(), AssociationFactory(name="Brage")

    assert message in refusal(lambda: create(consultant, club, Member(other, *member)))


def test_create_refuses_the_same_association_twice(consultant):
    club = AssociationFactory(name="Hekla")

    assert refusal(lambda: create(consultant, club, club)) == "Hekla står to gange. Vælg hver forening én gang."


def test_create_refuses_an_end_before_the_start(consultant):
    club = AssociationFactory()

    assert "samme dag som startdatoen eller senere" in refusal(lambda: create(consultant, club, end=date(2022, 6, 30)))


def test_consultant_never_makes_agreements_for_the_own_club(consultant):
    club = AssociationFactory(name="Hekla")
    BoardMemberFactory(association=club, person=PersonFactory(user=consultant, email=None))
    partnership = PartnershipFactory(association=club)

    assert "Lad en anden konsulent" in refusal(lambda: create(consultant, club))
    assert "Lad en anden konsulent" in refusal(lambda: prolong(partnership, consultant))


def test_nobody_decides_tomorrow(consultant):
    tomorrow = Decided(date(2023, 4, 1), "Udvalget", "Fordi")

    text = refusal(
        lambda: create_partnership(
            start=date(2023, 1, 1), end=None, members=[Member(AssociationFactory())], decided=tomorrow, by=consultant
        )
    )

    assert text == "Skriv en dag, der senest er i dag, 31. marts 2023."


# --- Extend ----------------------------------------------------------------------------------------------------------


def prolong(partnership, by, new_end=date(2025, 12, 31), decided=DECIDED):
    return extend(partnership=partnership, new_end=new_end, decided=decided, by=by)


def test_extend_takes_those_along_who_go_to_the_end(consultant):
    partnership = PartnershipFactory(association=AssociationFactory(), start=date(2020, 1, 1))
    gone = ParticipationFactory(partnership=partnership, end=date(2022, 12, 31))

    change = prolong(partnership, consultant)

    assert periods(partnership) == [
        (date(2020, 1, 1), date(2025, 12, 31)),
        (date(2020, 1, 1), date(2025, 12, 31)),
        (date(2020, 1, 1), gone.end),
    ]
    extension = Extension.objects.get()
    assert (extension.previous_end, extension.new_end, extension.decided_by) == (
        date(2023, 12, 31), date(2025, 12, 31), DECIDED.by
    )  # fmt: skip
    assert [row[0] for row in grants()] == [2020, 2021, 2022, 2023, 2024, 2025]
    assert [member.is_change for member in change.members] == [True, False]


def test_extend_any_number_of_times(consultant):
    partnership = PartnershipFactory(start=date(2018, 1, 1))

    for year in (2023, 2024, 2025):
        prolong(partnership, consultant, date(year, 12, 31))

    assert partnership.extensions.count() == 3
    assert len(grants()) == 8


def test_extend_twice_with_the_same_decision_happens_once(consultant):
    partnership = PartnershipFactory(start=date(2020, 1, 1))

    answers = [prolong(partnership, consultant).is_repeat for _ in range(2)]

    assert answers == [False, True]
    assert Extension.objects.count() == 1


def test_extend_must_be_later(consultant):
    partnership = PartnershipFactory(start=date(2020, 1, 1))

    assert refusal(lambda: prolong(partnership, consultant, date(2023, 12, 31))) == (
        "Partnerskabet slutter allerede 31. december 2023. Skriv en senere dato."
    )


def test_extend_not_after_an_early_end(consultant):
    partnership = PartnershipFactory(ended_early=True)

    assert "besluttet afsluttet før tid den 31. december 2020" in refusal(lambda: prolong(partnership, consultant))


def test_extend_not_into_the_next_agreement(consultant):
    club = AssociationFactory(name="Hekla")
    partnership = PartnershipFactory(association=club, start=date(2018, 1, 1))
    PartnershipFactory(association=club, start=date(2022, 7, 1))

    text = refusal(lambda: prolong(partnership, consultant))

    assert text == "Hekla har allerede et socialt partnerskab 1. juli 2022 – 30. juni 2026."


def test_extend_over_budget_is_refused_with_the_missing_amount_and_tells_what_it_would_do(consultant):
    for year in (2024, 2025):
        entry = ProgrammeYearFactory(year=year).funding_amounts.get()
        entry.amount = 150_000
        entry.save()
    partnership = PartnershipFactory(start=date(2020, 1, 1))

    with pytest.raises(RefusedChange) as refused:
        prolong(partnership, consultant)

    assert [text.partition(" på")[0] for text in refused.value.messages] == [
        "I 2024 mangler der 50.000 kr.", "I 2025 mangler der 50.000 kr."
    ]  # fmt: skip
    change = refused.value.change
    assert [(row.year, row.missing, row.free_before) for row in change.money if row.missing] == [
        (2024, 50_000, 150_000), (2025, 50_000, 150_000)
    ]  # fmt: skip
    partnership.refresh_from_db()
    assert partnership.end == date(2023, 12, 31)
    assert not Grant.objects.exists()


# --- End early -------------------------------------------------------------------------------------------------------


def end(partnership, by, last_day=date(2023, 6, 30), decided=DECIDED):
    return end_early(partnership=partnership, last_day=last_day, decided=decided, by=by)


def test_end_early_takes_all_along_and_keeps_the_decision(consultant):
    partnership = PartnershipFactory(association=AssociationFactory(), start=date(2020, 1, 1))
    ParticipationFactory(partnership=partnership, end=date(2022, 12, 31))
    later = ParticipationFactory(partnership=partnership, start=date(2023, 9, 1))

    end(partnership, consultant)

    assert periods(partnership) == [
        (date(2020, 1, 1), date(2023, 6, 30)),
        (date(2020, 1, 1), date(2023, 6, 30)),
        (date(2020, 1, 1), date(2022, 12, 31)),
    ]
    assert not Participation.objects.filter(pk=later.pk).exists()
    assert (partnership.ended_early_on, partnership.end_decided_by, partnership.end_reason) == (
        DECIDED.on, DECIDED.by, DECIDED.reason
    )  # fmt: skip
    assert partnership.first_end == date(2023, 12, 31)
    assert grants()[-1] == (2023, 6, 100_000)


def test_end_early_twice_happens_once(consultant):
    partnership = PartnershipFactory(start=date(2020, 1, 1))

    assert [end(partnership, consultant).is_repeat for _ in range(2)] == [False, True]


@pytest.mark.parametrize("day", [date(2019, 12, 31), date(2023, 12, 31)])
def test_end_early_lies_inside(consultant, day):
    partnership = PartnershipFactory(start=date(2020, 1, 1))

    assert "inden for partnerskabets periode (1. januar 2020 – 31. december 2023)" in refusal(
        lambda: end(partnership, consultant, day)
    )


def test_end_early_not_before_anybody_has_begun(consultant):
    partnership = PartnershipFactory(start=date(2020, 1, 1), participate=False)
    ParticipationFactory(partnership=partnership, start=date(2021, 1, 1))

    assert "ingen forening begyndt" in refusal(lambda: end(partnership, consultant, date(2020, 6, 30)))


def test_end_early_keeps_what_is_paid_and_cuts_what_is_not(consultant):
    partnership = PartnershipFactory(start=date(2020, 1, 1))
    paid, planned = (
        GrantFactory(partnership=partnership, programme_year=ProgrammeYearFactory(year=year)) for year in (2022, 2023)
    )
    InstalmentFactory.create_batch(2, grant=paid, paid=True)
    InstalmentFactory(grant=planned)
    InstalmentFactory(grant=planned, due_on=date(2023, 7, 1))

    change = end(partnership, consultant, date(2022, 6, 30))

    assert grants() == [(2020, 12, 200_000), (2021, 12, 200_000), (2022, 6, 100_000)]
    assert [row.amount for row in paid.instalments.all()] == [100_000, 100_000]
    assert [(row.year, row.too_much_paid, row.consequence) for row in change.paid_changes] == [
        (2022, 100_000, "100.000 kr. er betalt for meget og skal betales tilbage eller overføres.")
    ]


def test_year_with_paid_money_stands_with_nothing_when_the_partnership_no_longer_covers_it(consultant):
    partnership = PartnershipFactory(start=date(2020, 1, 1))
    paid, told = (
        GrantFactory(partnership=partnership, programme_year=ProgrammeYearFactory(year=year)) for year in (2022, 2023)
    )
    InstalmentFactory(grant=paid, paid=True)
    GrantAccountFactory(grant=told)

    end(partnership, consultant, date(2021, 12, 31))

    assert grants()[2:] == [(2022, 0, 0), (2023, 0, 0)]


@pytest.mark.parametrize(
    ("before", "after", "paid", "sentence"),
    [
        (100_000, 200_000, 100_000, "Der skal betales 100.000 kr. mere. Derefter mangler der i alt 100.000 kr."),
        (
            200_000,
            150_000,
            100_000,
            "Der skal betales 50.000 kr. mindre end planlagt. Derefter mangler der i alt 50.000 kr.",
        ),
        (200_000, None, 100_000, "100.000 kr. er betalt for meget og skal betales tilbage eller overføres."),
        (200_000, 100_000, 0, ""),
        (200_000, 200_000, 100_000, ""),
    ],
)
def test_change_of_a_paid_year_says_what_it_means(before, after, paid, sentence):
    change = GrantChange(2022, "Bevilling", 12, 12, before, after, paid)

    assert (change.consequence, change.asks) == (sentence, bool(sentence))


# --- Associations join and leave -------------------------------------------------------------------------------------


def test_association_joins_with_its_own_period_and_decision(consultant):
    partnership, club = PartnershipFactory(start=date(2020, 1, 1)), AssociationFactory(name="Brage")
    member = Member(club, date(2023, 1, 1))

    answers = [
        add_participation(partnership=partnership, member=member, decided=DECIDED, by=consultant) for _ in range(2)
    ]

    assert [answer.is_repeat for answer in answers] == [False, True]
    assert periods(partnership)[2] == (date(2023, 1, 1), date(2023, 12, 31))
    decision = Decision.objects.get()
    assert (decision.kind, decision.association, decision.reason) == ("joined", club, DECIDED.reason)
    assert decision.what == "Brage er med 1. januar 2023 – 31. december 2023."
    assert sum(amount for _, _, amount in grants()) == 800_000  # the grant is the partnership's


def test_association_joins_inside_the_partnership_only(consultant):
    partnership, club = PartnershipFactory(start=date(2020, 1, 1)), AssociationFactory()

    assert "inden for partnerskabets" in refusal(
        lambda: add_participation(
            partnership=partnership, member=Member(club, date(2019, 1, 1)), decided=DECIDED, by=consultant
        )
    )


def test_association_leaves_and_the_others_go_on(consultant):
    first, second = AssociationFactory(name="Hekla"), AssociationFactory(name="Brage")
    partnership = PartnershipFactory(associations=[first, second], start=date(2020, 1, 1))
    row = partnership.participations.get(association=second)

    answers = [
        end_participation(participation=row, last_day=date(2022, 12, 31), decided=DECIDED, by=consultant)
        for _ in range(2)
    ]

    assert [answer.is_repeat for answer in answers] == [False, True]
    assert periods(partnership)[0] == (date(2020, 1, 1), date(2023, 12, 31))
    row.refresh_from_db()
    assert row.end == date(2022, 12, 31)
    assert Decision.objects.get().what == "Brage er med til og med 31. december 2022."


def test_last_association_cannot_leave(consultant):
    partnership = PartnershipFactory(start=date(2020, 1, 1))
    row = partnership.participations.get()

    text = refusal(
        lambda: end_participation(participation=row, last_day=date(2022, 12, 31), decided=DECIDED, by=consultant)
    )

    assert text == "Ingen anden forening er med derefter. Afslut hele partnerskabet i stedet for."


def test_leaving_lies_inside_the_own_period(consultant):
    partnership = PartnershipFactory(associations=AssociationFactory.create_batch(2), start=date(2020, 1, 1))

    assert "inden for foreningens periode" in refusal(
        lambda: end_participation(
            participation=partnership.participations.first(),
            last_day=date(2023, 12, 31),
            decided=DECIDED,
            by=consultant,
        )
    )


# --- Wrong dates -----------------------------------------------------------------------------------------------------


def correct(partnership, by, *, based_on=None, **dates):
    given = Dates(**{"start": partnership.start, "first_end": partnership.first_end, **dates})
    mark = mark_of(partnership) if based_on is None else based_on
    return correct_dates(partnership=partnership, dates=given, based_on=mark, decided=DECIDED, by=by)


def test_correct_start_takes_the_association_and_the_grants_along(consultant):
    partnership = PartnershipFactory(start=date(2020, 1, 1))

    answers = [correct(partnership, consultant, start=date(2020, 7, 1)) for _ in range(2)]

    assert [answer.is_repeat for answer in answers] == [False, True]
    assert periods(partnership) == [(date(2020, 7, 1), date(2023, 12, 31))] * 2
    assert grants()[0] == (2020, 6, 100_000)
    assert Decision.objects.get().what == "Startdato: 1. januar 2020 → 1. juli 2020."


def test_correct_extension_and_association(consultant):
    first, second = AssociationFactory(name="Hekla"), AssociationFactory(name="Brage")
    partnership = PartnershipFactory(associations=[first, second], extended=True)
    extension, row = partnership.extensions.get(), partnership.participations.get(association=second)

    correct(
        partnership,
        consultant,
        first_end=date(2020, 12, 31),
        extensions={extension.pk: date(2024, 12, 31)},
        members={row.pk: (date(2018, 1, 1), date(2021, 12, 31))},
    )

    extension.refresh_from_db()
    assert (extension.previous_end, extension.new_end) == (date(2020, 12, 31), date(2024, 12, 31))
    assert periods(partnership) == [
        (date(2018, 1, 1), date(2024, 12, 31)), (date(2018, 1, 1), date(2024, 12, 31)), (row.start, date(2021, 12, 31))
    ]  # fmt: skip


def test_correct_takes_an_extension_and_an_early_end_away(consultant):
    partnership = PartnershipFactory(start=date(2018, 1, 1), ended_early=True)
    other = PartnershipFactory(extended=True)

    correct(partnership, consultant)
    correct(other, consultant, extensions={other.extensions.get().pk: None})

    assert periods(partnership)[0] == periods(other)[0] == (date(2018, 1, 1), date(2021, 12, 31))
    assert (partnership.ended_early_on, partnership.end_reason, partnership.end_decided_by) == (None, "", "")
    assert not Extension.objects.exists()


@pytest.mark.parametrize(
    ("dates", "message"),
    [
        ({"first_end": date(2017, 12, 31)}, "Slutdatoen skal være samme dag"),
        ({"first_end": date(2026, 1, 1)}, "En forlængelse skal slutte senere end aftalen før"),
    ],
)
def test_correct_refuses_dates_out_of_order(consultant, dates, message):
    partnership = PartnershipFactory(extended=True)

    assert message in refusal(lambda: correct(partnership, consultant, **dates))


def test_correct_refuses_an_early_end_outside_the_agreement(consultant):
    partnership = PartnershipFactory(ended_early=True)

    assert "før tid inden for aftalens periode" in refusal(
        lambda: correct(partnership, consultant, early_end=date(2022, 1, 1))
    )


def test_correct_refuses_a_period_of_an_association_that_ends_before_it_begins(consultant):
    partnership = PartnershipFactory(associations=AssociationFactory.create_batch(2))
    row = partnership.participations.first()

    assert "ligger før startdatoen" in refusal(
        lambda: correct(partnership, consultant, members={row.pk: (date(2019, 1, 1), date(2018, 12, 31))})
    )


def test_correct_nothing_is_said(consultant):
    partnership = PartnershipFactory()

    assert refusal(lambda: correct(partnership, consultant)) == "Du har ikke ændret nogen dato."


def test_correct_tells_what_somebody_else_changed_meanwhile(consultant):
    partnership = PartnershipFactory(start=date(2020, 1, 1))
    seen = mark_of(partnership)
    prolong(partnership, consultant)

    text = refusal(lambda: correct(partnership, consultant, based_on=seen, start=date(2020, 2, 1)))

    assert text.startswith("Mette Konsulent har ændret partnerskabet, mens du skrev")
    assert "Slutdato: 31. december 2023 → 31. december 2025" in text
