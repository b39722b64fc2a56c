"""Reading again what another model has read: a slice at a time, in the lane where nobody waits."""

import logging
import time
from pathlib import Path

from ml.reader import Reader
from ml.registry import ModelBroken
from ml.rejected import Rejected
from recognition.models import ModelVersion, Rereading
from workers.reader import read
from workers.serving import warmed

log = logging.getLogger(__name__)
SLICE_SECONDS = 2.0  # the sweeper works in the same lane
AT_ONCE = 500
MOST_READERS = 2  # one for what is read in the shadow, one for what is read again
_readers: dict[tuple[Path, str], Reader] = {}


def reread(seconds: float = SLICE_SECONDS) -> int:
    """Read those that wait, the oldest first, for as long as that. How many were tried."""
    until = time.monotonic() + seconds
    waiting = Rereading.objects.filter(finished_at=None).select_related("prediction", "version").order_by("pk")
    tried = 0
    for row in waiting[:AT_ONCE]:
        if time.monotonic() > until:
            break
        tried += 1
        if row.begin():
            answer(row)
    return tried


def answer(row: Rereading) -> None:
    try:
        reading, _ = read(row.prediction, reader_of(row.version))
        row.complete(reading)
    except (Rejected, ModelBroken) as refused:
        row.fail(refused.sentence)
    except FileNotFoundError:
        row.fail("The picture is no longer in the storage.")


def reader_of(version: ModelVersion) -> Reader:
    """The version's reader, verified once and kept for the next. Raises ModelBroken."""
    key = (version.path, version.sha256)
    if key not in _readers:
        version.verify()
        if len(_readers) == MOST_READERS:
            _readers.clear()
        _readers[key] = warmed(Reader.load(version.path))
    return _readers[key]
