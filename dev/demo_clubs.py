"""The demo's 25 clubs: real names, starts, districts and activities (annex 1 of the published experience report); the
sizes, areas and support are invented.
"""

from dataclasses import dataclass
from datetime import date

from dev.demo_people import FIRST, WOMEN

YEAR_2012, YEAR_2018, YEAR_2020, MID_2020 = date(2012, 1, 1), date(2018, 1, 1), date(2020, 1, 1), date(2020, 7, 1)
CITYWIDE = ""
# All members under 25 at the end of 2022 together, as published; the sizes below are scaled to it.
UNDER_25 = 18_340


@dataclass(frozen=True)
class Club:
    """`size`: roughly its members under 25 in 2022; `growth`: a year's growth in per cent, below 0 when it shrinks."""

    name: str
    start: date
    district: str
    activity: str
    size: int
    growth: float
    other_names: str = ""
    areas: str = ""

    @property
    def staff_names(self) -> tuple[str, ...]:
        """The first names that its people can have."""
        return WOMEN if self.name == "SheZone" else FIRST


CLUBS = (
    Club("Brønshøj Boldklub", YEAR_2012, "Brønshøj-Husum", "fodbold", 1420, 2.1, "", "Tingbjerg/Utterslevhuse"),
    Club("Fremad Valby", YEAR_2012, "Valby", "fodbold", 1080, 1.4, "Fremad Valby BK", ""),
    Club("Nørrebro Taekwondo Klub", YEAR_2012, "Nørrebro", "taekwondo", 270, 3.2, "", "Mjølnerparken, Aldersrogade"),
    Club("Nørrebro United", YEAR_2012, "Nørrebro", "fodbold", 1340, 4.4, "", "Lundtoftegade, Mjølnerparken"),
    Club("SheZone", YEAR_2012, "Nørrebro", "flere aktiviteter", 190, 5.0, "", "Mjølnerparken"),
    Club("Amager Judo Skole", YEAR_2018, "Amager Øst", "judo", 410, 2.4, "", "Hørgården"),
    Club("BK Skjold", YEAR_2018, "Østerbro", "fodbold", 1890, 1.1, "", "Aldersrogade"),
    Club("BK Union", YEAR_2018, "Bispebjerg", "fodbold", 690, -3.1, "", "Bispeparken, Stærevej"),
    Club("BK Vestia", YEAR_2018, "Vesterbro/Kongens Enghave", "fodbold", 600, 1.8),
    Club("Copenhagen Floorball Club", YEAR_2018, "Valby", "floorball", 330, 3.6),
    Club("Global Kidz", YEAR_2018, "Nørrebro", "flere aktiviteter", 230, 4.1, "", "Lundtoftegade"),
    Club("Hovedstadens Basketball Fællesskab", YEAR_2018, CITYWIDE, "basketball", 430, 3.9),
    Club("Hovedstadens Svømmeklub", YEAR_2018, CITYWIDE, "svømning", 2410, 0.8),
    Club("Rollespilsfabrikken", YEAR_2018, CITYWIDE, "rollespil", 540, 2.7),
    Club("Stevnsgade Basketball", YEAR_2018, "Nørrebro", "basketball", 610, 3.3, "", "Aldersrogade"),
    Club("B1908", YEAR_2020, "Amager Øst", "fodbold", 760, -3.4, "", "Hørgården"),
    Club("DUI København", YEAR_2020, "Brønshøj-Husum", "leg og fritid", 220, 1.9, "DUI Leg og Virke",
         "Gadelandet/Husumgård"),
    Club("Fremad Amager", YEAR_2020, "Amager Vest", "fodbold", 910, 1.6, "", "Hørgården"),
    Club("IF Stadion", YEAR_2020, "Brønshøj-Husum", "håndbold", 310, 0.9, "", "Tingbjerg/Utterslevhuse"),
    Club("Street Society", YEAR_2020, "Bispebjerg", "street", 180, 5.6, "", "Bispeparken, Degnegården"),
    Club("Ajax København", MID_2020, "Vesterbro/Kongens Enghave", "håndbold", 570, 1.2),
    Club("Amager SK", MID_2020, "Amager Vest", "flere aktiviteter", 440, -3.8, "", "Hørgården"),
    Club("Boldklubben Hellas", MID_2020, "Valby", "fodbold", 630, 2.2, "BK Hellas", ""),
    Club("Siam Athlete Nation", MID_2020, "Nørrebro", "muay thai", 170, 6.1, "", "Mjølnerparken, Aldersrogade"),
    Club("Valby IF-Gymnastik", MID_2020, "Valby", "gymnastik", 1030, 1.0),
)  # fmt: skip

# Exactly these have a period that holds at the end of 2022; which clubs they really are is not published.
GET2SPORT = {
    "Brønshøj Boldklub": (date(2019, 1, 1), None),
    "SheZone": (date(2018, 8, 1), None),
    "BK Union": (date(2019, 1, 1), None),
    "Global Kidz": (date(2020, 1, 1), None),
    "Stevnsgade Basketball": (date(2018, 8, 1), None),
    "IF Stadion": (date(2021, 1, 1), None),
    "Ajax København": (date(2021, 1, 1), None),
    "Siam Athlete Nation": (date(2020, 8, 1), None),
    "Nørrebro Taekwondo Klub": (date(2016, 1, 1), date(2020, 12, 31)),
}
POSTAL = {
    "Brønshøj-Husum": ("2700", "Brønshøj"), "Valby": ("2500", "Valby"), "Nørrebro": ("2200", "København N"),
    "Amager Øst": ("2300", "København S"), "Amager Vest": ("2300", "København S"), "Østerbro": ("2100", "København Ø"),
    "Bispebjerg": ("2400", "København NV"), "Vesterbro/Kongens Enghave": ("2450", "København SV"),
    CITYWIDE: ("1620", "København V"),
}  # fmt: skip


@dataclass(frozen=True)
class Profile:
    """How members of an activity spread: share of women; the four bands below 25; older ones per member below 25."""

    women: float
    bands: tuple[float, float, float, float]
    older: tuple[float, float, float]


FOOTBALL = Profile(0.22, (0.11, 0.47, 0.29, 0.13), (0.18, 0.08, 0.02))
PROFILES = {
    "fodbold": FOOTBALL,
    "taekwondo": Profile(0.38, (0.06, 0.44, 0.36, 0.14), (0.16, 0.05, 0.01)),
    "judo": Profile(0.31, (0.15, 0.49, 0.25, 0.11), (0.14, 0.06, 0.01)),
    "flere aktiviteter": Profile(0.71, (0.09, 0.42, 0.34, 0.15), (0.12, 0.06, 0.02)),
    "floorball": Profile(0.24, (0.03, 0.34, 0.38, 0.25), (0.42, 0.08, 0.01)),
    "basketball": Profile(0.41, (0.04, 0.41, 0.38, 0.17), (0.19, 0.05, 0.01)),
    "svømning": Profile(0.57, (0.24, 0.52, 0.17, 0.07), (0.13, 0.14, 0.11)),
    "rollespil": Profile(0.44, (0.02, 0.31, 0.39, 0.28), (0.38, 0.07, 0.01)),
    "leg og fritid": Profile(0.53, (0.21, 0.49, 0.20, 0.10), (0.21, 0.19, 0.07)),
    "håndbold": Profile(0.59, (0.12, 0.43, 0.31, 0.14), (0.17, 0.10, 0.03)),
    "street": Profile(0.34, (0.01, 0.28, 0.46, 0.25), (0.09, 0.01, 0.0)),
    "muay thai": Profile(0.29, (0.01, 0.27, 0.43, 0.29), (0.31, 0.05, 0.0)),
    "gymnastik": Profile(0.82, (0.33, 0.46, 0.15, 0.06), (0.10, 0.12, 0.09)),
}
