"""Pages of a partnership's life: the form, the preview, done; and what stands in the way."""

from datetime import date

import pytest
from django.urls import reverse

from partnerships.models import Extension, Grant, Partnership
from tests.factories import (
    AssociationFactory,
    BoardMemberFactory,
    GrantFactory,
    InstalmentFactory,
    PartnershipFactory,
    PersonFactory,
    ProgrammeYearFactory,
)
from workflow.models import AuditEvent

DECISION = {
    "decided_on": "01-03-2023",
    "decided_by": "Kultur- og Fritidsudvalget, 1. marts 2023, punkt 4",
    "reason": "Gode erfaringer",
}


@pytest.fixture
def club(db, demo_today):
    for year in range(2020, 2026):
        ProgrammeYearFactory(year=year)
    return AssociationFactory(name="Hekla")


@pytest.fixture
def partnership(club):
    return PartnershipFactory(association=club, start=date(2020, 1, 1))


@pytest.fixture
def client(client_for, consultant):
    return client_for(consultant)


def address(name: str, obj=None) -> str:
    return reverse(f"partnerships:{name}", args=[obj.pk] if obj else [])


def text(response) -> str:
    return response.content.decode()


def confirmed(client, url: str, data: dict[str, str], **more: str):
    """Sends the form, then confirms what the preview shows."""
    preview = client.post(url, data)
    shown = {"trin": "bekraeft", "aftryk": preview.context["change"].fingerprint, **more}
    return client.post(url, data | shown)


def test_extend_is_shown_before_it_is_done(client, partnership):
    url = address("partnership-extend", partnership)
    data = {"new_end": "31-12-2025", **DECISION}

    assert 'value="31-12-2027"' in text(client.get(url))  # four more years are proposed
    preview = text(client.post(url, data))

    assert "Intet er gemt endnu" in preview
    assert "1. januar 2020 – 31. december 2025" in preview
    assert "6 tilskud ændres" in preview
    assert "6.000.000 kr." in preview
    assert "5.800.000 kr." in preview
    assert not Extension.objects.exists()
    assert not AuditEvent.objects.exists()
    done = confirmed(client, url, data)
    assert done["Location"] == reverse(
        "overview:association-partnership", args=[partnership.participations.get().association_id]
    )
    assert Extension.objects.get().new_end == date(2025, 12, 31)
    assert "Partnerskabet er forlænget til 31. december 2025." in text(client.get(done["Location"]))


def test_confirming_twice_happens_once_and_leads_on(client, partnership):
    url, data = address("partnership-extend", partnership), {"new_end": "31-12-2025", **DECISION}
    shown = {"trin": "bekraeft", "aftryk": client.post(url, data).context["change"].fingerprint}

    answers = [client.post(url, data | shown).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Extension.objects.count() == 1


def test_what_was_typed_comes_back_from_the_preview(client, partnership):
    url = address("partnership-extend", partnership)

    page = text(client.post(url, {"new_end": "31-12-2025", **DECISION, "trin": "ret"}))

    assert 'value="31-12-2025"' in page
    assert DECISION["decided_by"] in page
    assert "Fejl" not in page.partition("<main")[2]


def test_change_in_between_is_shown_again(client, partnership):
    url, data = address("partnership-extend", partnership), {"new_end": "31-12-2025", **DECISION}
    shown = {"trin": "bekraeft", "aftryk": client.post(url, data).context["change"].fingerprint}
    GrantFactory(partnership=PartnershipFactory(start=date(2022, 1, 1)), programme_year=ProgrammeYearFactory(year=2025))

    again = client.post(url, data | shown)

    assert again.context["attempt"].is_stale
    assert "Noget er ændret, siden du så det sidst" in text(again)
    assert not Extension.objects.exists()
    shown["aftryk"] = again.context["change"].fingerprint
    assert client.post(url, data | shown).status_code == 302


def test_over_budget_names_the_missing_amount_and_offers_no_confirmation(client, partnership):
    entry = ProgrammeYearFactory(year=2025).funding_amounts.get()
    entry.amount = 150_000
    entry.save()
    url, data = address("partnership-extend", partnership), {"new_end": "31-12-2025", **DECISION}

    page = text(client.post(url, data))

    assert "Der er ikke penge nok" in page
    assert "I 2025 mangler der 50.000 kr. på bevillingen »Programmets bevilling«" in page
    assert "Mangler 50.000 kr." in page
    assert ">Forlæng partnerskabet</button>" not in page
    sent = confirmed(client, url, data)  # somebody who sends it anyway
    assert sent.status_code == 200
    assert not Extension.objects.exists()


def test_change_of_a_paid_year_needs_a_tick(client, partnership):
    grant = GrantFactory(partnership=partnership, programme_year=ProgrammeYearFactory(year=2022))
    InstalmentFactory(grant=grant, paid=True)
    url, data = address("partnership-end", partnership), {"last_day": "31-03-2022", **DECISION}

    page = text(client.post(url, data))
    unticked = confirmed(client, url, data)

    assert "Der er betalt penge for 2022" in page
    assert "50.000 kr. er betalt for meget og skal betales tilbage eller overføres." in page
    assert "Sæt kryds, før du bekræfter" in text(unticked)
    assert Partnership.objects.get().end == date(2023, 12, 31)
    assert confirmed(client, url, data, enig="1").status_code == 302
    assert Partnership.objects.get().end == date(2022, 3, 31)
    assert Grant.objects.get(programme_year__year=2022).amount == 50_000


def test_end_page_lists_what_is_open(client, partnership):
    page = text(client.get(address("partnership-end", partnership)))

    assert "Det skal være på plads" in page
    assert "Tilskudsaftalen ligger ikke under foreningens dokumenter." in page


def test_ended_early_partnership_says_why_it_cannot_be_extended(client, club):
    partnership = PartnershipFactory(association=club, ended_early=True)

    page = text(client.get(address("partnership-extend", partnership)))

    assert "Hvorfor kan partnerskabet ikke forlænges?" in page
    assert "<textarea" not in page


def test_create_from_the_association_page(client, club):
    other = AssociationFactory(name="Brage")
    url = address("partnership-create")
    data = {
        "association": str(club.pk), "start": "01-07-2022", "end": "", "shared_1": str(other.pk),
        "shared_1_start": "01-01-2023", **DECISION,
    }  # fmt: skip

    form = text(client.get(f"{url}?forening={club.pk}"))
    done = confirmed(client, url, data)

    assert f'<option value="{club.pk}" selected>Hekla</option>' in form
    assert done["Location"] == reverse("overview:association-partnership", args=[other.pk])
    partnership = Partnership.objects.get()
    assert (partnership.start, partnership.end) == (date(2022, 7, 1), date(2026, 6, 30))
    assert partnership.participations.count() == 2
    page = text(client.get(reverse("overview:association-partnership", args=[club.pk])))
    assert "Besluttet 1. marts 2023 af Kultur- og Fritidsudvalget, 1. marts 2023, punkt 4: Gode erfaringer" in page


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"association": ""}, "Vælg forening."),
        ({"start": ""}, "Skriv første dag"),
        ({"end": "30-06-2022"}, "Slutdatoen skal være samme dag"),
        ({"decided_on": "01-04-2023"}, "senest er i dag, 31-03-2023"),
        ({"decided_by": " "}, "Skriv, hvem der har besluttet det"),
        ({"reason": ""}, "Skriv begrundelsen."),
        ({"reason": "x" * 201}, "Skriv højst 200 tegn"),
        ({"shared_1_end": "01-01-2024"}, "Vælg den forening, datoerne gælder for."),
        ({"shared_1": "club"}, "Foreningen er valgt allerede"),
        ({"shared_2": "other", "shared_2_start": "02-01-2024", "shared_2_end": "01-01-2024"}, "Slutdatoen skal være"),
        ({"shared_1": "other", "shared_1_end": "01-01-2030"}, "skal have en periode inden for partnerskabets"),
    ],
)
def test_create_says_what_is_wrong_and_keeps_what_was_typed(client, club, wrong, message):
    keys = {"club": str(club.pk), "other": str(AssociationFactory().pk)}
    data = {"association": str(club.pk), "start": "01-07-2022", **DECISION}

    page = text(client.post(address("partnership-create"), data | {k: keys.get(v, v) for k, v in wrong.items()}))

    assert message in page
    assert "punkt 4" in page or "decided_by" in wrong
    assert not Partnership.objects.exists()


def test_create_refuses_a_bad_address_quietly(client, club):
    assert client.get(f"{address('partnership-create')}?forening=x1").status_code == 200
    assert client.get(f"{address('partnership-create')}?forening=99999999999").status_code == 200


def test_share_leave_and_correct(client, club, partnership):
    other = AssociationFactory(name="Brage")
    share = {"association": str(other.pk), "start": "01-01-2022", **DECISION}
    assert confirmed(client, address("partnership-share", partnership), share).status_code == 302
    row = partnership.participations.get(association=other)

    leave = {"last_day": "30-06-2023", **DECISION}
    assert confirmed(client, address("participation-end", row), leave).status_code == 302
    row.refresh_from_db()
    assert row.end == date(2023, 6, 30)

    url = address("partnership-correct", partnership)
    form = client.get(url)
    assert "Brage: med fra" in text(form)
    dates = {name: field.initial for name, field in form.context["form"].fields.items() if field.initial is not None}
    sent = {k: v.strftime("%d-%m-%Y") if isinstance(v, date) else str(v) for k, v in dates.items()}
    data = sent | DECISION | {"start": "01-02-2020"}
    assert confirmed(client, url, data).status_code == 302
    partnership.refresh_from_db()
    assert partnership.start == date(2020, 2, 1)
    page = text(client.get(reverse("overview:association-partnership", args=[club.pk])))
    assert "Startdato: 1. januar 2020 → 1. februar 2020." in page
    assert "Brage er med til og med 30. juni 2023." in page


def test_correction_on_old_ground_is_told_once(client, partnership):
    url = address("partnership-correct", partnership)
    data = {"start": "01-02-2020", "first_end": "31-12-2023", "based_on": "0", **DECISION}
    extension = {"new_end": "31-12-2025", **DECISION}
    confirmed(client, address("partnership-extend", partnership), extension)

    told = client.post(url, data | {f"extension_{Extension.objects.get().pk}": "31-12-2025"})

    assert "har ændret partnerskabet, mens du skrev" in text(told)
    mark = told.context["form"]["based_on"].value()
    assert int(mark) == AuditEvent.objects.exclude(model="partnerships.grant").latest("pk").pk
    again = client.post(url, data | {f"extension_{Extension.objects.get().pk}": "31-12-2025", "based_on": mark})
    assert "Intet er gemt endnu" in text(again)


def test_correct_an_early_end_and_extensions_are_in_the_form(client, club):
    partnership = PartnershipFactory(association=club, extended=True, ended_early=True)

    page = text(client.get(address("partnership-correct", partnership)))

    assert "Afsluttet før tid: sidste dag" in page


def test_consultant_on_the_board_of_the_club_cannot_touch_its_agreements(client, consultant, club, partnership):
    BoardMemberFactory(association=club, person=PersonFactory(user=consultant, email=None))

    assert client.get(address("partnership-extend", partnership)).status_code == 403
    data = {"association": str(club.pk), "start": "01-07-2024", **DECISION}
    assert "Lad en anden konsulent gøre det." in text(client.post(address("partnership-create"), data))


def test_association_sees_agreement_and_grants_but_nothing_to_change(
    client_for, chair_user, own_association, demo_today
):
    partnership = PartnershipFactory(association=own_association, start=date(2020, 7, 1))
    GrantFactory(partnership=partnership, programme_year=ProgrammeYearFactory(year=2020), half=True)

    page = text(client_for(chair_user).get(reverse("overview:association-partnership", args=[own_association.pk])))

    assert "Hvorfor er tilskuddet ikke det samme hvert år?" in page
    assert "forlaeng" not in page
    assert "ret-datoer" not in page


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    "page",
    [("partnership-extend", 6), ("partnership-end", 12), ("partnership-share", 7), ("partnership-correct", 9)],
)
def test_agreement_pages_read_in_a_constant_number_of_queries(client, club, rows, page, django_assert_num_queries):
    name, queries = page
    partnership = PartnershipFactory(
        associations=[club, *AssociationFactory.create_batch(rows)], start=date(2020, 1, 1), extended=True
    )
    for year in range(2020, 2020 + rows):
        InstalmentFactory(
            grant=GrantFactory(partnership=partnership, programme_year=ProgrammeYearFactory(year=year)), amount=1_000
        )

    with django_assert_num_queries(queries):
        client.get(address(name, partnership))
