"""The row is the truth, the message a hint: send again what nobody finished, give up after three attempts."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from recognition.batch_sweeper import sweep_batches
from recognition.models import Prediction
from recognition.submission import redeliver
from workers.celery import Lane
from workers.replies import client

log = logging.getLogger(__name__)

GRACE = timedelta(seconds=5)  # a message sent this recently is on its way
LOST_FOR_SURE = timedelta(seconds=120)  # not begun for this long, though the lane was never seen empty
AT_ONCE = 1000


def sweep() -> int:
    """How many rows were sent again or failed. Redis errors pass to the caller; the next sweep tries again."""
    now = timezone.now()
    abandoned = now - timedelta(seconds=settings.TASK_TIME_LIMIT_SECONDS + 2)
    unfinished = Prediction.objects.filter(finished_at=None, batch=None).order_by("enqueued_at")
    dead = unfinished.filter(started_at__lt=abandoned) | unfinished.filter(started_at=None)
    given_up = [p.give_up() for p in dead.filter(attempts__gte=settings.MAX_ATTEMPTS)[:AT_ONCE]]

    not_begun_since = now - (LOST_FOR_SURE if client().llen(Lane.INTERACTIVE.value) else GRACE)
    lost = Q(started_at__lt=abandoned) | Q(started_at=None, enqueued_at__lt=not_begun_since)
    rows = unfinished.filter(lost, attempts__lt=settings.MAX_ATTEMPTS).values_list("pk", "attempts")[:AT_ONCE]
    sent = redeliver(list(rows))
    if sent or given_up:
        log.warning("sweep: %d sent again, %d given up", sent, sum(given_up))
    return sent + sum(given_up) + sweep_batches(now)
