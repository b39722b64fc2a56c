"""The boxes of a form hold a digit each: in their order, whatever the digit looks like beside its neighbours."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ml.ink.frames import emptied
from ml.reader import Mode, Reader

Array = NDArray[np.uint8]
Draw = Callable[[int, int, float, tuple[float, float], float], Array]
Png = Callable[[Array | Image.Image], bytes]

WIDE, HIGH = 60, 90


def form(draw: Draw, rows: list[str], gap: int = 8, lifted: int = 0) -> Image.Image:
    """Rows of boxes, with a digit, nothing (" ") or a slash in each; every second digit is `lifted`."""
    sheet = Image.new("L", (40 + max(map(len, rows)) * (WIDE + gap), 40 + len(rows) * (HIGH + 30)), 255)
    pencil = ImageDraw.Draw(sheet)
    for line, row in enumerate(rows):
        for place, sign in enumerate(row):
            left, top = 20 + place * (WIDE + gap), 20 + line * (HIGH + 30)
            pencil.rectangle((left, top, left + WIDE, top + HIGH), outline=60, width=2)
            if sign == "/":
                pencil.line((left + 20, top + 70, left + 42, top + 20), 0, 5)
            elif sign != " ":
                up = 18 - (lifted if place % 2 else 0)
                ink = Image.fromarray(255 - draw(int(sign), 60, 44.0, (14, 4), 5.0))
                sheet.paste(ink, (left + 2, top + up), Image.fromarray(draw(int(sign), 60, 44.0, (14, 4), 5.0)))
    return sheet


FORMS = [
    (["2075"], "2075"),
    (["0/05"], "0105"),  # where a digit is due, a slash is a 1
    (["20 75"], "20 75"),
    (["207", "358"], "207\n358"),
]


@pytest.mark.parametrize("gap", [0, 8])
@pytest.mark.parametrize("rows_and_text", FORMS)
def test_each_box_is_a_digit(
    reader: Reader, draw: Draw, png: Png, gap: int, rows_and_text: tuple[list[str], str]
) -> None:
    rows, text = rows_and_text
    picture = png(form(draw, rows, gap))
    modes: tuple[Mode, ...] = ("number", "auto")
    for mode in modes:
        reading = reader.read(picture, mode)
        assert (reading.text, reading.decision) == (text, "accepted")


def test_rows_that_share_their_walls_are_rows(reader: Reader, draw: Draw, png: Png) -> None:
    for rows in (["207", "358"], ["11", "11", "71"]):
        sheet = form(draw, rows, gap=0)
        pencil = ImageDraw.Draw(sheet)
        for side in range(len(rows[0]) + 1):  # what is between two rows is boxes, too, with nothing in them
            x = 20 + side * WIDE
            pencil.line((x, 20, x, 20 + (len(rows) - 1) * (HIGH + 30) + HIGH), 60, 2)
        reading = reader.read(png(sheet), "number")
        assert (reading.text, reading.decision) == ("\n".join(rows), "accepted")


def test_digits_are_in_the_order_of_their_boxes(reader: Reader, draw: Draw, png: Png) -> None:
    reading = reader.read(png(form(draw, ["283574"], lifted=16)), "number")
    assert reading.text == "283574"
    assert [digit.line for digit in reading.digits] == [0] * 6
    lefts = [digit.box.x for digit in reading.digits]
    assert lefts == sorted(lefts)
    assert reading.alternatives[0][0] == "283574"
    chances = [chance for _, chance in reading.alternatives]
    assert len(set(reading.alternatives)) == 3
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) <= 1 + 1e-6


def test_what_stands_beside_the_boxes_is_read_too(reader: Reader, draw: Draw, png: Png) -> None:
    boxes = form(draw, ["2075"])
    sheet = Image.new("L", (boxes.width + 80, boxes.height), 255)
    sheet.paste(boxes)
    sheet.paste(Image.fromarray(255 - draw(8, 80, 50.0, (14, 10), 5.0)), (boxes.width - 10, 30))
    assert reader.read(png(sheet), "number").number == "20758"


def test_a_number_of_another_form_than_is_expected_is_uncertain(reader: Reader, draw: Draw, png: Png) -> None:
    picture = png(form(draw, ["2075"]))
    assert reader.read(picture, "number", expect="4").decision == "accepted"
    assert reader.read(picture, "number", expect="6").decision != "accepted"


def test_a_cell_lies_where_its_box_is(draw: Draw) -> None:
    sheet = np.asarray(form(draw, ["20", "35"], gap=0)) < 128
    _, cells = emptied(sheet)
    assert len(cells) == 4
    for cell in cells:
        left, top, right, bottom = cell.bounds
        assert abs(right - left - WIDE) <= 2
        assert abs(bottom - top - HIGH) <= 2
        x = np.array([(left + right) / 2, right + 5, (left + right) / 2])
        y = np.array([(top + bottom) / 2, (top + bottom) / 2, top - 5])
        assert cell.holds(x, y).tolist() == [True, False, False]
        moved = cell.moved(100, 7)
        assert moved.bounds == pytest.approx((left + 100, top + 7, right + 100, bottom + 7), abs=1)
