"""Photos of other things: a landscape, things on a table, a head. One function each, by rule."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from ml.training.synthetic.paper import Rng, any_size, camera, gradient


def landscape(rng: Rng) -> bytes:
    """Sky, hills, a sun, houses."""
    height, width = any_size(rng)
    scene = np.asarray(gradient((height, width), rng, 0.5)) * np.array(rng.uniform([0.4, 0.6, 0.8], 1))
    image = Image.fromarray((scene * 255).clip(0, 255).astype(np.uint8))
    pencil = ImageDraw.Draw(image)
    x, y, size = rng.random() * width, rng.random() * height * 0.4, rng.uniform(0.05, 0.15) * width
    pencil.ellipse((x, y, x + size, y + size), (255, 240, 180))
    for far in range(3):
        ridge = height * (0.4 + 0.17 * far) + height * 0.1 * np.sin(np.linspace(0, 6, 40) * rng.random() + far)
        points = list(zip(np.linspace(0, width, 40).tolist(), ridge.tolist(), strict=True))
        pencil.polygon([*points, (width, height), (0, height)], _colour(rng, 0.2 + 0.1 * far, 0.7))
    for _ in range(rng.integers(1, 5)):
        left, top, side = rng.random() * width, height * rng.uniform(0.5, 0.8), rng.uniform(0.08, 0.2) * width
        pencil.rectangle((left, top, left + side, top + side), _colour(rng, 0.3, 0.9))
        pencil.polygon([(left, top), (left + side / 2, top - side / 2), (left + side, top)], _colour(rng, 0.2, 0.6))
    return camera(np.asarray(image, np.float32) / 255, rng)


def tabletop(rng: Rng) -> bytes:
    """Things on a table, out of focus."""
    height, width = any_size(rng)
    image = Image.new("RGB", (width, height), _colour(rng, 0.2, 0.9))
    pencil = ImageDraw.Draw(image)
    for _ in range(rng.integers(3, 9)):
        left, top = rng.uniform(-0.2, 0.9) * width, rng.uniform(-0.2, 0.9) * height
        box = (left, top, left + rng.uniform(0.1, 0.6) * width, top + rng.uniform(0.1, 0.6) * height)
        (pencil.rectangle if rng.integers(2) else pencil.ellipse)(box, _colour(rng, 0.05, 0.95))
    image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 6)))
    scene = np.asarray(image, np.float32) / 255
    return camera(scene * gradient(scene.shape, rng, rng.uniform(0.4, 1)), rng)


def portrait(rng: Rng) -> bytes:
    """A head and shoulders, soft."""
    height, width = any_size(rng)
    image = Image.new("RGB", (width, height), _colour(rng, 0.4, 0.9))
    pencil, skin = ImageDraw.Draw(image), _colour(rng, 0.4, 0.9)
    middle, size = width * rng.uniform(0.3, 0.7), min(height, width) * rng.uniform(0.2, 0.35)
    top = height * rng.uniform(0.1, 0.3)
    pencil.ellipse((middle - 2 * size, top + 2.1 * size, middle + 2 * size, top + 6 * size), _colour(rng, 0.1, 0.7))
    pencil.ellipse((middle - size * 0.9, top - size * 0.2, middle + size * 0.9, top + size), _colour(rng, 0.05, 0.5))
    pencil.ellipse((middle - size * 0.75, top, middle + size * 0.75, top + 2 * size), skin)
    for side in (-1, 1):
        eye = middle + side * size * 0.3
        pencil.ellipse((eye - size * 0.1, top + size * 0.8, eye + size * 0.1, top + size * 0.92), (40, 30, 30))
    pencil.arc((middle - size * 0.3, top + size, middle + size * 0.3, top + 1.6 * size), 30, 150, (120, 50, 50), 3)
    return camera(np.asarray(image.filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 4))), np.float32) / 255, rng)


def walled(rng: Rng) -> bytes:
    """Some bricks of a wall, near."""
    height, width = any_size(rng)
    image = Image.new("RGB", (width, height), _colour(rng, 0.6, 0.9))
    pencil, tall = ImageDraw.Draw(image), int(rng.uniform(0.1, 0.4) * height) + 6
    long, joint, off = int(tall * rng.uniform(1.8, 3)), max(1, int(tall * rng.uniform(0.04, 0.15))), rng.random() * tall
    for row, top in enumerate(np.arange(-off, height, tall).tolist()):
        for left in np.arange(-(row % 2) * long / 2 - off, width, long).tolist():
            red, green, blue = (rng.uniform(0.8, 1.1) * np.array([170, 90, 70])).astype(int).tolist()
            pencil.rectangle((left, top, left + long - joint, top + tall - joint), (red, green, blue))
    return _photo(image, rng, rng.uniform(0.5, 2))


def _photo(image: Image.Image, rng: Rng, blur: float) -> bytes:
    scene = np.asarray(image.filter(ImageFilter.GaussianBlur(blur)), np.float32) / 255
    return camera(scene * gradient(scene.shape, rng, rng.uniform(0.5, 1)), rng)


def _colour(rng: Rng, low: float, high: float) -> tuple[int, int, int]:
    red, green, blue = (rng.uniform(low, high, 3) * 255).astype(int).tolist()
    return red, green, blue
