"""Rows as workers leave them: what was handed in, read by the real reader, at the time it came."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings

from ml.pictures import PictureRejected, preview
from ml.reader import Mode, Reader
from ml.reading import Reading
from ml.strokes import check
from recognition.demo.writing import Written
from recognition.models import Prediction, failed, succeeded
from recognition.models.batch import Batch
from recognition.submission import store

WAITED = timedelta(milliseconds=15)


def read(written: Sequence[Written], reader: Reader, batch: Batch | None = None) -> list[Prediction]:
    """A row for each, in order, not saved yet; their pictures are stored. Those of a batch have their places in it."""
    rows = [row_of(one, result_of(one, reader)) for one in written]
    for position, row in enumerate(rows if batch else ()):
        row.batch, row.position = batch, position
    return rows


def result_of(one: Written, reader: Reader) -> Reading | PictureRejected:
    try:
        return reader.read(one.file or check(one.strokes), cast("Mode", one.mode), settings.MAX_PIXELS)
    except PictureRejected as rejected:
        return rejected


def row_of(one: Written, result: Reading | PictureRejected) -> Prediction:
    owner = one.person.owner
    row = Prediction(
        pk=one.pk,
        owner_id=owner.user_id,
        visitor=owner.visitor,
        channel=one.channel,
        source=one.source,
        mode=one.mode,
        strokes=one.strokes,
        picture_format="JPEG" if one.file else "",
        attempts=1,
        **times(one.at, result),
        **outcome(one, result),
    )
    if one.file:
        store(row, one.file)
    return row


def times(at: datetime, result: Reading | PictureRejected) -> dict[str, datetime]:
    took = timedelta(milliseconds=result.read_ms if isinstance(result, Reading) else 1)
    return {"created_at": at, "enqueued_at": at, "started_at": at + WAITED, "finished_at": at + WAITED + took}


def outcome(one: Written, result: Reading | PictureRejected) -> dict[str, Any]:
    if isinstance(result, Reading):
        small = preview(one.file, settings.MAX_PIXELS) if one.file and result.wants_preview else None
        return succeeded(one.pk, result, small)
    return failed(result.code, result.sentence)
