"""Reading one prediction: its row, its picture or strokes, its answer."""

import logging
from pathlib import Path
from typing import cast
from uuid import UUID

import redis
from django.conf import settings

from ml.pictures import preview
from ml.reader import Mode, Reader
from ml.reading import Reading
from ml.rejected import Rejected
from ml.strokes import check
from recognition import told
from recognition.models import Prediction
from workers import replies
from workers.patience import patiently
from workers.serving import serving

log = logging.getLogger(__name__)
PICTURE_GONE = ("picture_gone", "The picture is no longer in the storage. Please hand it in again.")


def load() -> Reader:
    """The reader with the model that is active now."""
    return serving().reader


def answer(prediction_id: UUID) -> None:
    """Read one prediction, finish its row, wake who waits. Does nothing for a row that is finished or gone."""
    prediction = Prediction(pk=prediction_id)
    if not patiently(prediction.begin):
        return
    try:
        finish(prediction)
    except Exception:
        prediction.release()
        raise
    try:
        replies.announce(prediction.pk, told.tell(prediction) if prediction.is_finished else "finished by another")
    except redis.RedisError as error:
        log.warning("nobody was told that %s is finished: %s", prediction.pk, error)


def finish(prediction: Prediction) -> None:
    try:
        reading, small = read(prediction, load())
        patiently(lambda: prediction.complete(reading, small))
    except Rejected as rejected:
        prediction.fail(rejected.code, rejected.sentence)
    except FileNotFoundError:
        prediction.fail(*PICTURE_GONE)


def read(prediction: Prediction, reader: Reader) -> tuple[Reading, bytes | None]:
    """The reading, and the preview of a picture that wants one."""
    mode, threshold = cast("Mode", prediction.mode), prediction.threshold
    if prediction.strokes is not None:
        return reader.read(check(prediction.strokes), mode, threshold=threshold), None
    data = content(prediction)
    reading = reader.read(data, mode, max_pixels=settings.MAX_PIXELS, threshold=threshold)
    return reading, preview(data, settings.MAX_PIXELS) if reading.wants_preview else None


def content(prediction: Prediction) -> bytes:
    """Raises FileNotFoundError."""
    picture = prediction.picture
    if not picture:  # forgotten since it was read first
        raise FileNotFoundError(str(prediction.pk))
    return Path(picture.path).read_bytes()
