"""Two mends for kombu's Redis transport: an acknowledgement that Redis does not take must not cost the worker a place,
and a message not a new client."""

from typing import Any

from kombu.transport.redis import Channel, QoS

make_client: Any = Channel._create_client  # type: ignore[attr-defined]  # noqa: SLF001


class FreeingQoS(QoS):
    """Counts a message as done when telling Redis so has failed.

    kombu 5.7 keeps counting it as in work. With a prefetch of one that was the worker's only place: after a Redis that
    stood still for ten seconds, lanes took no message any more. What Redis was not told, it delivers again after the
    visibility timeout, and a finished row takes no harm from that.
    """

    def ack(self, delivery_tag: str) -> None:
        try:
            super().ack(delivery_tag)
        except Exception:
            self._quick_ack(delivery_tag)  # type: ignore[attr-defined]  # kombu makes it in its constructor
            raise

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        try:
            super().reject(delivery_tag, requeue)
        except Exception:
            self._quick_ack(delivery_tag)  # type: ignore[attr-defined]  # kombu makes it in its constructor
            raise


def one_client(channel: Any, asynchronous: bool = False) -> Any:
    """The channel's client, as long as it has the same pool of connections. kombu makes one for every command: a fifth
    of the time to send a message."""
    if asynchronous:
        return make_client(channel, asynchronous=True)
    client = channel.__dict__.get("one_client")
    if client is None or client.connection_pool is not channel.pool:
        client = channel.__dict__["one_client"] = make_client(channel)
    return client


def mend(channel: Any = Channel) -> None:
    channel.QoS = FreeingQoS
    channel._create_client = one_client  # noqa: SLF001 - kombu has no other place for it
