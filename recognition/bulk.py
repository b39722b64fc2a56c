"""State changes of many predictions by one statement: the verbs of the model, for the items of a chunk."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from recognition.models import Prediction

Outcome = tuple[UUID, dict[str, Any]]


def begin(ids: Collection[UUID | str]) -> list[Prediction]:
    """A worker starts on these: the rows, in their order, that nobody has begun or finished. A chunk that is delivered
    twice is begun once."""
    moment = timezone.now()
    mine = Prediction.objects.filter(pk__in=ids)
    free = mine.filter(started_at=None, finished_at=None, enqueued_at__isnull=False)
    if not free.update(attempts=F("attempts") + 1, started_at=moment):
        return []
    begun = mine.filter(started_at=moment, finished_at=None).order_by("position")
    return list(begun.only("picture", "picture_format", "batch_id"))


def hand_back(ids: Collection[UUID]) -> int:
    """Begun, and not come to: they wait again, and it was no attempt."""
    unfinished = Prediction.objects.filter(pk__in=ids, finished_at=None)
    return unfinished.update(started_at=None, enqueued_at=None, attempts=F("attempts") - 1)


def release(ids: Collection[UUID]) -> int:
    """The attempt broke for a reason that may pass; the sweeper counts them."""
    return Prediction.objects.filter(pk__in=ids, finished_at=None).update(started_at=None, enqueued_at=None)


def finish(outcomes: Iterable[Outcome]) -> int:
    """Each (id, fields) that is not finished yet; how many were. Twice the same, and the second changes nothing."""
    by_names: dict[tuple[str, ...], list[Outcome]] = {}
    for outcome in outcomes:
        by_names.setdefault(tuple(outcome[1]), []).append(outcome)
    with transaction.atomic():
        return sum(_finish(names, rows) for names, rows in by_names.items())


def _finish(names: Sequence[str], rows: Sequence[Outcome]) -> int:
    meta = Prediction._meta  # noqa: SLF001 - Django's documented name for it
    columns = {field.name: field for field in meta.concrete_fields}
    fields = [columns[name] for name in (*names, "finished_at", "id")]
    changes = ", ".join(f"{field.column} = %s" for field in fields[:-1])
    now = timezone.now()
    values = [
        [field.get_db_prep_save({**value, "finished_at": now, "id": pk}[field.name], connection) for field in fields]
        for pk, value in rows
    ]
    statement = f"UPDATE {meta.db_table} SET {changes} WHERE id = %s AND finished_at IS NULL"  # noqa: S608 - our names
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)
        return int(cursor.rowcount)
