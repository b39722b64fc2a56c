"""Pictures without a digit: paper, shadows, noise, textures, scribbles, scenes, made by rule, one function each.

`python -m ml.training.nothing` counts what the shipped reader accepts of them, which should be none. They taught
nothing. Seed 1 is for looking at and for mending, another one judges. What a person could take for a digit is left
out: a single ring, a lone upright bar.
"""

import argparse
import io
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from ml.intervals import wilson
from ml.reader import Mode, Reader
from ml.training.paper import GREY, WHITE, YELLOW, Light, Rng, camera, frame, gradient, rules, shadow, sheet

MODES: tuple[Mode, ...] = ("digit", "auto")
Kind = Callable[[Rng], bytes]
say = partial(print, flush=True)


def blank(rng: Rng) -> bytes:
    paper = _paper(rng)
    return camera(paper * gradient(paper.shape, rng, rng.uniform(0.4, 1)), rng)


def scanned_blank(rng: Rng) -> bytes:
    grain = rng.uniform(0, 3)
    return _png(rng.uniform(180, 250) + rng.normal(0, grain, _size(rng)))


def shaded(rng: Rng) -> bytes:
    paper = _paper(rng)
    return camera(paper * shadow(paper.shape, rng, rng.uniform(0.4, 0.75), rng.uniform(0.5, 8)), rng)


def clean_shadow(rng: Rng) -> bytes:
    """No grain and a sharp edge, as where a drawing program filled a corner."""
    dark = shadow(_size(rng), rng, rng.uniform(0.4, 0.75), 0.01)[..., 0]
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
    height, width = _size(rng)
    small = rng.normal(0, 1, (int(rng.integers(3, 12)), int(rng.integers(3, 12)))).astype(np.float32)
    field = np.asarray(Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC))
    return _png(np.where(field > rng.uniform(-0.5, 0.5), 255, 0) if rng.integers(2) else 128 + 60 * field)


def specks(rng: Rng) -> bytes:
    image, pencil = _sheet(rng)
    for _ in range(rng.integers(3, 60)):
        x, y, size = rng.random() * image.width, rng.random() * image.height, rng.uniform(0.5, 5)
        pencil.ellipse((x, y, x + size, y + size * rng.uniform(0.5, 2)), int(rng.integers(0, 120)))
    return _saved(image)


def woven(rng: Rng) -> bytes:
    y, x = np.mgrid[: _size(rng)[0], : _size(rng)[1]]
    turn, fine = rng.uniform(0, np.pi), rng.uniform(0.15, 1.2)
    along, across = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    return _jpeg(150 + 40 * np.sin(fine * along) * np.sin(fine * across) + rng.normal(0, 6, x.shape), rng)


def wooden(rng: Rng) -> bytes:
    height, width = _size(rng)
    y, x = np.mgrid[:height, :width] / min(height, width)
    knot = np.hypot(x - rng.uniform(-1, 2), (y - rng.uniform(-1, 2)) * rng.uniform(0.1, 0.5))
    return _jpeg(140 + 30 * np.sin(rng.uniform(20, 90) * knot) + rng.normal(0, 8, x.shape), rng)


def tiled(rng: Rng) -> bytes:
    height, width = _size(rng)
    image = Image.new("L", (width, height), int(rng.integers(60, 220)))
    pencil, tall, joint = ImageDraw.Draw(image), int(rng.integers(14, 60)), int(rng.integers(90, 255))
    long, thick = int(tall * rng.uniform(1, 2.5)), int(rng.integers(1, 5))
    for row, top in enumerate(range(0, height, tall)):
        pencil.line((0, top, width, top), joint, thick)
        for left in range(-(row % 2) * long // 2, width, long):
            pencil.line((left, top, left, top + tall), joint, thick)
    return _jpeg(np.asarray(image) + rng.normal(0, 8, (height, width)), rng)


def scribbled(rng: Rng) -> bytes:
    """Round and round, as one tries a pen."""
    image, pencil = _sheet(rng)
    at = np.linspace(0, rng.uniform(4, 12) * 2 * np.pi, 500)
    wander = np.cumsum(rng.normal(0, 0.02, (500, 2)), 0)
    path = np.column_stack([np.cos(at * rng.uniform(0.8, 1.2)), np.sin(at)]) * rng.uniform(0.3, 0.8) + wander
    _draw(pencil, image, path + np.column_stack([np.linspace(-0.5, 0.5, 500) * rng.random(), np.zeros(500)]), rng)
    return _saved(image)


def hatched(rng: Rng) -> bytes:
    """To and fro, as one crosses something out."""
    image, pencil = _sheet(rng)
    turns = int(rng.integers(6, 20))
    along = np.linspace(-1, 1, turns) * rng.uniform(0.3, 1) + rng.normal(0, 0.03, turns)
    across = np.where(np.arange(turns) % 2, 1, -1) * rng.uniform(0.2, 0.7) + rng.normal(0, 0.1, turns)
    turn = rng.uniform(0, np.pi)
    path = np.column_stack([along, across]) @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    _draw(pencil, image, path, rng)
    return _saved(image)


def tangled(rng: Rng) -> bytes:
    """Five to nine strokes that go anywhere."""
    image, pencil = _sheet(rng)
    width = _pen(image, rng)
    for _ in range(rng.integers(5, 10)):
        knots = rng.uniform(-0.9, 0.9, (4, 2))
        at = np.linspace(0, 1, 30)[:, None]
        weights = np.concatenate([(1 - at) ** 3, 3 * at * (1 - at) ** 2, 3 * at**2 * (1 - at), at**3], 1)
        _draw(pencil, image, weights @ knots, rng, width)
    return _saved(image)


def landscape(rng: Rng) -> bytes:
    """Sky, hills, a sun, houses."""
    height, width = _size(rng)
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
    height, width = _size(rng)
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
    height, width = _size(rng)
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


def barred(rng: Rng) -> bytes:
    """A bar code."""
    image, pencil = _sheet(rng)
    left, right = image.width * 0.1, image.width * 0.9
    top, bottom = image.height * rng.uniform(0.1, 0.4), image.height * rng.uniform(0.6, 0.9)
    while left < right:
        wide = rng.integers(1, 5) * max(1, image.width // 150)
        pencil.rectangle((left, top, left + wide, bottom), 0)
        left += wide + rng.integers(1, 5) * max(1, image.width // 150) + 1
    return _saved(image)


def blotted(rng: Rng) -> bytes:
    """A stain with a ragged edge."""
    image, pencil = _sheet(rng)
    at = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    waves = np.array([rng.normal(0, 0.15) * np.sin(count * at + rng.random() * 6) for count in (2, 3, 5)])
    reach = rng.uniform(0.15, 0.4) * (1 + waves.sum(0))
    middle = rng.uniform(0.4, 0.6, 2)
    points = (middle + np.column_stack([np.cos(at), np.sin(at)]) * reach[:, None]) * image.size
    pencil.polygon([(float(x), float(y)) for x, y in points], int(rng.integers(0, 150)))
    return _saved(image.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 3))))


KINDS: tuple[Kind, ...] = (
    *(blank, scanned_blank, shaded, clean_shadow, creased, ruled, empty_form, white_noise, clouds, specks, woven),
    *(wooden, tiled, scribbled, hatched, tangled, landscape, tabletop, portrait, barred, blotted),
)


def pictures(kind: Kind, count: int, seed: int) -> list[bytes]:
    """The first `count` of a kind, each of which depends on its number and `seed` alone."""
    return [kind(np.random.default_rng([seed, KINDS.index(kind), number])) for number in range(count)]


def accepted(reader: Reader, made: list[bytes], mode: Mode) -> list[int]:
    """The numbers of those that `reader` accepts. Raises what reading one of them raises."""
    numbers = []
    for number, found in enumerate(reader.read_many(made, mode)):
        if isinstance(found, Exception):
            raise found
        if found.decision == "accepted":
            numbers.append(number)
    return numbers


def _size(rng: Rng) -> tuple[int, int]:
    """(height, width) of 120 to 900 pixels."""
    side = 120 * 5 ** rng.random()
    return int(side), int(side * rng.uniform(0.7, 1.5))


def _paper(rng: Rng) -> Light:
    return sheet(*_size(rng), (WHITE, YELLOW, GREY)[rng.integers(3)], rng)


def _crease(shape: tuple[int, ...], rng: Rng) -> Light:
    """A fold across the sheet, somewhat darker on one side of it."""
    turn, place = rng.uniform(0, np.pi), rng.uniform(-0.3, 0.3) * min(shape[:2])
    y, x = np.mgrid[: shape[0], : shape[1]]
    away = (x - shape[1] / 2) * np.cos(turn) + (y - shape[0] / 2) * np.sin(turn) - place
    fold = np.exp(-((away / rng.uniform(0.5, 5)) ** 2)) * rng.uniform(0.03, 0.4)
    return np.asarray(1 - fold - (away > 0) * rng.uniform(0, 0.08), np.float32)[..., None]


def _sheet(rng: Rng) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """Clean paper of a drawing program, and a pencil on it."""
    height, width = _size(rng)
    image = Image.new("L", (width, height), int(rng.integers(230, 256)))
    return image, ImageDraw.Draw(image)


def _pen(image: Image.Image, rng: Rng) -> int:
    return max(1, round(0.01 * 5 ** rng.random() * min(image.size)))


def _draw(pencil: ImageDraw.ImageDraw, image: Image.Image, path: NDArray[np.float64], rng: Rng, width: int = 0) -> None:
    """A stroke along `path` (n, 2), where the sheet reaches from -1 to 1."""
    points = (path + 1) / 2 * image.size
    pencil.line([(float(x), float(y)) for x, y in points], int(rng.integers(0, 90)), width or _pen(image, rng), "curve")


def _colour(rng: Rng, low: float, high: float) -> tuple[int, int, int]:
    red, green, blue = (rng.uniform(low, high, 3) * 255).astype(int).tolist()
    return red, green, blue


def _png(levels: NDArray[np.floating[Any]]) -> bytes:
    return _saved(Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8)))


def _jpeg(levels: NDArray[np.floating[Any]], rng: Rng) -> bytes:
    return camera(np.repeat(levels[..., None] / 255, 3, 2), rng)


def _saved(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m ml.training.nothing", description=__doc__)
    parser.add_argument("--count", type=int, default=40, help="of each kind (default: 40)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=Path, help="a folder for the pictures that were accepted")
    options = parser.parse_args()
    reader, totals = Reader.load(), dict.fromkeys(MODES, 0)
    say(f"{options.count} pictures of each kind; accepted in " + ", ".join(f'"{mode}" mode' for mode in MODES))
    for kind in KINDS:
        made = pictures(kind, options.count, options.seed)
        found = {mode: accepted(reader, made, mode) for mode in MODES}
        say(f"{kind.__name__:<14}" + "".join(f"{len(found[mode]):5}" for mode in MODES))
        for mode in MODES:
            totals[mode] += len(found[mode])
            for number in found[mode] if options.show else ():
                options.show.mkdir(parents=True, exist_ok=True)
                (options.show / f"{kind.__name__}-{number}-{mode}.png").write_bytes(made[number])
    for mode, total in totals.items():
        low, high = wilson(total, options.count * len(KINDS))
        say(f'"{mode}": {total} of {options.count * len(KINDS)}, {low:.2%} to {high:.2%}')


if __name__ == "__main__":
    main()
