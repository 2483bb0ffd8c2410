"""The log of reads: which member of staff has seen personal data of an association's people, when and where (R20).

    log_read(request.user, "Personer", associations=[association], people=person_ids)

One cheap statement, the only write that a GET may do besides the session. The same reader, page and association count
once in 15 minutes. An association's own people are not staff, and are not logged. Whatever goes wrong here is told to
the operator and never to the reader.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from accounts.permissions import AnyUser
from workflow.models import ReadEvent

logger = logging.getLogger(__name__)
ONCE_IN = timedelta(minutes=15)
# A row without what it would repeat: one statement, and two readers at once do not wait for each other.
INSERT = """
INSERT INTO "workflow_readevent" ("at", "actor_id", "actor_name", "kind", "page", "association_ids", "person_ids")
SELECT %(at)s, %(actor)s, %(name)s, %(kind)s, %(page)s, %(associations)s::bigint[], %(people)s::bigint[]
WHERE NOT EXISTS (
    SELECT FROM "workflow_readevent"
    WHERE "actor_id" = %(actor)s AND "at" > %(since)s AND "kind" = %(kind)s AND "page" = %(page)s
    AND "association_ids" = %(associations)s::bigint[] AND "person_ids" @> %(people)s::bigint[]
)
"""


def log_read(
    user: AnyUser,
    page: str,
    *,
    associations: Iterable[Model | int] = (),
    people: Iterable[Model | int] = (),
    kind: str = ReadEvent.Kind.PAGE,
) -> None:
    """Notes that `user`, when a member of staff, has seen personal data on `page` (its Danish name).

    `associations` and `people` are rows or their keys; none means the whole register, or nobody in particular.
    """
    if not isinstance(user, User) or not user.staff_role:
        return
    now = timezone.now()
    values: dict[str, Any] = {
        "at": now,
        "since": now - ONCE_IN,
        "actor": user.pk,
        "name": user.name,
        "kind": str(kind),
        "page": page[:80],
        "associations": keys(associations),
        "people": keys(people),
    }
    try:
        with connection.cursor() as cursor:
            cursor.execute(INSERT, values)
    except DatabaseError:
        logger.exception("A read of %s could not be logged", page)


def keys(rows: Iterable[Model | int]) -> list[int]:
    """The rows' keys in order, each once."""
    return sorted({row if isinstance(row, int) else int(row.pk) for row in rows})
