"""State changes of many predictions by one statement: the verbs of the model, for the items of a chunk."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from recognition import statements
from recognition.models import Prediction

Outcome = tuple[UUID, dict[str, Any]]


def begin(ids: Collection[UUID | str]) -> list[Prediction]:
    """A worker starts on these: the rows, in their order, that nobody has begun or finished. A chunk that is delivered
    twice is begun once."""
    if not ids:
        return []
    needed = ("position", "id", "batch", "source", "picture")  # all but the first in the order of the model
    begun = statements.begin_all(Prediction, [UUID(str(pk)) for pk in ids], timezone.now(), needed)
    return [
        Prediction.from_db(connection.alias, ["id", "batch_id", "source", "picture"], [_id(pk), _id(batch), *others])
        for _, pk, batch, *others in sorted(begun)
    ]


def _id(value: UUID | str) -> UUID:
    """SQLite has no type for it."""
    return value if isinstance(value, UUID) else UUID(value)


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
    moment = {"finished_at": timezone.now()}
    with transaction.atomic():
        return sum(
            statements.finish(Prediction, [(pk, {**fields, **moment}) for pk, fields in rows])
            for rows in by_names.values()
        )
