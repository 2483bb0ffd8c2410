"""The texts that name one person, and how they are taken out of other texts.

Names are found as whole words whatever their case, with any space between; phone numbers with any spacing and with or
without +45. A text that somebody else bears too (a family's telephone, a namesake), and a name of one word, are only
taken out of what is the person's own: anywhere else they may mean another.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q

from accounts.models import User
from associations.models import Person
from core.registry import Subject, personal_data
from workflow.models import AuditEvent

NO_EMAIL, NO_PHONE = "slettet e-mail", "slettet telefon"
FEWEST_DIGITS = 8
DANISH_PREFIX = r"(?:(?:\+|00)45 ?)?"
# The same letters for PostgreSQL, whose own idea of a letter depends on the server's locale.
LETTERS = "[[:alnum:]æøåäöéüÆØÅÄÖÉÜ_]"
IDENTIFYING = ("name", "email", "phone")


@dataclass(frozen=True)
class Identity:
    """`names`, `emails`, `phones` of one person, past ones too; `shared` of them are somebody else's as well."""

    anonymous: str
    names: frozenset[str] = field(default=frozenset())
    emails: frozenset[str] = field(default=frozenset())
    phones: frozenset[str] = field(default=frozenset())
    shared: frozenset[str] = field(default=frozenset())

    @property
    def texts(self) -> frozenset[str]:
        return self.names | self.emails | self.phones

    @cached_property
    def unmistakable(self) -> frozenset[str]:
        """The texts that can mean nobody else, wherever they stand."""
        single = {name for name in self.names if len(name.split()) == 1}
        return self.texts - self.shared - single

    @cached_property
    def anywhere(self) -> Callable[[str], str]:
        """Takes the unmistakable texts out of any text."""
        return self._replacer(self.unmistakable)

    @cached_property
    def in_own(self) -> Callable[[str], str]:
        """Takes every text out of what is the person's own."""
        return self._replacer(self.texts)

    def database_pattern(self) -> str:
        """A regular expression of PostgreSQL (`~*`) that finds rows to look at; empty when there is nothing to find."""
        parts = [self._pattern(text, letters=LETTERS) for text in sorted(self.unmistakable)]
        return "|".join(parts)

    def _replacer(self, texts: frozenset[str]) -> Callable[[str], str]:
        # The longest first, so that no shorter name is taken out of the middle of a longer one.
        ordered = sorted(texts, key=lambda text: (-len(text), text))
        rules = [
            (re.compile(self._pattern(text, letters=r"\w"), re.IGNORECASE), self._instead_of(text)) for text in ordered
        ]

        def replaced(text: str) -> str:
            for rule, instead in rules:
                text = rule.sub(instead, text)
            return text

        return replaced

    def _instead_of(self, text: str) -> str:
        if text in self.emails:
            return NO_EMAIL
        return NO_PHONE if text in self.phones else self.anonymous

    def _pattern(self, text: str, *, letters: str) -> str:
        if text in self.phones:
            digits = digits_of(text)
            return rf"(?<![0-9]){DANISH_PREFIX}" + r"[ .-]?".join(digits) + "(?![0-9])"
        words = r"[[:space:]]+" if letters == LETTERS else r"\s+"
        return f"(?<!{letters})" + words.join(_literal(word) for word in text.split()) + f"(?!{letters})"


def _literal(word: str) -> str:
    """A word as a pattern that both Python and PostgreSQL read, also as JSON writes it."""
    return "".join(_literal_character(character) for character in word)


def _literal_character(character: str) -> str:
    if character == '"':
        return r'\\?"'
    if character == "\\":
        return r"\\{1,2}"
    if character.isascii():
        return character if character.isalnum() else f"\\{character}"
    # The server may not know the capitals of other letters.
    lower, upper = character.lower(), character.upper()
    return f"[{lower}{upper}]" if len(lower) == len(upper) == 1 else character


def digits_of(phone: str) -> str:
    """The digits without the Danish prefix."""
    digits = re.sub(r"\D", "", phone.replace("+45", "", 1))
    return digits.removeprefix("0045") if len(digits) > FEWEST_DIGITS else digits


def identity_of(subject: Subject) -> Identity:
    """Everything that has named the person: what every app says now, and what the trace says it was."""
    texts = {text for entry in personal_data for text in entry.identifiers(subject)}
    texts |= set(_from_trace(subject))
    texts = {text.strip() for text in texts} - {"", subject.anonymous_name}
    emails = frozenset(text for text in texts if "@" in text)
    phones = frozenset(text for text in texts - emails if _is_phone(text))
    return Identity(
        anonymous=subject.anonymous_name,
        names=frozenset(texts - emails - phones),
        emails=emails,
        phones=phones,
        shared=_shared(texts, subject),
    )


def _is_phone(text: str) -> bool:
    return len(digits_of(text)) >= FEWEST_DIGITS and not re.search(r"[^\W\d]", text)


def _from_trace(subject: Subject) -> Iterable[str]:
    """Former names, addresses and numbers, and the name under which the person made changes."""
    own = Q(model="associations.person", object_id=subject.person_id) | Q(
        model="accounts.user", object_id=subject.user_id
    )
    for event in AuditEvent.objects.filter(own):
        for change in event.changes:
            if change["field"] in IDENTIFYING:
                yield from (change["from"], change["to"])
    if subject.user_id:
        acted = AuditEvent.objects.filter(actor_id=subject.user_id).order_by()
        yield from acted.values_list("actor_name", flat=True).distinct()


def _shared(texts: set[str], subject: Subject) -> frozenset[str]:
    """Those that another person or user bears today."""
    others: set[str] = set()
    for rows in (
        Person.objects.exclude(pk=subject.person_id or 0),
        User.objects.exclude(pk=subject.user_id or 0),
    ):
        for row in rows.values_list(*IDENTIFYING):
            others |= {_key(text) for text in row if text}
    return frozenset(text for text in texts if _key(text) in others)


def _key(text: str) -> str:
    return digits_of(text) if _is_phone(text) else " ".join(text.casefold().split())
