"""Waiting for a worker's answer, in Redis and never by polling the table."""

import contextlib

import redis

from recognition import told
from recognition.models import Prediction
from recognition.submission import Ticket
from workers import replies


def finished_within(ticket: Ticket, seconds: float, others: bool = False) -> Prediction:
    """The prediction, finished if a worker replied within `seconds`; at once as it is when the queue is away. Where
    `others` may wait for the same, they are told, too."""
    prediction = ticket.prediction
    if not (ticket.sent and seconds):
        return prediction
    said = None
    with contextlib.suppress(redis.RedisError):  # Redis went away while we waited: the row says how far it got
        said = replies.wait(prediction.pk, seconds)
        if said is not None and others:
            replies.announce(prediction.pk, said)
    if not told.hear(prediction, said):
        prediction.refresh_from_db()
    return prediction
