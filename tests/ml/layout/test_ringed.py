"""A ring that a digit touches is no part of it: with it everything would be a 0. Zeros keep all that is theirs."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from ml.layout.ringed import held
from ml.normalize import crop_box
from ml.reader import Mode, Reader

Array = NDArray[np.uint8]
Draw = Callable[[int, int, float, tuple[float, float], float], Array]
Png = Callable[[Array], bytes]
Box = tuple[float, float, float, float]

AT = (70.0, 52.0)  # so high that it touches the ring
ROUND, NARROW = (40, 40, 160, 160), (70, 35, 130, 165)


def ringed(drawn: Array, box: Box, pen: int = 6) -> Array:
    sheet = Image.fromarray(drawn)
    ImageDraw.Draw(sheet).ellipse(box, outline=255, width=pen)
    return np.asarray(sheet)


def cropped(ink: Array) -> Array:
    top, bottom, left, right = crop_box(ink)
    return ink[top:bottom, left:right]


@pytest.mark.parametrize("mode", ["digit", "auto"])
@pytest.mark.parametrize("digit", [2, 3, 4, 5])
def test_a_digit_that_touches_its_ring_is_read(reader: Reader, draw: Draw, png: Png, digit: int, mode: Mode) -> None:
    touching = ringed(draw(digit, 200, 80.0, AT, 7.0), (40, 44, 150, 154))
    assert held(cropped(touching)).any()
    reading = reader.read(png(255 - touching), mode)
    assert (reading.number, reading.decision) == (str(digit), "accepted")


def test_what_is_held_ends_where_the_ring_begins(draw: Draw) -> None:
    touching = cropped(ringed(draw(5, 200, 80.0, AT, 7.0), (40, 44, 150, 154)))
    top, bottom, left, right = crop_box(held(touching))
    assert min(top, left, touching.shape[0] - bottom, touching.shape[1] - right) >= 6
    assert bottom - top > 0.8 * 80


@pytest.mark.parametrize("digit", [0, 1, 2, 3, 6, 8, 9])
def test_a_digit_without_a_ring_holds_none(draw: Draw, digit: int) -> None:
    for pen in (4.0, 9.0, 24.0):
        assert not held(cropped(draw(digit, 200, 100.0, AT, pen))).any()


def test_a_disc_holds_nothing() -> None:
    disc = Image.new("L", (120, 120))
    ImageDraw.Draw(disc).ellipse((0, 0, 119, 119), fill=255)
    assert not held(np.asarray(disc)).any()


def test_a_slash_is_its_zeros(reader: Reader, png: Png) -> None:
    zero = ringed(np.zeros((200, 200), np.uint8), NARROW, 8)
    sheet = Image.fromarray(zero)
    ImageDraw.Draw(sheet).line((80, 145, 121, 57), 255, 8)
    reading = reader.read(png(255 - np.asarray(sheet)), "digit")
    assert (reading.number, reading.decision) == ("0", "accepted")


def test_a_one_with_a_flag_is_no_slash(reader: Reader, png: Png) -> None:
    sheet = Image.fromarray(ringed(np.zeros((200, 200), np.uint8), ROUND))
    ImageDraw.Draw(sheet).line([(66, 100), (104, 58), (100, 157)], 255, 8, joint="curve")
    reading = reader.read(png(255 - np.asarray(sheet)), "digit")
    assert (reading.number, reading.decision) == ("1", "accepted")


def test_an_upright_bar_that_stands_free_in_a_ring_is_no_sure_zero(reader: Reader, png: Png) -> None:
    sheet = Image.fromarray(ringed(np.zeros((200, 200), np.uint8), NARROW, 8))
    ImageDraw.Draw(sheet).line([(101, 68), (99, 132)], 255, 8)
    reading = reader.read(png(255 - np.asarray(sheet)), "digit")
    assert reading.decision == "uncertain"


def test_the_blurred_edge_of_a_ring_goes_with_it(reader: Reader, draw: Draw, png: Png) -> None:
    sheet = Image.fromarray(255 - ringed(draw(5, 200, 60.0, (81, 70), 5.0), ROUND, 5))
    reading = reader.read(png(np.asarray(sheet.filter(ImageFilter.GaussianBlur(2.5)))), "digit")
    [digit] = reading.digits
    assert (reading.number, reading.decision) == ("5", "accepted")
    assert digit.box.height < 80


@pytest.mark.parametrize("leans", [35, 50, 55])
def test_the_end_of_a_zero_that_leans_far_is_no_one(reader: Reader, png: Png, leans: int) -> None:
    sheet = Image.fromarray(ringed(np.zeros((200, 200), np.uint8), (66, 40, 134, 160), 7))
    ImageDraw.Draw(sheet).line([(102, 43), (98, 128)], 255, 9)
    reading = reader.read(png(255 - np.asarray(sheet.rotate(-leans, Image.Resampling.BICUBIC))), "digit")
    assert (reading.number, reading.decision) == ("0", "accepted")
