"""Bars whose ends were torn off something, and scribbles too long for their digits, are not accepted."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ml import strokes
from ml.ink.torn import torn
from ml.normalize import crop_box
from ml.reader import Mode, Reader

Array = NDArray[np.uint8]
Png = Callable[[Array | Image.Image], bytes]

HATCHING = [(28, 27), (56, 172), (131, 44), (154, 175), (232, 37), (248, 198), (321, 55)]


def inked(*boxes: tuple[int, int, int, int]) -> Array:
    """Ink in each of the boxes (top, bottom, left, right)."""
    ink = np.zeros((200, 200), np.uint8)
    for top, bottom, left, right in boxes:
        ink[top:bottom, left:right] = 255
    return ink


BAR, OTHER = (40, 160, 60, 70), (40, 160, 120, 130)
ABOVE, BELOW, ACROSS = (30, 40, 0, 200), (160, 170, 0, 200), (95, 105, 0, 200)
HALF = (160, 170, 100, 200)


@pytest.mark.parametrize("deep", [1, 3])
@pytest.mark.parametrize(
    ("bars", "lines", "is_torn"),
    [
        ([BAR], [], False),
        ([BAR], [ABOVE], False),
        ([BAR], [ACROSS], False),
        ([BAR], [ABOVE, BELOW], True),
        ([BAR, OTHER], [ABOVE], False),
        ([BAR, OTHER], [ABOVE, HALF], True),
    ],
)
def test_a_bar_is_torn_off_where_lines_tie_both_its_ends(
    bars: list[tuple[int, int, int, int]], lines: list[tuple[int, int, int, int]], is_torn: bool, deep: int
) -> None:
    ink, picture = inked(*bars), 255 - inked(*bars, *lines)
    seen = picture if deep == 1 else np.stack([picture, np.full_like(picture, 120), picture], 2)
    assert torn(seen, ink, crop_box(ink)) is is_torn


def test_paler_lines_that_tie_a_bar_are_others() -> None:
    ink, picture = inked(BAR), 255 - inked(BAR) - inked(ABOVE, BELOW) // 3
    assert not torn(picture, ink, crop_box(ink))


@pytest.mark.parametrize("mode", ["auto", "number"])
def test_every_other_stroke_of_a_hatching_is_no_1(reader: Reader, png: Png, mode: Mode) -> None:
    """The upright ones go as a sheet's lines do."""
    sheet = Image.new("L", (331, 223), 235)
    ImageDraw.Draw(sheet).line(HATCHING, 30, 3, "curve")
    assert reader.read(png(sheet), mode).decision != "accepted"


def spiral(turns: int) -> NDArray[np.float64]:
    at = np.linspace(0, 2 * np.pi * turns, 200)
    return np.asarray(140 + 110 * at[:, None] / at[-1] * np.column_stack([np.cos(at), np.sin(at)]))


@pytest.mark.parametrize("mode", ["digit", "auto"])
@pytest.mark.parametrize("turns", [4, 5, 6])
def test_a_spiral_is_not_accepted(reader: Reader, png: Png, turns: int, mode: Mode) -> None:
    sheet = Image.new("L", (280, 280), 255)
    ImageDraw.Draw(sheet).line([(float(x), float(y)) for x, y in spiral(turns)], 0, 9, "curve")
    assert reader.read(png(sheet), mode).decision != "accepted"


def test_many_bars_drawn_side_by_side_may_be_a_hatching(reader: Reader) -> None:
    """As in a picture."""
    decided = []
    for bars in (3, 4):
        drawn = strokes.check([[[40 * bar, 0], [40 * bar + 2, 90]] for bar in range(bars)])
        reading = reader.read(drawn, "number")
        assert reading.number == "1" * bars
        decided.append(reading.decision)
    assert decided == ["accepted", "uncertain"]
