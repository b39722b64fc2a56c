"""What cameras, scanners and drawing programs make is read, measured and shown as the same upright picture."""

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from ml.pictures import load, preview

LIMIT = 1_000_000
ORIENTATION = 0x0112
# How a camera that is held like this stores what is upright.
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def picture(ink: str = "black", paper: str = "white") -> Image.Image:
    """60 x 40, ink in columns 5 to 24 and rows 5 to 14: no turn and no mirror leaves it where it was."""
    image = Image.new("RGB", (60, 40), paper)
    image.paste(ink, (5, 5, 25, 15))
    return image


def saved(image: Image.Image, file_format: str = "PNG", **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, file_format, **options)
    return file.getvalue()


def deep_png(samples: NDArray[np.uint16], colour_type: int) -> bytes:
    """A PNG of 16 bits a sample, with 2 (grey, alpha), 3 (RGB) or 4 (RGBA) of them, which Pillow cannot write."""
    height, width, _ = samples.shape
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in samples)
    header = struct.pack(">IIBBBBB", width, height, 16, colour_type, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


def sixteen(*, alpha: bool, colour: bool) -> bytes:
    """White paper, or none where there is alpha; black ink."""
    rgba = np.full((40, 60, 4), 65535, np.uint16)
    rgba[..., 3] = 0 if alpha else 65535
    rgba[5:15, 5:25] = 0, 0, 0, 65535
    channels = [0, 1, 2, 3] if colour and alpha else [0, 1, 2] if colour else [0, 3]
    return deep_png(rgba[..., channels], {4: 6, 3: 2, 2: 4}[len(channels)])


def turned(file_format: str, orientation: int) -> bytes:
    method = STORED[orientation]
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    stored = picture() if method is None else picture().transpose(method)
    return saved(stored, file_format, exif=exif.tobytes())


def transparent(mode: str) -> Image.Image:
    image = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    image.paste("black", (5, 5, 25, 15))
    return image.convert(mode)


def animated(file_format: str) -> bytes:
    other = Image.new("RGB", (60, 40), "black")
    return saved(picture(), file_format, save_all=True, append_images=[other, picture()], duration=100, lossless=True)


def twelve_bits() -> bytes:
    return saved(Image.fromarray(np.asarray(picture().convert("L"), np.uint16) * 16 + 15), "TIFF")


def pages() -> bytes:
    return saved(picture(), "TIFF", save_all=True, append_images=[Image.new("1", (300, 200), 1), picture()])


def lab() -> bytes:
    return saved(Image.merge("LAB", [picture().convert("L"), *[Image.new("L", (60, 40), 128)] * 2]), "TIFF")


KINDS: dict[str, Callable[[], bytes]] = {
    "HEIC of a phone": lambda: saved(picture(), "HEIF"),
    "HEIC in grey": lambda: saved(picture().convert("L"), "HEIF"),
    "HEIC of 10 bits": lambda: saved(Image.fromarray(np.asarray(picture().convert("L"), np.uint16) * 257), "HEIF"),
    "HEIC, transparent": lambda: saved(transparent("RGBA"), "HEIF"),
    "AVIF": lambda: saved(picture(), "AVIF"),
    **{
        f"{name} with orientation {k}": lambda name=name, k=k: turned(name, k)  # type: ignore[misc]
        for name in ("JPEG", "HEIF", "TIFF", "PNG", "WEBP")
        for k in STORED
    },
    "JPEG, progressive": lambda: saved(picture(), "JPEG", progressive=True),
    "JPEG of two pictures": lambda: saved(picture(), "MPO", save_all=True, append_images=[picture("white")]),
    "JPEG in CMYK": lambda: saved(picture().convert("CMYK"), "JPEG", quality=95),
    "TIFF in CMYK": lambda: saved(picture().convert("CMYK"), "TIFF"),
    "TIFF in CIELAB": lab,
    "TIFF of 12 bits in 16": twelve_bits,
    "TIFF of floats": lambda: saved(picture().convert("L").convert("F"), "TIFF"),
    "TIFF of a fax": lambda: saved(picture().convert("1"), "TIFF", compression="group4"),
    "TIFF of three pages": pages,
    "PNG of 16 bits, grey": lambda: saved(Image.fromarray(np.asarray(picture().convert("L"), np.uint16) * 257)),
    "PNG of 16 bits, colour": lambda: sixteen(alpha=False, colour=True),
    "PNG of 16 bits, grey, transparent": lambda: sixteen(alpha=True, colour=False),
    "PNG of 16 bits, colour, transparent": lambda: sixteen(alpha=True, colour=True),
    "PNG, transparent": lambda: saved(transparent("RGBA")),
    "PNG, grey, transparent": lambda: saved(transparent("LA")),
    "PNG, one colour transparent": lambda: saved(picture().convert("L"), transparency=255),
    "PNG with a palette": lambda: saved(picture().quantize(4)),
    "PNG with a transparent palette": lambda: saved(transparent("RGBA").quantize(4)),
    "GIF, transparent": lambda: saved(transparent("RGBA").quantize(4), "GIF", transparency=0),
    "GIF, animated": lambda: animated("GIF"),
    "WebP, animated": lambda: animated("WEBP"),
    "PNG, animated": lambda: animated("PNG"),
    "BMP of one bit": lambda: saved(picture().convert("1"), "BMP"),
}


def assert_is_the_picture(pixels: NDArray[np.uint8]) -> None:
    assert pixels.shape[:2] == (40, 60)
    grey = pixels.reshape(40, 60, -1).mean(2)
    assert grey[7:13, 7:23].max() < 60
    rest = np.ones((40, 60), bool)
    rest[3:17, 3:27] = False
    assert grey[rest].min() > 200


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_read_upright_with_dark_ink_on_light_paper(kind: str) -> None:
    read = load(KINDS[kind](), LIMIT)
    assert_is_the_picture(read.pixels)
    assert (read.size, read.scale) == ((60, 40), 1.0)


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_shown_as_it_is_read(kind: str) -> None:
    data = KINDS[kind]()
    shown = preview(data, LIMIT) if load(data, LIMIT).wants_preview else data
    with Image.open(io.BytesIO(shown)) as image:
        assert image.format in {"PNG", "JPEG", "WEBP", "BMP", "GIF"}
        assert (getattr(image, "n_frames", 1), image.has_transparency_data) == (1, False)
        orientation = image.getexif().get(ORIENTATION, 1) if image.format == "JPEG" else 1
        assert image.mode in {"1", "L", "P", "RGB"}
        if orientation == 1:  # every browser turns a JPEG by itself
            assert_is_the_picture(np.asarray(image.convert("RGB")))


def test_a_large_photo_is_read_smaller_and_measured_as_it_is() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    read = load(saved(picture().resize((3000, 2000)), "JPEG", exif=exif), 10_000_000)
    assert read.size == (2000, 3000)
    assert read.pixels.shape[:2] == (1600, 1067)
    assert read.scale == 3000 / 1600


def test_the_colours_of_a_transparent_picture_are_shown() -> None:
    image = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    image.paste("red", (5, 5, 25, 15))
    with Image.open(io.BytesIO(preview(saved(image), LIMIT))) as shown:
        red, green, _ = shown.convert("RGB").getpixel((15, 10))  # type: ignore[misc]
    assert red > 200
    assert green < 60
