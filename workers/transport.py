"""A mend for kombu's Redis transport: an acknowledgement that Redis does not take must not cost the worker a place."""

from typing import Any

from kombu.transport.redis import Channel, QoS


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


def mend(channel: Any = Channel) -> None:
    channel.QoS = FreeingQoS
