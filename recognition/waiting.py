"""Waiting for a worker's answer, in Redis and never by polling the table."""

import contextlib

import redis

from recognition import told
from recognition.models import Prediction
from recognition.submission import Ticket
from workers import replies


def finished_within(ticket: Ticket, seconds: float) -> Prediction:
    """The prediction, finished if a worker replied within `seconds`; at once as it is when the queue is away."""
    prediction = ticket.prediction
    if not (ticket.sent and seconds):
        return prediction
    said = None
    with contextlib.suppress(redis.RedisError):  # Redis went away while we waited: the row says how far it got
        said = replies.wait(prediction.pk, seconds)
    if not told.hear(prediction, said):
        prediction.refresh_from_db()
    return prediction
