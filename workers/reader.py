"""One Reader a process: made after the fork, kept, and asked for one prediction at a time."""

import logging
from functools import cache
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

log = logging.getLogger(__name__)
BROWSER_FORMATS = {"PNG", "JPEG", "GIF", "WEBP", "BMP"}
SMALL_BYTES = 200_000
PICTURE_GONE = ("picture_gone", "The picture is no longer in the storage. Please hand it in again.")


@cache
def load() -> Reader:
    """This process's reader, warmed: the first call takes about 0.2 s, so it happens before any work is taken."""
    reader = Reader.load()
    reader.warm()
    return reader


def answer(prediction_id: UUID) -> None:
    """Read one prediction, finish its row, wake who waits. Does nothing for a row that is finished or gone."""
    if not Prediction(pk=prediction_id).begin():
        return
    prediction = Prediction.objects.only("source", "mode", "picture", "picture_format", "strokes").get(pk=prediction_id)
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
        prediction.complete(*read(prediction))
    except (PictureRejected, StrokesRejected) as rejected:
        prediction.fail(rejected.code, rejected.sentence)
    except FileNotFoundError:
        prediction.fail(*PICTURE_GONE)


def read(prediction: Prediction) -> tuple[Reading, bytes | None]:
    mode = cast("Mode", prediction.mode)
    if prediction.strokes is not None:
        return load().read(check(prediction.strokes), mode), None
    with prediction.picture.open("rb") as file:
        reading = load().read(file.read(), mode, max_pixels=settings.MAX_PIXELS)
    return reading, preview_of(prediction)


def preview_of(prediction: Prediction) -> bytes | None:
    """A small JPEG of the picture where a browser cannot show the file (TIFF) or it is large."""
    if prediction.picture_format in BROWSER_FORMATS and prediction.picture.size <= SMALL_BYTES:
        return None
    with prediction.picture.open("rb") as file:
        return preview(file.read(), settings.MAX_PIXELS)
