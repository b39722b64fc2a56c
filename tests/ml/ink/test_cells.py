"""What a crop of one place of a form has around its digit goes, whole or in part, and the digit stays."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ml.ink.find import find_ink
from ml.ink.frames import emptied

Array = NDArray[np.uint8]
Draw = Callable[[int, int, float, tuple[float, float], float], Array]
Paint = Callable[[ImageDraw.ImageDraw], None]

DIGITS = pytest.mark.parametrize("digit", range(10))
BOX = (30, 30, 169, 169)


def assert_ink(found: Array, drawn: Array) -> None:
    both, either = (found > 127) & (drawn > 127), (found > 127) | (drawn > 127)
    assert both.sum() > 0.8 * either.sum()


def printed(drawn: Array, *paints: Paint) -> Array:
    """A dark digit on white paper with other dark things."""
    sheet = Image.fromarray(255 - drawn)
    for paint in paints:
        paint(ImageDraw.Draw(sheet))
    return np.asarray(sheet)


def box(pencil: ImageDraw.ImageDraw) -> None:
    pencil.rectangle(BOX, outline=0, width=3)


def letters(top: int, left: int, many: int = 8) -> Paint:
    def paint(pencil: ImageDraw.ImageDraw) -> None:
        for place in range(many):
            pencil.rectangle((left + 9 * place, top, left + 9 * place + 5, top + 9), outline=0, width=2)

    return paint


@DIGITS
def test_what_lies_outside_the_only_box_is_no_ink(draw: Draw, digit: int) -> None:
    drawn = draw(digit, 200, 80.0, (70, 60), 9.0)
    walls = printed(drawn, box, lambda pencil: pencil.line((185, 25, 185, 175), 0, 3), letters(5, 40, 2))
    assert_ink(find_ink(walls), drawn)


def test_a_digit_outside_the_only_box_is_ink(draw: Draw) -> None:
    drawn = np.pad(draw(3, 200, 80.0, (70, 60), 9.0), ((0, 0), (0, 150)))
    drawn = np.maximum(drawn, np.pad(draw(5, 200, 80.0, (60, 60), 9.0), ((0, 0), (150, 0))))
    assert_ink(find_ink(printed(drawn, box)), drawn)


@DIGITS
@pytest.mark.parametrize("dash", [6, 20])
def test_a_broken_box_is_no_ink(draw: Draw, digit: int, dash: int) -> None:
    drawn = draw(digit, 200, 80.0, (70, 60), 9.0)
    outline = 255 - printed(np.zeros_like(drawn), box)
    gaps = np.arange(200) % (dash + 6) >= dash
    outline[:, gaps & (np.abs(np.arange(200) - 100) < 60)] = 0
    outline[gaps & (np.abs(np.arange(200) - 100) < 60)] = 0
    assert_ink(find_ink(255 - np.maximum(outline, drawn)), drawn)


def test_a_double_outline_makes_one_place(draw: Draw) -> None:
    inner = (36, 36, 163, 163)
    sheet = printed(draw(4, 200, 80.0, (70, 60), 9.0), box, lambda pencil: pencil.rectangle(inner, outline=0, width=3))

    def bars(pencil: ImageDraw.ImageDraw) -> None:
        pencil.line((30, 36, 169, 36), 0, 3)
        pencil.line((36, 30, 36, 169), 0, 3)

    assert len(emptied(printed(draw(4, 200, 80.0, (70, 60), 9.0), box, bars) < 128)[1]) == 1
    assert_ink(find_ink(sheet), draw(4, 200, 80.0, (70, 60), 9.0))


@DIGITS
@pytest.mark.parametrize("cut", [np.s_[50:, :], np.s_[:, :150], np.s_[50:, 50:]])
@pytest.mark.parametrize("thick", [2, 9])
def test_a_box_that_the_border_cuts_is_no_ink(draw: Draw, digit: int, cut: tuple[slice, slice], thick: int) -> None:
    drawn = draw(digit, 200, 80.0, (70, 60), 9.0)
    sheet = printed(drawn, lambda pencil: pencil.rectangle(BOX, outline=0, width=thick))
    assert_ink(find_ink(sheet[cut]), drawn[cut])


@DIGITS
def test_the_corners_of_a_round_box_are_no_ink(draw: Draw, digit: int) -> None:
    drawn = draw(digit, 200, 70.0, (70, 65), 9.0)
    found = find_ink(printed(drawn, lambda pencil: pencil.rounded_rectangle(BOX, 24, outline=0, width=5)))
    assert not found[drawn == 0].any()


@DIGITS
def test_a_thick_box_with_round_corners_is_no_ink(draw: Draw, digit: int) -> None:
    drawn = draw(digit, 200, 80.0, (70, 60), 9.0)
    sheet = printed(drawn, lambda pencil: pencil.rounded_rectangle((0, 2, 199, 197), 12, outline=0, width=15))
    assert_ink(find_ink(sheet), drawn)


@DIGITS
def test_the_grey_around_a_long_canvas_is_no_paper(draw: Draw, digit: int) -> None:
    drawn = np.pad(draw(digit, 200, 60.0, (60, 60), 3.0), ((0, 0), (0, 150)))
    assert_ink(find_ink(np.pad(255 - drawn, 24, constant_values=205)), np.pad(drawn, 24))


@DIGITS
def test_the_teeth_of_a_comb_may_be_as_tall_as_the_digit(draw: Draw, digit: int) -> None:
    drawn = draw(digit, 200, 100.0, (70, 40), 9.0)
    comb = 255 - drawn
    comb[160:162] = comb[60:161, 20:22] = comb[60:161, 178:180] = 0
    assert_ink(find_ink(comb), drawn)


@pytest.mark.parametrize("digit", [0, 2, 3, 4, 5, 6, 7, 8, 9])
def test_print_beside_a_digit_is_no_ink(draw: Draw, digit: int) -> None:
    drawn = draw(digit, 200, 90.0, (70, 60), 9.0)
    sheet = printed(drawn, letters(8, 20), letters(24, 20), letters(180, 30, 5))
    assert_ink(find_ink(sheet), drawn)
    noise = np.random.default_rng(1).normal(0, 3, sheet.shape)
    photo = (sheet * np.linspace(0.6, 0.95, 200) + noise).clip(0, 255).astype(np.uint8)
    assert_ink(find_ink(photo), drawn)


def test_digits_beside_several_that_touch_are_no_print(draw: Draw) -> None:
    digits = [draw(digit, 400, 40.0, (20 + 30 * place, 30), 4.0) for place, digit in enumerate([8, 0, 9, 0])]
    digits += [draw(digit, 400, 36.0, (180 + 40 * place, 32), 4.0) for place, digit in enumerate([3, 5, 2, 7])]
    drawn = np.max(digits, axis=0)[:100]
    drawn[48:52, 25:140] = 255
    assert_ink(find_ink(255 - drawn), drawn)
