"""Ink of a picture as pieces: its connected components, and the parts of those that may be several digits."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml import lines
from ml.arrays import SOLID, Ink
from ml.components import components
from ml.labels import Labels, grown, labelled
from ml.layout.marks import marks
from ml.layout.pieces import Extent, Piece, Points
from ml.layout.seams import seams

LARGEST = 1600  # pixels of the longer side; a glyph needs 28 of a digit
SPECK = 0.07  # of the line's height: smaller in both directions is dirt
MOST_PIECES = 120  # components, and pieces from which on nothing is cut
WIDE = 0.5  # of the line's height: a component as wide may be more than one digit
LONGEST = 12  # heights: a longer one is a line, and no number
SEEN = 96  # points a piece


class InkSheet:
    """Ink (height, width) uint8 in reading order. `step` is how many pixels of the ink one of the sheet's is, `left`
    and `top` where the sheet begins."""

    def __init__(self, ink: Ink, left: int = 0, top: int = 0) -> None:
        self.step = -(-max(ink.shape) // LARGEST)
        self._left, self._top = left, top
        self._ink = ink if self.step == 1 else np.asarray(Image.fromarray(ink).reduce(self.step))
        found = components(self._ink > SOLID)
        self._parts: list[Ink] = []
        self._corners: list[tuple[int, int]] = []
        self.pieces: tuple[Piece, ...] = ()
        if found.count:
            # Most drawings are one blot, and then every pixel is of it.
            alone = found.count == 1
            labels = np.ones(found.shape, np.int32) if alone else grown(labelled(found), self._ink > 0)
            self._arrange(labels, found.boxes()[:, [2, 0, 3, 1]], found.areas())

    def corner(self, first: int, last: int) -> tuple[int, int]:
        """(y, x) in the sheet's pixels where the ink of these pieces begins."""
        y, x = np.min(self._corners[first:last], 0).tolist()
        return y, x

    def ink(self, first: int, last: int) -> Ink:
        corners = np.array(self._corners[first:last])
        ends = corners + [part.shape for part in self._parts[first:last]]
        together = np.zeros(ends.max(0) - corners.min(0), np.uint8)
        for part, (y, x) in zip(self._parts[first:last], corners - corners.min(0), strict=True):
            place = together[y : y + part.shape[0], x : x + part.shape[1]]
            np.maximum(place, part, out=place)
        return together

    def _arrange(self, labels: Labels, bounds: NDArray[np.int64], areas: NDArray[np.intp]) -> None:
        sizes = (bounds[:, 2:] - bounds[:, :2]).max(1)
        tall = float(np.max(bounds[:, 3] - bounds[:, 1]))
        kept = np.flatnonzero(sizes >= SPECK * tall)
        kept = kept[np.argsort(-sizes[kept], kind="stable")][:MOST_PIECES]
        kept = kept[~marks(bounds[kept], areas[kept])]
        kept = kept[np.argsort(bounds[kept, 0] + bounds[kept, 2], kind="stable")]
        extents = [Extent(*map(float, bounds[k])) for k in kept]
        on_line = lines.assign(extents)
        for line in range(max(on_line) + 1):
            mine = [k for k, found in enumerate(on_line) if found == line]
            height = lines.height([extents[k] for k in mine])
            for k in mine:
                self._add(labels, int(kept[k]) + 1, bounds[kept[k]], line, height)

    def _add(self, labels: Labels, name: int, bound: NDArray[np.int64], line: int, height: float) -> None:
        left, top = np.maximum(0, bound[:2] - 1)
        window = np.s_[top : bound[3] + 1, left : bound[2] + 1]
        own = np.where(labels[window] == name, self._ink[window], 0).astype(np.uint8)
        whole = not WIDE * height <= own.shape[1] <= LONGEST * height or len(self.pieces) >= MOST_PIECES
        for number, (part, start) in enumerate([(own, 0)] if whole else _parted(own, seams(own, height))):
            ys, xs = np.nonzero(part > SOLID)
            corner = (int(top), int(left) + start)
            points = _points(ys + corner[0], xs + corner[1]) * self.step + [self._left, self._top]
            extent = _around(ys + corner[0], xs + corner[1], self.step, self._left, self._top)
            self._parts.append(part)
            self._corners.append(corner)
            self.pieces += (Piece(extent, points, line, number > 0),)


def _parted(own: Ink, between: NDArray[np.intp]) -> Iterator[tuple[Ink, int]]:
    """The parts of a component between its seams, each with the column it begins at."""
    columns = np.arange(own.shape[1])
    place = (columns >= between[:, :, None]).sum(0)
    for number in range(len(between) + 1):
        part = np.where(place == number, own, 0).astype(np.uint8)
        across = np.flatnonzero((part > SOLID).any(0))
        if across.size:
            start = max(0, int(across[0]) - 1)
            yield part[:, start : int(across[-1]) + 2], start


def _around(ys: NDArray[np.int64], xs: NDArray[np.int64], step: int, left: int, top: int) -> Extent:
    return Extent(
        float(xs.min()) * step + left,
        float(ys.min()) * step + top,
        float(xs.max() + 1) * step + left,
        float(ys.max() + 1) * step + top,
    )


def _points(ys: NDArray[np.int64], xs: NDArray[np.int64]) -> Points:
    chosen = np.linspace(0, xs.size - 1, min(SEEN, xs.size)).astype(np.int64)
    return np.column_stack([xs[chosen], ys[chosen]]).astype(np.float64) + 0.5
