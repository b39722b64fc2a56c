"""A cell that was cut out of a form has its neighbours' ink, marks and half an outline at its edges: its one digit is
read alone. What may be a second digit stays, or makes the reading uncertain."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ml.components import components
from ml.layout.margin import Margin, margin
from ml.reader import Mode, Reader

Array = NDArray[np.uint8]
Draw = Callable[[int, int, float, tuple[float, float], float], Array]
Png = Callable[[Array], bytes]
Paint = Callable[[ImageDraw.ImageDraw], None]

MODES = pytest.mark.parametrize("mode", ["digit", "auto"])
AT = (60.0, 50.0)


def beside(drawn: Array, *paints: Paint) -> Array:
    sheet = Image.fromarray(drawn)
    for paint in paints:
        paint(ImageDraw.Draw(sheet))
    return np.asarray(sheet)


def of(picture: Array) -> Margin:
    return margin(components(picture > 96), (0, *picture.shape[:1], 0, *picture.shape[1:]), picture.shape)


def corner_marks(pencil: ImageDraw.ImageDraw) -> None:
    for x, inwards in (20, 22), (180, -22):
        for y, down in (20, 22), (180, -22):
            pencil.line([(x + inwards, y), (x, y), (x, y + down)], 255, 5)


def neighbours(pencil: ImageDraw.ImageDraw) -> None:
    pencil.arc((-40, 120, 14, 175), -80, 80, 255, 9)
    pencil.arc((182, 30, 240, 80), 100, 260, 255, 9)


def ring_among_rings(pencil: ImageDraw.ImageDraw) -> None:
    for left in (-157, 20, 197):
        pencil.ellipse((left, 10, left + 160, 190), outline=255, width=6)


def cut_box(pencil: ImageDraw.ImageDraw) -> None:
    pencil.rounded_rectangle((15, 15, 185, 240), 40, outline=255, width=6)


@MODES
@pytest.mark.parametrize("around", [corner_marks, neighbours, ring_among_rings, cut_box])
def test_the_one_digit_of_a_cell_is_accepted(reader: Reader, draw: Draw, png: Png, mode: Mode, around: Paint) -> None:
    for digit in (2, 3, 4, 5, 8):
        cell = 255 - beside(draw(digit, 200, 100.0, AT, 11.0), around)
        reading = reader.read(png(cell), mode)
        assert (reading.number, reading.decision) == (str(digit), "accepted")


@MODES
@pytest.mark.parametrize("line", [(192, 0, 192, 190), (6, 6, 6, 199), (192, 4, 192, 195), (5, 195, 199, 195)])
def test_one_side_of_the_cell_is_no_digit(
    reader: Reader, draw: Draw, png: Png, mode: Mode, line: tuple[int, int, int, int]
) -> None:
    for digit in (1, 5, 8):
        cell = 255 - beside(draw(digit, 200, 110.0, AT, 11.0), lambda pencil: pencil.line(line, 255, 2))
        reading = reader.read(png(cell), mode)
        assert (reading.number, reading.decision) == (str(digit), "accepted")


def test_a_side_of_the_cell_goes_where_the_digit_is_cut_off_too(draw: Draw) -> None:
    cell = beside(draw(8, 200, 110.0, (60, 94), 11.0), lambda pencil: pencil.line((192, 0, 192, 190), 255, 2))
    found = of(cell)
    assert found.printed
    assert found.gone.sum() == 1


def test_a_pens_1_as_high_as_the_picture_stays(draw: Draw) -> None:
    digit = draw(8, 200, 110.0, AT, 11.0)
    assert not of(beside(digit, lambda pencil: pencil.line((180, 2, 183, 198), 255, 9))).gone.any()
    assert not of(beside(digit, lambda pencil: pencil.line((176, 2, 190, 198), 255, 2))).gone.any()


def test_a_bar_at_the_border_that_may_be_a_1_makes_a_number_uncertain(reader: Reader, draw: Draw, png: Png) -> None:
    picture = beside(draw(5, 200, 100.0, AT, 11.0), lambda pencil: pencil.line((4, 40, 4, 150), 255, 10))
    assert of(picture).doubtful
    assert reader.read(png(255 - picture), "auto").decision != "accepted"


def test_a_second_digit_stays(draw: Draw) -> None:
    two = np.maximum(draw(2, 200, 90.0, (20, 50), 9.0), draw(7, 200, 90.0, (100, 50), 9.0))
    assert not of(two).gone.any()
    assert not of(beside(two, neighbours)).gone.any()
    assert not of(np.roll(two, -15, 1)).gone.any()  # the 2 lies at the border


def test_parts_of_the_digit_stay(draw: Draw) -> None:
    hat = beside(draw(5, 200, 150.0, (40, 40), 11.0), lambda pencil: pencil.line((60, 30, 199, 28), 255, 9))
    assert not of(hat).gone.any()
    assert not of(draw(4, 200, 100.0, AT, 11.0)).gone.any()
    dots = beside(draw(8, 200, 100.0, AT, 11.0), lambda pencil: pencil.ellipse((100, 170, 108, 178), 255))
    assert not of(dots).gone.any()


def test_of_a_number_nothing_goes_however_its_digits_are_bent(draw: Draw) -> None:
    """Two that touch are the largest thing, and the higher ones at their sides are bent as a ring's."""

    def bent(pencil: ImageDraw.ImageDraw) -> None:
        pencil.arc((60, 30, 120, 130), 110, 250, 255, 7)
        pencil.arc((200, 30, 260, 130), -70, 70, 255, 7)
        pencil.line([(110, 110), (130, 45), (150, 110), (175, 45), (205, 110)], 255, 7)

    drawn = beside(np.pad(draw(8, 120, 80.0, (40, 20), 7.0), ((20, 60), (270, 10))), bent)
    assert not of(drawn).gone.any()
