"""A %, a ° or a # beside a number is none of its digits and makes it doubtful; nothing of a number looks like one."""

import numpy as np
import pytest

pytest.importorskip("cv2", reason="OpenCV is not installed: requirements/train.txt")

from ml import strokes
from ml.arrays import SOLID
from ml.components import components
from ml.layout.units import among_strokes, in_ink
from ml.reader import Reader
from ml.strokes import Strokes
from ml.training.judging.numbers import png
from ml.training.synthetic.strings import picture

Stroke = tuple[tuple[float, float], ...]

FIVE = (((0.9, 0.0), (0.2, 0.0), (0.15, 0.45), (0.6, 0.4), (0.8, 0.65), (0.6, 0.95), (0.1, 0.95)),)
TWO = (((0.1, 0.2), (0.4, 0.0), (0.75, 0.15), (0.7, 0.45), (0.1, 0.95), (0.8, 0.95)),)
SLASH = ((0.75, 0.0), (0.05, 1.0))


def ring(x: float, y: float, width: float, height: float) -> Stroke:
    angles = np.linspace(-1.5, 4.9, 30)
    return tuple((float(x + width * np.cos(a)), float(y + height * np.sin(a))) for a in angles)


PERCENT = (ring(0.14, 0.2, 0.13, 0.17), SLASH, ring(0.72, 0.8, 0.13, 0.17))
DEGREE = (ring(0.1, 0.12, 0.13, 0.14),)
HASH = ((0.3, 0.0), (0.2, 1.0)), ((0.65, 0.0), (0.55, 1.0)), ((0.0, 0.35), (0.85, 0.33)), ((0.0, 0.68), (0.85, 0.66))
EIGHT = ring(0.4, 0.24, 0.25, 0.24), ring(0.4, 0.76, 0.3, 0.27)
NINE = (ring(0.4, 0.22, 0.3, 0.22), ((0.7, 0.2), (0.68, 1.0)))
ZERO = (ring(0.4, 0.5, 0.35, 0.5),)
SMALL_ZERO = (ring(0.3, 0.65, 0.25, 0.28),)
RAISED_ZERO = (ring(0.2, 0.16, 0.14, 0.16),)
RAISED_FIVE = (((0.4, 0.0), (0.15, 0.0), (0.12, 0.15), (0.3, 0.13), (0.36, 0.22), (0.3, 0.32), (0.1, 0.32)),)


def in_a_row(*signs: Strokes) -> Strokes:
    return tuple(tuple((x + 1.1 * place, y) for x, y in stroke) for place, sign in enumerate(signs) for stroke in sign)


@pytest.mark.parametrize(
    ("drawn", "pictures"),
    [
        (in_a_row(FIVE, TWO, PERCENT), True),
        (in_a_row(FIVE, TWO, DEGREE), True),
        (in_a_row(HASH, FIVE, TWO), False),
    ],
)
def test_a_sign_beside_a_number_is_left_out_with_doubt(reader: Reader, drawn: Strokes, pictures: bool) -> None:
    for shown in (strokes.check(drawn), png(drawn, 70, 0.08))[: 1 + pictures]:
        reading = reader.read(shown)
        assert (reading.number, reading.decision, reading.reason) == ("52", "uncertain", "not_a_digit")


@pytest.mark.parametrize(
    "drawn",
    [
        in_a_row(FIVE, EIGHT),
        in_a_row(EIGHT, (SLASH,), EIGHT),
        in_a_row(NINE, FIVE, NINE),
        in_a_row(ZERO, (SLASH,), ZERO),
        in_a_row(FIVE, SMALL_ZERO, SMALL_ZERO),
        in_a_row(FIVE, TWO, RAISED_ZERO, RAISED_ZERO),
        in_a_row(FIVE, TWO, RAISED_FIVE, RAISED_ZERO),
        in_a_row((((0.3, 0.0), (0.3, 1.0)),), (((0.3, 0.0), (0.3, 1.0)),), FIVE),
        PERCENT,
        HASH,
    ],
)
def test_digits_are_no_signs_nor_is_one_alone(drawn: Strokes) -> None:
    assert not among_strokes(drawn).any()
    assert not in_ink(components(picture(drawn, 70, 0.08) > SOLID)).any()
