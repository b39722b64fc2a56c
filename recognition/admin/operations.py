"""What an operator does to the queue: retry what failed for a reason that is mended, purge what nobody needs."""

from collections import defaultdict
from uuid import UUID

from recognition.batches import dispatch
from recognition.models import Prediction
from recognition.models.batch import Batch
from recognition.overview import failed_lately, waiting_in
from recognition.submission import redeliver
from workers.celery import Lane


def retry(error_code: str) -> int:
    """Queue again what failed lately for this reason; how many."""
    rows = list(failed_lately().filter(error_code=error_code).only("pk", "batch_id"))
    alone = [row for row in rows if row.batch_id is None and row.retry()]
    redeliver([(row.pk, 0) for row in alone])
    return len(alone) + retry_items([row for row in rows if row.batch_id])


def retry_items(rows: list[Prediction]) -> int:
    items: dict[UUID, list[UUID]] = defaultdict(list)
    for row in rows:
        items[row.batch_id].append(row.pk)  # type: ignore[index]  # the caller has chosen those with one
    batches = Batch.objects.in_bulk(items)
    retried = sum(batch.retry(Prediction.objects.filter(pk__in=items[pk])) for pk, batch in batches.items())
    dispatch.fill_all()
    return retried


def purge(lane: Lane) -> int:
    """Cancel what waits in a lane; how many rows. Their messages find nothing to do."""
    waiting = waiting_in(lane)
    if lane is not Lane.BATCH:
        return sum(row.cancel() for row in waiting.only("pk").iterator())
    before = waiting.count()
    for batch in Batch.objects.filter(finished_at=None):
        batch.cancel()
    return before - waiting.count()
