"""Bytes of a picture to an upright grey array, or a refusal that a person understands."""

import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from PIL import Image
from pillow_heif import register_heif_opener

from ml import headers, modes
from ml.arrays import Grey
from ml.rejected import Rejected

FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF", "HEIF", "AVIF")
PLEASE = "Send a PNG, JPEG, HEIC, WebP, AVIF, GIF, BMP or TIFF."
READING_SIDE = 1600
SMALL_BYTES = 200_000
# What every browser shows as it is read here, where it is in one of these modes, opaque, still and not turned.
BROWSER_FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF")
BROWSER_MODES = ("1", "L", "P", "RGB")

register_heif_opener()


class PictureRejected(Rejected):
    """The bytes are no picture that can be read."""


@dataclass(frozen=True)
class PictureHeader:
    """What the header declares: the format's name in capitals; pixels as stored, before the camera's turn is
    undone."""

    format: str
    width: int
    height: int


def inspect(data: bytes, max_pixels: int) -> PictureHeader:
    """Judges a picture by its header, decoding no pixel. Raises PictureRejected and nothing else."""
    with _opened(data, max_pixels) as image:
        kind = headers.kind(data)  # not image.format: a JPEG of two pictures, as some phones make, is "MPO" to Pillow
        return PictureHeader(kind.name if kind else str(image.format), image.width, image.height)


def decode(data: bytes, max_pixels: int) -> Grey:
    """The picture as (height, width) uint8, 0 = black: upright, first frame or page, transparency laid on
    white.

    Raises PictureRejected and nothing else, whatever the bytes.
    """
    with _opened(data, max_pixels) as image:
        image.load()
        _judge_size(image.width, image.height, max_pixels)
        return np.ascontiguousarray(modes.grey(modes.upright(image)))


@dataclass(frozen=True, eq=False)
class Picture:
    """`pixels` (height, width) or (height, width, 3) uint8, upright; one of them is `scale` pixels of the file.

    `size` is the upright file's (width, height). `wants_preview` where the file is large, or not every browser shows it
    as it is read here.
    """

    pixels: Grey
    scale: float
    size: tuple[int, int]
    wants_preview: bool


def load(data: bytes, max_pixels: int, side: int = READING_SIDE) -> Picture:
    """The upright picture as it is read: in colour where it has any, at most `side` pixels wide and high.

    Raises PictureRejected and nothing else, whatever the bytes.
    """
    with _opened(data, max_pixels) as image:
        size = image.size
        picture = _decoded(image, side, max_pixels)
        size = size[::-1] if picture.size != image.size else size
        mode = "RGB" if modes.has_colour(picture) else "L"
        picture = modes.colour(picture)
        if picture.mode != mode or max(size) > side:
            picture = picture.convert(mode)
            picture.thumbnail((side, side), Image.Resampling.BOX)
        wants_preview = len(data) > SMALL_BYTES or not _shows_as_read(image)
        return Picture(np.ascontiguousarray(np.asarray(picture)), max(size) / max(picture.size), size, wants_preview)


def preview(data: bytes, max_pixels: int, side: int = 640) -> bytes:
    """A JPEG of the upright picture in its colours, at most `side` pixels wide and high. Raises PictureRejected."""
    with _opened(data, max_pixels) as image:
        picture = modes.colour(_decoded(image, side, max_pixels)).convert("RGB")
        picture.thumbnail((side, side))
        jpeg = io.BytesIO()
        picture.save(jpeg, "JPEG", quality=85)
        return jpeg.getvalue()


def _shows_as_read(image: Image.Image) -> bool:
    """Whether every browser shows the decoded file itself as it is read here."""
    try:
        return (
            image.format in BROWSER_FORMATS
            and image.mode in BROWSER_MODES
            and not image.has_transparency_data
            and not getattr(image, "is_animated", False)
            and (image.format == "JPEG" or not image.info.keys() & {"exif", "Raw profile type exif"})
        )
    except Exception:  # noqa: BLE001 - a broken second frame must not cost the first, which is what is read
        return False


def _decoded(image: Image.Image, side: int, max_pixels: int) -> Image.Image:
    """Upright, of whatever mode; a JPEG at about the size that is needed, in half the time."""
    image.draft("RGB", (side, side))
    image.load()
    _judge_size(image.width, image.height, max_pixels)
    return modes.upright(image)


# `catch_warnings` swaps a list that all threads share; two web threads at once would leave it swapped.
_one_at_a_time = threading.Lock()


@contextmanager
def _opened(data: bytes, max_pixels: int) -> Iterator[Image.Image]:
    _judge_start(data, max_pixels)
    try:
        # Pillow warns of odd metadata; a picture that decodes is read all the same.
        with _one_at_a_time, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                _judge_size(image.width, image.height, max_pixels)
                yield image
    except PictureRejected:
        raise
    except Image.DecompressionBombError as error:
        raise _too_many(max_pixels) from error
    except Exception as error:  # decoders fed garbage raise whatever they like, struct.error and MemoryError included
        raise _broken(data, error) from error


def _judge_start(data: bytes, max_pixels: int) -> None:
    if not data:
        raise PictureRejected("empty", f"The file is empty. {PLEASE}")
    kind = headers.kind(data)
    if kind is None:
        raise PictureRejected("not_an_image", f"The file is not a picture. {PLEASE}")
    if not kind.readable:
        raise PictureRejected("unsupported_format", f"{kind.name} files cannot be read here. {PLEASE}")
    size = headers.declared_size(data)
    if size is not None:
        _judge_size(*size, max_pixels)


def _judge_size(width: int, height: int, max_pixels: int) -> None:
    if width * height == 0:
        raise PictureRejected("no_pixels", "The picture has no pixels: its width or height is 0. Save it again.")
    if width * height > max_pixels:
        raise _too_many(max_pixels)


def _too_many(max_pixels: int) -> PictureRejected:
    return PictureRejected(
        "too_many_pixels",
        f"The picture has more than {max_pixels:,} pixels. Make it smaller and send it again.",
    )


def _broken(data: bytes, error: Exception) -> PictureRejected:
    kind = headers.kind(data)
    name = kind.name if kind else "picture"
    words = str(error).lower()
    if isinstance(error, EOFError) or "truncated" in words or "end of file" in words or len(data) < 64:
        return PictureRejected("truncated", f"The {name} ends before the picture does. Send the whole file.")
    return PictureRejected("damaged", f"The {name} is damaged and cannot be decoded. Save it again and send that.")
