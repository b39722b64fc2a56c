"""Signs as ink, put side by side as close as they may be: rows in which digits touch."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml.arrays import Ink
from ml.normalize import crop_box
from ml.strokes import Strokes, bounds
from ml.training.data.sources import Sample
from ml.training.synthetic.signs import drawn
from ml.training.synthetic.strings import Hand, picture

NEAR = 2  # rows above and below that keep two signs apart
SOLID = 80


@dataclass(frozen=True)
class Pen:
    """Whose `hand` it is, how many pixels high its digits are, and how many heights wide its strokes."""

    hand: Hand
    tall: float
    wide: float

    def inked(self, sign: str, one: Sample | None, random: np.random.Generator) -> tuple[Ink, float]:
        """The digit `one`, or else a separator, and how far below the digits' top it begins, in heights."""
        if one is None:
            return _sign(drawn(sign, self.hand.signs, random), self.tall, self.wide)
        size = max(0.5, float(random.normal(1, self.hand.size)))
        cover = _digit(one, size * self.tall, self.wide * self.tall, self.hand.lean)
        return cover, float(random.normal(0.5 - size / 2, self.hand.sway))


class Row:
    """Signs one after the other, each as near to those before as it may be."""

    def __init__(self, pen: Pen) -> None:
        self._tall, self._climb = pen.tall, pen.hand.climb
        self._signs: list[tuple[Ink, int, int]] = []
        self._right = np.full(round(4 * pen.tall), -np.inf)  # of the ink in each row, the first of them above the line
        self.touching = 0

    def skip(self, gap: float) -> None:
        """Leaves so many heights free."""
        self._right[:] = self._right.max() + gap * self._tall

    def add(self, cover: Ink, below: float, gap: float, *, touches: bool) -> None:
        """The next sign, its top so many heights below the line's, after a `gap` of so many."""
        top = round(below * self._tall)
        left = self._left(cover, top, gap * self._tall) if self._signs else 0
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
        """All of it (height, width)."""
        return np.asarray(self.each().max(0), np.uint8)

    def each(self) -> NDArray[np.uint8]:
        """(signs, height, width): the ink of each where it stands."""
        highest = min(top for _, top, _ in self._signs)
        lowest = max(top + len(cover) for cover, top, _ in self._signs)
        width = max(left + cover.shape[1] for cover, _, left in self._signs)
        ink = np.zeros((len(self._signs), lowest - highest, width), np.uint8)
        for own, (cover, top, left) in zip(ink, self._signs, strict=True):
            own[top - highest : top - highest + len(cover), left : left + cover.shape[1]] = cover
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
