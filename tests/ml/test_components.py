"""Components, the closing and the loading of large pictures, each against the slow and plain way."""

import io

import numpy as np
import pytest
from PIL import Image, ImageFilter

from ml.components import components
from ml.paper import closing
from ml.pictures import load


def test_components_touch_by_a_side_or_a_corner() -> None:
    mask = np.array([[1, 0, 0, 1], [0, 1, 0, 1], [0, 0, 0, 0], [1, 1, 0, 1]], bool)
    found = components(mask)
    assert sorted(found.areas().tolist()) == [1, 2, 2, 2]
    assert found.mask(found.areas() == 1).sum() == 1
    assert found.contact().sum() == 10  # a pixel in a corner is on two sides


@pytest.mark.parametrize("share", [0.0, 0.2, 0.6, 1.0])
def test_all_components_together_are_the_mask(share: float) -> None:
    mask = np.random.default_rng(0).random((31, 47)) < share
    found = components(mask)
    np.testing.assert_array_equal(found.mask(np.ones(found.count, bool)), mask)


@pytest.mark.parametrize("width", [3, 5, 9])
def test_closing_is_the_least_of_the_greatest(width: int) -> None:
    grey = np.random.default_rng(0).integers(0, 255, (40, 50), dtype=np.uint8)
    slow = Image.fromarray(grey).filter(ImageFilter.MaxFilter(width)).filter(ImageFilter.MinFilter(width))
    inner = slice(width, -width)
    np.testing.assert_array_equal(closing(grey, width)[inner, inner], np.asarray(slow)[inner, inner])


def test_a_large_picture_is_loaded_smaller_upright_and_in_colour() -> None:
    exif, file = Image.Exif(), io.BytesIO()
    exif[0x0112] = 6
    Image.new("RGB", (4000, 3000), (200, 30, 30)).save(file, "JPEG", exif=exif)
    picture = load(file.getvalue(), 20_000_000)
    assert picture.pixels.shape == (1600, 1200, 3)
    assert picture.scale == 2.5


def test_a_small_grey_picture_is_loaded_as_it_is() -> None:
    grey, file = np.arange(600, dtype=np.uint8).reshape(20, 30), io.BytesIO()
    Image.fromarray(grey).save(file, "PNG")
    np.testing.assert_array_equal(load(file.getvalue(), 1000).pixels, grey)
