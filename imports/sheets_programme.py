"""The sheets about the programme's years and money: part of the table in `imports.sheets`."""

from accounts.enums import Permission
from imports import parsers
from imports.columns import Column, Sheet

MOST_KRONER = 2_000_000_000
KRONER = parsers.whole_number(most=MOST_KRONER, what="et beløb i hele kroner")
MEETINGS = parsers.whole_number(most=52, what="et antal møder")
PROGRAMME_YEAR = Column("year", "År", parsers.year, "Et programår.", required=True, example="2023")

PROGRAMME_YEARS = Sheet(
    "Programår",
    "Et år i programmet: årets krav. Pengene står i »Bevillinger« og »Bevillingsår«.",
    (
        Column("year", "År", parsers.year, "Årstal.", required=True, example="2023"),
        Column(
            "default_grant",
            "Tilskud pr. partnerskab",
            KRONER,
            "Et helt års tilskud i hele kroner.",
            needed=True,
            example="200000",
        ),
        Column(
            "required_weekly_hours",
            "Timer pr. uge",
            parsers.hours,
            "Timer om ugen, som foreningen mindst skal have ressourcepersoner ansat.",
            needed=True,
            example="20",
        ),
        Column(
            "required_status_meetings", "Statusmøder", MEETINGS, "Statusmøder, som kræves i året. Tom: 2.", example="2"
        ),
        Column(
            "required_network_meetings",
            "Netværksmøder",
            MEETINGS,
            "Netværksmøder, som kræves i året. Tom: 3.",
            example="3",
        ),
        Column(
            "minimum_members",
            "Mindste antal medlemmer",
            parsers.whole_number(most=100_000, what="et antal medlemmer"),
            "Medlemmer under 25 år, som en forening mindst ventes at have. Tom: 150.",
            example="150",
        ),
        Column(
            "budget",
            "Budget",
            KRONER,
            "Kun når I ikke skelner mellem bevillinger: årets penge i alt. De bliver til bevillingen »Programmets "
            "bevilling«.",
        ),
    ),
    permission=Permission.IMPORT_PROGRAMME,
)
FUNDING_LINES = Sheet(
    "Bevillinger",
    "Penge, der er sat af på kommunens budget for en årrække. En bevilling genkendes på navnet.",
    (
        Column(
            "name", "Navn", parsers.text(120), "Bevillingens navn.", required=True, example="Sociale partnerskaber 2022"
        ),
        Column("start", "Fra", parsers.day, "Første dag.", needed=True, example="01-01-2022"),
        Column("end", "Til", parsers.day, "Sidste dag. Tom for en varig bevilling."),
        Column("permanent", "Varig", parsers.yes_no, "ja, når bevillingen ikke har nogen sidste dag.", example="ja"),
        Column(
            "yearly_amount",
            "Beløb for et helt år",
            KRONER,
            "Hele kroner. Et år, som bevillingen kun dækker en del af, får sin andel efter antal måneder.",
            example="6000000",
        ),
        Column(
            "reference",
            "Beslutning",
            parsers.text(200),
            "Udvalg, dato og sagsnummer for beslutningen.",
            example="Budget 2022",
        ),
        Column("conditional", "Betinget", parsers.yes_no, "ja, når pengene først tæller, når de er bekræftet."),
        Column("condition", "Betingelse", parsers.text(200), "Hvad bevillingen venter på."),
        Column("confirmed_on", "Bekræftet den", parsers.day, "Dagen, den betingede bevilling blev bekræftet."),
        Column("confirmed_by", "Bekræftet af", parsers.text(120), "Udvalg eller person, der har bekræftet."),
    ),
    permission=Permission.IMPORT_PROGRAMME,
)
FUNDING_LINE = Column(
    "funding_line",
    "Bevilling",
    parsers.text(120),
    "Bevillingens navn.",
    required=True,
    example="Sociale partnerskaber 2022",
)
FUNDING_AMOUNTS = Sheet(
    "Bevillingsår",
    "Hvad en bevilling bringer i et år. Genkendes på bevilling og år.",
    (
        FUNDING_LINE,
        PROGRAMME_YEAR,
        Column(
            "amount",
            "Beløb",
            KRONER,
            "Beløb i hele kroner. Tom i en ny række: bevillingens beløb for et helt år efter antal måneder.",
            example="6000000",
        ),
        Column(
            "override_reason",
            "Begrundelse for andet beløb",
            parsers.text(200),
            "Udfyldes, når beløbet ikke følger af bevillingens beløb for et helt år.",
        ),
    ),
    permission=Permission.IMPORT_PROGRAMME,
)
RESERVED_POSTS = Sheet(
    "Reserverede poster",
    "Penge på en bevilling, der i et år er sat af til andet end tilskud.",
    (
        PROGRAMME_YEAR,
        Column(
            "funding_line",
            "Bevilling",
            parsers.text(120),
            "Bevillingens navn. Tom, når året kun har én bevilling.",
            example="Sociale partnerskaber 2022",
        ),
        Column(
            "title", "Formål", parsers.text(120), "Hvad pengene er sat af til.", required=True, example="Fælles kurser"
        ),
        Column("amount", "Beløb", KRONER, "Beløb i hele kroner.", needed=True, example="1000000"),
    ),
    permission=Permission.IMPORT_PROGRAMME,
)
