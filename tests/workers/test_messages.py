"""Our messages are what Celery and kombu would have written, as far as they and a worker read them."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from celery.worker.request import Request

from recognition.submission import send
from workers import messages
from workers.celery import Lane, Urgency, app
from workers.tasks import preview, read_chunk

pytestmark = pytest.mark.services
IDS = ["0b5e6a3e-8a5f-4a53-9d6e-3f2f0a1b2c3d"]


def written(queue: redis.Redis, key: str) -> dict[str, Any]:
    raw: Any = queue.rpop(key)
    message: dict[str, Any] = json.loads(raw)
    return message


@pytest.fixture
def channel(queue: redis.Redis) -> Iterator[Any]:
    """What a worker takes messages from; what it leaves is put back when it closes."""
    with app.connection_for_read() as connection:
        yield connection.channel()


def received(channel: Any, queue_name: str) -> tuple[Any, Request]:
    """What kombu hands to a worker, and what the worker makes of it."""
    message = channel.basic_get(queue_name)
    return message, Request(message, app=app, body=message.body, headers=message.headers)


def test_nothing_is_said_that_celery_would_not_say(queue: redis.Redis) -> None:
    app.send_task("workers.tasks.read_chunk", (IDS,), queue="batch", ignore_result=False, priority=9)
    theirs = written(queue, Lane.BATCH.key(Urgency.LATE))
    ours = json.loads(messages.compose("workers.tasks.read_chunk", (IDS,), "batch", 9, ignore_result=False))
    assert {name: ours[name] for name in ("content-type", "content-encoding")} == {
        name: theirs[name] for name in ("content-type", "content-encoding")
    }
    for part, own in (("headers", {"id", "argsrepr"}), ("properties", {"correlation_id", "delivery_tag"})):
        assert set(ours[part]) <= set(theirs[part])
        assert {k: v for k, v in ours[part].items() if k not in own} == {
            k: theirs[part][k] for k in ours[part] if k not in own
        }
    left_out = {k for k in theirs["headers"] if k not in ours["headers"] and theirs["headers"][k]}
    assert left_out <= {"timelimit", "origin", "root_id"}  # [None, None]; for events; the id, where there is none


def test_a_worker_reads_it(channel: Any) -> None:
    assert send(Lane.BATCH, read_chunk.name, IDS, ignore_result=False)
    message, request = received(channel, "batch")
    assert message.payload == [[IDS], {}, {}]
    assert (request.task, request.ignore_result) == (app.tasks[read_chunk.name], False)
    assert IDS[0][:30] in request.argsrepr
    message.ack()
    assert request.expires is None


def test_it_expires_like_theirs(channel: Any) -> None:
    send(Lane.INTERACTIVE, preview.name, "drawing", "token", [], "auto", expires=messages.moment(2))
    ours = received(channel, "interactive")[1].expires
    app.send_task(preview.name, ("drawing", "token", [], "auto"), queue="interactive", expires=2)
    theirs = received(channel, "interactive")[1].expires
    assert abs((theirs - ours).total_seconds()) < 1
    assert theirs.tzinfo is not None
    assert ours.utcoffset() == theirs.utcoffset()


def test_what_a_worker_gives_back_comes_again(channel: Any) -> None:
    send(Lane.BATCH, read_chunk.name, IDS, ignore_result=False)
    message, _ = received(channel, "batch")
    message.requeue()
    again, request = received(channel, "batch")
    assert again.payload == [[IDS], {}, {}]
    assert request.delivery_info["redelivered"]
