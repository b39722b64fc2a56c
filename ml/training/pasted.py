"""Numbers put together from pictures of one writer's digits, close together and touching, as on cheques.

`python -m ml.training.pasted` reads some of them, scanned from a patterned paper or photographed, and says how many are
wholly right. Seeds 1 to 3 were looked at while `ml.seams` was made; others judge.
"""

import argparse
import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from ml.arrays import Ink
from ml.normalize import crop_box
from ml.strokes import Strokes, bounds
from ml.training import sources
from ml.training.layouts import layout
from ml.training.numbers import numbers
from ml.training.paper import BLACK, BLUE, GREY, WHITE, YELLOW, Light, camera, gradient, sheet, write
from ml.training.sets import mnist_split
from ml.training.signs import drawn
from ml.training.sources import Role, Sample
from ml.training.strings import Hand, hand, picture
from ml.training.tally import tally

Random = np.random.Generator
Writers: TypeAlias = list[list[Sample]]

LEAST = 30  # digits a writer
SCANS = 200  # MNIST's digits have no writers: so many make one
TOUCHING = (0.05, 0.15, 0.3)  # of the digits, by writer
NEAR = 2  # rows above and below that keep two signs apart
SOLID = 80


@dataclass(frozen=True, eq=False)
class Pasted:
    """What is written, without spaces, as ink, and how many digits touch the one before."""

    raw: str
    ink: Ink
    touching: int

    @property
    def number(self) -> str:
        return "".join(filter(str.isdigit, self.raw))


def people(wanted: Literal["calibrate", "judge"]) -> list[Writers]:
    """Digits of each writer with that role: those with pens but the writers of numbers, the Swiss, and half of MNIST's
    that are held out of training. Raises DataMissing."""
    of_numbers = {one.writer for one in numbers()}
    pens = [one for one in [*sources.pendigits(), *sources.unipen()] if one.writer not in of_numbers]
    held, half = mnist_split()[1], slice(int(wanted == "judge"), None, 2)
    several = [
        Sample("mnist", int(label), ink=glyph)
        for glyph, label in zip(held.glyphs[half], held.labels[half], strict=True)
    ]
    mnist = [several[start : start + SCANS] for start in range(0, len(several), SCANS)]
    return [_by_writer(pens, wanted), _by_writer(sources.swiss(), wanted), mnist]


def _by_writer(samples: Sequence[Sample], wanted: Role) -> Writers:
    found: dict[str, list[Sample]] = defaultdict(list)
    for one in samples:
        if sources.role(one.writer) == wanted and (one.ink is None or min(one.ink.shape) > 1):
            found[one.writer].append(one)
    return [several for _, several in sorted(found.items()) if len(several) >= LEAST]


def pasted(groups: Sequence[Writers], height: tuple[float, float], random: Random) -> Pasted:
    """A number of any layout, of one writer of any group, its digits some `height` (least, most) pixels high."""
    writers = groups[int(random.integers(len(groups)))]
    person = writers[int(random.integers(len(writers)))]
    own, wanted = hand(random), layout(random)
    tall, pen = float(random.uniform(*height)), float(random.uniform(0.05, 0.14))
    touching = float(random.choice(TOUCHING))
    row = _Row(tall, own)
    raw = ""
    for sign in wanted:
        if sign == " ":
            row.skip(float(random.uniform(0.3, 1.0)))
            continue
        if sign == "d":
            one = person[int(random.integers(len(person)))]
            size = max(0.5, float(random.normal(1, own.size)))
            cover, top = _digit(one, size * tall, pen * tall, own.lean), float(random.normal(0.5 - size / 2, own.sway))
        else:
            cover, top = _sign(drawn(sign, own.signs, random), tall, pen)
        touches = sign == "d" and raw[-1:].isdigit() and random.random() < touching
        gap = -random.uniform(0, 0.06) if touches else max(0.03, random.normal(min(own.gap, 0.3), 0.08))
        row.add(cover, round(top * tall), gap * tall, touches=touches)
        raw += str(one.label) if sign == "d" else sign
    return Pasted(raw, row.together(), row.touching)


class _Row:
    """Signs one after the other, each as near to those before as it may be."""

    def __init__(self, tall: float, own: Hand) -> None:
        self._tall, self._climb = tall, own.climb
        self._signs: list[tuple[Ink, int, int]] = []
        self._right = np.full(round(4 * tall), -np.inf)  # of the ink in each row, the first of them above the line
        self.touching = 0

    def skip(self, gap: float) -> None:
        """Leaves so many heights free."""
        self._right[:] = self._right.max() + gap * self._tall

    def add(self, cover: Ink, top: int, gap: float, *, touches: bool) -> None:
        left = self._left(cover, top, gap) if self._signs else 0
        self._signs.append((cover, top + round(left * self._climb), left))
        self.touching += touches
        rows, solid = self._rows(cover, top), cover > SOLID
        ends = np.where(solid.any(1), left + cover.shape[1] - solid[:, ::-1].argmax(1), -np.inf)
        self._right[rows] = np.maximum(self._right[rows], ends)

    def _rows(self, cover: Ink, top: int) -> slice:
        start = min(max(0, round(1.5 * self._tall) + top), len(self._right) - len(cover))
        return slice(start, start + len(cover))

    def _left(self, cover: Ink, top: int, gap: float) -> int:
        rows, solid = self._rows(cover, top), cover > SOLID
        near = np.max([np.roll(self._right, by) for by in range(-NEAR, NEAR + 1)], 0)[rows]
        least = float((near - np.where(solid.any(1), solid.argmax(1), np.inf)).max())
        before, _, left = self._signs[-1]
        # Signs that share no row keep their middles in order.
        ordered: float = left + before.shape[1] / 2 + 0.15 * self._tall - cover.shape[1] / 2
        return max(0, int(np.rint(max(least, ordered) + gap)))

    def together(self) -> Ink:
        highest = min(top for _, top, _ in self._signs)
        lowest = max(top + len(cover) for cover, top, _ in self._signs)
        ink = np.zeros((lowest - highest, max(left + cover.shape[1] for cover, _, left in self._signs)), np.uint8)
        for cover, top, left in self._signs:
            place = ink[top - highest : top - highest + len(cover), left : left + cover.shape[1]]
            np.maximum(place, cover, out=place)
        return ink


def _digit(one: Sample, height: float, pen: float, lean: float) -> Ink:
    """`height` pixels high, but for those that are wider; a pen's digit is drawn `pen` pixels wide."""
    if one.drawn is not None:
        leaning = tuple(tuple((x - lean * y, y) for x, y in stroke) for stroke in one.drawn)
        left, top, right, bottom = bounds(leaning)
        height *= min(1.0, 1.6 * (bottom - top) / max(right - left, 1e-6))
        return picture(leaning, height, pen / max(height, 1.0))
    assert one.ink is not None  # noqa: S101 - one of the two is always there
    top, bottom, left, right = crop_box(one.ink)
    image = Image.fromarray(one.ink[top:bottom, left:right])
    scale = height / max(image.height, image.width / 1.6)
    image = image.resize((max(2, round(image.width * scale)), max(2, round(image.height * scale))))
    across = round(abs(lean) * image.height)
    start = -max(0.0, lean) * image.height
    return np.asarray(
        image.transform(
            (image.width + across, image.height),
            Image.Transform.AFFINE,
            (1, lean, start, 0, 1, 0),
            Image.Resampling.BICUBIC,
        )
    )


def _sign(paths: Sequence[NDArray[np.float64]], tall: float, pen: float) -> tuple[Ink, float]:
    """A separator as ink, and how far below the digits' top it begins, in their heights."""
    strokes: Strokes = tuple(tuple((float(x), float(y)) for x, y in path) for path in paths)
    _, top, _, bottom = bounds(strokes)
    high = (bottom - top) or 1.0
    return picture(strokes, high * tall, pen / high), top - pen / 2


def shown(ink: Ink, random: Random) -> bytes:
    """On paper: scanned, half of them with waves printed on it, or photographed."""
    around = int(random.uniform(0.1, 0.6) * len(ink))
    cover = np.pad(ink, around).astype(np.float32) / 255
    paper = sheet(cover.shape[0], cover.shape[1], (WHITE, YELLOW, GREY)[random.integers(3)], random)
    pen = (BLACK, BLUE)[random.integers(2)]
    if random.random() < 0.5:
        write(paper, cover, (0, 0), pen, random.uniform(0.8, 1))
        return camera(
            paper * gradient(paper.shape, random, random.uniform(0.45, 0.95)), random, random.uniform(0.4, 1.2)
        )
    if random.random() < 0.5:
        paper *= _waves(paper, random)
    write(paper, cover, (0, 0), pen, random.uniform(0.8, 1))
    image = Image.fromarray((np.clip(paper, 0, 1) * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.5))
    file = io.BytesIO()
    image.convert("L" if random.random() < 0.5 else "RGB").save(file, "JPEG", quality=int(random.integers(70, 95)))
    return file.getvalue()


def _waves(paper: Light, random: Random) -> Light:
    """A cheque's pattern: fine waves, a little darker than the paper."""
    y, x = np.mgrid[: paper.shape[0], : paper.shape[1]]
    crest = np.sin(random.uniform(0.15, 0.5) * (y + 3 * np.sin(x * random.uniform(0.03, 0.12))))
    return np.asarray((1 - random.uniform(0.03, 0.14) * (crest > 0.5))[..., None], np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m ml.training.pasted", description=__doc__)
    parser.add_argument("--count", type=int, default=240)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--judge", action="store_true", help="of judging writers")
    options = parser.parse_args()
    groups = people("judge" if options.judge else "calibrate")
    streams = [np.random.default_rng([options.seed, number]) for number in range(options.count)]
    made = [pasted(groups, (20, 90), random) for random in streams]
    tally(
        [
            (shown(one.ink, random), one.number, ["touching" if one.touching else "apart"])
            for one, random in zip(made, streams, strict=True)
        ]
    )


if __name__ == "__main__":
    main()
