"""When two contents of a report are the same: everything it says, without the day it was drawn up."""

import dataclasses
import hashlib
import json
from typing import Any

from django.conf import settings

AS_OF = "as_of"


def data_hash(report: Any) -> str:
    """The checksum of a report's content (a dataclass) and of the marks on every page, without its as-of date."""
    content = {field.name: getattr(report, field.name) for field in dataclasses.fields(report) if field.name != AS_OF}
    marks = [
        type(report).__name__,
        settings.DEMO_MODE,
        settings.SITE_NAME,
        settings.SITE_OWNER,
        settings.SITE_MUNICIPALITY,
    ]
    text = json.dumps([marks, content], default=_plain, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Dataclasses field by field; dates and amounts as their texts."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    return str(value)
