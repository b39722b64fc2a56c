"""What forms, copies and pages have around a digit goes, and the digit stays."""

import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from ml.components import components
from ml.ink.find import find_ink
from ml.ink.forms import without_lines
from ml.ink.rows import rows
from ml.ink.rules import Line, erase
from ml.reader import Mode, Reader

Array = NDArray[np.uint8]
Draw = Callable[[int, int, float, tuple[float, float], float], Array]
Png = Callable[[Array | Image.Image], bytes]


def assert_ink(found: Array, drawn: Array) -> None:
    both, either = (found > 127) & (drawn > 127), (found > 127) | (drawn > 127)
    assert both.sum() > 0.8 * either.sum()


@pytest.mark.parametrize("digit", range(10))
@pytest.mark.parametrize("gap", [-3, 8])
def test_a_line_to_write_on_is_no_ink(draw: Draw, digit: int, gap: int) -> None:
    drawn = draw(digit, 200, 100.0, (70, 40), 9.0)
    lined = drawn.copy()
    lined[144 + gap : 146 + gap, 10:190] = 255
    assert_ink(find_ink(255 - lined), drawn)


@pytest.mark.parametrize(("first", "last", "beside"), [(56, 300, 10), (58, 260, 10), (40, 300, 300)])
def test_a_line_that_a_number_stands_on_is_no_ink(draw: Draw, first: int, last: int, beside: int) -> None:
    """Wherever it begins, and however much paper there is `beside` it."""
    number = np.hstack([draw(digit, 60, 36.0, (20, 12), 4.0) for digit in (3, 1, 4, 8)])
    drawn = np.pad(number, ((20, 20), (50, beside)))
    lined = drawn.copy()
    lined[72:74, first:last] = 255
    assert_ink(find_ink(255 - lined), drawn)


def test_feet_of_digits_in_a_row_are_no_line_to_write_on() -> None:
    mask = np.zeros((80, 240), np.bool_)
    for x in range(10, 220, 36):
        mask[20:54, x : x + 4] = mask[50:54, x : x + 31] = True
    np.testing.assert_array_equal(without_lines(mask), mask)


@pytest.mark.parametrize("pen", [2, 8])
def test_feet_that_run_together_are_no_line_to_write_on(pen: int) -> None:
    mask = np.zeros((80, 240), np.bool_)
    mask[54 - pen : 54, 40:184] = True
    for x in range(44, 184, 28):
        mask[20:54, x : x + pen] = mask[20 : 20 + pen, x : x + 20] = True
    np.testing.assert_array_equal(without_lines(mask), mask)


@pytest.mark.parametrize("digit", range(10))
def test_a_comb_is_no_ink(draw: Draw, digit: int) -> None:
    drawn = draw(digit, 200, 100.0, (70, 40), 9.0)
    comb = drawn.copy()
    comb[160:162] = comb[110:161, 20:22] = comb[110:161, 178:180] = 255
    assert_ink(find_ink(255 - comb), drawn)


@pytest.mark.parametrize("thick", [1, 3])
def test_a_strip_of_boxes_is_no_ink(draw: Draw, thick: int) -> None:
    drawn = np.hstack([draw(digit, 60, 36.0, (20, 12), 4.0) for digit in (3, 1, 4, 1, 7, 0)])
    boxes = drawn.copy()
    boxes[4 : 4 + thick, 3:-3] = boxes[-4 - thick : -4, 3:-3] = 255
    for x in [3, *range(60, 360, 60), 357 - thick]:
        boxes[4:-4, x : x + thick] = 255
    assert_ink(find_ink(255 - boxes), drawn)


def test_the_stem_of_a_digit_near_the_border_of_a_line_cut_out_is_no_wall() -> None:
    mask = np.zeros((37, 145), np.bool_)
    for x, top, bottom in ((100, 5, 32), (116, 4, 32), (80, 8, 36), (20, 6, 31)):
        mask[top:bottom, x : x + 4] = True
    mask[8:11, 52:84] = mask[28:31, 20:44] = True  # the bar of a 7, and the foot of what stands before it
    np.testing.assert_array_equal(without_lines(mask), mask)


def test_the_dirt_of_a_copy_is_no_ink(draw: Draw) -> None:
    drawn = draw(6, 300, 150.0, (90, 70), 12.0)
    dirty = drawn.copy()
    dirty[tuple(np.random.default_rng(3).integers(0, 300, (2, 60)))] = 255
    assert_ink(find_ink(255 - dirty), drawn)
    assert not find_ink(255 - dirty)[:60].any()


def test_dots_of_a_spray_can_are_the_digit(reader: Reader, draw: Draw, png: Png) -> None:
    drawn = draw(2, 300, 200.0, (80, 50), 36.0)
    sprayed = np.where(np.random.default_rng(1).random(drawn.shape) < 0.15, 255 - drawn, 255).astype(np.uint8)
    reading = reader.read(png(sprayed), "digit")
    assert (reading.text, reading.decision) == ("2", "accepted")


def test_a_part_of_a_slope_of_colour_is_no_patch(draw: Draw) -> None:
    drawn = draw(5, 240, 160.0, (70, 40), 20.0)
    slope = np.linspace(60, 130, 240)[:, None] * np.ones((1, 240))
    assert_ink(find_ink(np.where(drawn > 127, 255, slope).astype(np.uint8)), drawn)


def test_a_dimly_lit_patch_with_little_ink_is_entered(draw: Draw) -> None:
    drawn = draw(1, 120, 60.0, (50, 30), 4.0)
    y, x = np.mgrid[-1:1:120j, -1:1:120j]
    page = np.full((260, 300), 255, np.uint8)
    page[60:180, 90:210] = (150 - 25 * (x * x + y * y)) * (1 - 0.5 * drawn / 255)
    assert_ink(find_ink(page)[60:180, 90:210], drawn)


def test_dark_corners_do_not_hide_a_small_digit(draw: Draw) -> None:
    drawn = np.zeros((800, 600), np.uint8)
    drawn[300:380, 200:280] = draw(8, 80, 40.0, (20, 20), 5.0)
    y, x = np.mgrid[-1:1:800j, -1:1:600j]
    noise = np.random.default_rng(2).normal(0, 3, drawn.shape)
    page = 220 * (1 - 0.2 * (x * x + y * y)) * (1 - 0.6 * drawn / 255) + noise
    assert_ink(find_ink(page.clip(0, 255).astype(np.uint8)), drawn)


def test_a_ruled_line_that_leaves_by_a_corner_is_no_ink(draw: Draw) -> None:
    drawn = np.zeros((400, 400), np.uint8)
    drawn[200:300, 200:300] = draw(7, 100, 60.0, (30, 20), 6.0)
    x = np.arange(400)
    lined = drawn.copy()
    for start in (20, 120, 220, 320):
        y = np.rint(start - 0.12 * x).astype(np.intp)
        lined[y[y >= 0], x[y >= 0]] = lined[(y + 1)[y >= 0], x[y >= 0]] = 255
    assert_ink(find_ink(255 - lined), drawn)
    assert not find_ink(255 - lined)[:100].any()


def test_memory_stays_small_where_thousands_of_specks_stand_on_a_line() -> None:
    mask = np.zeros((400, 400), np.bool_)
    mask[::4, ::4] = True
    mask[100:300, 180:200] = mask[300:304] = True
    tracemalloc.start()
    without_lines(mask)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50_000_000


def test_a_1_on_a_comb_with_short_teeth_is_the_digit(draw: Draw) -> None:
    drawn = np.zeros((200, 200), np.uint8)
    drawn[30:168, 96:106] = 255
    comb = drawn.copy()
    comb[168:171] = comb[130:168, 8:11] = comb[130:168, 190:193] = 255
    assert_ink(find_ink(255 - comb), drawn)


def test_thick_dirt_all_over_a_copy_is_no_ink(draw: Draw) -> None:
    drawn = draw(3, 160, 90.0, (50, 35), 8.0)
    dirty = np.where(drawn > 127, 255, 0).astype(np.uint8)
    dirty[tuple(np.random.default_rng(5).integers(0, 160, (2, 400)))] = 255
    found = find_ink(255 - dirty)
    assert not found[:, :25].any()
    assert_ink(found, drawn)


def test_of_a_line_in_a_scanned_cell_nothing_stays(reader: Reader, draw: Draw, png: Png) -> None:
    """On ruled paper what is darker than the line, and runs along it, is a stroke."""
    cell = np.full((150, 150), 235.0)
    drawn = draw(0, 150, 105.0, (42.0, 18.0), 7.5)
    foot = int(np.flatnonzero(drawn.any(1))[-1])
    cell[foot - 5 : foot - 2] = 120
    cell = np.minimum(cell, 235 - 0.8 * drawn) + np.random.default_rng(1).normal(0, 4, cell.shape)
    reading = reader.read(png(cell.clip(0, 255).astype(np.uint8)), "digit")
    assert (reading.number, reading.decision) == ("0", "accepted")


def test_a_stroke_that_runs_along_a_line_does_not_go_with_it() -> None:
    mask = np.zeros((60, 100), np.bool_)
    mask[40:43] = True
    mask[30:40, 20:80] = True  # a 2's foot, on the side of its box
    erase(mask, Line(0.0, 41.0, 0, 100), 2, 10)
    assert not mask[:, :18].any()
    assert not mask[:, 82:].any()
    assert mask[30:40, 22:78].all()


@pytest.mark.parametrize("digit", [2, 4, 6])
def test_a_digit_that_crosses_the_foot_of_its_box_is_accepted(reader: Reader, draw: Draw, png: Png, digit: int) -> None:
    sheet = Image.fromarray(255 - draw(digit, 100, 60.0, (35, 20), 7.0))
    ImageDraw.Draw(sheet).rectangle((18, 10, 88, 78), outline=60, width=3)
    reading = reader.read(png(np.asarray(sheet)), "digit")
    assert (reading.number, reading.decision) == (str(digit), "accepted")


@pytest.mark.parametrize("mode", ["digit", "auto"])
@pytest.mark.parametrize("dash", [(5, 2), (9, 5)], ids=["dots", "dashes"])
def test_a_dotted_line_to_write_on_is_no_ink(
    reader: Reader, draw: Draw, png: Png, mode: Mode, dash: tuple[int, int]
) -> None:
    step, wide = dash
    for digit in (1, 4, 7):
        picture = 255 - draw(digit, 110, 60.0, (50, 20), 6.0)
        for left in range(2, 108, step):
            picture[80:83, left : left + wide] = 0  # some run into the digit's foot
        reading = reader.read(png(picture), mode)
        assert (reading.number, reading.decision) == (str(digit), "accepted")


def test_the_parts_of_a_broken_digit_are_no_dotted_line() -> None:
    mask = np.zeros((100, 100), np.bool_)
    mask[20:80, 50:56] = True
    for left in range(20, 50, 6):
        mask[20:24, left : left + 3] = True  # the bar of a 7
    assert not rows(components(mask)).any()
    for left in range(20, 100, 6):
        mask[90:94, left : left + 3] = True
    assert rows(components(mask)).sum() == 14


def test_digits_beside_some_that_hang_together_are_no_dotted_line() -> None:
    mask = np.zeros((60, 500), np.bool_)
    mask[15:45, 300:480] = True
    for left in range(20, 280, 36):
        mask[15:45, left : left + 20] = True
    assert not rows(components(mask)).any()


def test_the_box_of_a_digit_is_seen_through_what_shows_from_the_other_side(
    reader: Reader, draw: Draw, png: Png
) -> None:
    sheet = Image.fromarray(255 - draw(5, 140, 60.0, (50, 40), 5.0))
    ImageDraw.Draw(sheet).rectangle((25, 20, 110, 115), outline=40, width=2)
    random = np.random.default_rng(3)
    behind = Image.new("L", sheet.size, 255)
    for turn in range(4):
        shape = Image.fromarray(draw(6, 80, 60.0, (15, 10), 9.0)).rotate(90 * turn)
        behind.paste(200, (int(random.integers(-10, 80)), int(random.integers(-10, 80))), shape)
    seen = np.minimum(np.asarray(sheet), np.asarray(behind.filter(ImageFilter.GaussianBlur(1.5))))
    scan = (seen + random.normal(0, 2, seen.shape)).clip(0, 255).astype(np.uint8)
    rows, columns = np.nonzero(find_ink(scan) > 200)
    assert rows.min() > 25
    assert rows.max() < 110
    assert columns.min() > 30
    assert columns.max() < 105
    reading = reader.read(png(scan), "digit")
    assert (reading.number, reading.decision) == ("5", "accepted")


@pytest.mark.parametrize("mode", ["digit", "auto"])
def test_lines_that_are_paler_than_the_digit_across_them_are_no_ink(
    reader: Reader, draw: Draw, png: Png, mode: Mode
) -> None:
    box = Image.new("L", (200, 200), 255)
    ImageDraw.Draw(box).rectangle((40, 30, 175, 140), outline=170, width=2)
    picture = np.full((200, 240), 255, np.uint8)
    picture[:, :200] = np.minimum(np.asarray(box), 255 - draw(2, 200, 100.0, (100, 50), 9.0))
    found = find_ink(picture)
    assert not found[:, :90].any()
    assert not found[:45].any()
    reading = reader.read(png(picture), mode)
    assert (reading.number, reading.decision) == ("2", "accepted")
