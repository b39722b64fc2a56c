"""A worker whose acknowledgement was not heard goes on taking messages."""

from typing import Any

import pytest
import redis
from kombu.transport.redis import Channel

from tests.conftest import SEVEN
from workers.celery import Lane, app
from workers.transport import FreeingQoS

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

        monkeypatch.setattr(FreeingQoS, "_remove_from_indices", away)
        with pytest.raises(redis.TimeoutError):
            channel.basic_ack(message.delivery_tag)
        assert channel.qos.can_consume()


def test_it_is_what_every_channel_uses() -> None:
    assert Channel.QoS is FreeingQoS
