"""Work that nobody waits for any more steps aside: it is read, but after what somebody waits for."""

import time
from uuid import UUID

import redis

from recognition.submission import enqueue
from workers import replies
from workers.celery import Lane, Urgency


def step_aside(prediction_id: UUID, deadline: float | None) -> bool:
    """True when it was handed to the end of its lane, because its deadline is over and fresher work waits.

    Machines whose clocks differ by more than a client's patience would hand everything on once; nothing is lost by it.
    """
    if deadline is None or time.time() <= deadline:
        return False
    try:
        others_wait = replies.client().llen(Lane.INTERACTIVE.key(Urgency.SOON))
    except redis.RedisError:
        return False
    return bool(others_wait) and enqueue(prediction_id)
