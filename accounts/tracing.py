"""How a change of this app's records is traced: `workflow` lies above and registers its way to save (ADR 3)."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.db.models import Model

from accounts.models import User

Saved = TypeVar("Saved", bound=Model)
_savers: list[Callable[..., Any]] = []


def register_tracing(save: Callable[..., Any]) -> None:
    """Registers `workflow.audit.save`."""
    _savers[:] = [save]


def save(obj: Saved, *, by: User | None) -> Saved:
    """Validates, saves and traces the record; raises `ValidationError`. See `workflow.audit.save`."""
    return cast("Saved", _savers[0](obj, by=by))
