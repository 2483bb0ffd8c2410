"""Form fields of the register."""

import re
from typing import Any

from django import forms

SEPARATORS = re.compile(r"[,;\n]")


class NamesField(forms.CharField):
    """Several names with commas between, as a list without repetitions; each at most `longest` characters."""

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        super().__init__(max_length=1_000, **kwargs)
        self.longest = longest

    def clean(self, value: Any) -> list[str]:
        """The names. Raises `ValidationError` for one that is too long."""
        parts = [" ".join(part.split()) for part in SEPARATORS.split(super().clean(value))]
        for part in parts:
            if len(part) > self.longest:
                raise forms.ValidationError(
                    f"»{part[:40]}…« har {len(part)} tegn. Et navn har højst {self.longest}. Mangler der et komma?"
                )
        found: dict[str, str] = {}
        for part in filter(None, parts):
            found.setdefault(part.casefold(), part)
        return list(found.values())

    def prepare_value(self, value: Any) -> Any:
        """A list as the text that was or would be typed."""
        return ", ".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)
