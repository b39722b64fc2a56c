"""Untrusted input, checked cheaply: size, signature, and the pixel count from the header. Nothing is decoded here."""

import base64
import binascii
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from rest_framework.request import Request

from ml.pictures import inspect
from ml.strokes import check
from recognition import refusals
from recognition.models import Prediction
from recognition.submission import Item

DRAWING = "drawing"
Refused = refusals.Refused


def too_large(limit: int | None = None) -> Refused:
    if limit:
        return Refused(413, "too_large", f"That is more than {limit // 1_000_000} MB. Please send it in parts.")
    return Refused(
        413,
        "too_large",
        f"The file is larger than {settings.MAX_UPLOAD_MB} MB. Please send a smaller picture.",
    )


class ManyInOne(Refused):
    """A file of many pictures, where one was asked for."""


def check_length(request: HttpRequest | Request, limit: int | None = None) -> None:
    """Refuse a body by its headers: too long, or of a length that nobody says."""
    if "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
        raise Refused(411, "length_required", "Send the body with a Content-Length, not in chunks.")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > (limit or settings.DATA_UPLOAD_MAX_MEMORY_SIZE):
        raise too_large(limit)


def from_file(file: "UploadedFile[bytes] | None") -> Item:
    """An uploaded file, checked. Raises Refused or PictureRejected."""
    if file is None:
        raise Refused(400, "missing", "There is no picture. Please choose a file (form field “image”).")
    if (file.size or 0) > settings.MAX_UPLOAD_BYTES:
        raise too_large()
    return from_bytes(file.read(), file.name or "picture")


def from_bytes(data: bytes, name: str) -> Item:
    if kind := holds_many(data, name):
        sentence = f"A {kind} is read as a batch: hand it in under “Batches”, by API at /api/v1/batches."
        raise ManyInOne(415, "unsupported_format", sentence)
    header = inspect(data, settings.MAX_PIXELS)
    return Item(
        source=PurePosixPath(name.replace("\\", "/")).name or "picture",
        picture=data,
        picture_format=header.format,
    )


def holds_many(data: bytes, name: str) -> str:
    """What a file of many pictures is called; empty for another, as a document that is a ZIP to its author alone."""
    if data.startswith(b"%PDF"):
        return "PDF"
    return "ZIP" if data.startswith(b"PK\x03\x04") and name.lower().endswith(".zip") else ""


def from_data_url(url: object) -> Item:
    """`data:image/png;base64,…`, checked like a file."""
    if not isinstance(url, str) or not url.startswith("data:") or ";base64," not in url[:200]:
        raise Refused(400, "not_a_data_url", "“image” must be a data URL: data:image/png;base64,…")
    encoded = url.split(",", 1)[1]
    if len(encoded) > settings.MAX_UPLOAD_BYTES * 4 // 3 + 4:
        raise too_large()
    try:
        return from_bytes(base64.b64decode(encoded, validate=True), "picture")
    except binascii.Error:
        raise Refused(400, "not_base64", "The data URL's base64 is broken. Please encode the picture again.") from None


def from_strokes(strokes: object) -> Item:
    """Pen strokes, checked. Raises StrokesRejected."""
    return Item(source=DRAWING, strokes=check(strokes))


def threshold_of(threshold: object) -> float:
    """The confidence below which a reading is to be uncertain. Raises Refused."""
    try:
        number = (
            -1.0 if isinstance(threshold, bool) or not isinstance(threshold, str | int | float) else float(threshold)
        )
    except (ValueError, OverflowError):
        number = -1.0
    if not 0 <= number <= 1:
        raise Refused(400, "no_such_threshold", "“threshold” must be a number from 0 to 1.")
    return number


def mode_of(mode: object) -> str:
    """One of Prediction.Mode. Raises Refused."""
    if mode not in Prediction.Mode.values:
        raise Refused(400, "no_such_mode", f"“mode” must be one of {', '.join(Prediction.Mode.values)}.")
    return str(mode)
