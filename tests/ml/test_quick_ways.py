"""Short cuts that reading takes, each against the slow and plain way."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from ml.bits import holds_square, in_runs, packed, places
from ml.filters import eroded
from ml.ink import polarity
from ml.ink.forms import without_lines
from ml.ink.polarity import dark_is_ink, witnesses
from ml.ink.rules import lines, reduced
from ml.ink.tones import FEW, histogram
from ml.normalize import crop_box, normalize

RANDOM = np.random.default_rng(0)


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (13, 1), (28, 28), (97, 103), (300, 200)])
@pytest.mark.parametrize("noisy", [0.0, 0.1, 1.0])
def test_levels_are_counted_one_by_one(shape: tuple[int, int], noisy: float) -> None:
    grey = np.where(RANDOM.random(shape) < noisy, RANDOM.integers(0, 256, shape), 250).astype(np.uint8)
    np.testing.assert_array_equal(histogram(grey), np.bincount(grey.ravel(), minlength=256))
    np.testing.assert_array_equal(histogram(grey[:, ::2]), np.bincount(grey[:, ::2].ravel(), minlength=256))


def test_many_levels_are_counted_too() -> None:
    grey = RANDOM.integers(0, 256, (FEW // 100, 203), dtype=np.uint8)
    np.testing.assert_array_equal(histogram(grey), np.bincount(grey.ravel(), minlength=256))


@pytest.mark.parametrize("shape", [(240, 240), (241, 3), (479, 480), (500, 333), (720, 719), (721, 700), (1300, 900)])
@pytest.mark.parametrize("share", [0.01, 0.3])
def test_cells_are_dark_where_a_third_of_a_line_makes_them(shape: tuple[int, int], share: float) -> None:
    mask = RANDOM.random(shape) < share
    small, step = reduced(mask)
    slow = np.asarray(Image.fromarray(mask.astype(np.uint8) * np.uint8(255)).reduce(step)) > 255 * 0.3 / step
    np.testing.assert_array_equal(small, slow if step > 1 else mask)


def test_lines_end_where_there_is_hardly_a_pixel() -> None:
    mask = np.zeros((100, 100), bool)
    mask[50, 10:40] = mask[80, 20:90] = True
    assert [(line.start, line.end) for line in lines(mask, 20)] == [(20, 90), (10, 40)]
    assert [(line.start, line.end) for line in lines(mask, 40)] == [(20, 90)]
    assert not lines(mask, 90)


def test_a_lone_stem_is_no_print_whatever_the_digit_is() -> None:
    mask = np.zeros((100, 100), bool)
    mask[10:90, 50:53] = True
    assert without_lines(mask) is mask


@pytest.mark.parametrize("shape", [(30, 30), (64, 65), (280, 280), (300, 7), (333, 500)])
@pytest.mark.parametrize("edge", [0, 1, 3, 9])
def test_one_tone_all_around_is_the_paper(shape: tuple[int, int], edge: int) -> None:
    dark = np.zeros(shape, bool)
    inside = dark[edge : shape[0] - edge, edge : shape[1] - edge]
    inside[:] = RANDOM.random(inside.shape) < 0.4
    for tone in (dark, ~dark):
        border = witnesses(tone)[polarity.BORDER]
        slow = border > 0 if abs(border) > polarity.CLEAR else polarity.WEIGHTS @ witnesses(tone) > 0
        assert dark_is_ink(tone) == slow


def test_ink_that_fills_its_box_is_not_cropped() -> None:
    ink = np.zeros((9, 12), np.uint8)
    ink[2, 3:8] = ink[6, 4] = 9
    assert crop_box(ink) == (2, 7, 3, 8)
    assert crop_box(ink[2:7, 3:8]) == (0, 5, 0, 5)
    assert crop_box(np.zeros((4, 4), np.uint8)) == (0, 0, 0, 0)


def test_thin_ink_is_thickened_by_the_greatest_around(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = Image.new("L", (150, 150))
    ImageDraw.Draw(sheet).line([(5, 5), (140, 30), (20, 145)], fill=255, width=2)
    ink = np.asarray(sheet)

    def slow(grey: NDArray[np.uint8], width: int) -> NDArray[np.uint8]:
        return np.asarray(Image.fromarray(grey).filter(ImageFilter.MaxFilter(width)))

    quick = normalize(ink)
    monkeypatch.setattr("ml.normalize.greatest", slow)
    np.testing.assert_array_equal(quick, normalize(ink))


@pytest.mark.parametrize("width", [0, 1, 4, 9, 30])
@pytest.mark.parametrize("share", [0.0, 0.6, 0.98, 1.0])
def test_a_square_is_held_where_one_is_left_after_erosion(width: int, share: float) -> None:
    mask = RANDOM.random((40, 31)) < share
    assert holds_square(mask, width) == eroded(mask, width).any()


def test_runs_end_with_their_rows() -> None:
    mask = np.array([[0, 1, 1, 1], [1, 0, 1, 1], [0, 0, 0, 1]], bool)
    level, upright = places(in_runs(packed(mask), 3, 1)), places(in_runs(packed(mask), 3, 5))
    assert (level.tolist(), upright.tolist()) == ([1, 2, 3], [3, 8, 13])
    assert not places(0).size
