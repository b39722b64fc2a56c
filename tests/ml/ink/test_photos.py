"""The ink of photos and forms: whatever the light does, print, tables and dirt are not ink."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from ml.ink.colour import contrast_grey
from ml.ink.find import find_ink
from ml.ink.photo import photo_ink

Array = NDArray[np.uint8]
Draw = Callable[[int, int, float, tuple[float, float], float], Array]

SIDE = 240


@pytest.fixture(name="drawn")
def _drawn(draw: Draw) -> Array:
    return draw(3, SIDE, 120.0, (80, 60), 9.0)


def photo(drawn: Array, light: NDArray[np.floating[Any]] | float, depth: float = 0.6) -> Array:
    noise = np.random.default_rng(0).normal(0, 2.5, drawn.shape)
    return np.clip(225 * light * (1 - depth * drawn / 255.0) + noise, 0, 255).astype(np.uint8)


def assert_ink(found: Array, drawn: Array) -> None:
    both = (found > 127) & (drawn > 127)
    either = (found > 127) | (drawn > 127)
    assert both.sum() > 0.7 * either.sum()


def test_a_gradient_of_light_is_not_ink(drawn: Array) -> None:
    light = np.linspace(0.3, 1, SIDE)[None, :] * np.ones((SIDE, 1))
    assert_ink(find_ink(photo(drawn, light)), drawn)


@pytest.mark.parametrize("darkest", [0.45, 0.6, 0.8])
def test_a_long_line_of_digits_that_is_cut_out_keeps_its_ink(draw: Draw, darkest: float) -> None:
    line = np.hstack([draw(value, 48, 34.0, (7, 5), 5.0)[4:-4] for value in (7, 5, 7, 3, 1, 9, 1, 3, 2, 8)])
    light = np.linspace(1, darkest, line.shape[1])[None, :] * np.linspace(0.8, 1, len(line))[:, None]
    assert_ink(find_ink(photo(line, light)), line)


def test_a_hard_shadow_is_not_ink(drawn: Array) -> None:
    light = np.where(np.add.outer(np.arange(SIDE), np.arange(SIDE)) > SIDE, 0.55, 1.0)
    assert_ink(find_ink(photo(drawn, light)), drawn)


def test_a_dark_table_beside_the_paper_is_not_ink(drawn: Array) -> None:
    light = np.ones((SIDE, SIDE))
    light[:, :20] = light[-25:] = 0.2
    assert_ink(find_ink(photo(drawn, light)), drawn)


def test_pencil_20_grey_levels_under_the_paper_is_ink(drawn: Array) -> None:
    assert_ink(find_ink(photo(drawn, 1.0, depth=0.09)), drawn)


def test_print_that_shows_through_is_not_ink(drawn: Array, draw: Draw) -> None:
    behind = draw(8, SIDE, 100.0, (10, 10), 9.0)
    assert_ink(find_ink(photo(drawn, 1 - 0.1 * behind / 255.0)), drawn)


def test_chalk_on_a_board_is_ink(drawn: Array) -> None:
    assert_ink(find_ink(255 - photo(drawn, np.linspace(0.8, 1, SIDE)[None, :])), drawn)


@pytest.mark.parametrize("light", [1.0, 0.7])
def test_a_box_goes_and_the_stroke_that_crosses_it_stays(drawn: Array, light: float) -> None:
    boxed = drawn.copy()
    boxed[40:42, 60:190] = boxed[150:152, 60:190] = boxed[40:152, 60:62] = boxed[40:152, 188:190] = 255
    assert_ink(find_ink(photo(boxed, light)), drawn)


def test_ruled_paper_is_taken_away(drawn: Array) -> None:
    ruled = drawn.copy()
    ruled[20::30] = 255
    assert_ink(find_ink(photo(ruled, np.linspace(0.6, 1, SIDE)[None, :])), drawn)


@pytest.mark.parametrize("paper", [np.ones((SIDE, SIDE)), np.linspace(0.4, 1, SIDE)[None, :] * np.ones((SIDE, 1))])
def test_blank_paper_has_no_ink(paper: NDArray[np.float64]) -> None:
    assert not find_ink(photo(np.zeros((SIDE, SIDE), np.uint8), paper)).any()


@pytest.mark.parametrize(("ink", "paper"), [((150, 200, 235), (240, 240, 240)), ((220, 40, 50), (235, 220, 140))])
def test_coloured_ink_keeps_its_contrast(ink: tuple[int, ...], paper: tuple[int, ...], drawn: Array) -> None:
    share = drawn[..., None] / 255.0
    colour = (np.array(paper) * (1 - share) + np.array(ink) * share).astype(np.uint8)
    seen, luma = contrast_grey(colour), np.asarray(Image.fromarray(colour).convert("L"))
    assert np.ptp(seen) > 1.1 * np.ptp(luma)
    assert seen[0, 0] > seen[drawn > 250].mean()


def test_grey_pictures_do_not_change(drawn: Array) -> None:
    np.testing.assert_array_equal(contrast_grey(np.stack([drawn] * 3, -1)), drawn)


@pytest.fixture(name="numbered")
def _numbered(draw: Draw) -> Array:
    """A number in the middle of a large page."""
    page = np.zeros((900, 700), np.uint8)
    for place, digit in enumerate((8, 0, 6, 3, 5, 2)):
        page[400:480, 100 + 80 * place : 180 + 80 * place] = draw(digit, 80, 60.0, (20, 10), 6.0)
    return page


def test_the_paper_between_digits_on_dark_paper_is_no_ink(numbered: Array) -> None:
    assert_ink(find_ink(photo(numbered, 0.5)), numbered)


def test_a_hard_shadow_as_wide_as_a_hand_beside_a_number_is_not_ink(numbered: Array) -> None:
    light = np.ones(numbered.shape)
    light[520:, 200:400] = 0.6
    found = find_ink(photo(numbered, light))
    assert_ink(found[380:500], numbered[380:500])
    assert not found[540:].any()


def test_a_number_on_squared_paper_stays_where_its_digits_touch_the_lines(numbered: Array) -> None:
    squared = numbered.copy()
    for place in range(20, 900, 120):
        squared[place : place + 8] = np.maximum(squared[place : place + 8], 90)
        squared[:, place - 10 : place - 2] = np.maximum(squared[:, place - 10 : place - 2], 90)
    assert_ink(find_ink(photo(squared, 1.0)), numbered)


def test_digits_beside_others_that_touch_are_no_captions(draw: Draw) -> None:
    page = np.zeros((900, 1200), np.uint8)
    for place, digit in enumerate((2, 2, 2, 2, 2, 2, 8, 6, 9, 3)):
        left = 100 + (35 if place < 6 else 60) * place + 100 * (place > 5)
        window = page[400:480, left : left + 80]
        np.maximum(window, draw(digit, 80, 60.0, (20, 10), 6.0), out=window)
    assert_ink(find_ink(photo(page, 1.0)), page)


def test_a_capital_goes_with_its_printed_word(draw: Draw) -> None:
    number = np.pad(np.hstack([draw(value, 80, 56.0, (24, 12), 6.0) for value in (5, 0, 3)]), ((20, 20), (120, 10)))
    worded = number.copy()
    worded[52:80, 12:18] = worded[52:56, 6:24] = 255  # T
    for x in (30, 48, 66):
        worded[62:80, x : x + 12] = 255
        worded[66:76, x + 4 : x + 8] = 0
    assert_ink(find_ink(photo(worded, 1.0)), number)
    assert not find_ink(photo(worded, 1.0))[:, :100].any()


def test_a_digit_whose_loop_a_thick_pen_fills_stays_beside_others(draw: Draw) -> None:
    number = np.hstack([draw(value, 90, 56.0, (24, 17), 22.0) for value in (5, 9, 3)])
    assert_ink(find_ink(photo(number, 1.0))[:, 90:180], number[:, 90:180])


def test_a_digit_alone_whose_loop_a_thick_pen_fills_stays(draw: Draw) -> None:
    drawn = draw(6, 300, 90.0, (110, 90), 36.0)
    assert_ink(find_ink(photo(drawn, 1.0)), drawn)


def test_a_stain_as_high_as_the_digits_is_not_ink(draw: Draw) -> None:
    number = np.hstack([draw(value, 80, 56.0, (24, 14), 9.0) for value in (5, 0, 3)])
    stained = number.copy()
    y, x = np.mgrid[:80, :80]
    number[:, 80:160] = 0
    stained[:, 80:160] = 255 * (np.hypot(x - 40, y - 42) < 28)
    assert_ink(find_ink(photo(stained, 1.0)), number)


@pytest.mark.parametrize("depth", [0.45, 0.6])
def test_a_pattern_all_over_a_cheque_is_not_ink(draw: Draw, depth: float) -> None:
    amount = np.hstack([draw(value, 52, 34.0, (9, 8), 5.0) for value in (4, 3, 1, 5)])
    y, x = np.mgrid[: amount.shape[0], : amount.shape[1]]
    printed = sum(0.07 * (1 + np.sin(0.9 * y + way * x)) for way in (0.7, -0.7))
    assert_ink(find_ink(photo(amount, 1.0 - printed, depth)), amount)


def test_digits_that_touch_the_sides_of_a_box_cut_off_by_the_border_stay(draw: Draw) -> None:
    amount = np.hstack(
        [*(draw(value, 80, 60.0, (20, 12), 6.0) for value in (5, 2, 3)), draw(7, 80, 35.0, (20, 25), 6.0)]
    )
    boxed = amount.copy()
    boxed[13:15] = boxed[70:72] = boxed[:, -2:] = 255
    light = np.linspace(0.6, 1, boxed.shape[1])[None, :] * np.ones((len(boxed), 1))
    assert_ink(photo_ink(photo(boxed, light))[0], amount)


def shadow(shape: tuple[int, ...], reach: int) -> NDArray[np.float64]:
    """From the left border on, with a slanting edge that is `reach` pixels away in the middle."""
    y, x = np.indices(shape)
    return np.where(x < reach + (shape[0] // 2 - y) // 6, 0.42, 1.0)


@pytest.mark.parametrize("squared", [False, True])
@pytest.mark.parametrize("reach", [168, 208])
def test_what_is_written_in_a_hard_shadow_at_the_border_stays(numbered: Array, reach: int, squared: bool) -> None:
    numbered = numbered[:, 90:]
    page = numbered.copy()
    if squared:
        for place in range(20, 900, 60):
            page[place : place + 2] = page[:, place - 10 : place - 8] = 90
    found = find_ink(photo(np.maximum(page, numbered), shadow(page.shape, reach)))
    beside = np.abs(np.arange(610) - reach) > 20  # no digit that the edge runs through
    assert_ink(found[380:500, beside], numbered[380:500, beside])


def test_the_grain_of_a_dark_table_is_not_ink(numbered: Array) -> None:
    light = np.ones(numbered.shape)
    light[:, :80] = 0.2 + np.random.default_rng(1).normal(0, 0.03, (900, 80)).cumsum(0).clip(-0.06, 0.06)
    assert_ink(find_ink(photo(numbered, light)), numbered)


@pytest.mark.parametrize("depth", [0.14, 0.17])
def test_a_number_in_pale_pencil_is_ink(numbered: Array, depth: float) -> None:
    assert_ink(find_ink(photo(numbered[340:560], 1.0, depth=depth)), numbered[340:560])


@pytest.mark.parametrize(("reach", "digit"), [(120, 1), (200, 2)])
def test_a_digit_in_a_shadow_that_is_dropped_as_a_rim_stays(numbered: Array, reach: int, digit: int) -> None:
    line = numbered[380:500, 60:]
    y, x = np.indices(line.shape)
    own = np.s_[:, 40 + 80 * digit : 120 + 80 * digit]
    assert_ink(find_ink(photo(line, np.where(x < reach + 2 * (y - 60), 0.42, 1.0)))[own], line[own])
