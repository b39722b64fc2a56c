"""The row is the truth, the message a hint: send again what nobody finished, give up after three attempts."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from recognition.batches.sweeper import AT_ONCE, GRACE, LOST_FOR_SURE, rescue_items, sweep_batches
from recognition.models import Prediction
from recognition.submission import redeliver
from workers.celery import Lane
from workers.lanes import waiting

log = logging.getLogger(__name__)


def sweep() -> int:
    """How many rows were sent again or failed. Redis errors pass to the caller; the next sweep tries again."""
    now = timezone.now()
    abandoned = now - timedelta(seconds=settings.TASK_TIME_LIMIT_SECONDS + 2)
    not_begun_since = now - (LOST_FOR_SURE if waiting(Lane.INTERACTIVE) else GRACE)
    lost = Q(started_at__lt=abandoned) | Q(started_at=None, enqueued_at__lt=not_begun_since)
    exhausted = Q(started_at=None, attempts__gte=settings.MAX_ATTEMPTS)
    return revive(Prediction.objects.filter(lost | exhausted)) + sweep_batches(now)


def rescue(ids: Sequence[UUID]) -> int:
    """The same, at once, for rows whose process is known to have died; those it had not begun wait in their lane."""
    return revive(Prediction.objects.filter(pk__in=ids, started_at__isnull=False)) + rescue_items(ids)


def revive(rows: QuerySet[Prediction]) -> int:
    """Send again what is unfinished of these, and fail what has had every attempt; how many of both."""
    unfinished = rows.filter(finished_at=None, batch=None).order_by("enqueued_at")
    given_up = sum(row.give_up() for row in unfinished.filter(attempts__gte=settings.MAX_ATTEMPTS)[:AT_ONCE])
    left = unfinished.filter(attempts__lt=settings.MAX_ATTEMPTS).values_list("pk", "attempts")[:AT_ONCE]
    sent = redeliver(list(left))
    if sent or given_up:
        log.warning("%d sent again, %d given up", sent, given_up)
    return sent + given_up
