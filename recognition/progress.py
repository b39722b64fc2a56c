"""How far a batch is: counted in its rows each time, so that it is true whatever was lost."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from recognition.batch import Batch

RECENT = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Progress:
    """Items by what became of them. `expected` is what the files seemed to hold until all are unpacked; `rate` is
    items a second, of the last ten seconds while it runs, of the whole time when it is over."""

    expected: int
    accepted: int
    uncertain: int
    rejected: int
    failed: int
    cancelled: int
    queued: int
    rate: float
    seconds_left: int | None

    @property
    def finished(self) -> int:
        return self.accepted + self.uncertain + self.rejected + self.failed + self.cancelled

    @property
    def share(self) -> float:
        return min(1.0, self.finished / self.expected) if self.expected else 1.0


def progress_of(batch: Batch) -> Progress:
    rows = batch.items.order_by().values_list("status", "decision").annotate(Count("pk"))
    counts: dict[str, int] = {}
    for status, decision, count in rows:
        key = decision if status == "succeeded" else status
        counts[key] = counts.get(key, 0) + count
    by_kind = {
        kind: counts.get(kind, 0) for kind in ("accepted", "uncertain", "rejected", "failed", "cancelled", "queued")
    }
    expected = (
        sum(by_kind.values()) if batch.unpacked_at or batch.is_over else max(batch.announced, sum(by_kind.values()))
    )
    left = expected - sum(by_kind.values()) + by_kind["queued"]
    rate = _rate(batch, sum(by_kind.values()) - by_kind["queued"])
    seconds_left = round(left / rate) if rate and not batch.is_over and not batch.paused_at else None
    return Progress(expected=expected, **by_kind, rate=rate, seconds_left=seconds_left)


def _rate(batch: Batch, finished: int) -> float:
    if batch.finished_at:
        return finished / max(0.001, (batch.finished_at - batch.created_at).total_seconds())
    now = timezone.now()
    seconds = min(RECENT, now - batch.created_at).total_seconds()
    return batch.items.filter(finished_at__gt=now - RECENT).count() / max(1.0, seconds)
