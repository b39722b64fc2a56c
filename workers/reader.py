"""Reading one prediction: its row, its picture or strokes, its answer."""

import logging
from typing import cast
from uuid import UUID

import redis
from django.conf import settings

from ml.pictures import PictureRejected, preview
from ml.reader import Mode, Reader
from ml.reading import Reading
from ml.strokes import StrokesRejected, check
from recognition.models import Prediction
from workers import replies
from workers.patience import patiently
from workers.serving import serving

log = logging.getLogger(__name__)
BROWSER_FORMATS = {"PNG", "JPEG", "GIF", "WEBP", "BMP"}
SMALL_BYTES = 200_000
PICTURE_GONE = ("picture_gone", "The picture is no longer in the storage. Please hand it in again.")


def load() -> Reader:
    """The reader with the model that is active now."""
    return serving().reader


def answer(prediction_id: UUID) -> None:
    """Read one prediction, finish its row, wake who waits. Does nothing for a row that is finished or gone."""
    if not patiently(Prediction(pk=prediction_id).begin):
        return
    rows = Prediction.objects.only("source", "mode", "picture", "picture_format", "strokes")
    prediction = patiently(rows.filter(pk=prediction_id).first)
    if prediction is None:  # its owner has deleted it since
        return
    try:
        finish(prediction)
    except Exception:
        prediction.release()
        raise
    try:
        replies.announce(prediction.pk)
    except redis.RedisError:
        log.warning("nobody was told that %s is finished: Redis is away", prediction.pk)


def finish(prediction: Prediction) -> None:
    try:
        reading, small = read(prediction, load())
        patiently(lambda: prediction.complete(reading, small))
    except (PictureRejected, StrokesRejected) as rejected:
        prediction.fail(rejected.code, rejected.sentence)
    except FileNotFoundError:
        prediction.fail(*PICTURE_GONE)


def read(prediction: Prediction, reader: Reader) -> tuple[Reading, bytes | None]:
    mode = cast("Mode", prediction.mode)
    if prediction.strokes is not None:
        return reader.read(check(prediction.strokes), mode), None
    with prediction.picture.open("rb") as file:
        reading = reader.read(file.read(), mode, max_pixels=settings.MAX_PIXELS)
    return reading, preview_of(prediction)


def preview_of(prediction: Prediction) -> bytes | None:
    """A small JPEG of the picture where a browser cannot show the file (TIFF) or it is large."""
    if prediction.picture_format in BROWSER_FORMATS and prediction.picture.size <= SMALL_BYTES:
        return None
    with prediction.picture.open("rb") as file:
        return preview(file.read(), settings.MAX_PIXELS)
