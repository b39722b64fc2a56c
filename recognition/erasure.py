"""Deleting much without a request that runs long: some at a time, and the caller asks again for the rest."""

from time import monotonic

from recognition.models import Prediction
from recognition.paging import Rows

AT_ONCE = 500  # one transaction: SQLite's only writer is kept for no longer than a reader would wait
SECONDS = 2.0


def erase_some(rows: Rows, seconds: float = SECONDS) -> int:
    """How many of `rows` were erased before the time was up; 0 once there is nothing left."""
    deadline, erased = monotonic() + seconds, 0
    while chunk := list(rows.only("picture", "batch_id").order_by("-created_at", "-id")[:AT_ONCE]):
        Prediction.erase_all(chunk)
        erased += len(chunk)
        if monotonic() >= deadline:
            break
    return erased
