"""Mends for kombu's Redis transport and its event loop: an acknowledgement that Redis does not take must not cost the
worker a place, and a turn of the loop no system calls that change nothing."""

import json
import time
from collections.abc import Callable
from typing import Any

from kombu.asynchronous.hub import Hub
from kombu.transport.redis import Channel, QoS, Transport
from kombu.transport.virtual.base import QoS as PlainQoS

remove_writer = Hub.remove_writer
register_with_event_loop = Transport.register_with_event_loop


class FreeingQoS(QoS):
    """Counts a message as done when telling Redis so has failed, and tells it in fewer steps.

    kombu 5.7 keeps counting it as in work. With a prefetch of one that was the worker's only place: after a Redis that
    stood still for ten seconds, lanes took no message any more. What Redis was not told, it delivers again after the
    visibility timeout, and a finished row takes no harm from that.
    """

    def append(self, message: Any, delivery_tag: str) -> None:
        delivered = message.delivery_info
        kept = json.dumps([message._raw, delivered["exchange"], delivered["routing_key"]])  # noqa: SLF001 - as kombu does
        self._tell(
            ("ZADD", self.unacked_index_key, time.time(), delivery_tag), ("HSET", self.unacked_key, delivery_tag, kept)
        )
        PlainQoS.append(self, message, delivery_tag)

    def ack(self, delivery_tag: str) -> None:
        try:
            self._tell(("ZREM", self.unacked_index_key, delivery_tag), ("HDEL", self.unacked_key, delivery_tag))
        finally:
            PlainQoS.ack(self, delivery_tag)

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        if not requeue:
            self.ack(delivery_tag)
            return
        try:
            super().reject(delivery_tag, requeue)
        except Exception:
            self._quick_ack(delivery_tag)  # type: ignore[attr-defined]  # kombu makes it in its constructor
            raise

    def _tell(self, *commands: tuple[Any, ...]) -> None:
        """The commands in one transaction, as redis-py's pipeline does it, in a third of its processor time."""
        pool: Any = self.channel.pool  # type: ignore[attr-defined]  # a Redis channel
        connection = pool.get_connection()
        packed = connection.pack_commands([("MULTI",), *commands, ("EXEC",)])

        def tell() -> None:
            connection.send_packed_command(packed)
            for _ in ("OK", *commands):
                connection.read_response()
            refused = [answer for answer in connection.read_response() if isinstance(answer, Exception)]
            if refused:
                raise refused[0]

        try:
            connection.retry.call_with_retry(tell, lambda _: connection.disconnect())
        except BaseException:
            connection.disconnect()  # replies may be left in it
            raise
        finally:
            pool.release(connection)


class SteadyLoop:
    """The event loop as the transport sees it: at every turn it adds its connections, nearly always the same ones."""

    def __init__(self, loop: Hub) -> None:
        self._loop = loop

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loop, name)

    def add_reader(self, descriptor: int, callback: Callable[..., Any], *arguments: Any) -> None:
        known: Any = self._loop.readers.get(descriptor)
        if known != (callback, arguments):
            self._loop.add_reader(descriptor, callback, *arguments)


def register_steadily(transport: Any, connection: Any, loop: Hub) -> None:
    """A connection that is opened anew is made known to epoll by the transport itself, whatever its number."""
    register_with_event_loop(transport, connection, SteadyLoop(loop))


def remove_known_writer(hub: Hub, descriptor: Any) -> None:
    """The pool of processes takes every idle one's pipe out of the loop at each turn; most are not in it."""
    if not isinstance(descriptor, int) or descriptor in hub.writers:
        remove_writer(hub, descriptor)


def mend(channel: Any = Channel, transport: Any = Transport, hub: Any = Hub) -> None:
    channel.QoS = FreeingQoS
    transport.register_with_event_loop = register_steadily
    hub.remove_writer = remove_known_writer
