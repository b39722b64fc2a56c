"""The sweeper's part for batches: what nobody finished waits again, and the lane is filled from what waits."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from recognition.batches import dispatch
from recognition.models import Prediction
from recognition.models.batch import Batch
from workers.celery import Lane
from workers.replies import client

GRACE = timedelta(seconds=5)  # a message sent this recently is on its way
LOST_FOR_SURE = timedelta(seconds=120)  # not begun for this long, though the lane was never seen empty
AT_ONCE = 1000


def sweep_batches(now: datetime) -> int:
    """How many items wait again or failed. Redis errors pass to the caller; the next sweep tries again."""
    abandoned = now - timedelta(seconds=settings.TASK_TIME_LIMIT_SECONDS + 2)
    not_begun_since = now - (LOST_FOR_SURE if client().llen(Lane.BATCH.value) else GRACE)
    items = Prediction.objects.filter(finished_at=None, batch__isnull=False)
    lost = items.filter(Q(started_at__lt=abandoned) | Q(started_at=None, enqueued_at__lt=not_begun_since))
    waiting = lost.update(started_at=None, enqueued_at=None) + give_up()
    Batch.objects.filter(unpacked_at=None, finished_at=None).filter(
        Q(unpack_begun_at__lt=abandoned) | Q(unpack_begun_at=None, unpack_sent_at__lt=not_begun_since)
    ).update(unpack_sent_at=None, unpack_begun_at=None)
    for batch in Batch.objects.filter(finished_at=None, unpacked_at__isnull=False):
        batch.finish()
    dispatch.fill_all()
    return waiting


def rescue_items(ids: Sequence[UUID]) -> int:
    """The same, at once, for a chunk whose process is known to have died."""
    dead = Prediction.objects.filter(pk__in=ids, finished_at=None, batch__isnull=False, started_at__isnull=False)
    waiting = dead.update(started_at=None, enqueued_at=None)
    if waiting:
        give_up()
        dispatch.fill_all()
    return waiting


def give_up() -> int:
    """Fail what broke its process, or us, at every attempt."""
    spent = Prediction.objects.filter(
        finished_at=None, batch__isnull=False, started_at=None, attempts__gte=settings.MAX_ATTEMPTS
    )
    return sum(item.give_up() for item in spent[:AT_ONCE])
