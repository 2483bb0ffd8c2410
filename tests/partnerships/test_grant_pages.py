"""Pages of one grant: read by everybody of the partnership, changed by consultants."""

from datetime import date

import pytest
from django.urls import reverse

from partnerships.models import GrantAccount, Instalment
from tests.factories import (
    GrantAccountFactory,
    GrantFactory,
    InstalmentFactory,
    PartnershipFactory,
    ProgrammeYearFactory,
)
from workflow import audit


@pytest.fixture
def grant(own_association, demo_today):
    partnership = PartnershipFactory(association=own_association, start=date(2020, 7, 1))
    return GrantFactory(partnership=partnership, programme_year=ProgrammeYearFactory(year=2022))


@pytest.fixture
def client(client_for, consultant):
    return client_for(consultant)


def address(name: str, obj) -> str:
    return reverse(f"partnerships:{name}", args=[obj.pk])


def text(response) -> str:
    return response.content.decode()


def test_grant_explains_a_part_year_to_its_own_people(client_for, resource_person_user, own_association, demo_today):
    partnership = PartnershipFactory(association=own_association, start=date(2020, 7, 1))
    grant = GrantFactory(partnership=partnership, programme_year=ProgrammeYearFactory(year=2020), half=True)

    page = text(client_for(resource_person_user).get(address("grant-detail", grant)))

    assert "Hvorfor er beløbet 100.000 kr.?" in page
    assert "I 2020 gælder partnerskabet fra 1. juli 2020 til 31. december 2020." in page
    assert "Det er 6 påbegyndte måneder, så tilskuddet er 6/12 af 200.000 kr.: 100.000 kr." in page
    for change in ("Ret beløbet", "Skriv regnskab", "Brug forslaget", "beloeb/"):
        assert change not in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"amount": 250_000, "override_reason": "Ekstra hold"},
            "Beløbet er fastsat til 250.000 kr. i stedet: Ekstra hold",
        ),
        ({"months": 0, "amount": 0}, "Partnerskabet dækker ikke længere 2022, så der er intet tilskud for året."),
        ({}, "Partnerskabet gælder hele året, så tilskuddet er for 12 af 12 måneder."),
    ],
)
def test_grant_explains_every_amount(client, grant, fields, sentence):
    for name, value in fields.items():
        setattr(grant, name, value)
    grant.save()

    assert sentence in text(client.get(address("grant-detail", grant)))


def test_proposal_is_planned_paid_and_taken_back(client, grant):
    shown = text(client.get(address("grant-detail", grant)))
    assert "Forslag: 100.000 kr. den 1. januar 2022 og 100.000 kr. den 1. juli 2022" in shown

    client.post(address("instalments-propose", grant))
    client.post(address("instalments-propose", grant))
    first = grant.instalments.first()
    client.post(address("instalment-pay", first), {"paid_on": "04-01-2022"})
    back = {"amount": "100.000", "on": "10-01-2022", "reason": "Registreret ved en fejl"}
    client.post(address("instalment-reverse", first), back)

    page = text(client.get(address("grant-detail", grant)))
    assert grant.instalments.count() == 3
    assert "Ført tilbage" in page
    assert "Registreret ved en fejl" in page
    assert "-100.000 kr." in page
    assert "Ikke betalt endnu" in page
    assert "Før tilbage</a>" not in page


def test_nothing_to_propose_is_said(client, grant):
    InstalmentFactory(grant=grant, amount=200_000)

    page = client.post(address("instalments-propose", grant), follow=True)

    assert "Hele tilskuddet er allerede planlagt." in text(page)


def test_instalment_is_written_changed_and_removed(client, grant):
    typed = {"due_on": "01-03-2022", "amount": "50.000", "note": "Forskud", "based_on": "0"}
    client.post(address("instalments-add", grant), typed)
    row = Instalment.objects.get()
    changed = typed | {"amount": "60.000", "based_on": str(audit.latest_event_id(row))}

    client.post(address("instalment-edit", row), changed)
    row.refresh_from_db()
    stale = client.post(address("instalment-edit", row), changed | {"amount": "70.000"})
    client.post(address("instalment-remove", row))

    assert row.amount == 60_000
    assert (stale.status_code, "har ændret det samme, mens du skrev" in text(stale)) == (409, True)
    assert not Instalment.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("instalments-add", {"due_on": "01-03-2022", "amount": "200.001"}, "der er 200.000 kr. tilbage at planlægge"),
        ("instalments-add", {"due_on": "01-03-2022", "amount": "0"}, "Skriv et beløb på mindst 1 kr."),
        ("instalments-add", {"due_on": "x", "amount": ""}, "Skriv ratens beløb."),
        ("account-edit", {"received_on": "01-04-2023", "wages_spent": "1", "other_spent": "0"}, "senest er i dag"),
        ("account-edit", {"received_on": "01-02-2023", "wages_spent": "", "other_spent": ""}, "Brugt til løn"),
    ],
)
def test_wrong_forms_say_why(client, grant, name, data, message):
    page = text(client.post(address(name, grant), data | {"based_on": "0"}))

    assert message in page
    assert not Instalment.objects.exists()
    assert not GrantAccount.objects.exists()


def test_paid_instalment_refuses_change_removal_and_a_future_day(client, grant):
    paid, planned = InstalmentFactory(grant=grant, paid=True), InstalmentFactory(grant=grant, due_on=date(2022, 7, 1))
    typed = {"due_on": "01-03-2022", "amount": "1", "based_on": str(audit.latest_event_id(paid))}

    assert "er betalt og kan ikke ændres" in text(client.post(address("instalment-edit", paid), typed))
    assert "er betalt og kan ikke ændres" in text(client.post(address("instalment-remove", paid), follow=True))
    assert "senest er i dag, 31-03-2023" in text(
        client.post(address("instalment-pay", planned), {"paid_on": "01-04-2023"})
    )
    assert grant.instalments.count() == 2


def test_account_is_written_and_flagged(client, grant):
    typed = {"received_on": "15-02-2023", "wages_spent": "180.000", "other_spent": "5.000", "other_what": "Rejser"}

    client.post(address("account-edit", grant), typed | {"based_on": "0"})

    account = GrantAccount.objects.get()
    page = text(client.get(address("grant-detail", grant)))
    assert "20.000 kr. er ikke gået til løn til ressourcepersoner." in page
    assert "5.000 kr.: Rejser" in page
    settled = typed | {"decision": "repay", "settled_on": "20-03-2023", "based_on": str(audit.latest_event_id(account))}
    client.post(address("account-edit", grant), settled)
    assert "Betales tilbage, afgjort 20. marts 2023" in text(client.get(address("grant-detail", grant)))


def test_grant_lowered_after_it_was_paid_says_so(client, grant):
    InstalmentFactory.create_batch(2, grant=grant, paid=True)
    type(grant).objects.filter(pk=grant.pk).update(amount=150_000)

    assert "50.000 kr. er betalt ud over tilskuddet" in text(client.get(address("grant-detail", grant)))


def test_other_amount_is_shown_first_and_can_be_taken_back(client, grant):
    url = address("grant-amount", grant)

    def sent(**data):
        preview = client.post(url, data)
        return client.post(url, data | {"trin": "bekraeft", "aftryk": preview.context["change"].fingerprint})

    assert "Skriv, hvorfor beløbet er et andet." in text(client.post(url, {"amount": "250.000", "reason": ""}))
    assert sent(amount="250.000", reason="Ekstra hold").status_code == 302
    grant.refresh_from_db()
    assert (grant.amount, grant.override_reason) == (250_000, "Ekstra hold")
    assert sent(amount="", reason="").status_code == 302
    grant.refresh_from_db()
    assert (grant.amount, grant.override_reason) == (200_000, "")


def test_other_amount_over_budget_is_refused(client, grant):
    page = text(client.post(address("grant-amount", grant), {"amount": "7.000.000", "reason": "Stort"}))

    assert "I 2022 mangler der 1.000.000 kr." in page


def test_year_without_the_partnership_has_no_other_amount(client, grant):
    type(grant).objects.filter(pk=grant.pk).update(amount=0, months=0)

    page = text(client.post(address("grant-amount", grant), {"amount": "1", "reason": "x"}))

    assert "dækker ikke længere året" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_grant_page_reads_in_a_constant_number_of_queries(client, grant, rows, django_assert_num_queries):
    GrantAccountFactory(grant=grant)
    for n in range(rows):
        InstalmentFactory(grant=grant, due_on=date(2022, 1 + n, 1), amount=1_000, paid=True)

    with django_assert_num_queries(8):
        client.get(address("grant-detail", grant))
