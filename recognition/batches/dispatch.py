"""What the batch lane does next. Every owner has the same share of it, and every batch of an owner's.

Only a few chunks of an owner are in the lane at a time; when one ends, the next is sent, to the end of the lane. So the
lane goes round the owners by itself, and whoever comes with one batch waits for no one's ten.
"""

from collections.abc import Sequence
from itertools import takewhile
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from recognition.models import Prediction
from recognition.models.batch import Batch
from recognition.owners import Owner
from recognition.submission import enqueue_chunk, enqueue_unpacking

CHUNK = 64  # items a message: 32 cost 15 % more, 128 make pause and progress coarse
CHUNKS_A_WORKER = 3  # of each owner's: one that is read, and what waits behind it while the next is sent


def fill(owner: Owner) -> int:
    """Send what this owner has waiting, as far as their share goes; how many messages."""
    active = Batch.objects.filter(owner.mine(), finished_at=None, paused_at=None).order_by("created_at")
    found = list(active.only("unpacked_at", "unpack_sent_at"))
    return unpack_next(found) + read_next(found)


def fill_all() -> int:
    """The same for everybody: the sweeper's net under `fill`."""
    active = Batch.objects.filter(finished_at=None, paused_at=None).order_by()
    return sum(fill(Owner(*who)) for who in set(active.values_list("owner_id", "visitor")))


def unpack_next(active: Sequence[Batch]) -> int:
    """One batch of an owner's is unpacked at a time, the oldest first."""
    unpacking = [batch for batch in active if not batch.unpacked_at]
    if not unpacking or any(batch.unpack_sent_at for batch in unpacking):
        return 0
    batch = unpacking[0]
    if not batch.send_unpacking(timezone.now()):
        return 0
    if enqueue_unpacking(batch.pk):
        return 1
    batch.release_unpacking()
    return 0


def read_next(active: Sequence[Batch]) -> int:
    """Chunks, always of the batch that has the fewest items on their way."""
    flying = {batch.pk: 0 for batch in active}
    sent_items = Prediction.objects.filter(batch__in=list(flying), finished_at=None, enqueued_at__isnull=False)
    flying.update(sent_items.order_by().values_list("batch").annotate(Count("pk")))
    left = CHUNK * CHUNKS_A_WORKER * settings.BATCH_WORKERS - sum(flying.values())
    sent = 0
    while flying and left > 0:
        batch_id = min(flying, key=flying.__getitem__)
        ids = claim(batch_id)
        if not ids:
            del flying[batch_id]
        elif not enqueue_chunk(ids):
            Prediction.objects.filter(pk__in=ids, finished_at=None).update(enqueued_at=None)
            break
        else:
            flying[batch_id] += len(ids)
            left -= len(ids)
            sent += 1
    return sent


def claim(batch_id: UUID) -> list[UUID]:
    """The next chunk, marked as sent. What broke a chunk once travels alone: a picture that kills its process must not
    take its neighbours along three times."""
    waiting = Prediction.objects.filter(
        batch=batch_id, finished_at=None, enqueued_at=None, attempts__lt=settings.MAX_ATTEMPTS
    ).order_by("position")
    with transaction.atomic():
        rows = list(waiting.select_for_update(skip_locked=True).values_list("pk", "attempts")[:CHUNK])
        fresh = [pk for pk, _ in takewhile(lambda row: not row[1], rows)]
        ids = fresh or [pk for pk, _ in rows[:1]]
        Prediction.objects.filter(pk__in=ids).update(enqueued_at=timezone.now())
    return ids
