"""Writes as one club would: picks sentences and fills in the club's own words, and never says the same twice."""

import random
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from actionplans.demo.prose import FEW, INTRODUCTIONS, LASTING, MONTHS, REASONS, SEASONS, SIGNS, SITUATIONS
from actionplans.demo.wishes import WISHES, Wish
from actionplans.demo.words import CITYWIDE, CRAFTS, PARTNERS, PLACES, Craft
from actionplans.domain.content import ActivityContent, AreaContent, GoalContent
from associations.models import Association

Part = TypeVar("Part")
NAMESPACE = uuid.UUID("5f0c2f5e-0b52-4c1e-9d0b-3f6a2c1d7e90")
TRIES = 400
KEPT_WORDS = {"group", "near", "partner", "other"}


def capital(text: str) -> str:
    """The text with a capital letter first."""
    return text[:1].upper() + text[1:]


@dataclass
class Pen:
    """One club's way of writing. `used` is shared by all pens: no paragraph stands twice.

    `about` are the words that each goal was written with: what is said about it later is said with them.
    """

    club: str
    craft: Craft
    places: tuple[str, ...]
    used: set[str]
    chance: random.Random = field(init=False)
    goals: int = 0
    wishes: Counter[str] = field(default_factory=Counter)
    about: dict[uuid.UUID, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(f"handleplaner: {self.club}")  # noqa: S311 — the same each time, and no secret

    @classmethod
    def of(cls, association: Association, used: set[str]) -> "Pen":
        """The pen of an association with its activities and areas, which may be prefetched."""
        names = [activity.name for activity in association.activities.all()]
        craft = next((CRAFTS[name] for name in names if name in CRAFTS), CRAFTS["flere aktiviteter"])
        known = [*(area.name for area in association.areas.all()), association.district or ""]
        places = tuple(PLACES[name] for name in known if name in PLACES)
        return cls(association.name, craft, places or CITYWIDE, used)

    def pick(self, choices: Sequence[Part]) -> Part:
        """One of them; by `random()` alone, whose sequence no Python version changes."""
        return choices[int(self.chance.random() * len(choices))]

    def number(self, least: int, most: int) -> int:
        """A whole number, both included."""
        return least + int(self.chance.random() * (most - least + 1))

    def is_so(self, share: float) -> bool:
        """Yes in this share of cases."""
        return self.chance.random() < share

    def paragraph(self, parts: Sequence[Sequence[str]], goal: GoalContent | None = None) -> str:
        """A sentence of each part, about the goal if one is given; a paragraph that nobody has written yet."""
        known = self.about.get(goal.key, {}) if goal else {}
        for _ in range(TRIES):
            text = self.fill(" ".join(self.pick(sentences) for sentences in parts), self.words() | known)
            if text not in self.used:
                self.used.add(text)
                return text
        raise RuntimeError(f"{self.club} has nothing new to say")

    def words(self) -> dict[str, str]:
        """What the braces mean, the same through one paragraph."""
        partner, other = self.pick(PARTNERS), self.pick(PARTNERS)
        while other == partner:
            other = self.pick(PARTNERS)
        craft = self.craft
        own = {name: str(getattr(craft, name)) for name in craft.__dataclass_fields__ if name != "groups"}
        found = own | {
            "club": self.club,
            "near": self.pick(self.places),
            "group": self.pick(craft.groups),
            "partner": partner,
            "other": other,
            "n": str(self.number(6, 17)),
            "months": str(self.number(3, 9)),
            "few": self.pick(FEW),
            "month": self.pick(MONTHS),
            "season": self.pick(SEASONS),
        }
        return found | {capital(name): capital(text) for name, text in found.items()}

    @staticmethod
    def fill(text: str, words: dict[str, str]) -> str:
        """The text with its braces filled."""
        return capital(text.format_map(words))

    def introduction(self) -> str:
        """How the plan begins: two paragraphs."""
        return f"{self.paragraph(INTRODUCTIONS[:2])}\n\n{self.paragraph(INTRODUCTIONS[2:])}"

    def lasting_changes(self) -> str:
        """What has come to stay since the partnership began (R11)."""
        return f"{self.paragraph(LASTING[:2])}\n\n{self.paragraph(LASTING[2:])}"

    def area(self, key: str, start: date, end: date, *, in_focus: bool, carried: Sequence[GoalContent]) -> AreaContent:
        """The whole content of one area, with goals that go on from the last plan and one or two new ones."""
        if not in_focus:
            return AreaContent(in_focus=False, reason_not=self.paragraph(REASONS))
        new = 1 if carried else self.pick((1, 2, 2))
        goals = [*carried, *(self.goal(key, start, end) for _ in range(new))]
        return AreaContent(in_focus=True, situation=self.paragraph(SITUATIONS[key]), goals=tuple(goals))

    def wish(self, key: str) -> Wish:
        """One of the area's wishes that this club has had the fewest times."""
        least = min(self.wishes[wish.aim] for wish in WISHES[key])
        return self.pick([wish for wish in WISHES[key] if self.wishes[wish.aim] == least])

    def goal(self, key: str, start: date, end: date) -> GoalContent:
        """A goal of the area that nobody else has, in the plan's years."""
        wish, words, sign = self._new_wish(key)
        self.goals += 1
        low, high = wish.low + self.number(-1, 2) if wish.low else 0, wish.high + self.number(-1, 3)
        about = uuid.uuid5(NAMESPACE, f"{self.club} {self.goals}")
        self.about[about] = {name: text for name, text in words.items() if name.lower() in KEPT_WORDS}
        return GoalContent(
            key=about,
            aim=self.fill(wish.aim, words),
            sign=sign,
            measure=self.fill(wish.counted, words) if wish.counted else "",
            baseline=Decimal(low) if wish.counted else None,
            target=Decimal(high) if wish.counted else None,
            collaborators=self.fill("{partner} {near} og {other}", words) if self.is_so(0.7) else "",
            activities=self.activities(wish, words, start, end),
        )

    def _new_wish(self, key: str) -> tuple[Wish, dict[str, str], str]:
        """A wish, and words that give it an aim and a sign which nobody has; and the sign."""
        for _ in range(TRIES):
            wish, words = self.wish(key), self.words()
            aim = self.fill(wish.aim, words)
            sign = " ".join(self.fill(text, words) for text in (wish.sign, self.pick(SIGNS)))
            if not {aim, sign} & self.used:
                self.used |= {aim, sign}
                self.wishes[wish.aim] += 1
                return wish, words, sign
        raise RuntimeError(f"{self.club} has no new goal")

    def activities(self, wish: Wish, words: dict[str, str], start: date, end: date) -> tuple[ActivityContent, ...]:
        """What is done for the goal, one after the other inside the plan; the last one may be open."""
        length = (end - start).days
        found = []
        for place, (what, who) in enumerate(wish.doings):
            first = start + timedelta(days=length * place // len(wish.doings) + self.number(5, 60))
            last = min(end, first + timedelta(days=self.number(40, max(60, length // 2))))
            is_last = place == len(wish.doings) - 1
            found.append(
                ActivityContent(
                    what=self.fill(what, words),
                    who=self.fill(who, words),
                    start=first,
                    end=None if is_last and self.is_so(0.4) else last,
                )
            )
        return tuple(found)
