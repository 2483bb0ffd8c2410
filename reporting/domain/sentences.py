"""The year in plain sentences: rules in three paragraphs, each rule one sentence or nothing.

A rule is a function of `YearFacts` that gives a finished Danish sentence, or an empty text when it has nothing to say.
The first sentence of each paragraph bears the association's own name, so no two reports share a paragraph.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reporting.domain.facts import YearFacts

Write = Callable[[YearFacts], str]

MEMBERS, PEOPLE, PARTNERSHIP = "members", "people", "partnership"
TITLES = {MEMBERS: "Børn og unge", PEOPLE: "Ressourceperson", PARTNERSHIP: "Partnerskab"}


@dataclass(frozen=True)
class Paragraph:
    """A titled paragraph of page 1."""

    title: str
    text: str


@dataclass(frozen=True)
class SentenceRule:
    """A rule with its paragraph and its place in it."""

    key: str
    paragraph: str
    order: int
    write: Write


class SentenceRules:
    """All rules, in the order they are told in. A later capability registers its own with `rule`."""

    def __init__(self) -> None:
        self._rules: dict[str, SentenceRule] = {}

    def rule(self, paragraph: str, order: int) -> Callable[[Write], Write]:
        """Registers the decorated function. Raises `ValueError` when its name is taken."""

        def register(write: Write) -> Write:
            if write.__name__ in self._rules:
                raise ValueError(f"sentence rule {write.__name__!r} is registered already")
            self._rules[write.__name__] = SentenceRule(write.__name__, paragraph, order, write)
            return write

        return register

    def __iter__(self) -> Iterator[SentenceRule]:
        return iter(sorted(self._rules.values(), key=lambda rule: (rule.order, rule.key)))

    def __len__(self) -> int:
        return len(self._rules)

    def paragraphs(self, facts: YearFacts) -> list[Paragraph]:
        """The paragraphs that have something to say, in the order of `TITLES`."""
        result = []
        for key, title in TITLES.items():
            sentences = [rule.write(facts) for rule in self if rule.paragraph == key]
            text = " ".join(sentence for sentence in sentences if sentence)
            if text:
                result.append(Paragraph(title, text))
        return result


rules = SentenceRules()
