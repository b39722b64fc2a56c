"""Drawings that are no digit: specks, scribbles, bar codes, blots, on clean paper. One function each, by rule."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from ml.training.synthetic.paper import Rng, any_size, png


def specks(rng: Rng) -> bytes:
    image, pencil = _sheet(rng)
    for _ in range(rng.integers(3, 60)):
        x, y, size = rng.random() * image.width, rng.random() * image.height, rng.uniform(0.5, 5)
        pencil.ellipse((x, y, x + size, y + size * rng.uniform(0.5, 2)), int(rng.integers(0, 120)))
    return png(image)


def scribbled(rng: Rng) -> bytes:
    """Round and round, as one tries a pen."""
    image, pencil = _sheet(rng)
    at = np.linspace(0, rng.uniform(4, 12) * 2 * np.pi, 500)
    wander = np.cumsum(rng.normal(0, 0.02, (500, 2)), 0)
    path = np.column_stack([np.cos(at * rng.uniform(0.8, 1.2)), np.sin(at)]) * rng.uniform(0.3, 0.8) + wander
    _draw(pencil, image, path + np.column_stack([np.linspace(-0.5, 0.5, 500) * rng.random(), np.zeros(500)]), rng)
    return png(image)


def hatched(rng: Rng) -> bytes:
    """To and fro, as one crosses something out."""
    image, pencil = _sheet(rng)
    turns = int(rng.integers(6, 20))
    along = np.linspace(-1, 1, turns) * rng.uniform(0.3, 1) + rng.normal(0, 0.03, turns)
    across = np.where(np.arange(turns) % 2, 1, -1) * rng.uniform(0.2, 0.7) + rng.normal(0, 0.1, turns)
    turn = rng.uniform(0, np.pi)
    path = np.column_stack([along, across]) @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    _draw(pencil, image, path, rng)
    return png(image)


def tangled(rng: Rng) -> bytes:
    """Five to nine strokes that go anywhere."""
    image, pencil = _sheet(rng)
    width = _pen(image, rng)
    for _ in range(rng.integers(5, 10)):
        knots = rng.uniform(-0.9, 0.9, (4, 2))
        at = np.linspace(0, 1, 30)[:, None]
        weights = np.concatenate([(1 - at) ** 3, 3 * at * (1 - at) ** 2, 3 * at**2 * (1 - at), at**3], 1)
        _draw(pencil, image, weights @ knots, rng, width)
    return png(image)


def barred(rng: Rng) -> bytes:
    """A bar code."""
    image, pencil = _sheet(rng)
    left, right = image.width * 0.1, image.width * 0.9
    top, bottom = image.height * rng.uniform(0.1, 0.4), image.height * rng.uniform(0.6, 0.9)
    while left < right:
        wide = rng.integers(1, 5) * max(1, image.width // 150)
        pencil.rectangle((left, top, left + wide, bottom), 0)
        left += wide + rng.integers(1, 5) * max(1, image.width // 150) + 1
    return png(image)


def blotted(rng: Rng) -> bytes:
    """A stain with a ragged edge."""
    image, pencil = _sheet(rng)
    at = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    waves = np.array([rng.normal(0, 0.15) * np.sin(count * at + rng.random() * 6) for count in (2, 3, 5)])
    reach = rng.uniform(0.15, 0.4) * (1 + waves.sum(0))
    middle = rng.uniform(0.4, 0.6, 2)
    points = (middle + np.column_stack([np.cos(at), np.sin(at)]) * reach[:, None]) * image.size
    pencil.polygon([(float(x), float(y)) for x, y in points], int(rng.integers(0, 150)))
    return png(image.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 3))))


def spiralled(rng: Rng) -> bytes:
    """Four to seven rounds from the middle outwards; with fewer it may be a 6 or a 9."""
    image, pencil = _sheet(rng)
    at = np.linspace(0, rng.uniform(4, 7) * 2 * np.pi, 400)[:, None] * rng.choice((-1, 1))
    around = np.column_stack([np.cos(at), rng.uniform(0.7, 1) * np.sin(at)])
    _draw(pencil, image, rng.uniform(0.4, 0.9) * at / at[-1] * around, rng)
    return png(image)


def _sheet(rng: Rng) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """Clean paper of a drawing program, and a pencil on it."""
    height, width = any_size(rng)
    image = Image.new("L", (width, height), int(rng.integers(230, 256)))
    return image, ImageDraw.Draw(image)


def _pen(image: Image.Image, rng: Rng) -> int:
    return max(1, round(0.01 * 5 ** rng.random() * min(image.size)))


def _draw(pencil: ImageDraw.ImageDraw, image: Image.Image, path: NDArray[np.float64], rng: Rng, width: int = 0) -> None:
    """A stroke along `path` (n, 2), where the sheet reaches from -1 to 1."""
    points = (path + 1) / 2 * image.size
    pencil.line([(float(x), float(y)) for x, y in points], int(rng.integers(0, 90)), width or _pen(image, rng), "curve")
