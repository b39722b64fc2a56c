"""Pictures of a glyph's size are read through dirt, bands, clouds and blur; clean ones stay as they are."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from ml.ink.find import find_ink
from ml.ink.outline import filled
from ml.ink.thumbnail import cleaned, repaired

Array = NDArray[np.uint8]
Draw = Callable[[int, int, float, tuple[float, float], float], Array]


@pytest.fixture(name="drawn", params=[2, 3, 4, 8])
def _drawn(request: pytest.FixtureRequest, draw: Draw) -> Array:
    return draw(request.param, 28, 19.0, (8, 4), 3.0)


def alike(found: Array, drawn: Array) -> float:
    both, either = (found > 127) & (drawn > 127), (found > 127) | (drawn > 127)
    return float(both.sum() / either.sum())


@pytest.mark.parametrize("digit", range(10))
@pytest.mark.parametrize("pen", [1.5, 2.0, 3.0, 4.0])
def test_clean_pictures_do_not_change(draw: Draw, digit: int, pen: float) -> None:
    drawn = draw(digit, 28, 19.0, (8, 4), pen)
    np.testing.assert_array_equal(repaired(drawn), drawn)
    np.testing.assert_array_equal(cleaned(drawn), drawn)


@pytest.mark.parametrize("negative", [False, True])
def test_salt_and_pepper_go(drawn: Array, negative: bool) -> None:
    noise = np.random.default_rng(0).random(drawn.shape)
    salted = np.where(noise < 0.06, 0, np.where(noise > 0.94, 255, drawn)).astype(np.uint8)
    assert alike(find_ink(255 - salted if negative else salted), drawn) > 0.8


def test_bands_of_the_other_polarity_are_turned(drawn: Array) -> None:
    banded = drawn.copy()
    banded[:, :7], banded[:, 21:] = 255 - drawn[:, :7], 255 - drawn[:, 21:]
    assert alike(find_ink(banded), drawn) > 0.95
    assert alike(find_ink(np.ascontiguousarray(banded.T)), drawn.T) > 0.95


def test_the_stem_of_a_digit_cut_close_is_no_band() -> None:
    one = np.zeros((30, 24), np.uint8)
    one[:, 9:14] = 255
    np.testing.assert_array_equal(repaired(one), one)


def test_pale_drops_go(drawn: Array) -> None:
    wet = drawn.copy()
    for top, left in (1, 1), (1, 22), (24, 2), (23, 23), (12, 1):
        wet[top : top + 3, left : left + 3] = 140
    assert alike(find_ink(wet), drawn) > 0.95


def test_a_thin_line_across_goes(drawn: Array) -> None:
    lined = drawn.copy()
    lined[np.arange(28) % 2 + 2, np.arange(28)] = 255
    assert not find_ink(lined)[:4, :6].any()


def test_dots_go(drawn: Array) -> None:
    dotted = drawn.copy()
    dotted[1, ::4] = 255
    assert alike(find_ink(dotted), drawn) > 0.95


def test_light_strokes_before_clouds_are_ink(drawn: Array) -> None:
    clouds = np.add.outer(np.sin(np.arange(28) / 5), np.cos(np.arange(28) / 7)) * 35 + 75
    assert alike(find_ink((clouds + drawn * 0.4).astype(np.uint8)), drawn) > 0.6


def test_a_blurred_digit_keeps_its_shape(drawn: Array) -> None:
    blurred = np.asarray(Image.fromarray(drawn).filter(ImageFilter.GaussianBlur(1.8)))
    assert alike(find_ink(blurred), drawn) > 0.6


def test_outlines_are_filled_and_loops_are_not(draw: Draw) -> None:
    solid = draw(0, 28, 20.0, (7, 4), 4.0) > 127
    inner = np.asarray(Image.fromarray(solid).filter(ImageFilter.MinFilter(3)))
    assert alike(filled((solid & ~inner) * np.uint8(255)), solid * np.uint8(255)) > 0.9
    thin = draw(8, 28, 20.0, (7, 4), 1.0)
    np.testing.assert_array_equal(filled(thin), thin)


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (16, 16), (17, 40)])
def test_odd_shapes_and_noise_break_nothing(shape: tuple[int, int]) -> None:
    noise = np.random.default_rng(0).integers(0, 256, shape).astype(np.uint8)
    assert find_ink(noise).shape == shape
