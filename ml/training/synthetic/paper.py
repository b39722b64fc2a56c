"""Makes hard pictures of digits: pen strokes on synthetic paper, lit and photographed badly in one named way.

Judges `ml.ink.find`; every picture follows from its seed. The paper is painted as light from 0 to 1 in three colours.
"""

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from ml.strokes import Strokes, bounds

Light = NDArray[np.floating[Any]]
Rng = np.random.Generator

BLACK, BLUE, PALE, RED, PENCIL = (0.12, 0.12, 0.14), (0.15, 0.2, 0.6), (0.5, 0.62, 0.9), (0.8, 0.15, 0.2), (0.5,) * 3
WHITE, YELLOW, GREY = (0.93, 0.92, 0.9), (0.93, 0.86, 0.55), (0.72, 0.72, 0.72)


def mask(strokes: Strokes, side: int, pen: float, turn: float = 0.0) -> Light:
    """The digit as coverage (side, side) float32 in [0, 1], its longer side filling the square but for the pen."""
    points = np.concatenate([np.asarray(stroke, float) for stroke in strokes])
    left, top, right, bottom = bounds(strokes)
    cos, sin = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    middle = np.array([(left + right) / 2, (top + bottom) / 2])
    turned = (points - middle) @ np.array([[cos, sin], [-sin, cos]])
    fine, width = 2 * side, max(2, round(2 * side * pen))
    scale = (fine - width - 2) / max(1e-6, float(np.abs(turned).max() * 2))
    sheet = Image.new("L", (fine, fine))
    pencil, start = ImageDraw.Draw(sheet), 0
    for stroke in strokes:
        path = [(float(x), float(y)) for x, y in turned[start : start + len(stroke)] * scale + fine / 2]
        start += len(stroke)
        pencil.line(path, 255, width, joint="curve")
        for x, y in path:
            pencil.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), 255)
    return np.asarray(sheet.reduce(2), np.float32) / np.float32(255)


def sheet(height: int, width: int, colour: tuple[float, ...], rng: Rng, grain: float = 0.01) -> Light:
    """Plain paper (height, width, 3) with the grain of its fibres at several scales."""
    paper = np.ones((height, width, 1), np.float32) * np.asarray(colour, np.float32)
    for cell in (2, 6, 25):
        paper += grain * _noise(height, width, cell, rng)[..., None]
    return paper


def _noise(height: int, width: int, cell: float, rng: Rng) -> Light:
    small = rng.normal(0, 1, (int(height / cell) + 2, int(width / cell) + 2)).astype(np.float32)
    return np.asarray(Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC))


def write(paper: Light, ink: Light, at: tuple[int, int], pen: tuple[float, ...], strength: float = 1.0) -> None:
    """Lays `ink` with its top left at `at` (row, column) onto `paper`, clipped at the edges; ink absorbs light."""
    top, left = at
    rows = slice(max(0, top), max(0, min(paper.shape[0], top + ink.shape[0])))
    columns = slice(max(0, left), max(0, min(paper.shape[1], left + ink.shape[1])))
    part = ink[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left, None] * strength
    paper[rows, columns] *= 1 - part * (1 - np.asarray(pen, np.float32))


def gradient(shape: tuple[int, ...], rng: Rng, darkest: float) -> Light:
    """Light that falls from 1 on one side to `darkest` on the other, in any direction."""
    height, width = shape[:2]
    angle = rng.uniform(0, 2 * np.pi)
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    ramp = (x - 0.5) * np.cos(angle) + (y - 0.5) * np.sin(angle)
    ramp = (ramp - ramp.min()) / np.ptp(ramp)
    return np.asarray((darkest + (1 - darkest) * ramp**1.5).astype(np.float32)[..., None])


def shadow(shape: tuple[int, ...], rng: Rng, depth: float, blur: float) -> Light:
    """A hand's or a phone's shadow: a polygon that darkens to `depth`, its edge blurred over `blur` pixels."""
    height, width = shape[:2]
    cover = Image.new("L", (width, height), 255)
    corners = rng.uniform([-0.3, -0.3], [1.3, 1.3], (4, 2)) * [width, height]
    middle = corners.mean(0)
    order = np.argsort(np.arctan2(*(corners - middle).T))
    ImageDraw.Draw(cover).polygon([(float(x), float(y)) for x, y in corners[order]], round(255 * depth))
    return np.asarray(cover.filter(ImageFilter.GaussianBlur(blur)), np.float32)[..., None] / 255


def rules(paper: Light, rng: Rng, gap: float, squares: bool, tilt: float) -> None:
    """Prints ruled (or squared) lines, slightly tilted, in blue, grey or black."""
    height, width = paper.shape[:2]
    lines = Image.new("L", (width, height))
    pencil, thick = ImageDraw.Draw(lines), int(rng.integers(1, 4))
    slope, reach = np.tan(np.radians(tilt)), max(height, width)
    for place in np.arange(rng.uniform(0, gap), reach * 1.3, gap):
        pencil.line((0, place, width, place + slope * width), 255, thick)
        if squares:
            pencil.line((place, 0, place - slope * height, height), 255, thick)
    colour = ((0.6, 0.72, 0.92), (0.65, 0.65, 0.65), (0.2, 0.2, 0.2))[rng.integers(3)]
    write(paper, np.asarray(lines, np.float32) / 255, (0, 0), colour)


def frame(paper: Light, box: tuple[int, int, int, int], thick: int, colour: tuple[float, ...]) -> None:
    """Prints a form's box (left, top, right, bottom)."""
    lines = Image.new("L", (paper.shape[1], paper.shape[0]))
    ImageDraw.Draw(lines).rectangle(box, outline=255, width=thick)
    write(paper, np.asarray(lines, np.float32) / 255, (0, 0), colour)


def camera(scene: Light, rng: Rng, blur: float = 0.7, noise: float = 0.012, quality: int = 85) -> bytes:
    """The scene as a camera's JPEG: blurred, noisy, clipped."""
    seen = np.clip(scene + rng.normal(0, noise, scene.shape), 0, 1)
    return jpeg(Image.fromarray((seen * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(blur)), quality)


def jpeg(image: Image.Image, quality: int) -> bytes:
    """The image as the bytes of a JPEG."""
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return file.getvalue()


def png(image: Image.Image) -> bytes:
    """The image as the bytes of a PNG."""
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def any_size(rng: Rng) -> tuple[int, int]:
    """(height, width) of 120 to 900 pixels."""
    side = 120 * 5 ** rng.random()
    return int(side), int(side * rng.uniform(0.7, 1.5))
