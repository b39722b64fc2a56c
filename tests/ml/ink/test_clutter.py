"""What else a photo shows beside the writing is no ink: edges, what reaches in from outside, bindings."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ml.doubt.lone import may_be_none
from ml.doubt.writing import doubted
from ml.ink.find import find_ink
from ml.normalize import crop_box
from ml.reader import Reader

Array = NDArray[np.uint8]
Draw = Callable[[int, int, float, tuple[float, float], float], Array]
Png = Callable[[Array], bytes]

SIDE = 300


@pytest.fixture(name="drawn")
def _drawn(draw: Draw) -> Array:
    return draw(3, SIDE, 90.0, (120, 130), 8.0)


def lined(*lines: tuple[tuple[int, int, int, int], int, int]) -> Image.Image:
    """Light that is 255 but where lines are: ends, level, width."""
    light = Image.new("L", (SIDE, SIDE), 255)
    for ends, level, width in lines:
        ImageDraw.Draw(light).line(ends, level, width)
    return light


def photo(drawn: Array, light: Image.Image | NDArray[np.float64] | None = None) -> Array:
    seen = 1.0 if light is None else np.asarray(light) / 255.0
    noise = np.random.default_rng(0).normal(0, 2.5, drawn.shape)
    return np.clip(215 * seen * (1 - 0.7 * drawn / 255.0) + noise, 0, 255).astype(np.uint8)


def assert_only(found: Array, drawn: Array) -> None:
    both, either = (found > 127) & (drawn > 127), (found > 127) | (drawn > 127)
    assert both.sum() > 0.7 * either.sum()


def pen(level: int = 60, at: tuple[int, int, int, int] = (80, 70, -30, 340)) -> Image.Image:
    """A pen that lies across a corner, lighter along its middle."""
    return lined((at, level, 16), (at, 215, 6))


def test_a_pen_that_lies_at_the_side_is_not_ink(drawn: Array) -> None:
    assert_only(find_ink(photo(drawn, pen())), drawn)


def test_a_piece_of_what_is_written_stays_at_the_border(draw: Draw) -> None:
    drawn = draw(5, SIDE, 270.0, (15, 15), 20.0).copy()
    drawn[:, :20] = 0
    drawn[:14, 120:220] = 255  # its bar, apart
    assert_only(find_ink(photo(drawn)), drawn)


def test_another_digit_of_a_line_that_the_border_cuts_off_stays(draw: Draw) -> None:
    drawn = np.hstack([draw(8, 100, 60.0, (20, 20), 7.0)[:, 45:], *(draw(n, 100, 60.0, (20, 20), 7.0) for n in (2, 5))])
    assert_only(find_ink(photo(np.pad(drawn, ((80, 80), (0, 40))))), np.pad(drawn, ((80, 80), (0, 40))))


def test_the_edge_of_a_sheet_beside_a_digit_is_not_ink(drawn: Array) -> None:
    light = lined(((255, 40, 215, 250), 40, 5))  # its shadow, here and there
    ImageDraw.Draw(light).polygon(((257, 40), (217, 250), (207, 300), (300, 300), (300, 0), (263, 0)), 120)
    assert_only(find_ink(photo(drawn, light)), drawn)


@pytest.mark.parametrize("upright", [True, False])
def test_the_binding_of_a_notebook_is_not_ink(drawn: Array, upright: bool) -> None:
    light = lined()
    for place in range(26, SIDE - 20, 48):
        x, y = (50 + place // 12, place) if upright else (place, 50 + place // 12)
        ImageDraw.Draw(light).ellipse((x - 7, y - 7, x + 7, y + 7), 40)
        ImageDraw.Draw(light).line((x, y, x + 10, y - 36), 40, 5)  # its wire
    assert_only(find_ink(photo(drawn, light)), drawn)


def test_digits_as_high_as_each_other_are_no_binding(draw: Draw) -> None:
    drawn = np.pad(np.hstack([draw(8, 60, 40.0, (8, 10), 5.0) for _ in range(7)]), ((100, 100), (20, 20)))
    assert_only(find_ink(photo(drawn)), drawn)


def test_digits_beside_a_larger_one_are_no_binding(draw: Draw) -> None:
    """However evenly they stand: two that touch are as large, too."""
    row = [draw(8, 60, 40.0, (8, 10), 5.0) for _ in range(7)]
    large = draw(3, 100, 90.0, (15, 5), 6.0)
    drawn = np.pad(np.hstack([*(np.pad(one, ((30, 10), (0, 0))) for one in row), large]), ((100, 100), (20, 20)))
    assert_only(find_ink(photo(drawn)), drawn)


def test_a_row_of_digits_above_larger_ones_is_no_binding(draw: Draw) -> None:
    """However evenly people write, no two of their digits are of one form."""
    row = np.hstack([draw(digit, 44, 26.0, (8, 8), 4.0) for digit in (8, 3, 0, 5, 6, 9, 2)])
    large = np.hstack([draw(digit, 100, 56.0, (20, 30), 6.0) for digit in (7, 4, 2)])
    drawn = np.pad(np.vstack([row, np.pad(large, ((0, 0), (0, 8)))]), ((76, 76), (0, 0)))
    assert_only(find_ink(photo(drawn)), drawn)


def test_the_binding_of_a_notebook_with_a_number_is_not_ink(draw: Draw) -> None:
    """Whose digits are more than its holes, and no larger."""
    row = np.hstack([draw(digit, 33, 26.0, (8, 4), 4.0) for digit in (8, 3, 0, 5, 6, 9, 2, 4)])
    drawn = np.pad(np.vstack([row, row]), ((200, 34), (20, 16)))
    light = Image.new("L", drawn.shape[::-1], 255)
    for x in range(20, 290, 38):
        ImageDraw.Draw(light).ellipse((x - 12, 50, x + 12, 74), 40)
        ImageDraw.Draw(light).line((x, 62, x + 8, 20), 40, 5)
    assert_only(find_ink(photo(drawn, light)), drawn)


@pytest.mark.parametrize("slope", [0.2, 0.26])
@pytest.mark.parametrize("squared", [False, True])
def test_ruled_paper_that_is_turned_is_taken_away(drawn: Array, slope: float, squared: bool) -> None:
    rules = [((0, y, SIDE, round(y + slope * SIDE)), 150, 2) for y in range(-90, SIDE, 45)]
    upright = [((x, 0, round(x - slope * SIDE), SIDE), 150, 2) for x in range(20, SIDE + 90, 45)]
    assert_only(find_ink(photo(drawn, lined(*rules, *(upright if squared else [])))), drawn)


def test_a_number_that_a_bar_reaches_into_is_uncertain(draw: Draw) -> None:
    ink = np.pad(draw(8, 100, 80.0, (20, 10), 8.0), ((60, 100), (120, 40)))
    ink[40:150, :14] = 0
    ink[70:140, 0:90:1][:, 0:8] = 255
    whole = photo(ink)
    assert doubted(whole, ink, crop_box(ink), (1, 8), form=False)
    assert not doubted(whole[:, 20:], ink[:, 20:], crop_box(ink[:, 20:]), (8,), form=False)


def test_the_paper_of_a_stroke_is_what_is_around_it() -> None:
    ink = np.zeros((SIDE, SIDE), np.uint8)
    ink[60:120, 60:66] = 255
    paper = np.full((SIDE, SIDE), 85.0)  # a table as light as the ink, and a note on it
    paper[40:150, 30:110] = 215
    seen = np.where(ink > 0, 85, paper) + np.random.default_rng(0).normal(0, 3, ink.shape)
    assert not may_be_none(seen.clip(0, 255).astype(np.uint8), ink)


def test_a_digit_beside_a_pen_is_accepted(reader: Reader, drawn: Array, png: Png) -> None:
    found = reader.read(png(photo(drawn, pen())))
    assert (found.text, found.decision) == ("3", "accepted")


@pytest.mark.parametrize("apart", [9, 7])
def test_pages_of_print_beside_a_digit_are_not_ink(drawn: Array, apart: int) -> None:
    """Words run together where they stand close, and go on beyond the border; letters are more than a thousand."""
    high, wide = 720, 480
    light, whole = np.full((high, wide), 255.0), np.zeros((high, wide), np.uint8)
    letters = np.random.default_rng(0).random((high // 14, wide // apart)) < 0.8
    for row, column in np.argwhere(letters):
        y, x = 14 * row, apart * column
        if x > 280 or y > 320:
            light[y : y + 8, x : x + 7] = 60
    whole[:SIDE, :SIDE] = drawn
    noise = np.random.default_rng(1).normal(0, 2.5, whole.shape)
    seen = 215 * light / 255 * (1 - 0.7 * whole / 255.0) + noise
    assert_only(find_ink(np.clip(seen, 0, 255).astype(np.uint8)), whole)
