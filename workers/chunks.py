"""A chunk of a batch: begun at once, read together, finished by bulk. One bad picture never costs its neighbours."""

import logging
import time
from collections.abc import Collection, Iterator
from typing import cast

from django.conf import settings

from ml.pictures import PictureRejected, preview
from ml.reader import Mode
from ml.reading import Reading
from recognition import bulk
from recognition.batches import dispatch
from recognition.models import Prediction, failed, succeeded
from recognition.models.batch import Batch
from recognition.owners import Owner
from workers import reader

log = logging.getLogger(__name__)
WRITTEN_TOGETHER = 32  # rows: what is lost when a process dies, and how soon progress shows
SHARE_OF_TIME = 3  # of the time limit; a chunk of slow pictures then hands back the rest
Counts = dict[str, float]


def answer(ids: Collection[str]) -> Counts:
    """Read these items, finish their rows, send what comes next. The counts and timings are for whoever measures."""
    began = time.monotonic()
    rows = bulk.begin(ids)
    if not rows:
        return {"items": 0}
    batch = Batch.objects.get(items=rows[0].pk)
    try:
        counts = read(batch, rows, began + settings.TASK_TIME_LIMIT_SECONDS / SHARE_OF_TIME)
    except Exception:
        bulk.release([row.pk for row in rows])
        raise
    batch.finish()
    dispatch.fill(Owner(batch.owner_id, batch.visitor))
    return {**counts, "ms": round((time.monotonic() - began) * 1000, 1)}


def read(batch: Batch, rows: list[Prediction], deadline: float) -> Counts:
    counts: Counts = {"items": len(rows), "read": 0, "failed": 0, "broke": 0, "handed_back": 0, "read_ms": 0.0}
    if batch.paused_at:
        return {**counts, "handed_back": bulk.hand_back([row.pk for row in rows])}
    outcomes: list[bulk.Outcome] = []
    done = 0
    together = reader.load().read_many(
        contents(rows), cast("Mode", batch.mode), settings.MAX_PIXELS, batch.expect or None, batch.threshold
    )
    for row, result in zip(rows, together, strict=True):
        done += 1
        add(outcomes, counts, row, result)
        if len(outcomes) >= WRITTEN_TOGETHER or done == len(rows):
            bulk.finish(outcomes)
            outcomes = []
        if time.monotonic() > deadline:
            break
    bulk.finish(outcomes)
    rest = [row.pk for row in rows[done:]]
    return {**counts, "handed_back": bulk.hand_back(rest) if rest else 0}


def contents(rows: list[Prediction]) -> Iterator[bytes | Exception]:
    for row in rows:
        try:
            yield reader.content(row)
        except FileNotFoundError as error:
            yield error


def add(outcomes: list[bulk.Outcome], counts: Counts, row: Prediction, result: Reading | Exception) -> None:
    """What becomes of one item. A fault of ours is logged and left to the sweeper, which counts attempts."""
    if isinstance(result, Reading):
        small = preview(reader.content(row), settings.MAX_PIXELS) if result.wants_preview else None
        outcomes.append((row.pk, succeeded(row.pk, result, small)))
        counts["read"] += 1
        counts["read_ms"] += result.read_ms
    elif isinstance(result, PictureRejected):
        outcomes.append((row.pk, failed(result.code, result.sentence)))
        counts["failed"] += 1
    elif isinstance(result, FileNotFoundError):
        outcomes.append((row.pk, failed(*reader.PICTURE_GONE)))
        counts["failed"] += 1
    else:
        log.error("reading %s broke", row.pk, exc_info=result)
        bulk.release([row.pk])
        counts["broke"] += 1
