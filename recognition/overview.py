"""What the operator sees of the queue: how much waits, for how long, who works, how fast, and what failed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import redis
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from recognition.models import Prediction
from workers import lanes, presence
from workers.celery import Lane
from workers.presence import Present

Answer = TypeVar("Answer")
WINDOWS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}
LATELY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LaneState:
    """`messages` is None while Redis is away. Rows and messages differ when messages were lost or sent twice."""

    lane: Lane
    messages: int | None
    rows: int
    oldest_seconds: float | None


@dataclass(frozen=True, slots=True)
class Throughput:
    window: str
    finished: int
    per_second: float


def of_redis(ask: Callable[[], Answer]) -> Answer | None:
    """The answer, or None while Redis is away."""
    try:
        return ask()
    except redis.RedisError:
        return None


def messages() -> dict[Lane, int] | None:
    """How many wait in each lane; None while Redis is away, after one wait for all of them."""
    return of_redis(lambda: {lane: lanes.waiting(lane) for lane in Lane})


def lane_states() -> list[LaneState]:
    waiting = messages() or {}
    return [lane_state(lane, waiting.get(lane)) for lane in Lane]


def lane_state(lane: Lane, messages: int | None = None) -> LaneState:
    waiting = waiting_in(lane).aggregate(rows=Count("pk"), oldest=Min("created_at"))
    age = (timezone.now() - waiting["oldest"]).total_seconds() if waiting["oldest"] else None
    return LaneState(lane, messages, waiting["rows"], age)


def waiting_in(lane: Lane) -> QuerySet[Prediction]:
    """The rows for which the lane's messages stand; nothing waits for maintenance."""
    unfinished = Prediction.objects.filter(finished_at=None)
    if lane is Lane.MAINTENANCE:
        return unfinished.none()
    return unfinished.filter(batch__isnull=lane is Lane.INTERACTIVE)


def processes() -> list[Present]:
    """The reading processes; none while Redis is away."""
    return of_redis(presence.present) or []


def throughput() -> list[Throughput]:
    """Rows that were read or failed, over several windows."""
    now = timezone.now()
    lately = Prediction.objects.filter(created_at__gte=now - LATELY).exclude(status="cancelled").order_by()
    counts = {window: Count("pk", filter=Q(finished_at__gte=now - span)) for window, span in WINDOWS.items()}
    found = lately.aggregate(**counts)
    return [Throughput(window, found[window], found[window] / span.total_seconds()) for window, span in WINDOWS.items()]


def failures() -> list[tuple[str, int]]:
    """Why things failed, and how many of them, the commonest first; of what was handed in lately."""
    counted = failed_lately().order_by().values_list("error_code").annotate(count=Count("pk"))
    return list(counted.order_by("-count", "error_code"))


def retryable() -> set[str]:
    """The reasons for which something failed that can be read again: what was no picture never was kept."""
    there = Q(batch=None) | (Q(batch__cancelled_at=None) & ~Q(picture=""))
    return set(failed_lately().filter(there).order_by().values_list("error_code", flat=True).distinct())


def failed_lately() -> QuerySet[Prediction]:
    return Prediction.objects.filter(status="failed", created_at__gte=timezone.now() - LATELY)
