"""What may happen to the rows of the logs, which otherwise only grow: a person's values go, and old rows go (R20)."""

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager

from django.db import connection, models, transaction

from workflow.models import AuditEvent, ReadEvent, TransitionLog

Replace = Callable[[str], str]
BATCH = 1_000


@contextmanager
def _allowed(what: str) -> Iterator[None]:
    """Lets the triggers of migration 0003 through for this block, in its transaction only."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL medspil.{what} = 'on'")
        yield
        cursor.execute(f"SET LOCAL medspil.{what} = 'off'")


def erase_texts(events: models.QuerySet[AuditEvent], replace: Replace) -> int:
    """Puts `replace(text)` for the record's name, the actor's name and each "from" and "to" of the events.

    When, who by number, which record and which fields stay: the database refuses to change them. Returns how many
    events were changed.
    """
    changed = []
    for event in events.iterator(chunk_size=BATCH):
        before = (event.object_label, event.actor_name, event.changes)
        event.object_label, event.actor_name = replace(event.object_label), replace(event.actor_name)
        event.changes = [
            change | {"from": replace(change["from"]), "to": replace(change["to"])} for change in event.changes
        ]
        if before != (event.object_label, event.actor_name, event.changes):
            changed.append(event)
    with _allowed("erasure"):
        AuditEvent.objects.bulk_update(changed, ["object_label", "actor_name", "changes"], batch_size=BATCH)
    return len(changed)


def erase_values(events: models.QuerySet[AuditEvent], label: str) -> None:
    """The events' "from" and "to" become empty, and the record is called `label`: what was held is gone with it."""
    rows = list(events)
    for event in rows:
        event.object_label = label
        event.changes = [change | {"from": "", "to": ""} for change in event.changes]
    with _allowed("erasure"):
        AuditEvent.objects.bulk_update(rows, ["object_label", "changes"], batch_size=BATCH)


def erase_actor(actor_id: int, name: str) -> None:
    """The user's name in the three logs becomes `name`."""
    with _allowed("erasure"):
        AuditEvent.objects.filter(actor_id=actor_id).update(actor_name=name)
        ReadEvent.objects.filter(actor_id=actor_id).update(actor_name=name)
        TransitionLog.objects.filter(actor_id=actor_id).update(actor_name=name)


def erase_steps(steps: models.QuerySet[TransitionLog], replace: Replace) -> None:
    """Puts `replace(text)` for the name and the comment of the steps; all else the database refuses to change."""
    rows = list(steps)
    for step in rows:
        step.actor_name, step.comment = replace(step.actor_name), replace(step.comment)
    with _allowed("erasure"):
        TransitionLog.objects.bulk_update(rows, ["actor_name", "comment"], batch_size=BATCH)


def forget_steps(model: type[models.Model], ids: Collection[int]) -> None:
    """Deletes the steps of records of the model that have gone themselves."""
    with past_their_time():
        TransitionLog.objects.filter(model=model._meta.label_lower, object_id__in=ids).delete()


def past_their_time() -> AbstractContextManager[None]:
    """For a block in which records that else never change are deleted because they have been kept long enough."""
    return _allowed("retention")


def forget(model: type[AuditEvent] | type[ReadEvent], ids: Collection[int]) -> int:
    """Deletes rows past their time; the database refuses those that are less than a year old. Returns how many."""
    with _allowed("retention"):
        deleted, _ = model.objects.filter(pk__in=ids).delete()
    return deleted
