"""Numbers in strips of boxes, as forms have them: pen digits of training writers, one in a box, photographed; or
MNIST's training digits, scanned.

`python -m ml.training.synthetic.strips` reads some and says how many are wholly right, by how far the boxes stand
apart, how large they are and how thick their outlines. Seeds 1 to 3 were looked at while `ml.ink.frames` was made;
others judge.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from ml.training.commands import seeded
from ml.training.data.digits import Digits
from ml.training.data.sets import mnist_split
from ml.training.data.sources import Sample, by_writer, of_role, pens
from ml.training.synthetic.paper import (
    BLACK,
    BLUE,
    GREY,
    WHITE,
    YELLOW,
    Rng,
    camera,
    frame,
    jpeg,
    mask,
    png,
    sheet,
    write,
)
from ml.training.synthetic.tally import tally

GAPS = (0.0, 0.05, 0.1, 0.2)  # of the pitch: how far apart the boxes stand; at 0 they share their walls
LARGE = 60  # pixels from box to box
THICK = 0.035  # of the pitch


@dataclass(frozen=True)
class Strip:
    """A picture of a strip, the `number` in it, the pixels from box to box, the share of those that is empty
    between two boxes, and the share that an outline is thick."""

    picture: bytes
    number: str
    pitch: float
    gap: float
    thick: float


def writers() -> list[list[Sample]]:
    """The pen digits of each training writer. Raises DataMissing."""
    return [several for _, several in sorted(by_writer(of_role(pens(), "train")).items())]


def strips(people: Sequence[Sequence[Sample]], count: int, seed: int) -> Iterator[Strip]:
    """The first `count` of a seed; each depends on its number and the seed alone."""
    for number in range(count):
        rng = np.random.default_rng([seed, number])
        yield _strip(people[int(rng.integers(len(people)))], rng)


def _strip(person: Sequence[Sample], rng: Rng) -> Strip:
    """Two to seven boxes somewhere on a sheet of 120 to 900 pixels."""
    high = int(120 * 5 ** rng.random())
    wide, boxes, gap = int(high * rng.uniform(0.7, 1.5)), int(rng.integers(2, 8)), float(rng.choice(GAPS))
    paper = sheet(high, wide, (WHITE, YELLOW, GREY)[rng.integers(3)], rng)
    pitch = min(rng.uniform(0.7, 0.95) * wide / boxes, 0.8 * high)
    side, tall = pitch * (1 - gap), min(pitch * rng.uniform(0.9, 1.5), 0.95 * high)
    left, top = (wide - boxes * pitch) / 2, round((high - tall) * rng.random())
    thick, tone, pen = max(1, int(rng.uniform(0.01, 0.06) * pitch)), rng.uniform(0.1, 0.6), 0.04 * 3 ** rng.random()
    number = ""
    for place in range(boxes):
        start = round(left + place * pitch)
        frame(paper, (start, top, round(start + side), round(top + tall)), thick, (tone,) * 3)
        one = person[int(rng.integers(len(person)))]
        size = int(rng.uniform(0.55, 0.8) * min(side, tall))
        ink = mask(one.drawn or (), size, pen, rng.uniform(-5, 5))
        across, down = np.clip(rng.normal(0.5, (0.15, 0.12)), 0.05, 0.95) * (side - size, tall - size)
        write(paper, ink, (top + int(down), start + int(across)), (BLACK, BLUE)[rng.integers(2)])
        number += str(one.label)
    return Strip(camera(paper, rng, blur=rng.uniform(0.3, 0.9)), number, pitch, gap, thick / pitch)


def scans(count: int, seed: int) -> Iterator[Strip]:
    """As `strips`, but cut out of a scanned form: a little turned, with some noise, or in black and white. Raises
    DataMissing."""
    digits, _ = mnist_split()
    for number in range(count):
        yield _scan(digits, np.random.default_rng([seed, number]))


def _scan(digits: Digits, rng: Rng) -> Strip:
    """Two to nine boxes, 26 to 90 pixels from one to the next."""
    pitch, boxes, gap = int(26 * 3.5 ** rng.random()), int(rng.integers(2, 10)), float(rng.choice(GAPS))
    side, tall, margin = int(pitch * (1 - gap)), int(pitch * rng.uniform(1, 1.5)), int(rng.choice((0, 3, 20, 60)))
    thick, tone = max(1, int(rng.uniform(0.015, 0.05) * pitch)), int(rng.choice((0, 90, 160)))
    image = Image.new("L", (boxes * pitch + 2 * margin + 4, tall + 2 * margin + 4), int(rng.integers(235, 256)))
    black, number, dark = Image.new("L", image.size), "", rng.uniform(0.75, 1)
    for place in range(boxes):
        left = margin + place * pitch
        ImageDraw.Draw(image).rectangle((left, margin, left + side, margin + tall), outline=tone, width=thick)
        one = int(rng.integers(len(digits)))
        ink = Image.fromarray((digits.glyphs[one] * dark).astype(np.uint8))
        ink = ink.crop(ink.getbbox())
        scale = rng.uniform(0.5, 0.75) * min(side, tall) / max(ink.size)
        ink = ink.resize((max(1, round(ink.width * scale)), max(1, round(ink.height * scale))))
        across, down = np.clip(rng.normal(0.5, (0.15, 0.12)), 0.05, 0.95) * (side - ink.width, tall - ink.height)
        black.paste(ink, (left + int(across), margin + int(down)))
        number += str(int(digits.labels[one]))
    image.paste(0, mask=black)
    return Strip(_scanned(image, rng), number, pitch, gap, thick / pitch)


def _scanned(image: Image.Image, rng: Rng) -> bytes:
    if rng.random() < 0.5:
        image = image.rotate(rng.normal(0, 1), Image.Resampling.BICUBIC, expand=True, fillcolor=245)
    levels = np.asarray(image) + rng.normal(0, 4 if rng.random() < 0.4 else 0, (image.height, image.width))
    image = Image.fromarray(levels.clip(0, 255).astype(np.uint8))
    way = rng.random()
    if way < 0.25:
        return png(image.point(lambda level: 255 * (level > 150)).convert("1"))
    if way < 0.6:
        return jpeg(image, int(rng.integers(60, 95)))
    return png(image)


def main() -> None:
    parser = seeded(__spec__, __doc__, 120)
    parser.add_argument("--scans", action="store_true", help="scanned instead of photographed")
    options = parser.parse_args()
    count, seed = options.count, options.seed
    made = list(scans(count, seed) if options.scans else strips(writers(), count, seed))
    tally([(one.picture, one.number, _kinds(one)) for one in made])


def _kinds(one: Strip) -> list[str]:
    size, outline = ("large" if one.pitch >= LARGE else "small"), ("thick" if one.thick >= THICK else "thin")
    return [f"boxes {one.gap:.0%} apart", size, outline]


if __name__ == "__main__":
    main()
