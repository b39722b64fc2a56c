"""The batch lane worked off in the test's own process, message by message, as a worker would."""

import json
from typing import Any
from uuid import UUID

import redis

from recognition.batches import unpacking
from workers import chunks, reader


def take(queue: redis.Redis) -> tuple[str, Any] | None:
    """The next message's task and argument."""
    raw: Any = queue.rpop("batch")
    if raw is None:
        return None
    message = json.loads(raw)
    [argument], *_ = json.loads(message["body"])
    return message["headers"]["task"].rpartition(".")[2], argument


def work_off(queue: redis.Redis, most: int = 1000) -> list[str]:
    """Up to `most` messages, done in their order; the tasks that they were."""
    reader.load()  # as a worker's process does before it takes work: a chunk's time does not pay for it
    done: list[str] = []
    while len(done) < most and (message := take(queue)):
        task, argument = message
        if task == "unpack":
            unpacking.unpack(UUID(argument))
        else:
            chunks.answer(argument)
        done.append(task)
    return done
