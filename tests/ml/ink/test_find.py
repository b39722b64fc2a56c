"""The ink is found whichever tone it has, and whatever lies around the paper."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from ml.ink.find import find_ink
from ml.ink.polarity import dark_is_ink
from ml.ink.tones import otsu

Array = NDArray[np.uint8]
Draw = Callable[[int, int, float, tuple[float, float], float], Array]


def is_ink_of(found: Array, drawn: Array) -> bool:
    return bool(np.mean((found > 127) != (drawn > 127)) < 0.01)


@pytest.mark.parametrize("digit", range(10))
@pytest.mark.parametrize("size", [40.0, 90.0])
@pytest.mark.parametrize("pen", [2.0, 12.0])
def test_either_polarity(draw: Draw, digit: int, size: float, pen: float) -> None:
    drawn = draw(digit, 112, size, (15, 15), pen)
    assert is_ink_of(find_ink(drawn), drawn)
    assert is_ink_of(find_ink(255 - drawn), drawn)


@pytest.mark.parametrize("digit", [0, 2, 3, 5, 6, 8, 9])
def test_thick_strokes_that_fill_the_frame(draw: Draw, digit: int) -> None:
    drawn = draw(digit, 112, 80.0, (24, 16), 20.0)
    tight = drawn[6:106, 14:84]
    assert is_ink_of(find_ink(tight), tight)
    assert is_ink_of(find_ink(255 - tight), tight)


@pytest.mark.parametrize("digit", range(10))
def test_ink_that_touches_the_border(draw: Draw, digit: int) -> None:
    drawn = draw(digit, 100, 100.0, (20, 0), 9.0)
    assert is_ink_of(find_ink(255 - drawn), drawn)


@pytest.mark.parametrize(("paper", "ink"), [(150, 40), (0, 255), (200, 255), (90, 0)])
def test_a_patch_on_a_white_page_is_entered(draw: Draw, paper: int, ink: int) -> None:
    drawn = draw(3, 100, 60.0, (25, 20), 6.0)
    page = np.full((220, 300), 255, np.uint8)
    page[40:140, 150:250] = paper + (drawn / 255.0 * (ink - paper)).astype(np.uint8)
    found = find_ink(page)
    assert is_ink_of(found[42:138, 152:248], drawn[2:98, 2:98])
    assert not found[:40].any()
    assert not found[:, :150].any()


def test_a_dark_frame_is_not_ink(draw: Draw) -> None:
    drawn = draw(4, 120, 60.0, (35, 30), 5.0)
    framed = np.pad(255 - drawn, 12)
    assert is_ink_of(find_ink(framed)[14:-14, 14:-14], drawn[2:-2, 2:-2])


def test_a_dark_table_along_one_side_does_not_turn_the_polarity(draw: Draw) -> None:
    drawn = draw(2, 120, 70.0, (35, 25), 6.0)
    table = np.pad(255 - drawn, ((0, 0), (0, 12)))
    assert dark_is_ink(table < 128)


def test_an_upright_bar_is_a_digit_and_not_a_patch() -> None:
    page = np.full((120, 120), 255, np.uint8)
    page[20:100, 50:66] = 0
    assert (find_ink(page)[20:100, 50:66] == 255).all()


def test_evenly_lit_paper_with_noise_is_clean(draw: Draw) -> None:
    drawn = draw(5, 200, 120.0, (60, 40), 10.0)
    noise = np.random.default_rng(0).normal(0, 5, drawn.shape)
    photo = np.clip(170 - drawn * (90 / 255) + noise, 0, 255).astype(np.uint8)
    found = find_ink(photo)
    assert is_ink_of(found, drawn)
    assert (found[:30] > 0).mean() < 0.01


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_flat_picture_has_no_ink(level: int) -> None:
    assert not find_ink(np.full((50, 60), level, np.uint8)).any()


def test_noise_alone_has_no_ink() -> None:
    noise = np.random.default_rng(0).normal(128, 10, (200, 200)).clip(0, 255).astype(np.uint8)
    assert not find_ink(noise).any()


def test_otsu_parts_two_peaks() -> None:
    counts = np.zeros(256, np.int64)
    counts[[10, 11, 200, 201]] = 5, 5, 90, 90
    split = otsu(counts)
    assert split is not None
    assert 11 <= split < 200
    assert otsu(np.eye(1, 256, 7, dtype=np.int64)[0]) is None


@pytest.mark.parametrize("digit", [0, 2, 5, 8])
@pytest.mark.parametrize("radius", [2, 5])
def test_a_soft_brush_on_even_paper_keeps_its_greys(draw: Draw, digit: int, radius: int) -> None:
    soft = blurred(draw(digit, 200, 130.0, (50, 35), 16.0), radius)
    found = find_ink(255 - soft)
    within = soft > 0.3 * soft.max()
    assert np.abs(found[within] - np.minimum(255, soft[within] * (255 / np.percentile(soft[soft > 99], 95)))).max() < 20
    assert not found[soft < 0.1 * soft.max()].any()


@pytest.mark.parametrize("digit", [2, 4, 7])
def test_a_soft_shadow_from_outside_on_even_paper_is_no_ink(draw: Draw, digit: int) -> None:
    drawn = draw(digit, 240, 130.0, (80, 60), 8.0)
    shadow = np.full((240, 240), 255, np.uint8)
    shadow[150:, :110] = 150
    found = find_ink(((255 - drawn) * (blurred(shadow, 9) / 255)).astype(np.uint8)) > 127
    assert (found & (drawn > 127)).sum() > 0.75 * (found | (drawn > 127)).sum()


def blurred(grey: Array, radius: int) -> Array:
    return np.asarray(Image.fromarray(grey).filter(ImageFilter.GaussianBlur(radius)))


@pytest.mark.parametrize("side", [100, 200])
def test_a_soft_digit_with_a_filled_bowl_is_ink(side: int) -> None:
    small = Image.new("L", (28, 28))
    pencil = ImageDraw.Draw(small)
    pencil.line([(12, 4), (17, 5), (17, 9), (13, 15)], 255, 3)
    pencil.rounded_rectangle((8, 13, 17, 23), 2, 255)
    pencil.rectangle((11, 16, 15, 20), 190)
    inked = np.asarray(small.resize((side, side), Image.Resampling.BICUBIC))
    found = find_ink(255 - inked) > 127
    assert (found & (inked > 127)).sum() > 0.9 * (found | (inked > 127)).sum()
