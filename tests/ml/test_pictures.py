"""Every picture that people send becomes one upright grey array."""

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from ml.pictures import PictureHeader, decode, inspect

LIMIT = 1_000_000


def saved(image: Image.Image, file_format: str = "PNG", **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, file_format, **options)
    return file.getvalue()


def black_square_on_white() -> Image.Image:
    """60 x 40, black in columns 10 to 29 and rows 10 to 29."""
    image = Image.new("L", (60, 40), 255)
    image.paste(0, (10, 10, 30, 30))
    return image


@pytest.mark.parametrize(
    ("file_format", "name"),
    [*((same, same) for same in ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF", "AVIF")), ("HEIF", "HEIC")],
)
def test_formats_are_known_by_their_content(file_format: str, name: str) -> None:
    data = saved(black_square_on_white(), file_format)
    assert inspect(data, LIMIT) == PictureHeader(name, 60, 40)
    grey = decode(data, LIMIT)
    assert grey.shape == (40, 60)
    assert grey.dtype == np.uint8
    assert grey[20, 20] < 30
    assert grey[35, 50] > 225


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I", "I;16", "F"])
def test_modes_become_the_same_grey(mode: str) -> None:
    square = black_square_on_white()
    if mode == "I;16":
        square = Image.fromarray(np.asarray(square, np.uint16) * 257)
    data = saved(square if mode == "I;16" else square.convert(mode), "TIFF")
    np.testing.assert_array_equal(decode(data, LIMIT), np.asarray(black_square_on_white()))


def test_sixteen_bits_keep_their_range() -> None:
    faint = np.full((10, 10), 65535, np.uint16)
    faint[3:6, 3:6] = 257 * 200
    assert set(decode(saved(Image.fromarray(faint)), LIMIT).ravel().tolist()) == {200, 255}


def test_transparency_is_white_paper() -> None:
    image = Image.new("RGBA", (30, 30), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (10, 10, 20, 20))
    grey = decode(saved(image), LIMIT)
    assert (grey[0, 0], grey[15, 15]) == (255, 0)


def test_a_palette_colour_may_be_the_transparent_one() -> None:
    image = Image.new("P", (30, 30), 0)
    image.putpalette([0, 0, 0, 0, 0, 0])
    image.paste(1, (10, 10, 20, 20))
    grey = decode(saved(image, transparency=0), LIMIT)
    assert (grey[0, 0], grey[15, 15]) == (255, 0)


def test_white_ink_on_nothing_does_not_vanish() -> None:
    image = Image.new("RGBA", (30, 30), (255, 255, 255, 0))
    image.paste((255, 255, 255, 255), (10, 10, 20, 20))
    grey = decode(saved(image), LIMIT)
    assert (grey[0, 0], grey[15, 15]) == (0, 255)


def test_a_phone_picture_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter clockwise to see it upright
    grey = decode(saved(black_square_on_white(), "JPEG", exif=exif, quality=95), LIMIT)
    assert grey.shape == (60, 40)
    assert grey[20, 20] < 30
    assert grey[50, 20] > 225


def test_a_broken_exif_block_costs_nothing() -> None:
    data = saved(black_square_on_white(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff\x01")
    assert decode(data, LIMIT).shape == (40, 60)


@pytest.mark.parametrize("file_format", ["GIF", "TIFF"])
def test_the_first_frame_counts(file_format: str) -> None:
    blank = Image.new("L", (60, 40), 255)
    data = saved(black_square_on_white(), file_format, save_all=True, append_images=[blank])
    assert decode(data, LIMIT)[20, 20] < 30
