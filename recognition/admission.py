"""Lanes are bounded: over so many waiting items the next is refused, before anything is stored."""

from django.conf import settings
from django.db import connection
from django.db.models import Q, Sum, UUIDField
from django.db.models.functions import Greatest

from recognition.models.batch import Batch
from recognition.owners import Owner
from recognition.refusals import Refused

VISITOR = UUIDField()
OWNERS_SHARE = 4  # one owner may hold a quarter of the lane: the rest stays open to others
RETRY_AFTER_SECONDS = 5
RETRY_BATCH_AFTER_SECONDS = 30
# By hand, because it runs before every submission: 0.02 ms on SQLite and 0.08 on PostgreSQL, against 0.34 and 0.70
# through the ORM. It reads the partial index of waiting rows, which the bound keeps short.
COUNT = (
    "SELECT COUNT(*), COUNT(CASE WHEN {} = %s THEN 1 END) "
    "FROM recognition_prediction WHERE finished_at IS NULL AND batch_id IS NULL"
)


def admit(owner: Owner) -> None:
    """Return when one more item of this owner's may wait. Raises Refused, 429 or 503, with a Retry-After."""
    waiting, own = count(owner)
    judge(waiting + 1, own + 1, settings.MAX_QUEUED, RETRY_AFTER_SECONDS)


def admit_batch(owner: Owner, items: int) -> None:
    """The same for a batch of so many items. An unfinished batch counts whole, because most of it is still to come; a
    paused one holds nobody up, so it counts for its owner alone, who may resume it at any time."""
    items_of = Greatest("announced", "made")  # a document of many pages is announced as one
    unfinished = Batch.objects.filter(finished_at=None).aggregate(
        waiting=Sum(items_of, default=0, filter=Q(paused_at=None)), own=Sum(items_of, default=0, filter=owner.mine())
    )
    waiting, own = unfinished["waiting"] + items, unfinished["own"] + items
    judge(waiting, own, settings.MAX_QUEUED_BATCH, RETRY_BATCH_AFTER_SECONDS, ", or cancel what you have paused")


def share(bound: int) -> int:
    """Of one owner."""
    return max(bound // OWNERS_SHARE, 1)


def judge(waiting: int, own: int, bound: int, retry_after: int, else_do: str = "") -> None:
    """Raises Refused when there would be more than the bound, or more of one owner's than their share."""
    if waiting > bound:
        sentence = "More is waiting here than we can read soon. Please try again in a moment."
        raise Refused(503, "queue_full", sentence, retry_after)
    if own > share(bound):
        sentence = f"Too much of yours is waiting already. Please go on when some of it is read{else_do}."
        raise Refused(429, "too_many_waiting", sentence, retry_after)


def count(owner: Owner) -> tuple[int, int]:
    """How many items wait, and how many of them are this owner's."""
    with connection.cursor() as cursor:
        if owner.user_id is not None:
            cursor.execute(COUNT.format("owner_id"), [owner.user_id])
        else:
            cursor.execute(COUNT.format("visitor"), [VISITOR.get_db_prep_value(owner.visitor, connection)])
        waiting, own = cursor.fetchone()
    return int(waiting), int(own)
