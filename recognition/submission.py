"""Handing in: a row, then its message. The only place that enqueues."""

import contextlib
import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import redis
from django.core.files.base import ContentFile
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerAway

from recognition import admission, statements
from recognition.models import Prediction, picture_path
from recognition.models.idempotency import Claim
from recognition.owners import Owner
from recognition.refusals import Refused
from workers import messages, replies
from workers.celery import Lane, Urgency

log = logging.getLogger(__name__)
PREVIEW_SECONDS = 2  # a drawing looks different by then, so a worker drops a message that has waited longer
PATIENCE_SECONDS = 2  # for how long a client that does not wait, but asks again, is counted as waiting
QUEUE_AWAY = (BrokerAway, redis.RedisError, OSError)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing handed in: either the checked bytes of a picture and its format, or checked strokes."""

    source: str
    picture: bytes | None = None
    picture_format: str = ""
    strokes: Any = None


@dataclass(frozen=True, slots=True)
class Terms:
    """The threshold it is decided by (None: the model's own), the days its picture is kept (0: for ever), for how many
    seconds the caller sits there until it is read, and the claim under which it is to be kept once only, if any."""

    threshold: float | None = None
    keep_days: int = 0
    waits: float = 0
    claim: Claim | None = None


@dataclass(slots=True)
class Ticket:
    """`sent` is False while the queue is away: waiting is then useless, and the sweeper delivers later."""

    prediction: Prediction
    sent: bool = False

    @classmethod
    def again(cls, prediction: Prediction) -> "Ticket":
        """Of what was handed in before: its message was sent then, or is by the sweeper."""
        return cls(prediction, sent=not prediction.is_finished)


NO_TERMS = Terms()


def submit(owner: Owner, channel: str, item: Item, mode: str, terms: Terms = NO_TERMS) -> Ticket:
    """Keep what was handed in, then tell the workers. Once this returns, it cannot be lost. Raises Refused, and Taken
    where the same was handed in under the same claim meanwhile."""
    admission.admit(owner)
    prediction = row_of(owner, channel, item, mode, terms)
    ticket = Ticket(prediction)

    def send() -> None:
        ticket.sent = enqueue(prediction.pk, time.time() + max(terms.waits, PATIENCE_SECONDS))

    keep(prediction, item.picture, terms.claim)
    transaction.on_commit(send, robust=True)
    return ticket


def parts(item: Item, mode: str) -> list[Any]:
    """What makes it another thing, as plain JSON; settings that may change before it is sent again do not."""
    picture = None if item.picture is None else sha256(item.picture).hexdigest()
    return ["prediction", item.source, picture, item.strokes, mode]


def row_of(owner: Owner, channel: str, item: Item, mode: str, terms: Terms) -> Prediction:
    """Not saved yet."""
    prediction = Prediction(
        owner_id=owner.user_id,
        visitor=owner.visitor,
        channel=channel,
        source=item.source[:255],
        mode=mode,
        picture_format=item.picture_format,
        strokes=item.strokes,
        threshold=terms.threshold,
    )
    if terms.keep_days:
        prediction.forget_at = prediction.created_at + timedelta(days=terms.keep_days)
    return prediction


def keep(prediction: Prediction, picture: bytes | None, claim: Claim | None = None) -> None:
    """The picture, then its row. Raises Refused when there is no room, Taken."""
    try:
        if picture is not None:
            store(prediction, picture)
        insert(prediction, claim)
    except (OperationalError, InterfaceError):
        raise  # the row may be committed, and only the answer lost: the file stays for it, or for the sweep of orphans
    except Exception:
        if picture is not None:  # no row, no file: the client is told, and hands it in again
            with contextlib.suppress(OSError):
                prediction.picture.storage.delete(picture_path(prediction))
        raise


def insert(prediction: Prediction, claim: Claim | None) -> None:
    if claim is None:
        statements.insert(prediction)  # one statement is a transaction
        return
    with transaction.atomic():
        claim.take(prediction=prediction)
        statements.insert(prediction)


def store(prediction: Prediction, picture: bytes) -> None:
    """Raises Refused when there is no room; then half a file may lie there, under the same name."""
    try:
        prediction.picture.name = prediction.picture.storage.save(picture_path(prediction), ContentFile(picture))
    except OSError:
        log.exception("a picture could not be stored")
        raise Refused.without_room() from None


def redeliver(rows: Iterable[tuple[UUID, int]]) -> int:
    """Send a message again for each (id, attempts) that is still so; stops at the first the queue does not take.

    `attempts` tells whether a worker has begun since the caller looked: then it is left alone.
    """
    sent = 0
    for pk, attempts in rows:
        unchanged = Prediction.objects.filter(pk=pk, finished_at=None, attempts=attempts)
        if not unchanged.update(started_at=None, enqueued_at=timezone.now()):
            continue
        if not enqueue(pk):
            break
        sent += 1
    return sent


def enqueue(prediction_id: UUID, deadline: float | None = None) -> bool:
    """One message for one prediction; without a deadline, nobody waits."""
    urgency = Urgency.LATE if deadline is None else Urgency.SOON
    return send(Lane.INTERACTIVE, "workers.tasks.read", str(prediction_id), deadline, urgency=urgency)


def ask_preview(drawing: str, token: str, strokes: Any, mode: str) -> bool:
    """One message with the strokes themselves, as no row is kept; its reply comes under `token`."""
    arguments = (drawing, token, strokes, mode)
    return send(Lane.INTERACTIVE, "workers.tasks.preview", *arguments, expires=messages.moment(PREVIEW_SECONDS))


def enqueue_chunk(ids: list[UUID]) -> bool:
    """One message for up to a chunk of a batch's items; its counts and timings come back as the task's result."""
    return send(Lane.BATCH, "workers.tasks.read_chunk", [str(pk) for pk in ids], ignore_result=False)


def enqueue_unpacking(batch_id: UUID) -> bool:
    return send(Lane.BATCH, "workers.tasks.unpack", str(batch_id))


def send(lane: Lane, task: str, *arguments: Any, urgency: Urgency = Urgency.SOON, **headers: Any) -> bool:
    """Whether the lane took the message: False, within a bounded time, when the queue is away."""
    message = messages.compose(task, arguments, lane.value, urgency.value, **{"ignore_result": True, **headers})
    try:
        replies.client().lpush(lane.key(urgency), message)
    except QUEUE_AWAY as error:
        log.warning("%s of %.36s was not sent, the queue is away: %s", task, arguments[0], error)
        return False
    return True
