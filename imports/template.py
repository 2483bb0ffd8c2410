"""The workbook to fill in, made from the column table so that it never differs from what is read."""

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter

from imports.columns import Column, Sheet

GUIDE = "Vejledning"
GUIDE_LINES = (
    "Udfyld de ark, du har brug for. Tomme ark springes over. Kolonner kan udelades, undtagen dem, der skal udfyldes.",
    "En tom celle ændrer ikke det, der står i forvejen. I nye rækker betyder den »ikke oplyst«.",
    "Et ukendt medlemstal er ikke 0: lad cellen være tom.",
    "Datoer skrives dag-måned-år, fx 24-03-2023. Timer skrives med komma, fx 18,5.",
    "Den samme fil kan indlæses flere gange: det, der findes i forvejen, genkendes og oprettes ikke igen.",
    "Arket »Eksempler« viser en udfyldt række for hvert ark. Vejledning og eksempler indlæses ikke.",
)
EXAMPLES = "Eksempler"
WIDTH = 18


def template_workbook(sheets: Sequence[Sheet]) -> bytes:
    """The workbook's bytes: the guide, the examples, and an empty sheet with its headings for each kind."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        formats = {
            "bold": workbook.add_format({"bold": True}),
            "wrap": workbook.add_format({"text_wrap": True, "valign": "top"}),
        }
        _guide(workbook, sheets, formats)
        _examples(workbook, sheets, formats)
        for sheet in sheets:
            page = workbook.add_worksheet(sheet.name)
            page.freeze_panes(1, 1)
            page.set_column(0, len(sheet.columns) - 1, WIDTH)
            page.write_row(0, 0, [column.name for column in sheet.columns], formats["bold"])
    return stream.getvalue()


def need(column: Column) -> str:
    """When the column's cells must be filled."""
    if column.required:
        return "skal udfyldes"
    return "skal udfyldes i nye rækker" if column.needed else "frivillig"


def _guide(workbook: xlsxwriter.Workbook, sheets: Sequence[Sheet], formats: dict[str, object]) -> None:
    page = workbook.add_worksheet(GUIDE)
    for place, width in enumerate((22, 26, 28, 90)):
        page.set_column(place, place, width)
    row = 0
    for line in GUIDE_LINES:
        page.write_string(row, 0, line)
        row += 1
    page.write_row(row + 1, 0, ["Ark", "Kolonne", "Udfyldes", "Hvad der skal stå"], formats["bold"])
    row += 2
    for sheet in sheets:
        page.write_string(row, 0, sheet.name, formats["bold"])
        page.write_string(row, 3, sheet.help, formats["wrap"])
        for column in sheet.columns:
            row += 1
            page.write_row(row, 0, ["", column.name, need(column), column.help], formats["wrap"])
        row += 1


def _examples(workbook: xlsxwriter.Workbook, sheets: Sequence[Sheet], formats: dict[str, object]) -> None:
    page = workbook.add_worksheet(EXAMPLES)
    page.set_column(0, max(len(sheet.columns) for sheet in sheets), WIDTH)
    for number, sheet in enumerate(sheets):
        page.write_string(3 * number, 0, sheet.name, formats["bold"])
        page.write_row(3 * number, 1, [column.name for column in sheet.columns], formats["bold"])
        page.write_row(3 * number + 1, 1, [column.example for column in sheet.columns])
