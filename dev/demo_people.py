"""Names for the demo's invented people: ordinary ones of today's Copenhagen, put together by chance."""

import random
import unicodedata

FIRST = (
    "Aisha", "Amalie", "Amir", "Anders", "Anja", "Asger", "Bahar", "Bent", "Birgitte", "Bilal", "Camilla", "Casper",
    "Ceren", "Dagmar", "Daniel", "Deniz", "Dorte", "Ebbe", "Elif", "Emil", "Esther", "Fadumo", "Farid", "Fie", "Frida",
    "Gitte", "Gustav", "Hamza", "Hanne", "Hassan", "Helle", "Ibrahim", "Ida", "Inger", "Ismail", "Jakob", "Jamila",
    "Jens", "Jonas", "Julie", "Kadir", "Karla", "Kirsten", "Kasper", "Laila", "Lars", "Leyla", "Line", "Magnus",
    "Malene", "Marwa", "Mikkel", "Mona", "Naima", "Nanna", "Nikolaj", "Nour", "Ole", "Omar", "Pernille", "Peter",
    "Rana", "Rasmus", "Rikke", "Samira", "Sanne", "Selma", "Simon", "Sofie", "Stine", "Sune", "Tariq", "Thea", "Tobias",
    "Trine", "Ulla", "Viggo", "Victor", "Yasmin", "Younes", "Zainab", "Åse", "Øjvind",
)  # fmt: skip
# For the club that is run by women for girls.
WOMEN = ("Aisha", "Amalie", "Elif", "Fadumo", "Ida", "Jamila", "Leyla", "Marwa", "Naima", "Rikke", "Samira", "Zainab")
LAST = (
    "Abdi", "Agerskov", "Akbari", "Aksoy", "Amrani", "Bakkegaard", "Bech", "Bjerregaard", "Brandt", "Bruun", "Celik",
    "Dahlgaard", "Demir", "Ellehøj", "Engholm", "Farah", "Fogtmann", "Frandsen", "Gade", "Ghafoor", "Gram", "Haddad",
    "Halkjær", "Hedegaard", "Hjort", "Holmgaard", "Hussein", "Højland", "Ibsen", "Jama", "Juul", "Kaya", "Kjær",
    "Klausholm", "Kofoed", "Krogsgaard", "Lauritsen", "Lindegaard", "Lykke", "Mahmoudi", "Malling", "Meldgaard",
    "Mortensen", "Mølgaard", "Nabulsi", "Nørregaard", "Odgaard", "Osman", "Overgaard", "Peltier", "Qureshi", "Ravn",
    "Rosendahl", "Rytter", "Saleh", "Skovgaard", "Skytte", "Sloth", "Sønderby", "Tahiri", "Thorup", "Toft", "Uldall",
    "Vadgaard", "Vestergaard", "Winther", "Yildiz", "Yusuf", "Ziegler", "Ørum", "Aagaard",
)  # fmt: skip
LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "Å": "aa", " ": ".", "/": ""})


def address_part(text: str) -> str:
    """The text as it stands in an address: lower-case ASCII letters, digits and full stops."""
    plain = unicodedata.normalize("NFKD", text.translate(LETTERS).lower())
    return "".join(letter for letter in plain if letter.isascii() and (letter.isalnum() or letter in ".-"))


class People:
    """Hands out invented people, each name once, with `…@example.org` and a telephone number that nobody has."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.used: set[str] = set()
        self.rows: list[dict[str, object]] = []

    def new(self, first_names: tuple[str, ...] = FIRST) -> str:
        """The e-mail of a new person, who is added to `rows`."""
        while True:
            name = f"{pick(self.chance, first_names)} {pick(self.chance, LAST)}"
            if name not in self.used:
                break
        return self.add(name)

    def add(self, name: str) -> str:
        self.used.add(name)
        email = f"{address_part(name)}@example.org"
        self.rows.append({"Navn": name, "E-mail": email, "Telefon": phone(self.chance)})
        return email


def pick(chance: random.Random, choices: tuple[str, ...]) -> str:
    """One of the choices; by `random()` alone, whose sequence no Python version changes."""
    return choices[int(chance.random() * len(choices))]


def phone(chance: random.Random) -> str:
    """Eight digits that begin with 1: such numbers are not given to anybody."""
    digits = f"{int(chance.random() * 10_000_000):07}"
    return f"1{digits[0]} {digits[1:3]} {digits[3:5]} {digits[5:7]}"
