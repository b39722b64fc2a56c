"""Bytes of a picture to an upright grey array, or a refusal that a person understands."""

import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from ml import headers

Grey = NDArray[np.uint8]

FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF")
PLEASE = "Send a PNG, JPEG, WebP, BMP, GIF or TIFF."
READING_SIDE = 1600
DEEP_MODES = ("I", "I;16", "I;16B", "I;16L", "I;16N", "F")


class PictureRejected(Exception):
    """The bytes are no picture that can be read. `code` is for programs, `sentence` tells a person what to
    do."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True)
class PictureHeader:
    """What the header declares: Pillow's name of the format; pixels as stored, before the camera's turn is
    undone."""

    format: str
    width: int
    height: int


def inspect(data: bytes, max_pixels: int) -> PictureHeader:
    """Judges a picture by its header, decoding no pixel. Raises PictureRejected and nothing else."""
    with _opened(data, max_pixels) as image:
        return PictureHeader(str(image.format), image.width, image.height)


def decode(data: bytes, max_pixels: int) -> Grey:
    """The picture as (height, width) uint8, 0 = black: upright, first frame or page, transparency laid on
    white.

    Raises PictureRejected and nothing else, whatever the bytes.
    """
    with _opened(data, max_pixels) as image:
        image.load()
        _judge_size(image.width, image.height, max_pixels)
        return np.ascontiguousarray(_grey(_upright(image)))


@dataclass(frozen=True, eq=False)
class Picture:
    """`pixels` (height, width) or (height, width, 3) uint8, upright; one of them is `scale` pixels of the file."""

    pixels: Grey
    scale: float


def load(data: bytes, max_pixels: int, side: int = READING_SIDE) -> Picture:
    """The upright picture as it is read: in colour where it has any, at most `side` pixels wide and high.

    Raises PictureRejected and nothing else, whatever the bytes.
    """
    with _opened(data, max_pixels) as image:
        longest = max(image.size)
        image.draft("RGB", (side, side))  # a JPEG is decoded at about the size that is needed, in half the time
        image.load()
        _judge_size(image.width, image.height, max_pixels)
        if image.mode in DEEP_MODES or image.has_transparency_data or image.mode in ("1", "L"):
            picture = Image.fromarray(_grey(_upright(image)))
        else:
            picture = _upright(image).convert("RGB")
        picture.thumbnail((side, side), Image.Resampling.BOX)
        return Picture(np.ascontiguousarray(np.asarray(picture)), longest / max(picture.size))


def preview(data: bytes, max_pixels: int, side: int = 640) -> bytes:
    """A JPEG of the upright picture in its colours, at most `side` pixels wide and high. Raises PictureRejected."""
    with _opened(data, max_pixels) as image:
        image.draft("RGB", (side, side))  # a JPEG is decoded at the size that is needed
        image.load()
        picture = _upright(image)
        if picture.mode in DEEP_MODES or picture.has_transparency_data:
            picture = Image.fromarray(_grey(picture))
        picture = picture.convert("RGB")
        picture.thumbnail((side, side))
        jpeg = io.BytesIO()
        picture.save(jpeg, "JPEG", quality=85)
        return jpeg.getvalue()


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
    if isinstance(error, EOFError) or "truncated" in str(error).lower() or len(data) < 64:
        return PictureRejected("truncated", f"The {name} ends before the picture does. Send the whole file.")
    return PictureRejected("damaged", f"The {name} is damaged and cannot be decoded. Save it again and send that.")


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 - a broken EXIF block must not cost a picture that decoded
        return image


def _grey(image: Image.Image) -> Grey:
    if image.mode in DEEP_MODES:
        return _from_deep(np.asarray(image))
    if image.has_transparency_data:
        return _laid_on_paper(image.convert("RGBA"))
    if image.mode not in ("1", "L", "RGB"):
        image = image.convert("RGB")
    return np.asarray(image.convert("L"))


def _laid_on_paper(image: Image.Image) -> Grey:
    """On white; but a drawing in white on nothing would vanish there, so that one is laid on black."""
    for paper in ("white", "black"):
        sheet = Image.new("RGBA", image.size, paper)
        grey: Grey = np.asarray(Image.alpha_composite(sheet, image).convert("L"))
        if int(grey.min()) < 240:
            break
    return grey


def _from_deep(deep: NDArray[np.generic]) -> Grey:
    """More than 8 bits a pixel to 8. Files do not say their range: 16 bits where they fit, else from least to
    most."""
    values = np.nan_to_num(deep.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(values.min()), float(values.max())
    if deep.dtype.kind == "u" or (low >= 0 and 255 < high <= 65535):
        low, high = 0.0, 65535.0
    elif low >= 0 and 1 < high <= 255:
        low, high = 0.0, 255.0
    span = (high - low) or 1.0
    return np.clip((values - low) * (255.0 / span) + 0.5, 0, 255).astype(np.uint8)
