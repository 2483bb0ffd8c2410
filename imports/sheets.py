"""The register's sheets: one declarative table from which reading, error messages, the template workbook and
`docs/import.md` all follow.
"""

from accounts.enums import Permission, StaffRole
from associations.domain.funding import share_label
from associations.enums import BoardRole, CountingRule, CountSource, EndReason, FundingSource, Gender
from imports import parsers
from imports.columns import Column, Sheet, band_column
from imports.parsers import key_of
from imports.sheets_programme import (
    FUNDING_AMOUNTS,
    FUNDING_LINES,
    KRONER,
    PROGRAMME_YEAR,
    PROGRAMME_YEARS,
    RESERVED_POSTS,
)

# Sheets for the reader's eyes, which the importer passes over.
IGNORED_SHEETS = frozenset({"læs mig", "vejledning", "eksempler"})

ASSOCIATION = Column(
    "association",
    "Forening",
    parsers.text(120),
    "Foreningens navn, et af dens andre navne eller dens CVR-nummer.",
    required=True,
    example="Eksempel Boldklub",
)
PERSON = Column(
    "person",
    "Person",
    parsers.text(254),
    "E-mail, eller navnet når personen ingen e-mail har.",
    required=True,
    example="mille.eksempel@example.org",
)

STAFF = Sheet(
    "Medarbejdere",
    "Forvaltningens medarbejdere. De vælger selv adgangskode, når en administrator har inviteret dem.",
    (
        Column("name", "Navn", parsers.text(120), "Fulde navn.", needed=True, example="Karin Eksempel"),
        Column(
            "email",
            "E-mail",
            parsers.email,
            "Den e-mail, medarbejderen logger ind med.",
            required=True,
            example="karin.eksempel@example.org",
        ),
        Column("phone", "Telefon", parsers.phone, "Telefonnummer.", example="33 66 00 00"),
        Column(
            "staff_role",
            "Rolle",
            parsers.choice(StaffRole),
            "Konsulent, Leder eller Administrator.",
            needed=True,
            example="Konsulent",
        ),
        Column(
            "is_active", "Aktiv", parsers.yes_no, "Skriv nej, når medarbejderen er holdt op. Tom: ja.", example="ja"
        ),
    ),
    permission=Permission.IMPORT_PROGRAMME,
)
ASSOCIATIONS = Sheet(
    "Foreninger",
    "Foreningerne. En forening genkendes på CVR-nummeret, ellers på navnet.",
    (
        Column("name", "Navn", parsers.text(120), "Foreningens navn.", required=True, example="Eksempel Boldklub"),
        Column(
            "other_names",
            "Andre navne",
            parsers.names(120),
            "Andre navne, adskilt af komma.",
            example="EB, Eksempel BK",
        ),
        Column("cvr", "CVR-nummer", parsers.cvr, "8 cifre.", example="12345674"),
        Column(
            "district",
            "Bydel",
            parsers.text(80),
            "Den bydel, foreningen ligger i. Tom for bydækkende foreninger.",
            example="Valby",
        ),
        Column("citywide", "Bydækkende", parsers.yes_no, "ja eller nej. Tom: nej.", example="nej"),
        Column(
            "activities", "Aktiviteter", parsers.names(80), "Aktiviteter, adskilt af komma.", example="fodbold, futsal"
        ),
        Column(
            "areas",
            "Udsatte byområder",
            parsers.names(80),
            "Udsatte byområder i nærheden, adskilt af komma.",
            example="Hørgården",
        ),
        Column("address", "Adresse", parsers.text(200), "Vej og husnummer.", example="Eksempelvej 1"),
        Column("postal_code", "Postnummer", parsers.postal_code, "4 cifre.", example="2500"),
        Column("city", "By", parsers.text(60), "By.", example="Valby"),
        Column("email", "E-mail", parsers.email, "Foreningens e-mail.", example="kontakt@eksempel.example.org"),
        Column("phone", "Telefon", parsers.phone, "Foreningens telefon.", example="33 66 00 01"),
        Column("website", "Hjemmeside", parsers.website, "Webadresse.", example="https://eksempel.example.org"),
        Column(
            "get2sport_start",
            "Get2sport fra",
            parsers.day,
            "Støttet sammen med DIF get2sport fra og med.",
            example="01-01-2020",
        ),
        Column(
            "get2sport_end",
            "Get2sport til",
            parsers.day,
            "Støttet sammen med DIF get2sport til og med.",
            example="31-12-2022",
        ),
    ),
)
PEOPLE = Sheet(
    "Personer",
    "Ressourcepersoner og bestyrelsesmedlemmer. En person genkendes på e-mailen, ellers på navnet i foreningen.",
    (
        Column("name", "Navn", parsers.text(120), "Fulde navn.", required=True, example="Mille Eksempel"),
        Column(
            "email",
            "E-mail",
            parsers.email,
            "Giver adgang til Medspil, så længe personen er ansat eller i bestyrelsen.",
            example="mille.eksempel@example.org",
        ),
        Column("phone", "Telefon", parsers.phone, "Telefonnummer.", example="20 00 00 01"),
    ),
)
EMPLOYMENTS = Sheet(
    "Ansættelser",
    "Ressourcepersonernes ansættelser. En ansættelse genkendes på forening, person og startdato.",
    (
        ASSOCIATION,
        PERSON,
        Column("start", "Fra", parsers.day, "Første dag.", required=True, example="01-02-2021"),
        Column("end", "Til", parsers.day, "Sidste dag. Tom: stadig ansat.", example="31-12-2022"),
        Column(
            "weekly_hours",
            "Timer",
            parsers.hours,
            "Timer om ugen som ressourceperson, uanset hvem der betaler.",
            needed=True,
            example="20",
        ),
        Column(
            "funded_hours",
            "Timer fra tilskuddet",
            parsers.hours,
            "Timer om ugen, som tilskuddet betaler. Tom: ikke oplyst.",
            example="20",
        ),
        *(
            Column(
                f"hours_{source.value}",
                share_label(source.value),
                parsers.hours,
                "Timer om ugen, som andre end tilskuddet betaler. 0: ingen.",
            )
            for source in FundingSource
        ),
        Column("is_primary_contact", "Primær kontakt", parsers.yes_no, "Højst én ad gangen. Tom: ja.", example="ja"),
        Column(
            "end_reason",
            "Årsag",
            parsers.choice(EndReason),
            f"Årsag til ophør: {', '.join(EndReason.labels)}.",
            example="Nyt job",
        ),
    ),
)
BOARD = Sheet(
    "Bestyrelse",
    "Poster i foreningernes bestyrelser. En post genkendes på forening, person og startdato.",
    (
        ASSOCIATION,
        PERSON,
        Column(
            "role",
            "Post",
            parsers.choice(BoardRole, {"forperson": "chair", "medlem": "member"}),
            "Formand, Kasserer eller Bestyrelsesmedlem.",
            needed=True,
            example="Formand",
        ),
        Column("start", "Fra", parsers.day, "Første dag.", required=True, example="01-03-2019"),
        Column("end", "Til", parsers.day, "Sidste dag. Tom: sidder stadig.", example="28-02-2021"),
    ),
)
PARTNERSHIPS = Sheet(
    "Partnerskaber",
    "Sociale partnerskaber. Et partnerskab genkendes på forening og startdato.",
    (
        ASSOCIATION,
        Column(
            "start",
            "Start",
            parsers.day,
            "Første dag. For en forening, der deler: dens egen første dag.",
            required=True,
            example="01-01-2020",
        ),
        Column(
            "end",
            "Slut",
            parsers.day,
            "Sidste dag i den første aftale. Tom: fire år efter start, minus en dag. Forlængelser har deres eget ark.",
            example="31-12-2023",
        ),
        Column("ended_on", "Ophørt den", parsers.day, "Sidste dag, når partnerskabet er ophørt før tid."),
        Column("ended_early_on", "Ophør besluttet den", parsers.day, "Dagen, ophøret blev besluttet."),
        Column(
            "end_decided_by", "Ophør besluttet af", parsers.text(120), "Hvem der besluttede ophøret, fx udvalg og møde."
        ),
        Column("end_reason", "Årsag til ophør", parsers.text(200), "Hvorfor partnerskabet er ophørt før tid."),
        Column(
            "decided_on", "Besluttet den", parsers.day, "Dagen, partnerskabet blev besluttet.", example="12-12-2019"
        ),
        Column(
            "decided_by",
            "Besluttet af",
            parsers.text(120),
            "Hvem der besluttede partnerskabet. Skal udfyldes sammen med dagen og begrundelsen.",
            example="Kultur- og Fritidsudvalget",
        ),
        Column(
            "reason",
            "Begrundelse",
            parsers.text(200),
            "Hvorfor partnerskabet blev indgået.",
            example="Mange børn fra udsatte byområder",
        ),
        Column(
            "shared_with",
            "Deler med",
            parsers.text(120),
            "Når to foreninger deler et partnerskab: navnet på den, hvis række har hele perioden.",
            example="",
        ),
    ),
)
EXTENSIONS = Sheet(
    "Forlængelser",
    "Forlængelser af partnerskaber. En forlængelse genkendes på forening og ny slutdato.",
    (
        ASSOCIATION,
        Column(
            "new_end", "Ny slutdato", parsers.day, "Partnerskabets nye sidste dag.", required=True, example="31-12-2027"
        ),
        Column(
            "decided_on",
            "Besluttet den",
            parsers.day,
            "Dagen, forlængelsen blev besluttet.",
            needed=True,
            example="15-11-2023",
        ),
        Column(
            "reason",
            "Begrundelse",
            parsers.text(200),
            "Hvorfor partnerskabet blev forlænget.",
            needed=True,
            example="Fortsat brug for indsatsen",
        ),
        Column(
            "decided_by",
            "Besluttet af",
            parsers.text(120),
            "Udvalg eller person.",
            needed=True,
            example="Kultur- og Fritidsudvalget",
        ),
    ),
)
GRANTS = Sheet(
    "Tilskud",
    "Tilskud følger af sig selv af partnerskaber og programår. Skriv kun dem, der står på en bestemt bevilling, eller "
    "hvis beløb er et andet. Et tilskud genkendes på forening og år.",
    (
        ASSOCIATION,
        PROGRAMME_YEAR,
        Column(
            "funding_line",
            "Bevilling",
            parsers.text(120),
            "Navnet på den bevilling, pengene tages fra. Tom: vælges af sig selv.",
            example="Sociale partnerskaber 2022",
        ),
        Column("amount", "Beløb", KRONER, "Hele kroner. Tom: årets tilskud efter antal måneder."),
        Column(
            "override_reason",
            "Begrundelse for andet beløb",
            parsers.text(200),
            "Udfyldes, når beløbet ikke følger af årets tilskud og antal måneder.",
        ),
    ),
)
CONTACT_PERSONS = Sheet(
    "Kontaktpersoner",
    "Foreningens kontaktperson i forvaltningen. Genkendes på forening og startdato.",
    (
        ASSOCIATION,
        Column(
            "consultant",
            "Konsulent",
            parsers.email,
            "Konsulentens e-mail.",
            needed=True,
            example="karin.eksempel@example.org",
        ),
        Column("start", "Fra", parsers.day, "Første dag.", required=True, example="01-01-2020"),
        Column("end", "Til", parsers.day, "Sidste dag. Tom: stadig kontaktperson.", example="31-12-2022"),
    ),
)
MEMBER_COUNTS = Sheet(
    "Medlemstal",
    "Medlemmer den 31. december efter køn og alder. Andre aldersgrupper kan også være kolonner, fx »Kvinder 70+«.",
    (
        ASSOCIATION,
        Column("year", "År", parsers.year, "Tallene er pr. 31. december i dette år.", required=True, example="2022"),
        *(
            band
            for gender in Gender.labels
            for ages in ("0-6", "7-12", "13-18", "19-24", "25-39", "40-59", "60+")
            if (band := band_column(f"{gender} {ages}"))
        ),
        Column(
            "counting_rule",
            "Optælling",
            parsers.choice(CountingRule),
            f"{' eller '.join(CountingRule.labels)}. Tom: én gang.",
            example="Hver person tælles én gang",
        ),
        Column(
            "source",
            "Kilde",
            parsers.choice(CountSource),
            f"{', '.join(CountSource.labels)}. Tom: Foreningsregistret.",
            example="Foreningsregistret",
        ),
        Column(
            "note",
            "Bemærkning",
            parsers.text(500),
            "Fx hvorfor tallet er usædvanligt. Aldrig om enkeltpersoner.",
            example="",
        ),
    ),
    other_column=band_column,
)

SECTIONS = Sheet(
    "Afdelinger",
    "Foreningernes afdelinger i andre områder. En afdeling genkendes på forening, navn og startdato.",
    (
        ASSOCIATION,
        Column("name", "Afdeling", parsers.text(120), "Navn.", required=True, example="Afdeling Tingbjerg"),
        Column("district", "Bydel", parsers.text(80), "Bydelen. Den eller byområdet skal udfyldes.", example="Valby"),
        Column("area", "Udsat byområde", parsers.text(80), "Det udsatte byområde, afdelingen ligger i.", example=""),
        Column("activity", "Aktivitet", parsers.text(80), "Hvad der er hold i.", example="fodbold"),
        Column("start", "Fra", parsers.day, "Første dag.", required=True, example="01-08-2021"),
        Column("end", "Til", parsers.day, "Sidste dag. Tom: findes stadig.", example="30-06-2023"),
    ),
)
DECLARATIONS = Sheet(
    "Børneattester",
    "Erklæringer om, at der er indhentet børneattester. Genkendes på forening og år. Attesterne hører aldrig til her.",
    (
        ASSOCIATION,
        Column("year", "År", parsers.year, "Det år, erklæringen gælder.", required=True, example="2023"),
        Column(
            "declared_on",
            "Erklæret den",
            parsers.day,
            "Dagen, foreningen erklærede. Aldrig i fremtiden.",
            needed=True,
            example="15-02-2023",
        ),
        Column(
            "declared_by",
            "Erklæret af",
            parsers.text(120),
            "Navnet på den fra foreningen, der erklærede.",
            needed=True,
            example="Mille Eksempel",
        ),
    ),
)

SHEETS = (
    PROGRAMME_YEARS,
    FUNDING_LINES,
    FUNDING_AMOUNTS,
    RESERVED_POSTS,
    STAFF,
    ASSOCIATIONS,
    PEOPLE,
    EMPLOYMENTS,
    BOARD,
    PARTNERSHIPS,
    EXTENSIONS,
    GRANTS,
    CONTACT_PERSONS,
    MEMBER_COUNTS,
    SECTIONS,
    DECLARATIONS,
)


def sheet_named(name: str) -> Sheet | None:
    """The sheet of this name, whatever its case and spaces."""
    return next((sheet for sheet in SHEETS if key_of(sheet.name) == key_of(name)), None)
