"""Of a screenshot the canvas is read, and not the titles, bars and buttons around it."""

import io
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ml.ink.canvas import canvas
from ml.ink.patch import Region
from ml.ink.tones import histogram
from ml.reader import Mode, Reader

Array = NDArray[np.uint8]
Draw = Callable[[int, int, float, tuple[float, float], float], Array]

PAGES = [(18, 0, 255), (250, 0, 255), (40, 255, 0)]  # the page's tone, the canvas's and the pen's


def screen(strokes: Array, page: int, paper: int, pen: int) -> Image.Image:
    """A phone's screen: a title, a canvas with `strokes` on it, two buttons and a bar."""
    image = Image.new("L", (540, 1000), page)
    pencil, grey = ImageDraw.Draw(image), 255 - page
    pencil.text((30, 60), "Draw a digit", grey, font_size=32)
    image.paste(Image.fromarray((paper + strokes / 255 * (pen - paper)).astype(np.uint8)), (60, 150))
    for left in (60, 280):
        pencil.rounded_rectangle((left, 620, left + 200, 680), 12, 100 if left == 60 else 150)
    pencil.rectangle((190, 980, 350, 988), grey)
    return image


@pytest.mark.parametrize("tones", PAGES)
@pytest.mark.parametrize("at", [(140.0, 90.0), (30.0, 1.0)], ids=["inside", "at the top"])
def test_what_is_drawn_on_the_canvas_is_read(
    reader: Reader, draw: Draw, tones: tuple[int, int, int], at: tuple[float, float]
) -> None:
    file = io.BytesIO()
    screen(draw(5, 420, 220.0, at, 16.0), *tones).save(file, "PNG")
    modes: tuple[Mode, ...] = ("digit", "auto")
    for mode in modes:
        reading = reader.read(file.getvalue(), mode)
        assert (reading.number, reading.decision) == ("5", "accepted")


def test_a_plain_drawing_has_no_canvas_in_it(draw: Draw) -> None:
    drawing = draw(8, 300, 200.0, (90, 50), 14.0)
    assert canvas(drawing, histogram(drawing)) is None


def test_a_box_on_the_paper_around_it_is_no_canvas(draw: Draw) -> None:
    sheet = Image.fromarray(255 - draw(3, 300, 120.0, (110, 90), 9.0))
    pencil = ImageDraw.Draw(sheet)
    pencil.rectangle((60, 60, 240, 240), outline=90, width=3)
    pencil.rectangle((0, 280, 299, 299), 120)
    grey = np.asarray(sheet)
    assert canvas(grey, histogram(grey)) == Region(0, 280, 0, 300)  # all that is above the bar


@pytest.mark.parametrize("high", [4, 6, 10])
def test_a_narrow_strip_of_one_tone_is_no_canvas(high: int) -> None:
    """The foot of a form's field, under a bar of its colour: of so few rows there is no inside to be looked at."""
    grey = np.random.default_rng(1).integers(150, 190, (120, 120)).astype(np.uint8)
    grey[20:60, 30:40] = 40
    grey[120 - high :] = 255
    grey[-1, ::3] = 254
    assert canvas(grey, histogram(grey)) is None


def test_the_paper_below_the_line_of_a_comb_is_no_canvas(draw: Draw) -> None:
    """Nor is the rest of the cell, then: the comb's teeth would be left in it."""
    light = np.random.default_rng(1).integers(221, 242, (200, 200))
    light[176:] = 235  # the grain is less there
    cell = Image.fromarray(np.minimum(light, 255 - draw(3, 200, 110.0, (55, 60), 9.0)).astype(np.uint8))
    for ends in ((0, 176, 200, 176), (18, 176, 18, 120), (182, 176, 182, 120)):
        ImageDraw.Draw(cell).line(ends, 38, 3)
    grey = np.asarray(cell)
    assert canvas(grey, histogram(grey)) is None


@pytest.mark.parametrize("mode", ["digit", "auto"])
def test_tools_beside_ruled_paper_are_no_canvas(reader: Reader, draw: Draw, mode: Mode) -> None:
    """An app for notes: its lines part the paper, so that the bar is the only even thing that is written on."""
    page = np.repeat(255 - draw(5, 640, 260.0, (260, 260), 14.0)[..., None], 3, axis=2)
    page[110::40, :, :2] = np.minimum(page[110::40, :, :2], 214)
    image = Image.fromarray(page)
    pencil = ImageDraw.Draw(image)
    pencil.rectangle((0, 0, 640, 84), (243, 243, 243))
    for at, word in (20, "9:41"), (270, "Notes"), (560, "87 %"):
        pencil.text((at, 30), word, (0, 0, 0), font_size=24)
    file = io.BytesIO()
    image.save(file, "PNG")
    reading = reader.read(file.getvalue(), mode)
    assert (reading.number, reading.decision) == ("5", "accepted")


@pytest.mark.parametrize("tone", [60, 150])
def test_an_outline_that_a_digit_crosses_is_no_canvas(reader: Reader, draw: Draw, tone: int) -> None:
    for digit in (3, 4, 6, 8):
        sheet = Image.fromarray(255 - draw(digit, 100, 60.0, (35, 20), 7.0))
        ImageDraw.Draw(sheet).rectangle((18, 10, 88, 74), outline=tone, width=3)
        grey = np.asarray(sheet)
        assert canvas(grey, histogram(grey)) is None
        file = io.BytesIO()
        sheet.save(file, "PNG")
        reading = reader.read(file.getvalue(), "digit")
        assert (reading.number, reading.decision) == (str(digit), "accepted")
