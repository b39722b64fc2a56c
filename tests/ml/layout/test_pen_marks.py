"""Lines drawn under a number and frames of any strokes around it are no part of it; what looks alike stays."""

import numpy as np
import pytest

from ml import strokes
from ml.layout.page import from_strokes
from ml.layout.pen_marks import marked, without_lines_below
from ml.reader import Mode, Reader
from ml.strokes import Strokes

Stroke = tuple[tuple[float, float], ...]

ONE = ((0.5, 0.0), (0.5, 1.0))
TWO = ((0.1, 0.2), (0.4, 0.0), (0.75, 0.15), (0.7, 0.45), (0.1, 0.95), (0.8, 0.95))
FIVE = ((0.9, 0.0), (0.2, 0.0), (0.15, 0.45), (0.6, 0.4), (0.8, 0.65), (0.6, 0.95), (0.1, 0.95))
SEVEN = ((0.1, 0.0), (0.85, 0.02), (0.4, 1.0))
NINE = ((0.75, 0.2), (0.5, 0.0), (0.2, 0.2), (0.4, 0.45), (0.75, 0.25), (0.7, 1.0))


def moved(stroke: Stroke, x: float, y: float = 0.0) -> Stroke:
    return tuple((a + x, b + y) for a, b in stroke)


def in_a_row(*digits: Stroke) -> Strokes:
    return tuple(moved(digit, 1.1 * place) for place, digit in enumerate(digits))


def arc(start: float, end: float, middle: tuple[float, float], reach: tuple[float, float]) -> Stroke:
    angles = np.linspace(start, end, 24)
    return tuple((middle[0] + reach[0] * np.cos(a), middle[1] + reach[1] * np.sin(a)) for a in angles)


def frames(right: float) -> dict[str, Strokes]:
    """Around what stands between 0 and `right`; ends of strokes do not quite meet or run beyond each other."""
    left, top, bottom = -0.2, -0.25, 1.25
    right += 0.2
    middle, reach = ((left + right) / 2, 0.5), ((right - left) * 0.62, 0.95)
    return {
        "two lines": (((left, 1.2), (right, 1.22)), ((left, 1.4), (right, 1.38))),
        "one line": (((left, 1.2), (right, 1.22)),),
        "four sides": (
            ((left - 0.1, top), (right, top + 0.03)),
            ((right, top - 0.05), (right + 0.03, bottom)),
            ((left, top + 0.08), (left - 0.02, bottom + 0.1)),
            ((left, bottom), (right + 0.08, bottom - 0.03)),
        ),
        "two halves": (((left, top), (left, bottom), (right, bottom)), ((left, top), (right, top), (right, bottom))),
        "one box": (((left, top), (right, top), (right, bottom), (left, bottom), (left, top)),),
        "two arcs": (arc(0.3, 3.4, middle, reach), arc(3.3, 6.6, middle, reach)),
    }


@pytest.mark.parametrize("around", frames(1))
@pytest.mark.parametrize("mode", ["auto", "number"])
def test_a_number_in_it_is_read_and_accepted(reader: Reader, around: str, mode: Mode) -> None:
    number = in_a_row(FIVE, SEVEN, TWO, NINE, FIVE)
    reading = reader.read(strokes.check(number + frames(5.3)[around]), mode)
    assert (reading.number, reading.decision) == ("57295", "accepted")
    first = reader.read(strokes.check(frames(5.3)[around] + number), mode)
    assert (first.number, first.decision) == ("57295", "accepted")


@pytest.mark.parametrize("around", frames(1))
@pytest.mark.parametrize("digit", [FIVE, TWO, NINE])
def test_a_digit_in_it_is_read(reader: Reader, around: str, digit: Stroke) -> None:
    alone = reader.read(strokes.check((digit,)), "digit").number
    assert reader.read(strokes.check((digit, *frames(0.9)[around])), "digit").number == alone


def test_a_digit_near_a_side_of_its_box_is_no_part_of_it() -> None:
    number = in_a_row(ONE, FIVE, FIVE, FIVE, ONE)
    box = frames(5.0)["one box"]
    for drawn in (number + box, number + frames(5.0)["four sides"]):
        assert marked(drawn).tolist() == [False] * 5 + [True] * (len(drawn) - 5)


@pytest.mark.parametrize(
    "drawn",
    [
        in_a_row(ONE, TWO, ONE),
        # A small 0 between two digits that reach far above and below it.
        tuple(arc(0, 6.3, (x, 0.5), (high - 0.1, high)) for x, high in ((0.5, 0.5), (1.2, 0.25), (1.9, 0.5))),
        (FIVE, ((0.0, 1.15), (1.0, 1.15)), moved(TWO, 0, 1.3)),  # a fraction
        (FIVE, ((1.2, 0.5), (2.2, 0.5)), moved(TWO, 2.2)),  # a dash
        (moved(ONE, 0), moved(ONE, 1), ((0.2, 1.0), (0.8, 1.0)), ((1.2, 1.0), (1.8, 1.0))),  # 1s with feet
        ((TWO[:5]), ((0.0, 0.97), (0.85, 0.96)), moved(FIVE, 1.2)),  # a 2 with its foot apart
    ],
)
def test_nothing_else_is_a_mark(drawn: Strokes) -> None:
    assert not marked(drawn).any()
    assert without_lines_below(drawn) == drawn
    assert from_strokes(drawn).within() is None


def test_lines_well_below_a_digit_are_never_part_of_it(reader: Reader) -> None:
    lines = (((0.0, 1.15), (0.9, 1.16)), ((0.05, 1.3), (0.9, 1.31)))
    reading = reader.read(strokes.check((NINE, *lines)))
    assert (reading.number, reading.decision) == ("9", "accepted")
    assert without_lines_below((NINE, *lines)) == (NINE,)
