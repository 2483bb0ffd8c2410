"""The runs and a run's reports as Excel and CSV."""

import csv
import io

import openpyxl
from django.urls import reverse

from tests.factories import AssociationFactory, ReportJobFactory, ReportRunFactory


def test_run_export_lists_each_report_with_its_reason(client_for, consultant):
    run = ReportRunFactory(year=2022)
    ReportJobFactory(run=run, association=AssociationFactory(name="Ajax"), failed=True, error="Disken er fuld.")
    ReportJobFactory(run=run, association=None)

    response = client_for(consultant).get(reverse("reporting:run-export", kwargs={"pk": run.pk, "extension": "csv"}))

    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert [(row["Rapport om"], row["Tilstand"], row["Årsag"]) for row in rows] == [
        ("De sociale partnerskaber", "ny version", ""),
        ("Ajax", "mislykket", "Disken er fuld."),
    ]


def test_run_list_export_counts_the_reports(client_for, manager):
    ReportJobFactory(run=ReportRunFactory(year=2021), association=None)

    response = client_for(manager).get(reverse("reporting:run-list-export", kwargs={"extension": "xlsx"}))

    heads, row = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0].iter_rows(values_only=True)
    found = dict(zip(heads, row, strict=True))
    assert (found["År"], found["Rapporter"], found["Færdige"]) == (2021, 1, 1)
