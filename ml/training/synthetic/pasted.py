"""Numbers put together from pictures of one writer's digits, close together and touching, as on cheques.

`python -m ml.training.synthetic.pasted` reads some of them, scanned from a patterned paper or photographed, and says
how many are wholly right. Seeds 1 to 3 were looked at while `ml.layout.seams` was made; others judge.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from PIL import Image, ImageFilter

from ml.arrays import Ink
from ml.training.commands import seeded
from ml.training.data import sources
from ml.training.data.sets import mnist_split
from ml.training.data.sources import Role, Sample
from ml.training.data.written import numbers
from ml.training.synthetic.layouts import layout
from ml.training.synthetic.paper import BLACK, BLUE, GREY, WHITE, YELLOW, Light, camera, gradient, jpeg, sheet, write
from ml.training.synthetic.rows import Pen, Row
from ml.training.synthetic.strings import hand
from ml.training.synthetic.tally import tally

Random = np.random.Generator
Writers: TypeAlias = list[list[Sample]]

LEAST = 30  # digits a writer
SCANS = 200  # MNIST's digits have no writers: so many make one
TRAINING = 16_000
TOUCHING = (0.05, 0.15, 0.3)  # of the digits, by writer


@dataclass(frozen=True, eq=False)
class Pasted:
    """What is written, without spaces, as ink, and how many digits touch the one before."""

    raw: str
    ink: Ink
    touching: int

    @property
    def number(self) -> str:
        return "".join(filter(str.isdigit, self.raw))


def people(wanted: Role) -> list[Writers]:
    """Digits of each writer with that role: those with pens but the writers of numbers, the Swiss, and some of MNIST's:
    TRAINING of those that train, else half of what is held out of training. Raises DataMissing."""
    of_numbers = {one.writer for one in numbers()}
    pens = [one for one in sources.pens() if one.writer not in of_numbers]
    trains, held = mnist_split()
    if wanted == "train":
        mnist, chosen = trains, np.random.default_rng(0).permutation(len(trains.labels))[:TRAINING]
    else:
        mnist, chosen = held, np.arange(int(wanted == "judge"), len(held.labels), 2)
    several = [Sample("mnist", int(mnist.labels[k]), ink=mnist.glyphs[k]) for k in chosen]
    scans = [several[start : start + SCANS] for start in range(0, len(several), SCANS)]
    return [_by_writer(pens, wanted), _by_writer(sources.swiss(), wanted), scans]


def _by_writer(samples: Sequence[Sample], wanted: Role) -> Writers:
    whole = (one for one in sources.of_role(samples, wanted) if one.ink is None or min(one.ink.shape) > 1)
    return [several for _, several in sorted(sources.by_writer(whole).items()) if len(several) >= LEAST]


def pasted(groups: Sequence[Writers], height: tuple[float, float], random: Random) -> Pasted:
    """A number of any layout, of one writer of any group, its digits some `height` (least, most) pixels high."""
    writers = groups[int(random.integers(len(groups)))]
    person = writers[int(random.integers(len(writers)))]
    own, wanted = hand(random), layout(random)
    pen = Pen(own, float(random.uniform(*height)), float(random.uniform(0.05, 0.14)))
    touching = float(random.choice(TOUCHING))
    row = Row(pen)
    raw = ""
    for sign in wanted:
        if sign == " ":
            row.skip(float(random.uniform(0.3, 1.0)))
            continue
        one = person[int(random.integers(len(person)))] if sign == "d" else None
        cover, below = pen.inked(sign, one, random)
        touches = sign == "d" and raw[-1:].isdigit() and random.random() < touching
        gap = -random.uniform(0, 0.06) if touches else max(0.03, random.normal(min(own.gap, 0.3), 0.08))
        row.add(cover, below, gap, touches=touches)
        raw += str(one.label) if one else sign
    return Pasted(raw, row.together(), row.touching)


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
    return jpeg(image.convert("L" if random.random() < 0.5 else "RGB"), int(random.integers(70, 95)))


def _waves(paper: Light, random: Random) -> Light:
    """A cheque's pattern: fine waves, a little darker than the paper."""
    y, x = np.mgrid[: paper.shape[0], : paper.shape[1]]
    crest = np.sin(random.uniform(0.15, 0.5) * (y + 3 * np.sin(x * random.uniform(0.03, 0.12))))
    return np.asarray((1 - random.uniform(0.03, 0.14) * (crest > 0.5))[..., None], np.float32)


def main() -> None:
    parser = seeded(__spec__, __doc__, 240)
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
