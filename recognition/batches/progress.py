"""How far a batch is: counted in its rows each time, so that it is true whatever was lost."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count
from django.utils import timezone

from recognition.models import Prediction
from recognition.models.batch import Batch

RECENT = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Progress:
    """Items by what became of them. `expected` is what the files seemed to hold until all are unpacked, which of a
    cancelled batch they may never be; `rate` is items a second, of the last ten seconds while it runs, of the whole
    time when it is over."""

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
        return self.done + self.cancelled

    @property
    def done(self) -> int:
        """Read, or found to be unreadable."""
        return self.accepted + self.uncertain + self.rejected + self.failed

    @property
    def share(self) -> float:
        return min(1.0, self.done / self.expected) if self.expected else 1.0


def progress_of(batch: Batch) -> Progress:
    return progress_of_each([batch])[0]


def progress_of_each(batches: Sequence[Batch]) -> list[Progress]:
    """In their order, by two queries however many they are."""
    items = Prediction.objects.filter(batch__in=batches).order_by()
    counts: defaultdict[UUID, Counter[str]] = defaultdict(Counter)
    for pk, status, decision, count in items.values_list("batch", "status", "decision").annotate(Count("pk")):
        counts[pk][decision if status == "succeeded" else status] += count
    now = timezone.now()
    lately = items.filter(batch__in=[batch for batch in batches if not batch.is_over], finished_at__gt=now - RECENT)
    recent = dict(lately.values_list("batch").annotate(Count("pk")))
    return [_progress(batch, counts[batch.pk], recent.get(batch.pk, 0), now) for batch in batches]


def _progress(batch: Batch, counts: Counter[str], recent: int, now: datetime) -> Progress:
    by_kind = {kind: counts[kind] for kind in ("accepted", "uncertain", "rejected", "failed", "cancelled", "queued")}
    made = sum(by_kind.values())
    expected = made if batch.unpacked_at else max(batch.announced, made)
    finished = made - by_kind["queued"]
    if batch.finished_at:
        rate = finished / max(0.001, (batch.finished_at - batch.created_at).total_seconds())
    else:
        rate = recent / max(1.0, min(RECENT, now - batch.created_at).total_seconds())
    seconds_left = round((expected - finished) / rate) if rate and not batch.is_over and not batch.paused_at else None
    return Progress(expected=expected, **by_kind, rate=rate, seconds_left=seconds_left)
