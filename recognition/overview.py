"""What the operator sees of the queue: how much waits, for how long, who works, how fast, and what failed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import redis
from django.db.models import Count, Min, Q
from django.utils import timezone

from recognition.models import Prediction
from workers import lanes, presence
from workers.celery import Lane
from workers.presence import Present

Answer = TypeVar("Answer")
WINDOWS = {"the last minute": timedelta(minutes=1), "the last hour": timedelta(hours=1), "a day": timedelta(days=1)}
FAILURES_SINCE = timedelta(days=1)


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


def lane_states() -> list[LaneState]:
    return [lane_state(lane) for lane in Lane]


def lane_state(lane: Lane) -> LaneState:
    waiting = waiting_in(lane).aggregate(rows=Count("pk"), oldest=Min("created_at"))
    age = (timezone.now() - waiting["oldest"]).total_seconds() if waiting["oldest"] else None
    return LaneState(lane, of_redis(lambda: lanes.waiting(lane)), waiting["rows"], age)


def processes() -> list[Present]:
    """The reading processes; none while Redis is away."""
    return of_redis(presence.present) or []


def throughput() -> list[Throughput]:
    """Rows that were read or failed, over several windows."""
    now = timezone.now()
    counts = {window: Count("pk", filter=Q(finished_at__gte=now - span)) for window, span in WINDOWS.items()}
    longest = Prediction.objects.filter(finished_at__gte=now - max(WINDOWS.values())).exclude(status="cancelled")
    found = longest.order_by().aggregate(**{f"in_{number}": count for number, count in enumerate(counts.values())})
    return [
        Throughput(window, found[f"in_{number}"], found[f"in_{number}"] / span.total_seconds())
        for number, (window, span) in enumerate(WINDOWS.items())
    ]


def failures() -> list[dict[str, object]]:
    """`error_code` and `count` of what failed in the last day, the commonest first."""
    lately = Prediction.objects.filter(status="failed", finished_at__gte=timezone.now() - FAILURES_SINCE)
    return list(lately.order_by().values("error_code").annotate(count=Count("pk")).order_by("-count", "error_code"))
