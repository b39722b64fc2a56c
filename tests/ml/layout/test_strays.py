"""A tap beside the digit, or the pointer, is no part of it; a second digit, a dot and a bar that stands apart are."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from ml.components import components
from ml.layout.strays import among_strokes, in_ink
from ml.reader import Mode, Reader
from ml.strokes import Strokes

Array = NDArray[np.uint8]
Draw = Callable[[int, int, float, tuple[float, float], float], Array]
Png = Callable[[Array], bytes]
Drawing = list[list[list[float]]]

TAPS: Strokes = (((60.0, 5.0), (60.5, 5.2)), ((-30.0, 40.0), (-28.0, 43.0)))


def strokes(drawing: Drawing, x: float = 0.0) -> Strokes:
    return tuple(tuple((3 * a + x, 3 * b) for a, b in stroke) for stroke in drawing)


@pytest.mark.parametrize("mode", ["digit", "auto"])
def test_taps_beside_a_drawn_digit_are_left_out(reader: Reader, drawings: dict[int, Drawing], mode: Mode) -> None:
    for digit in (1, 2, 4, 8):
        drawn = strokes(drawings[digit])
        assert among_strokes((*drawn, *TAPS)).tolist() == [False] * len(drawn) + [True, True]
        reading = reader.read((*drawn, *TAPS), mode)
        assert (reading.number, reading.decision) == (str(digit), "accepted")
        assert reading.digits[0].box.width < 40


@pytest.mark.parametrize("mode", ["digit", "auto"])
def test_marks_on_a_picture_are_left_out(reader: Reader, draw: Draw, png: Png, mode: Mode) -> None:
    for digit in (1, 2, 5, 9):
        picture = draw(digit, 400, 160.0, (60, 60), 12.0).copy()
        picture[340:350, 330:340] = picture[30:40, 350:358] = picture[370:376, 40:60] = 255
        reading = reader.read(png(picture), mode)
        assert (reading.number, reading.decision) == (str(digit), "accepted")


def test_what_is_near_or_large_stays(drawings: dict[int, Drawing]) -> None:
    digit = strokes(drawings[7])
    assert not among_strokes((*digit, *strokes(drawings[3], 60.0), *TAPS)).any()
    assert not among_strokes((*digit, ((33.0, 46.0), (34.0, 47.0)))).any()
    assert not among_strokes((*digit, *(((60.0, 5.0 * k), (60.5, 5.0 * k)) for k in range(9)))).any()
    assert not among_strokes(digit).any()


def test_a_digit_beside_many_that_touch_stays() -> None:
    """Of `37023-31` the 1 was small beside the rest, and gone: accepted as 7 digits."""
    joined = tuple((float(x), 40.0 * (x % 2)) for x in range(0, 201, 5))
    bar, tap = ((250.0, 0.0), (250.0, 40.0)), ((250.0, 20.0), (251.0, 20.0))
    assert not among_strokes((joined, bar)).any()
    assert among_strokes((joined, tap)).tolist() == [False, True]
    ink = np.zeros((40, 260), np.bool_)
    ink[:, :200] = ink[:, 250:254] = True
    assert not in_ink(components(ink)).any()
    ink[4:, 250:] = False
    assert in_ink(components(ink)).sum() == 1
