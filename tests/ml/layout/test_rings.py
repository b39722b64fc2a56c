"""What is drawn around the writing is none of it; and digits one below the other are no single one."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

pytest.importorskip("cv2", reason="OpenCV is not installed: requirements/train.txt")

from ml import strokes
from ml.arrays import SOLID
from ml.components import components
from ml.layout import rings
from ml.layout.page import from_strokes
from ml.layout.pen_marks import marked
from ml.reader import Mode, Reader
from ml.strokes import Strokes
from ml.training.synthetic.strings import picture

ONE = ((0.5, 0.1), (0.5, 0.9))
FIVE = ((0.9, 0.0), (0.2, 0.0), (0.15, 0.45), (0.6, 0.4), (0.8, 0.65), (0.6, 0.95), (0.1, 0.95))
SEVEN = ((0.1, 0.0), (0.85, 0.02), (0.4, 1.0))


def ring(width: float, height: float, turned: float = 2 * np.pi) -> tuple[tuple[float, float], ...]:
    """Around a middle of (0.5, 0.5)."""
    angles = np.linspace(0.4, 0.4 + turned, 60)
    return tuple((float(0.5 + width * np.cos(a)), float(0.5 + height * np.sin(a))) for a in angles)


def box(reach: float) -> tuple[tuple[float, float], ...]:
    low, high = 0.5 - reach, 0.5 + reach
    return ((low, low), (high, low), (high, high), (low, high), (low, low))


def moved(stroke: tuple[tuple[float, float], ...], x: float, y: float) -> tuple[tuple[float, float], ...]:
    return tuple((a + x, b + y) for a, b in stroke)


def png(drawn: Strokes, height: float, pen: float) -> bytes:
    file = io.BytesIO()
    Image.fromarray(255 - np.pad(picture(drawn, height, pen), 20)).save(file, "PNG")
    return file.getvalue()


AROUND = [ring(1.0, 0.9), ring(0.95, 1.0, 5.8), box(0.8)]


@pytest.mark.parametrize("around", AROUND)
def test_what_goes_around_everything_is_left_out(around: tuple[tuple[float, float], ...]) -> None:
    assert marked((FIVE, around)).tolist() == [False, True]
    assert marked((around, FIVE)).tolist() == [True, False]
    ink = picture((FIVE, around), 120, 0.04)
    found = components(ink > SOLID)
    gone = rings.ring(found)
    assert gone.sum() == 1
    top, bottom = np.flatnonzero(found.mask(~gone).any(1))[[0, -1]]
    assert 0.3 * len(ink) < bottom - top < 0.75 * len(ink)


@pytest.mark.parametrize(
    "drawn",
    [
        (FIVE,),
        (FIVE, moved(SEVEN, 1.2, 0)),  # beside each other
        (ring(0.35, 0.5), ((0.2, 0.95), (0.8, 0.05))),  # a slashed 0
        (ring(0.35, 0.5), ((0.5, 0.48), (0.51, 0.54))),  # a dotted one
        (ring(1.0, 0.9), FIVE, moved(SEVEN, 2.5, 0)),  # one of two numbers
        (ring(1.0, 0.9, 3.5), FIVE),  # open on one side
    ],
)
def test_nothing_else_is(drawn: Strokes) -> None:
    assert not marked(drawn).any()
    assert not rings.ring(components(picture(drawn, 120, 0.04) > SOLID)).any()
    assert from_strokes(drawn).within() is None


@pytest.mark.parametrize("mode", ["auto", "digit", "number"])
@pytest.mark.parametrize("around", AROUND)
def test_a_digit_in_a_ring_is_read(reader: Reader, around: tuple[tuple[float, float], ...], mode: Mode) -> None:
    drawn = strokes.check((FIVE, around))
    readings = [reader.read(drawn, mode), reader.read(png(drawn, 200, 0.04), mode)]
    assert [reading.number for reading in readings] == ["5", "5"]


def test_a_number_in_a_ring_is_read(reader: Reader) -> None:
    drawn = strokes.check((moved(FIVE, -0.6, 0), moved(SEVEN, 0.55, 0), ring(1.6, 0.9)))
    assert reader.read(drawn).number == "57"
    assert reader.read(png(drawn, 200, 0.04)).number == "57"


def column(count: int) -> Strokes:
    return strokes.check([moved((FIVE, SEVEN)[k % 2], 0, 1.6 * k) for k in range(count)])


@pytest.mark.parametrize("count", [2, 3, 4, 6])
def test_digits_one_below_the_other_are_no_one(reader: Reader, count: int) -> None:
    written = "575757"[:count]
    for shown in (column(count), png(column(count), 110 * count, 0.05 / count)):
        reading = reader.read(shown)
        assert reading.number == written
        assert reading.text == "\n".join(written)
        asked_for_one = reader.read(shown, "digit")
        assert (asked_for_one.decision, asked_for_one.reason) == ("rejected", "several_digits")


def test_a_dotted_one_is_one(reader: Reader) -> None:
    dots = strokes.check([moved(((0.0, 0.0), (0.02, 0.03)), 0.01 * k, 0.12 * k) for k in range(9)])
    reading = reader.read(dots, "digit")
    assert reading.reason != "several_digits"


def test_the_box_is_that_of_what_is_in_the_ring(reader: Reader) -> None:
    drawn = strokes.check([[(100 * x, 100 * y) for x, y in stroke] for stroke in (FIVE, ring(1.0, 0.9))])
    [digit] = reader.read(drawn).digits
    assert (digit.box.x, digit.box.y, digit.box.width, digit.box.height) == (10, 0, 80, 95)


@pytest.mark.parametrize("digit", [FIVE, SEVEN])
def test_what_is_written_in_an_ellipse_comes_near_it_at_its_corners(
    reader: Reader, digit: tuple[tuple[float, float], ...]
) -> None:
    image = Image.new("L", (200, 240), 255)
    pencil = ImageDraw.Draw(image)
    pencil.ellipse((20, 10, 180, 230), outline=0, width=5)
    pencil.line([(54 + 90 * x, 55 + 130 * y) for x, y in digit], 0, 9, joint="curve")
    file = io.BytesIO()
    image.save(file, "PNG")
    reading = reader.read(file.getvalue(), "digit")
    assert (reading.number, reading.decision) == ("5" if digit is FIVE else "7", "accepted")
