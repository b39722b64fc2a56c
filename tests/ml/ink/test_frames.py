"""Printed boxes go, what is written in them stays, and a rectangle that may be a digit stays too."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ml.ink.frames import emptied
from ml.reader import Reader
from ml.training.data.digits import DataMissing
from ml.training.synthetic import strips

Mask = NDArray[np.bool_]


def drawn(*boxes: tuple[int, int, int, int], digits: list[list[tuple[int, int]]] | None = None, width: int = 3) -> Mask:
    """Outlines (left, top, right, bottom), and strokes five pixels wide, on a sheet of 400 x 160."""
    sheet = Image.new("L", (400, 160))
    pencil = ImageDraw.Draw(sheet)
    for box in boxes:
        pencil.rectangle(box, outline=255, width=width)
    for stroke in digits or []:
        pencil.line(stroke, 255, 5)
    return np.asarray(sheet) > 127


def without_frames(mask: Mask) -> Mask:
    return emptied(mask)[0]


def seven(left: int, top: int) -> list[tuple[int, int]]:
    return [(left, top), (left + 30, top), (left + 12, top + 60)]


ROW = [(20 + 80 * place, 20, 90 + 80 * place, 130) for place in range(4)]
SEVENS = [seven(38 + 80 * place, 45) for place in range(4)]


@pytest.mark.parametrize("pitch", [70, 73, 80])
@pytest.mark.parametrize("width", [1, 3, 6])
def test_the_boxes_of_a_strip_go_and_its_digits_stay(pitch: int, width: int) -> None:
    row = [(20 + pitch * place, 20, 90 + pitch * place, 130) for place in range(4)]
    digits = [seven(38 + pitch * place, 45) for place in range(4)]
    np.testing.assert_array_equal(without_frames(drawn(*row, digits=digits, width=width)), drawn(digits=digits))


def test_a_digit_that_touches_its_box_stays() -> None:
    touching = [seven(90 - 32, 45), *SEVENS[1:]]
    left = without_frames(drawn(*ROW, digits=touching))
    alone = drawn(digits=touching)
    assert (left & ~alone).sum() < 40
    assert (alone & ~left).sum() < 40


def test_a_stroke_from_side_to_side_of_a_strip_is_no_wall() -> None:
    digits = [*SEVENS[:3], [(300, 22), (280, 128)]]
    left = without_frames(drawn((20, 20, 340, 130), digits=digits))
    alone = drawn(digits=digits)
    assert (alone & ~left).sum() < 0.1 * alone.sum()


def test_a_slanted_box_goes() -> None:
    corners = np.array([(0, 0), (120, 0), (120, 90), (0, 90), (0, 0)]) @ np.array(
        [[math.cos(0.08), math.sin(0.08)], [-math.sin(0.08), math.cos(0.08)]]
    ) + (40, 20)
    sheet = Image.new("L", (220, 160))
    ImageDraw.Draw(sheet).line([(float(x), float(y)) for x, y in corners], 255, 3)
    digit = drawn(digits=[seven(80, 45)])[:, :220]
    left = without_frames((np.asarray(sheet) > 127) | digit)
    assert (left & ~digit).sum() < 0.05 * (np.asarray(sheet) > 127).sum()
    assert not (digit & ~left).any()


@pytest.mark.parametrize(
    "mask",
    [
        pytest.param(drawn((150, 20, 220, 130), width=6), id="a rectangle is a 0"),
        pytest.param(drawn((150, 20, 220, 130), digits=[[(150, 75), (220, 75)]], width=5), id="with a bar it is an 8"),
        pytest.param(drawn((20, 20, 60, 130), (-10, 40, 410, 41), (-10, 90, 410, 91), width=2), id="squared paper"),
        pytest.param(drawn(digits=[seven(100, 40)]), id="a digit"),
        pytest.param(drawn(), id="nothing"),
    ],
)
def test_what_may_be_a_digit_stays(mask: Mask) -> None:
    np.testing.assert_array_equal(without_frames(mask), mask)


def test_empty_boxes_of_a_form_go() -> None:
    assert not without_frames(drawn(*ROW)).any()
    assert not without_frames(drawn((20, 20, 90, 130), (90, 20, 160, 130))).any()


def test_photographed_strips_are_read(reader: Reader) -> None:
    try:
        people = strips.writers()
    except DataMissing as missing:
        pytest.skip(str(missing))
    large = [one for one in strips.strips(people, 60, 1) if one.pitch >= strips.LARGE]
    found = list(reader.read_many([one.picture for one in large], "number"))
    right = sum(
        not isinstance(reading, Exception) and reading.number == one.number
        for one, reading in zip(large, found, strict=True)
    )
    assert len(large) >= 20
    assert right >= 0.9 * len(large)


def test_a_stem_along_a_side_does_not_go_with_it() -> None:
    mask = np.zeros((140, 120), np.bool_)
    mask[20:22, 20:100] = mask[118:120, 20:100] = True
    mask[20:120, 20:22] = mask[20:120, 98:100] = True
    mask[30:112, 89:100] = mask[30:40, 50:100] = True  # a 7, thrice and more as thick as the outline
    left, cells = emptied(mask)
    assert len(cells) == 1
    assert left[34:108, 90:96].all()
    assert not left[50:100, :30].any()
