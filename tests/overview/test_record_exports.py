"""The downloads of the smaller lists hold the rows of their pages."""

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from tests.factories import (
    BoardMemberFactory,
    EmploymentFactory,
    GrantFactory,
    PartnershipFactory,
    ProgrammeYearFactory,
)


def rows_of_csv(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def rows_of_excel(response) -> list[dict[str, object]]:
    heads, *rows = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


@pytest.mark.usefixtures("demo_today")
def test_people_export_holds_employments_vacancies_and_the_board(client_for, consultant, own_association):
    PartnershipFactory(association=own_association, start=date(2022, 1, 1))
    EmploymentFactory(
        association=own_association, start=date(2022, 3, 1), person__name="Åse Ansat", weekly_hours=Decimal("22.5")
    )
    BoardMemberFactory(association=own_association, person__name="=Bo Formand", start=date(2020, 3, 1))
    address = reverse("overview:association-people-export", kwargs={"pk": own_association.pk, "extension": "csv"})

    rows = rows_of_csv(client_for(consultant).get(address))

    assert [(row["Navn"], row["Post"], row["Fra"], row["Til"], row["Timer om ugen"]) for row in rows] == [
        ("Åse Ansat", "Ressourceperson", "01-03-2022", "", "22,5"),
        ("", "Ingen ansat", "01-01-2022", "28-02-2022", ""),
        ("'=Bo Formand", "Formand", "01-03-2020", "", ""),
    ]


def test_grants_export_holds_the_years_and_amounts(client_for, consultant, own_association):
    partnership = PartnershipFactory(association=own_association, start=date(2020, 7, 1))
    GrantFactory(partnership=partnership, programme_year__year=2020, months=6, amount=100_000)
    GrantFactory(partnership=partnership, programme_year__year=2021, months=12, amount=200_000)
    address = reverse("overview:association-grants-export", kwargs={"pk": own_association.pk, "extension": "xlsx"})

    rows = rows_of_excel(client_for(consultant).get(address))

    assert [(row["År"], row["Måneder"], row["Beløb"]) for row in rows] == [(2020, 6, 100_000), (2021, 12, 200_000)]


def test_programme_years_export_says_what_is_free(client_for, administrator):
    ProgrammeYearFactory(year=2022, budget=600_000, default_grant=200_000)

    rows = rows_of_excel(
        client_for(administrator).get(reverse("overview:programme-years-export", kwargs={"extension": "xlsx"}))
    )

    assert [(row["År"], row["Budget"], row["Fri"]) for row in rows] == [(2022, 600_000, 600_000)]


def test_staff_export_lists_the_accounts(client_for, administrator, consultant):
    rows = rows_of_csv(client_for(administrator).get(reverse("overview:staff-export", kwargs={"extension": "csv"})))

    assert {(row["Navn"], row["Rolle"], row["Aktiv"]) for row in rows} == {
        (administrator.name, "Administrator", "Ja"),
        (consultant.name, "Konsulent", "Ja"),
    }
