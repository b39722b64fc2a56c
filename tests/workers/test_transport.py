"""A worker whose acknowledgement was not heard goes on taking messages; what it holds is known to Redis."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from kombu.asynchronous.hub import Hub
from kombu.transport.redis import Channel

from tests.conftest import SEVEN
from workers.celery import Lane, app
from workers.transport import FreeingQoS, SteadyLoop

pytestmark = pytest.mark.services


def test_an_acknowledgement_that_fails_frees_its_place(queue: redis.Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    app.send_task("workers.tasks.read", [SEVEN], queue=Lane.BATCH.value, ignore_result=True)
    with app.connection_for_read() as connection:
        channel: Any = connection.channel()
        channel.basic_qos(0, 1, False)
        message = channel.basic_get(Lane.BATCH.value)
        assert isinstance(channel.qos, FreeingQoS)
        assert not channel.qos.can_consume()

        def away(*_: object) -> None:
            raise redis.TimeoutError("frozen")

        monkeypatch.setattr(FreeingQoS, "_tell", away)
        with pytest.raises(redis.TimeoutError):
            channel.basic_ack(message.delivery_tag)
        assert channel.qos.can_consume()


def test_it_is_what_every_channel_uses() -> None:
    assert Channel.QoS is FreeingQoS


@pytest.fixture
def taken(queue: redis.Redis) -> Iterator[Any]:
    """A message that a worker has taken and not yet acknowledged."""
    queue.delete("unacked", "unacked_index")
    app.send_task("workers.tasks.read", [SEVEN], queue=Lane.BATCH.value, ignore_result=True)
    with app.connection_for_read() as connection:
        channel: Any = connection.channel()
        yield channel.basic_get(Lane.BATCH.value)


def held(queue: redis.Redis) -> tuple[Any, Any]:
    return queue.hkeys("unacked"), queue.zrange("unacked_index", 0, -1)


def test_redis_knows_who_holds_what(queue: redis.Redis, taken: Any) -> None:
    assert held(queue) == ([taken.delivery_tag], [taken.delivery_tag])
    taken.ack()
    assert held(queue) == ([], [])


@pytest.mark.parametrize("requeue", [True, False])
def test_what_is_rejected_is_not_held(queue: redis.Redis, taken: Any, requeue: bool) -> None:
    taken.reject(requeue=requeue)
    assert held(queue) == ([], [])
    assert queue.llen("batch") == requeue


def test_what_is_not_acknowledged_comes_again(queue: redis.Redis, taken: Any) -> None:
    taken.channel.qos.restore_by_tag(taken.delivery_tag)
    assert held(queue) == ([], [])
    assert taken.channel.basic_get(Lane.BATCH.value).payload == taken.payload


def test_a_refused_command_leaves_no_answer_behind(queue: redis.Redis, taken: Any) -> None:
    queue.set("unacked_index", "no sorted set")
    with pytest.raises(redis.ResponseError):
        taken.ack()
    queue.delete("unacked_index")
    assert taken.channel._create_client().ping() is True


def test_the_loop_is_told_of_a_connection_once_and_of_another_with_its_number_again() -> None:
    reader, writer = os.pipe()
    told: list[int] = []

    class Told(Hub):
        def add_reader(self, fds: Any, callback: Any, *args: Any) -> Any:
            told.append(fds)
            return super().add_reader(fds, callback, *args)

    hub = Told()
    loop = SteadyLoop(hub)
    for callback in (print, print, repr):
        loop.add_reader(reader, callback, reader)
    assert told == [reader, reader]
    loop.remove_reader(reader)
    loop.add_reader(reader, repr, reader)
    os.write(writer, b"x")
    assert hub.poller.poll(1) == [(reader, hub.READ)]
    hub.close()


def test_a_writer_is_taken_out_of_the_loop_and_stays_a_reader() -> None:
    reader, writer = os.pipe()
    hub = Hub()
    hub.add_writer(writer, print)
    assert [descriptor for descriptor, _ in hub.poller.poll(0)] == [writer]
    hub.add_reader(reader, print)
    for descriptor in (writer, writer, reader):
        hub.remove_writer(descriptor)
    assert (list(hub.writers), list(hub.readers)) == ([], [reader])
    assert not hub.poller.poll(0)
    hub.close()
