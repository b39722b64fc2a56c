"""Where there is no digit, nothing is accepted, and the reason says whether there is nothing or too little."""

import io
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from ml.ink.find import find_ink
from ml.reader import Mode, Reader

Array = NDArray[np.uint8]
Draw = Callable[[int, int, float, tuple[float, float], float], Array]
Png = Callable[[Array | Image.Image], bytes]

POLYGONS = ([(60, 0), (90, 0), (130, 240)], [(0, 0), (150, 0), (40, 240), (0, 240)], [(200, 0), (240, 0), (240, 90)])


def shaded(picture: Array, corners: list[tuple[int, int]], dark: float = 0.6) -> Array:
    cover = Image.new("L", picture.shape[::-1], 255)
    ImageDraw.Draw(cover).polygon(corners, round(255 * dark))
    return (picture * (np.asarray(cover) / 255)).astype(np.uint8)


@pytest.mark.parametrize("corners", POLYGONS)
def test_a_hard_shadow_on_blank_paper_is_no_ink(corners: list[tuple[int, int]]) -> None:
    assert not find_ink(shaded(np.full((240, 240), 250, np.uint8), corners)).any()


@pytest.mark.parametrize("corners", POLYGONS[1:])  # the first is as narrow as a stroke
@pytest.mark.parametrize("digit", [2, 4, 7, 8])
def test_a_hard_shadow_on_a_clean_scan_is_no_ink(draw: Draw, corners: list[tuple[int, int]], digit: int) -> None:
    drawn = draw(digit, 240, 130.0, (80, 60), 8.0)
    found = find_ink(shaded(255 - drawn, corners)) > 127
    assert (found & (drawn > 127)).sum() > 0.75 * (found | (drawn > 127)).sum()


def test_ink_a_few_grey_levels_under_the_paper_is_too_faint(reader: Reader, draw: Draw, png: Png) -> None:
    pale = (250 - (draw(5, 200, 120.0, (50, 40), 9.0) > 127) * 7).astype(np.uint8)
    reading = reader.read(png(pale))
    assert (reading.decision, reading.reason, reading.text) == ("rejected", "too_faint", "")


@pytest.mark.parametrize("level", [0, 128, 255])
def test_one_tone_is_blank(reader: Reader, png: Png, level: int) -> None:
    assert reader.read(png(np.full((80, 100), level, np.uint8))).reason == "blank"


def test_the_grain_of_paper_is_blank(reader: Reader) -> None:
    grain = np.random.default_rng(1).normal(235, 4, (300, 240)).clip(0, 255).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(grain).filter(ImageFilter.GaussianBlur(0.7)).save(file, "JPEG")
    assert reader.read(file.getvalue()).reason == "blank"


def sketch(kind: str, width: int) -> Image.Image:
    """Drawn by Pillow, and not as ml.training.glyphs.doodles draws what the network learned from."""
    sheet = Image.new("L", (280, 280), 255)
    pencil = ImageDraw.Draw(sheet)
    at = np.linspace(0, 2 * np.pi, 60)
    if kind == "smiley":
        pencil.ellipse((50, 50, 230, 230), outline=0, width=width)
        for x in (105, 165):
            pencil.ellipse((x, 105, x + 14, 119), fill=0)
        pencil.arc((95, 110, 185, 190), 20, 160, fill=0, width=width)
    elif kind == "heart":
        across, up = 16 * np.sin(at) ** 3, 13 * np.cos(at) - 5 * np.cos(2 * at) - 2 * np.cos(3 * at) - np.cos(4 * at)
        pencil.line(list(zip((140 + 6 * across).tolist(), (140 - 6 * up).tolist(), strict=True)), 0, width, "curve")
    elif kind == "disc":
        pencil.ellipse((70, 90, 210, 200), fill=0)
    else:
        corners, step = {"triangle": (3, 1), "square": (4, 1), "star": (5, 2)}[kind]
        turns = 0.3 + np.arange(corners + 2) * step * 2 * np.pi / corners
        ends = zip((140 + 100 * np.cos(turns)).tolist(), (140 + 100 * np.sin(turns)).tolist(), strict=True)
        pencil.line(list(ends), 0, width, "curve")
    return sheet


@pytest.mark.parametrize("mode", ["digit", "auto"])
@pytest.mark.parametrize("width", [4, 9, 16])
@pytest.mark.parametrize("kind", ["smiley", "heart", "disc", "triangle", "square", "star"])
def test_what_people_doodle_is_not_accepted(reader: Reader, png: Png, kind: str, width: int, mode: Mode) -> None:
    assert reader.read(png(sketch(kind, width)), mode).decision != "accepted"


@pytest.mark.parametrize("side", [28, 64, 240])
def test_noise_is_not_accepted(reader: Reader, png: Png, side: int) -> None:
    noise = np.random.default_rng(side).integers(0, 256, (side, side)).astype(np.uint8)
    assert reader.read(png(noise)).decision != "accepted"


def test_a_scribble_is_not_accepted(reader: Reader, png: Png) -> None:
    sheet = Image.new("L", (240, 240), 255)
    angle = np.linspace(0, 40, 400)
    path = np.column_stack([120 + 80 * np.cos(angle * 1.3), 120 + 70 * np.sin(angle)])
    ImageDraw.Draw(sheet).line([(float(x), float(y)) for x, y in path], 0, 6)
    assert reader.read(png(sheet)).decision != "accepted"


def photographed(light: NDArray[np.float64]) -> Array:
    noise = np.random.default_rng(0).normal(0, 3, light.shape)
    return (220 * light + noise).clip(0, 255).astype(np.uint8)


@pytest.mark.parametrize("mode", ["digit", "auto"])
@pytest.mark.parametrize("pale", [0.1, 0.3, 0.6])
def test_a_crease_or_the_edge_of_a_table_is_not_accepted(reader: Reader, png: Png, pale: float, mode: Mode) -> None:
    crease, table = np.ones((400, 300)), np.ones((400, 300))
    for y in range(400):
        crease[y, 150 + y // 8 : 156 + y // 8] -= pale
        table[y, 285 - y // 40 :] -= pale
    read = [reader.read(png(photographed(light)), mode).decision for light in (crease, table)]
    assert "accepted" not in read


def test_a_one_in_the_middle_of_a_photo_is_accepted(reader: Reader, draw: Draw, png: Png) -> None:
    drawn = draw(1, 300, 180.0, (120, 60), 10.0)
    assert reader.read(png(photographed(1 - 0.5 * drawn / 255)), "digit").decision == "accepted"
