"""What waits in a lane, as Redis has it."""

from workers import replies
from workers.celery import Lane


def waiting(lane: Lane) -> int:
    """How many messages wait in a lane, whatever their urgency. Raises redis.RedisError."""
    with replies.client().pipeline(transaction=False) as pipe:
        for key in lane.keys:
            pipe.llen(key)
        return sum(pipe.execute())
