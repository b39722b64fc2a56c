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


def load() -> Reader:
    """The reader with the model that is active now."""
    return serving().reader


def answer(prediction_id: UUID) -> None:
    """Read one prediction, finish its row, wake who waits. Does nothing for a row that is finished or gone."""
    if not patiently(Prediction(pk=prediction_id).begin):
        return
    rows = Prediction.objects.only("source", "mode", "picture", "picture_format", "strokes")
    prediction = patiently(lambda: rows.get(pk=prediction_id))
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
        reading, small = read(prediction)
        patiently(lambda: prediction.complete(reading, small))
    except (PictureRejected, StrokesRejected) as rejected:
        prediction.fail(rejected.code, rejected.sentence)
    except FileNotFoundError:
        prediction.fail("picture_gone", "The picture is no longer in the storage. Please hand it in again.")


def read(prediction: Prediction) -> tuple[Reading, bytes | None]:
    """The reading, and a small JPEG of the picture where a browser cannot show the file (TIFF) or it is large."""
    mode = cast("Mode", prediction.mode)
    if prediction.strokes is not None:
        return load().read(check(prediction.strokes), mode), None
    with prediction.picture.open("rb") as file:
        data = file.read()
    reading = load().read(data, mode, max_pixels=settings.MAX_PIXELS)
    shown_as_it_is = prediction.picture_format in BROWSER_FORMATS and len(data) <= SMALL_BYTES
    return reading, None if shown_as_it_is else preview(data, settings.MAX_PIXELS)
