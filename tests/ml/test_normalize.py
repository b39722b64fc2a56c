"""Ink becomes a glyph as MNIST's digits were made."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from ml.normalize import crop_box, normalize


def bar(height: int, width: int, shape: tuple[int, int] = (100, 100)) -> NDArray[np.uint8]:
    ink = np.zeros(shape, np.uint8)
    ink[7 : 7 + height, 11 : 11 + width] = 255
    return ink


@pytest.mark.parametrize(("height", "width"), [(60, 30), (30, 60), (44, 44), (5, 2), (90, 9)])
def test_the_longer_side_becomes_20_pixels_and_the_aspect_is_kept(height: int, width: int) -> None:
    top, bottom, left, right = crop_box(normalize(bar(height, width)))
    assert max(bottom - top, right - left) == 20
    assert bottom - top == pytest.approx(20 * height / max(height, width), abs=0.51)
    assert right - left == pytest.approx(20 * width / max(height, width), abs=0.51)


def test_the_centre_of_mass_lies_on_the_centre() -> None:
    ink = bar(80, 10)
    ink[67:87, 11:71] = 255  # an L: its mass is far from the middle of its box
    glyph = normalize(ink).astype(float)
    rows, columns = np.indices(glyph.shape)
    assert np.sum(rows * glyph) / glyph.sum() == pytest.approx(14, abs=0.5)
    assert np.sum(columns * glyph) / glyph.sum() == pytest.approx(14, abs=0.5)


def test_grey_levels_survive_when_nothing_is_scaled() -> None:
    ink = np.zeros((28, 28), np.uint8)
    ink[4:24, 12:16] = 255
    ink[4:24, 11], ink[4:24, 16] = 40, 130
    np.testing.assert_array_equal(normalize(ink), np.roll(ink, int(crop_box(normalize(ink))[2]) - 11, axis=1))


def test_shrinking_averages_areas() -> None:
    ink = np.zeros((40, 40), np.uint8)
    ink[:, :20] = 255
    ink[::2, 20:] = 255  # every other row: half grey once halved
    glyph = normalize(ink)
    top, bottom, left, right = crop_box(glyph)
    assert (glyph[top:bottom, left : left + 10] == 255).all()
    assert np.abs(glyph[top:bottom, right - 10 : right].astype(int) - 128).max() <= 1


def test_thin_ink_does_not_vanish() -> None:
    ink = np.zeros((1000, 1000), np.uint8)
    ink[100:900, 500] = 255
    ink[100, 300:501] = 255
    glyph = normalize(ink)
    assert glyph.max() == 255
    assert (glyph > 127).any(1).sum() >= 18


def test_no_ink_is_an_empty_glyph() -> None:
    assert not normalize(np.zeros((50, 20), np.uint8)).any()
    assert normalize(np.zeros((0, 0), np.uint8)).shape == (28, 28)


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (500, 1), (3, 2000)])
def test_any_shape_of_ink_fits(shape: tuple[int, int]) -> None:
    glyph = normalize(np.full(shape, 255, np.uint8))
    assert glyph.shape == (28, 28)
    assert glyph.any()


def test_size_does_not_matter_much() -> None:
    ink = np.asarray(Image.fromarray(bar(60, 30)).rotate(20))
    larger = np.asarray(Image.fromarray(ink).resize((500, 500), Image.Resampling.BICUBIC))
    difference = np.abs(normalize(ink).astype(int) - normalize(larger))
    assert difference.mean() < 6


def test_mnist_is_what_normalize_makes(mnist_test: tuple[NDArray[np.uint8], NDArray[np.uint8]]) -> None:
    pictures = mnist_test[0][:2000]
    made = np.stack([normalize(picture) for picture in pictures])
    same = np.abs(made.astype(int) - pictures).max((1, 2)) <= 1
    assert same.mean() >= 0.999
