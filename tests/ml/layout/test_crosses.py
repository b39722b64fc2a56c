"""Plus and times signs are no digits, part a number, and are never a 4 or a crossed 7."""

import pytest

pytest.importorskip("cv2", reason="OpenCV is not installed: requirements/train.txt")

from ml import strokes
from ml.arrays import SOLID
from ml.components import components
from ml.layout.crosses import among_strokes, in_ink
from ml.reader import Reader
from ml.strokes import Strokes
from ml.training.judging.numbers import png
from ml.training.synthetic.strings import picture

Stroke = tuple[tuple[float, float], ...]

PLUS = ((0.3, 0.2), (0.3, 0.8)), ((0.0, 0.5), (0.6, 0.52))
TIMES = ((0.0, 0.3), (0.5, 0.8)), ((0.5, 0.3), (0.0, 0.8))
ONE = (((0.2, 0.3), (0.5, 0.0), (0.5, 1.0)),)
TWO = (((0.1, 0.2), (0.4, 0.0), (0.75, 0.15), (0.7, 0.45), (0.1, 0.95), (0.8, 0.95)),)
FIVE = (((0.9, 0.0), (0.2, 0.0), (0.15, 0.45), (0.6, 0.4), (0.8, 0.65), (0.6, 0.95), (0.1, 0.95)),)
OPEN_FOUR = ((0.3, 0.0), (0.05, 0.6), (0.8, 0.6)), ((0.55, 0.3), (0.55, 1.0))
FOUR_IN_THREE = ((0.3, 0.0), (0.02, 0.6)), ((0.0, 0.6), (0.8, 0.6)), ((0.5, 0.25), (0.5, 0.95))
CROSSED_SEVEN = ((0.1, 0.0), (0.85, 0.02), (0.4, 1.0)), ((0.3, 0.5), (0.85, 0.5))
SEVEN_IN_THREE = ((0.1, 0.0), (0.85, 0.02)), ((0.85, 0.02), (0.4, 1.0)), ((0.3, 0.5), (0.9, 0.5))
HEAD_APART = ((0.1, 0.0), (0.8, 0.02)), ((0.5, 0.2), (0.48, 0.9)), ((0.25, 0.55), (0.8, 0.54))
SIGNS = {"+": PLUS, "x": TIMES, "1": ONE, "2": TWO, "5": FIVE, "4": OPEN_FOUR, "7": CROSSED_SEVEN}


def written(text: str) -> Strokes:
    return tuple(
        tuple((x + 1.05 * place, y) for x, y in stroke)
        for place, sign in enumerate(text)
        if sign != " "
        for stroke in SIGNS[sign]
    )


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("+42 157 2511", "42 157 2511"),
        ("+4", "4"),
        ("52+47", "52 47"),
        ("25x17", "25 17"),
        ("5+5+2", "5 5 2"),
    ],
)
def test_a_sign_is_no_digit_and_parts_numbers(reader: Reader, text: str, read: str) -> None:
    for shown in (strokes.check(written(text)), png(written(text), 70, 0.1)):
        reading = reader.read(shown)
        assert (reading.text, reading.decision) == (read, "accepted")


@pytest.mark.parametrize("digit", [OPEN_FOUR, FOUR_IN_THREE, CROSSED_SEVEN, SEVEN_IN_THREE, HEAD_APART, PLUS])
def test_no_digit_is_a_sign_nor_is_one_alone(digit: Strokes) -> None:
    beside = () if digit is PLUS else tuple(tuple((x + 1.1, y) for x, y in stroke) for stroke in FIVE)
    drawn = digit + beside
    assert not among_strokes(drawn).any()
    assert not in_ink(components(picture(drawn, 70, 0.1) > SOLID)).any()


def test_a_narrow_8_of_which_the_loops_are_filled_is_no_times_sign() -> None:
    eight = ((0.4, 0.0), (0.0, 0.75)), ((0.0, 0.0), (0.4, 0.75))
    drawn = eight + tuple(tuple((x + 0.8, y) for x, y in stroke) for stroke in FIVE)
    assert not in_ink(components(picture(drawn, 70, 0.1) > SOLID)).any()


def test_a_cross_as_high_as_the_digits_stays() -> None:
    high = tuple(tuple((1.6 * x, 1.6 * y - 0.3) for x, y in stroke) for stroke in PLUS)
    drawn = high + tuple(tuple((x + 1.5, y) for x, y in stroke) for stroke in TWO)
    assert not among_strokes(drawn).any()
    assert not in_ink(components(picture(drawn, 70, 0.1) > SOLID)).any()


def test_dots_and_a_page_of_one_point_are_no_signs() -> None:
    drawn: Strokes = (((0.0, 0.0),), ((0.0, 0.0), (0.0, 0.0)), ((5.0, 5.0),))
    assert not among_strokes(drawn).any()
