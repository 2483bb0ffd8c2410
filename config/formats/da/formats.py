"""Input and output formats on top of Django's Danish ones, which reject `24-03-2026` (design: ui.md)."""

DATE_FORMAT = "j. F Y"
SHORT_DATE_FORMAT = "d-m-Y"
DATETIME_FORMAT = "j. F Y \\k\\l. H:i"
DATE_INPUT_FORMATS = ["%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d"]
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "."
# Numbers that a template writes bare stand ungrouped: most are years and keys (2022, never 2.022). The filters
# `number` and `kroner` group. Typed numbers may still be grouped: 12.345,50.
NUMBER_GROUPING = 0
