"""Lanes are bounded: over so many waiting items the next is refused, before anything is stored."""

from django.conf import settings
from django.db import connection
from django.db.models import UUIDField

from recognition.owners import Owner
from recognition.refusals import Refused

OWNERS_SHARE = 4  # one owner may hold a quarter of the lane: the rest stays open to others
RETRY_AFTER_SECONDS = 5
# By hand, because it runs before every submission: 0.02 ms on SQLite and 0.08 on PostgreSQL, against 0.34 and 0.70
# through the ORM. It reads the partial index of unfinished rows, which the bound keeps short.
COUNT = "SELECT COUNT(*), COUNT(CASE WHEN {} = %s THEN 1 END) FROM recognition_prediction WHERE finished_at IS NULL"


def admit(owner: Owner) -> None:
    """Return when one more item of this owner's may wait. Raises Refused, 429 or 503, with a Retry-After."""
    waiting, own = count(owner)
    if waiting >= settings.MAX_QUEUED:
        raise Refused(
            503,
            "queue_full",
            "More is waiting here than we can read soon. Please try again in a moment.",
            RETRY_AFTER_SECONDS,
        )
    if own >= max(settings.MAX_QUEUED // OWNERS_SHARE, 1):
        raise Refused(
            429,
            "too_many_waiting",
            f"{own:,} of yours are waiting already. Please go on when some of them are read.",
            RETRY_AFTER_SECONDS,
        )


def count(owner: Owner) -> tuple[int, int]:
    """How many items wait, and how many of them are this owner's."""
    with connection.cursor() as cursor:
        if owner.user_id is not None:
            cursor.execute(COUNT.format("owner_id"), [owner.user_id])
        else:
            cursor.execute(COUNT.format("visitor"), [UUIDField().get_db_prep_value(owner.visitor, connection)])
        waiting, own = cursor.fetchone()
    return int(waiting), int(own)
