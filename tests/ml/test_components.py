"""Components, the closing and the loading of large pictures, each against the slow and plain way."""

import io

import numpy as np
import pytest
from PIL import Image, ImageFilter

from ml.components import components
from ml.filters import closing, windows
from ml.ink.tones import quantile
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


def test_some_components_are_those_of_their_mask() -> None:
    found = components(np.random.default_rng(0).random((31, 47)) < 0.3)
    wanted = found.areas() > 2
    some, again = found.only(wanted), components(found.mask(wanted))
    assert some.count == again.count > 3
    for runs in ("row", "start", "end", "label"):
        np.testing.assert_array_equal(getattr(some, runs), getattr(again, runs))


@pytest.mark.parametrize("width", [3, 5, 9])
def test_closing_is_the_least_of_the_greatest(width: int) -> None:
    grey = np.random.default_rng(0).integers(0, 255, (40, 50), dtype=np.uint8)
    slow = Image.fromarray(grey).filter(ImageFilter.MaxFilter(width)).filter(ImageFilter.MinFilter(width))
    inner = slice(width, -width)
    np.testing.assert_array_equal(closing(grey, width)[inner, inner], np.asarray(slow)[inner, inner])


@pytest.mark.parametrize("many", [1, 2, 5, 8])
def test_windows_in_few_passes_are_windows(many: int) -> None:
    line = np.random.default_rng(0).integers(0, 255, 90, dtype=np.uint8)
    slow = [line[k : k + 3 * many : 3].max() for k in range(90 - 3 * (many - 1))]
    np.testing.assert_array_equal(windows(line.copy(), many, 3, np.maximum)[: len(slow)], slow)


@pytest.mark.parametrize("size", [1, 2, 10, 997])
def test_the_quick_quantile_is_numpys(size: int) -> None:
    values = np.random.default_rng(size).integers(0, 255, size, dtype=np.uint8)
    for share in (0.0, 0.1, 0.5, 0.9, 1.0):
        assert quantile(values, share) == np.quantile(values, share)


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


def test_one_alone_is_as_it_is_in_the_mask() -> None:
    mask = np.random.default_rng(4).random((40, 50)) < 0.35
    parts = components(mask)
    assert parts.count > 20
    for label, (top, bottom, left, right) in enumerate(parts.boxes().tolist()):
        whole = parts.mask(np.arange(parts.count) == label)
        np.testing.assert_array_equal(parts.alone(label), whole[top:bottom, left:right])


def test_contact_counts_all_or_what_is_side_by_side() -> None:
    mask = np.zeros((10, 12), np.bool_)
    mask[0, 2:5] = mask[2:8, 0] = mask[5] = mask[9, 10] = True
    found = components(mask)
    assert [found.contact(least).tolist() for least in (0, 3, 4)] == [[3, 7, 1], [3, 6, 0], [0, 6, 0]]
