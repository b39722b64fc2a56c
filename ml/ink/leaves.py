"""A leaf of paper that lies on something, a note on a table or a card in a hand: however it is turned, nothing around
it is paper."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml.arrays import Grey, Mask
from ml.components import Components, components
from ml.filters import eroded, grown, smooth
from ml.ink.patch import written_on
from ml.ink.shades import filling
from ml.ink.tones import GREYS, histogram, otsu

SIDE = 200  # leaves are looked for in a picture reduced to this
SMALLEST = 200  # pixels of the picture's shorter side
LEAST = 0.025  # of the picture
SOLID = 0.92  # of its hull: a thumb may lie on it
SQUARE = 0.82  # of the least rectangle around it: a light between shadows has other corners
AROUND = 0.25  # of its shorter side: so far around it, beyond any outline
OTHER = 0.9  # of what is there is not as light
ALIKE = 0.5  # of its size: another as large is another place of a form


@dataclass(frozen=True, eq=False)
class Leaf:
    """The rows from `top` and columns from `left` on of a picture, and which of their pixels are the leaf's."""

    top: int
    left: int
    own: Mask

    def on(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The part of `picture` that it lies in."""
        height, width = self.own.shape
        return picture[self.top : self.top + height, self.left : self.left + width]

    def of(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The part of `picture` (height, width) or (height, width, 3), where what is not the leaf's is made alike."""
        width = self.own.shape[1]
        part = self.on(picture).copy()
        for row, own in zip(part, self.own, strict=True):
            inside = np.flatnonzero(own)
            if inside.size in {0, width}:
                continue
            quarter, middle = -(-inside.size // 4), int(inside[0] + inside[-1]) // 2
            for half, near in ((np.s_[:middle], inside[:quarter]), (np.s_[middle:], inside[-quarter:])):
                row[half][~own[half]] = np.median(row[near], axis=0)
        return part


def leaf(grey: Grey) -> Leaf | None:
    """The one that all of the writing in `grey` (height, width) is on; None where there is none, or are several."""
    if min(grey.shape) < SMALLEST:
        return None
    step = -(-max(grey.shape) // SIDE)
    small = smooth(np.asarray(Image.fromarray(grey).reduce(step)), 1)
    counts = histogram(small)
    split = otsu(counts)
    if split is None:
        return None
    # What it lies on may be of two tones, and so may be the leaf.
    for level in (split, otsu(np.where(split < GREYS, counts, 0)), otsu(np.where(split >= GREYS, counts, 0))):
        own = None if level is None else _light(small, level)
        if own is not None:
            found = _enlarged(own, step, grey.shape)
            return found if written_on(found.of(grey)) else None
    return None


def _light(small: Grey, level: int) -> tuple[int, int, Mask] | None:
    """Top, left and pixels of what is lighter than `level`, if it is one leaf."""
    parts = components(small > level)
    large = parts.only((parts.areas() >= LEAST * small.size) & (parts.contact() == 0))
    leaves = [found for label in range(large.count) if (found := _alone(small, large, label, level))]
    leaves.sort(key=lambda found: -found[2].sum())
    if not leaves or (len(leaves) > 1 and leaves[1][2].sum() > ALIKE * leaves[0][2].sum()):
        return None
    return leaves[0]


def _alone(small: Grey, parts: Components, label: int, level: int) -> tuple[int, int, Mask] | None:
    """One of `parts`, with what is written on it, if it has the shape of a leaf and nothing around is as light."""
    top, _, left, _ = parts.boxes()[label].tolist()
    own = np.pad(parts.alone(label), 1)
    holes = components(~own)
    own |= holes.mask(holes.contact() == 0)
    full, square = filling(components(own))
    if full < SOLID or square < SQUARE or not _stands_out(small, own[1:-1, 1:-1], top, left, level):
        return None
    inner = eroded(own, 3) > 0  # its outermost pixels are blurred with what is around
    rows, columns = np.flatnonzero(inner.any(1)), np.flatnonzero(inner.any(0))
    if not rows.size:
        return None
    first, start = int(rows[0]), int(columns[0])
    return top + first - 1, left + start - 1, inner[first : rows[-1] + 1, start : columns[-1] + 1]


def _stands_out(small: Grey, own: Mask, top: int, left: int, level: int) -> bool:
    """Whether hardly anything around `own`, at (top, left), is lighter than `level`: around a box there is paper."""
    reach = int(AROUND * min(own.shape)) + 2
    near = np.s_[max(0, top - reach) : top + own.shape[0] + reach, max(0, left - reach) : left + own.shape[1] + reach]
    covered = np.zeros(small.shape, np.bool_)
    covered[top : top + own.shape[0], left : left + own.shape[1]] = own
    ring = grown(covered[near], 2 * reach - 1) & ~grown(covered[near], 2 * (reach // 2) + 1)
    return bool(np.count_nonzero(small[near][ring] <= level) >= OTHER * np.count_nonzero(ring))


def _enlarged(found: tuple[int, int, Mask], step: int, shape: tuple[int, ...]) -> Leaf:
    top, left, small = found
    own = np.repeat(np.repeat(small, step, 0), step, 1)
    return Leaf(top * step, left * step, own[: shape[0] - top * step, : shape[1] - left * step])
