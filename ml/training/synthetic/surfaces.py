"""Pictures of surfaces with nothing on them: paper, shadows, forms, noise, textures. One function each, by rule."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ml.training.synthetic.paper import (
    GREY,
    WHITE,
    YELLOW,
    Light,
    Rng,
    any_size,
    camera,
    frame,
    gradient,
    png,
    rules,
    shadow,
    sheet,
)


def blank(rng: Rng) -> bytes:
    paper = _paper(rng)
    return camera(paper * gradient(paper.shape, rng, rng.uniform(0.4, 1)), rng)


def scanned_blank(rng: Rng) -> bytes:
    grain = rng.uniform(0, 3)
    return _png(rng.uniform(180, 250) + rng.normal(0, grain, any_size(rng)))


def shaded(rng: Rng) -> bytes:
    paper = _paper(rng)
    return camera(paper * shadow(paper.shape, rng, rng.uniform(0.4, 0.75), rng.uniform(0.5, 8)), rng)


def clean_shadow(rng: Rng) -> bytes:
    """No grain and a sharp edge, as where a drawing program filled a corner."""
    dark = shadow(any_size(rng), rng, rng.uniform(0.4, 0.75), 0.01)[..., 0]
    return _png(rng.uniform(200, 255) * dark)


def creased(rng: Rng) -> bytes:
    paper = _paper(rng)
    for _ in range(rng.integers(1, 4)):
        paper *= _crease(paper.shape, rng)
    return camera(paper * gradient(paper.shape, rng, rng.uniform(0.6, 1)), rng)


def ruled(rng: Rng) -> bytes:
    paper = _paper(rng)
    rules(paper, rng, rng.uniform(0.06, 0.2) * min(paper.shape[:2]), bool(rng.integers(2)), rng.uniform(-3, 3))
    return camera(paper, rng)


def empty_form(rng: Rng) -> bytes:
    """One to six empty boxes in a row."""
    paper, boxes = _paper(rng), int(rng.integers(1, 7))
    height, width = paper.shape[:2]
    side = rng.uniform(0.5, 0.9) * min(width / boxes, height)
    left, top = (width - boxes * side) / 2, (height - side) * rng.random()
    for number in range(boxes):
        corner = (round(left + number * side), round(top))
        frame(paper, (*corner, round(corner[0] + 0.9 * side), round(top + side)), int(rng.integers(1, 5)), (0.3,) * 3)
    return camera(paper, rng)


def white_noise(rng: Rng) -> bytes:
    side, depth = int(rng.integers(20, 300)), rng.uniform(20, 120)
    return _png(128 + rng.normal(0, depth, (side, int(side * rng.uniform(0.6, 1.6)))))


def clouds(rng: Rng) -> bytes:
    """Noise of one coarse scale; half of them in black and white."""
    height, width = any_size(rng)
    small = rng.normal(0, 1, (int(rng.integers(3, 12)), int(rng.integers(3, 12)))).astype(np.float32)
    field = np.asarray(Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC))
    return _png(np.where(field > rng.uniform(-0.5, 0.5), 255, 0) if rng.integers(2) else 128 + 60 * field)


def woven(rng: Rng) -> bytes:
    y, x = np.mgrid[: any_size(rng)[0], : any_size(rng)[1]]
    turn, fine = rng.uniform(0, np.pi), rng.uniform(0.15, 1.2)
    along, across = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    return _jpeg(150 + 40 * np.sin(fine * along) * np.sin(fine * across) + rng.normal(0, 6, x.shape), rng)


def wooden(rng: Rng) -> bytes:
    height, width = any_size(rng)
    y, x = np.mgrid[:height, :width] / min(height, width)
    knot = np.hypot(x - rng.uniform(-1, 2), (y - rng.uniform(-1, 2)) * rng.uniform(0.1, 0.5))
    return _jpeg(140 + 30 * np.sin(rng.uniform(20, 90) * knot) + rng.normal(0, 8, x.shape), rng)


def tiled(rng: Rng) -> bytes:
    height, width = any_size(rng)
    image = Image.new("L", (width, height), int(rng.integers(60, 220)))
    pencil, tall, joint = ImageDraw.Draw(image), int(rng.integers(14, 60)), int(rng.integers(90, 255))
    long, thick = int(tall * rng.uniform(1, 2.5)), int(rng.integers(1, 5))
    for row, top in enumerate(range(0, height, tall)):
        pencil.line((0, top, width, top), joint, thick)
        for left in range(-(row % 2) * long // 2, width, long):
            pencil.line((left, top, left, top + tall), joint, thick)
    return _jpeg(np.asarray(image) + rng.normal(0, 8, (height, width)), rng)


def _paper(rng: Rng) -> Light:
    return sheet(*any_size(rng), (WHITE, YELLOW, GREY)[rng.integers(3)], rng)


def _crease(shape: tuple[int, ...], rng: Rng) -> Light:
    """A fold across the sheet, somewhat darker on one side of it."""
    turn, place = rng.uniform(0, np.pi), rng.uniform(-0.3, 0.3) * min(shape[:2])
    y, x = np.mgrid[: shape[0], : shape[1]]
    away = (x - shape[1] / 2) * np.cos(turn) + (y - shape[0] / 2) * np.sin(turn) - place
    fold = np.exp(-((away / rng.uniform(0.5, 5)) ** 2)) * rng.uniform(0.03, 0.4)
    return np.asarray(1 - fold - (away > 0) * rng.uniform(0, 0.08), np.float32)[..., None]


def _png(levels: NDArray[np.floating[Any]]) -> bytes:
    return png(Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8)))


def _jpeg(levels: NDArray[np.floating[Any]], rng: Rng) -> bytes:
    return camera(np.repeat(levels[..., None] / 255, 3, 2), rng)
