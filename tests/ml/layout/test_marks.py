"""Lines under numbers, stamps and strays are no part of them; dashes, and digits in a column, are."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from ml.layout.marks import below, marks
from ml.reader import Mode, Reader

Array = NDArray[np.uint8]

DIGITS = [(60 * k, 100, 60 * k + 40, 160) for k in range(4)]
INKED = 600


def found(*others: tuple[int, int, int, int], digits: list[tuple[int, int, int, int]] = DIGITS) -> list[bool]:
    boxes = np.array([*digits, *others])
    result: list[bool] = marks(boxes, np.full(len(boxes), INKED)).tolist()
    assert not any(result[: len(digits)])
    return result[len(digits) :]


def test_a_line_under_a_number_is_no_part_of_it() -> None:
    assert found((0, 166, 220, 170)) == [True]


def test_a_long_dash_beside_a_number_stays() -> None:
    assert found((240, 128, 400, 132)) == [False]


def test_a_dash_below_no_digit_stays() -> None:
    assert found((240, 166, 400, 170)) == [False]


def test_a_stamp_goes_with_its_print() -> None:
    ring, letters = (300, 60, 440, 200), [(330 + 22 * k, 120, 348 + 22 * k, 140) for k in range(4)]
    assert found(ring, *letters) == [True] * 5


def test_a_number_that_is_ringed_stays_without_its_ring() -> None:
    assert found((-20, 40, 240, 230)) == [True]


def test_a_large_zero_with_one_thing_in_it_is_no_ring() -> None:
    assert found((260, 90, 330, 170), (285, 120, 305, 140)) == [False, False]


def test_two_digits_that_touch_with_dots_at_their_side_are_no_ring() -> None:
    assert found((260, 95, 360, 165), (264, 100, 274, 112), (264, 140, 274, 152)) == [False] * 3


def test_what_lies_far_from_every_line_is_astray() -> None:
    assert found((500, 500, 520, 560)) == [True]


def test_a_digit_far_along_the_line_stays() -> None:
    assert found((900, 110, 940, 170)) == [False]


def test_digits_one_below_the_other_stay() -> None:
    assert found(digits=[(0, 300 * k, 40, 300 * k + 60) for k in range(4)]) == []


def underlined(*lines: tuple[int, int, int, int], digit: tuple[int, int, int, int] = (50, 10, 90, 70)) -> Array:
    """Ink of 140 x 140 pixels; each is left, top, right, bottom."""
    ink = np.zeros((140, 140), np.uint8)
    for left, top, right, bottom in (digit, *lines):
        ink[top:bottom, left:right] = 255
    return ink


def test_lines_under_all_that_is_written_begin_below_it() -> None:
    assert below(underlined((30, 90, 120, 94))) == 80
    assert below(underlined((30, 90, 120, 94), (35, 100, 118, 104))) == 80
    assert below(underlined((40, 74, 100, 78))) == 72  # near, but beyond both sides


def test_a_digits_own_foot_is_no_line_under_it() -> None:
    assert below(underlined((50, 73, 90, 77))) == 140  # the foot of a broken 2
    assert below(underlined((50, 73, 80, 77), digit=(60, 10, 70, 70))) == 140  # of a 1
    assert below(underlined((90, 90, 130, 94))) == 140  # beside
    assert below(underlined((30, 90, 120, 130))) == 140  # no line


@pytest.mark.parametrize("mode", ["auto", "number"])
@pytest.mark.parametrize("above", ["3", "12"])
def test_a_longer_number_on_the_next_line_is_no_line_under_the_first(
    reader: Reader, draw: Callable[..., Array], png: Callable[[Array], bytes], above: str, mode: Mode
) -> None:
    """It is as flat as a line is."""

    def line(text: str) -> Array:
        return np.hstack([draw(int(digit), 80, 56.0, (20, 12), 7.0) for digit in text])

    first, second = line(above), line("0791234567")
    indent = (second.shape[1] - first.shape[1]) // 2
    ink = np.vstack([np.pad(first, ((0, 0), (indent, indent))), second])
    assert reader.read(png(255 - np.pad(ink, 20)), mode).text == f"{above}\n0791234567"


def test_a_line_above_a_number_stays() -> None:
    assert below(underlined((30, 2, 120, 6))) == 140


@pytest.mark.parametrize("mode", ["digit", "auto"])
@pytest.mark.parametrize("digit", [1, 3, 4])
def test_a_digit_that_is_underlined_twice_is_accepted(
    reader: Reader, draw: Callable[..., Array], png: Callable[[Array], bytes], digit: int, mode: Mode
) -> None:
    ink = draw(digit, 200, 90.0, (70, 30), 7.0).copy()
    ink[138:144, 45:150] = ink[152:158, 42:152] = 255
    reading = reader.read(png(255 - ink), mode)
    assert (reading.number, reading.decision) == (str(digit), "accepted")
    assert reading.digits[0].box.height < 100
