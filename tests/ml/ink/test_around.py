"""What lies around the ink tells bars, edges and scribbles from writing; people's digits are left alone."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from ml import strokes
from ml.decision import Found, decide
from ml.doubt.tangle import fours, is_blot, is_sprayed, is_stout, least_digits, least_drawn, length, loops, small
from ml.doubt.writing import doubted
from ml.ink.around import is_bar_of_row, lies_along, one_sided, runs_out
from ml.layout import page
from ml.normalize import crop_box
from ml.reader import Mode, Reader
from ml.reading import Box, Digit

Array = NDArray[np.uint8]
Draw = Callable[[int, int, float, tuple[float, float], float], Array]
Png = Callable[[Array], bytes]


def inked(*boxes: tuple[int, int, int, int], side: int = 200) -> Array:
    """Ink in each of the boxes (top, bottom, left, right)."""
    ink = np.zeros((side, side), np.uint8)
    for top, bottom, left, right in boxes:
        ink[top:bottom, left:right] = 255
    return ink


STROKE = inked((40, 160, 95, 105))


def shape(ink: Array) -> NDArray[np.bool_]:
    top, bottom, left, right = crop_box(ink)
    return small(ink[top:bottom, left:right])


def doubts(picture: Array, ink: Array) -> str:
    """Which digits."""
    box = crop_box(ink)
    return "".join(str(value) for value in range(10) if doubted(picture, ink, box, [value], form=False))


ANY = "0123456789"


@pytest.mark.parametrize("coloured", [False, True])
def test_ink_with_paper_on_one_side_only_is_an_edge(coloured: bool) -> None:
    edge = np.full((200, 200), 240, np.uint8)
    edge[:, 95:] = 90
    paper = (240 - 0.6 * STROKE).astype(np.uint8)
    if coloured:  # as light on both sides of the edge
        edge, paper = (np.stack([sheet, np.full_like(sheet, 165), 255 - sheet], 2) for sheet in (edge, paper))
    assert one_sided(edge, STROKE, crop_box(STROKE))
    assert not one_sided(paper, STROKE, crop_box(STROKE))


def test_a_stroke_half_in_a_shadow_has_paper_on_both_sides() -> None:
    paper = 240 - 0.6 * STROKE
    paper[100:] *= 0.5
    paper[:40, 100:] *= 0.5
    assert not one_sided(paper.astype(np.uint8), STROKE, crop_box(STROKE))


def test_beyond_a_stroke_may_be_another_stroke() -> None:
    ink = inked((40, 160, 80, 100), (40, 160, 106, 126))
    assert not one_sided(255 - ink, ink, crop_box(ink))


BARS = [(40, 160, left, left + 6) for left in range(20, 180, 15)]


def test_a_bar_among_others_that_begin_and_end_with_it_is_no_one() -> None:
    bars, ink = 255 - inked(*BARS), inked(BARS[4])
    assert is_bar_of_row(bars, ink, crop_box(ink), form=True)
    assert doubts(bars, ink) == "1"
    assert not doubted(bars, ink, crop_box(ink), [1, 5], form=False)
    light = inked(*BARS)
    assert is_bar_of_row(light, ink, crop_box(ink), form=True)


def test_a_piece_of_a_bar_is_of_the_row_too_unless_it_is_a_form() -> None:
    bars, ink = 255 - inked(*BARS, (40, 160, 185, 190)), inked((90, 110, 80, 86))
    assert is_bar_of_row(bars, ink, crop_box(ink), form=False)
    assert not is_bar_of_row(bars, ink, crop_box(ink), form=True)


def test_bars_that_end_here_and_there_are_no_row() -> None:
    people = [(40 + 5 * k, 160 - 7 * (k % 3), left, right) for k, (_, _, left, right) in enumerate(BARS)]
    ink = inked(people[4])
    assert not is_bar_of_row(255 - inked(*people), ink, crop_box(ink), form=False)


def test_squared_paper_is_no_row_of_bars() -> None:
    rules = [(0, 200, left, left + 3) for left in range(10, 200, 15)]
    ink = inked((60, 140, 94, 98))
    assert not is_bar_of_row(255 - inked(*rules), ink, crop_box(ink), form=False)


def test_what_lies_along_the_border_is_doubted_and_what_touches_it_is_not() -> None:
    along, touching = inked((0, 150, 0, 8)), inked((0, 150, 90, 100))
    assert lies_along(along, crop_box(along))
    assert not lies_along(touching, crop_box(touching))
    assert doubts(255 - along, along) == ANY


def test_a_bar_that_the_border_cuts_off_is_doubted_and_a_round_end_that_touches_it_is_not() -> None:
    cut, round_end = inked((80, 200, 90, 100)), inked((80, 200, 90, 100))
    round_end[199, [90, 91, 92, 97, 98, 99]] = 0
    assert [runs_out(np.ascontiguousarray(np.rot90(cut, turn))) for turn in range(4)] == [True] * 4
    assert not runs_out(round_end)
    assert doubts(255 - cut, cut) == "1"
    cell = cut[100:, 50:150]
    assert not doubts(255 - cell, cell)


@pytest.mark.parametrize("digit", [2, 3, 4, 5, 6, 8, 9])
def test_a_digit_that_was_drawn_over_the_edge_of_the_canvas_is_accepted(
    reader: Reader, draw: Draw, png: Png, digit: int
) -> None:
    drawn = draw(digit, 280, 180.0, (60, 40), 14.0)
    last = int(np.flatnonzero(drawn.any(0))[-1])
    canvas = 255 - np.roll(drawn, 282 - last, 1) * (np.arange(280) > 40).astype(np.uint8)
    reading = reader.read(png(canvas), "digit")
    assert (reading.number, reading.decision) == (str(digit), "accepted")


def test_a_bar_too_stout_for_a_one_is_doubted_and_a_blot_whatever_it_looks_like() -> None:
    stroke, bar, blot = inked((40, 160, 90, 110)), inked((40, 160, 80, 120)), inked((40, 160, 60, 140))
    assert [is_stout(shape(ink)) for ink in (stroke, bar)] == [False, True]
    assert [doubts(255 - ink, ink) for ink in (stroke, bar, blot)] == ["", "1", ANY]
    assert is_blot(shape(blot))


def test_loops_are_holes_less_parts() -> None:
    one, ring, two = inked((40, 160, 95, 105)), inked((40, 160, 60, 140)), inked((40, 60, 60, 80), (80, 99, 60, 80))
    ring[60:140, 80:120] = 0
    slanted = np.eye(30, dtype=np.uint8) * np.uint8(255)
    grid = inked(*((0, 60, left, left + 4) for left in range(0, 60, 8)), *((y, y + 4, 0, 60) for y in range(0, 60, 8)))
    found = [loops(fours(shape(ink))) for ink in (one, ring, two)]
    assert found == [-1, 0, -2]
    assert loops(fours(shape(slanted))) == -1
    assert loops(fours(shape(grid))) == 49 - 1


def squares(count: int) -> list[list[list[int]]]:
    """The lines of squared paper, `count` squares wide and high."""
    places = range(count + 1)
    return [*([[0, y], [count, y]] for y in places), *([[x, 0], [x, count]] for x in places)]


def test_so_many_loops_or_so_long_strokes_are_no_single_digit() -> None:
    grid = inked(*((0, 60, left, left + 4) for left in range(0, 60, 8)), *((y, y + 4, 0, 60) for y in range(0, 60, 8)))
    assert least_digits(shape(grid)) == 49 - 1 - 6
    assert length(fours(shape(inked((0, 60, 0, 4))))) == pytest.approx(64, abs=1)
    drawn = [strokes.check(squares(count)) for count in (1, 2, 3, 6)]
    assert [least_drawn(one) for one in drawn] == [1, 1, 2, 2]
    assert [page.from_strokes(drawn[2]).doubts(values) for values in ([8], [8, 8])] == [True, False]
    ink = np.roll(grid, (70, 70), (0, 1))
    assert [doubted(255 - ink, ink, crop_box(ink), [8] * many, form=False) for many in (41, 42)] == [True, False]


def test_a_doubt_makes_uncertain_and_is_asked_of_what_would_be_accepted_only() -> None:
    digit = Digit(3, 0.99, (0.0,) * 10, 0.0, 0, Box(0, 0, 9, 9), np.zeros((28, 28), np.uint8))
    limits = {"uncertain": 0.9, "not_digit": 0.5}
    one, two, unsure = Found((digit,), "3", 0.99), Found((digit, digit), "33", 0.99), Found((digit,), "3", 0.8)
    asked: list[Sequence[int]] = []

    def doubts(values: Sequence[int]) -> bool:
        asked.append(values)
        return len(values) < 2

    decided = [decide(found, limits, doubts) for found in (one, two, unsure)]
    assert decided == [("uncertain", "low_confidence"), ("accepted", None), ("uncertain", "low_confidence")]
    assert asked == [[3], [3, 3]]


def test_a_number_has_a_threshold_of_its_own() -> None:
    digit = Digit(3, 0.99, (0.0,) * 10, 0.0, 0, Box(0, 0, 9, 9), np.zeros((28, 28), np.uint8))
    one, two = (Found((digit,) * count, "3" * count, 0.9) for count in (1, 2))
    limits = {"uncertain": 0.8, "number": 0.95}
    told = [decide(found, limits, lambda values: False)[0] for found in (one, two)]
    assert told == ["accepted", "uncertain"]
    assert decide(two, {"uncertain": 0.8}, lambda values: False)[0] == "accepted"


@pytest.mark.parametrize("mode", ["digit", "auto"])
def test_rounds_over_rounds_drawn_with_a_pen_are_no_zero(reader: Reader, mode: Mode) -> None:
    angle = np.linspace(0, 16 * np.pi, 400)
    reach = 40 + 12 * np.sin(angle * 0.85)
    rounds = np.column_stack([100 + 0.6 * reach * np.cos(angle), 100 + reach * np.sin(angle)])
    reading = reader.read(strokes.check([rounds.tolist()]), mode)
    assert (reading.decision, reading.text) == ("uncertain", "0")


@pytest.mark.parametrize("light", [False, True])
@pytest.mark.parametrize("pen", [4.0, 12.0, 26.0])
def test_drawn_digits_are_not_doubted(draw: Draw, png: Png, pen: float, light: bool) -> None:
    for digit in range(10):
        ink = draw(digit, 240, 160.0, (60, 40), pen)
        seen = page.from_picture(png(ink if light else 255 - ink), 10**6)
        assert isinstance(seen, page.Page)
        assert not any(seen.doubts([value]) for value in range(10)), digit


def cut_through(ink: Array, away: int) -> Array:
    """The picture that is left where so many pixels of the outermost strokes are cut off on all sides."""
    top, bottom, left, right = crop_box(ink)
    return 255 - ink[top + away : bottom - away, left + away : right - away]


@pytest.mark.parametrize("away", [2, 4, 6])
@pytest.mark.parametrize("digit", [0, 2, 3, 5, 6, 7, 8, 9])
def test_a_digit_that_is_cut_out_through_its_strokes_is_accepted(
    reader: Reader, draw: Draw, png: Png, digit: int, away: int
) -> None:
    reading = reader.read(png(cut_through(draw(digit, 240, 160.0, (60, 40), 12.0), away)), "digit")
    assert (reading.decision, reading.number) == ("accepted", str(digit))


def test_a_photo_of_a_seven_that_is_cut_out_close_to_it_is_accepted(reader: Reader, draw: Draw, png: Png) -> None:
    paper = cut_through(draw(7, 240, 160.0, (60, 40), 12.0), 0)
    noise = np.random.default_rng(0).normal(0, 3, paper.shape)
    reading = reader.read(png((40 + 0.7 * paper + noise).clip(0, 255).astype(np.uint8)), "digit")
    assert (reading.decision, reading.number) == ("accepted", "7")


def test_what_is_all_along_the_border_is_not_cut_out_around_a_digit() -> None:
    frame = inked((0, 200, 0, 8), (0, 200, 192, 200), (0, 8, 0, 200), (192, 200, 0, 200))
    corner = inked((0, 8, 0, 200), (0, 200, 192, 200))
    assert [doubts(255 - ink, ink) for ink in (frame, corner)] == [ANY, ANY]


def test_a_small_part_of_the_picture_along_its_border_is_not_cut_out_around_a_digit() -> None:
    hook = inked((0, 8, 0, 90), (0, 60, 0, 8), (60, 68, 0, 90), (8, 60, 82, 90))
    assert doubts(255 - hook, hook) == ANY


def test_grain_in_the_strokes_is_no_scribble(reader: Reader, draw: Draw, png: Png) -> None:
    rng = np.random.default_rng(4)
    for digit in (2, 3, 6, 9):
        picture = draw(digit, 400, 280.0, (110, 60), 40.0).copy()
        picture[np.kron(rng.random((100, 100)) < 0.3, np.ones((4, 4), np.bool_))] = 0
        reading = reader.read(png(picture), "digit")
        assert (reading.number, reading.decision) == (str(digit), "accepted")


@pytest.mark.parametrize(("bars", "accepted"), [(2, True), (3, True), (4, False), (6, False)])
def test_many_bars_side_by_side_may_be_a_hatching(reader: Reader, png: Png, bars: int, accepted: bool) -> None:
    strokes_of_1 = [(60, 140 + 3 * k, 60 + 50 * k, 68 + 50 * k) for k in range(bars)]
    reading = reader.read(png(255 - inked(*strokes_of_1, side=400)), "number")
    assert reading.number == "1" * bars
    assert (reading.decision == "accepted") is accepted


def test_dots_all_over_a_sheet_are_no_digit(reader: Reader, png: Png) -> None:
    """As the network sees them, thickened, they are one now and then, very surely."""
    random = np.random.default_rng(13)
    dots = [(y, y + 5, x, x + 5) for y, x in random.integers(20, 480, (18, 2))]
    dotted = inked(*dots, side=500)
    assert is_sprayed(dotted[20:490, 20:490], 1)
    row = inked(*((90, 130, 4 + 50 * k, 9 + 50 * k) for k in range(12)), side=600)[90:130, 4:559]
    assert is_sprayed(row, 1)
    assert not is_sprayed(row, 12)
    reading = reader.read(png(255 - dotted), "digit")
    assert reading.decision != "accepted"
