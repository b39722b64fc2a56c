"""The places of a form, one digit in each."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.arrays import Mask
from ml.components import components
from ml.ink.rules import Line

Floats = NDArray[np.float64]

NARROW = 0.25  # of the largest place's width and height
LARGE = 0.3  # of the place's shorter side: what is written in it
BAR = 0.12  # width / length
RIVAL = 0.7  # of the digit's extent


@dataclass(frozen=True)
class Cell:
    """A place of a form, between two level sides and two upright ones; the latter as seen with x and y swapped."""

    level: tuple[Line, Line]
    upright: tuple[Line, Line]

    def holds(self, x: Floats, y: Floats) -> Mask:
        """(n,) which of the points lies in it."""
        (top, bottom), (left, right) = self.level, self.upright
        return np.asarray((top.at(x) <= y) & (y <= bottom.at(x)) & (left.at(y) <= x) & (x <= right.at(y)))

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """left, top, right, bottom, about its middle."""
        (upper, lower), (first, last) = self.level, self.upright
        x, y = (first.offset + last.offset) / 2, (upper.offset + lower.offset) / 2
        return float(first.at(y)), float(upper.at(x)), float(last.at(y)), float(lower.at(x))

    def moved(self, x: float, y: float) -> "Cell":
        """As it lies where its page lies at (x, y) of a larger one."""
        one, two = (_moved(side, x, y) for side in self.level)
        first, last = (_moved(side, y, x) for side in self.upright)
        return Cell((one, two), (first, last))


def _moved(line: Line, along: float, across: float) -> Line:
    start, end = round(line.start + along), round(line.end + along)
    return Line(line.slope, line.offset - line.slope * along + across, start, end)


Cells = tuple[Cell, ...]


def roomy(cells: list[Cell]) -> Cells:
    """Without what lies between the two lines of a double outline."""
    if len(cells) < 2:
        return tuple(cells)
    left, top, right, bottom = np.array([cell.bounds for cell in cells]).T
    sizes = np.stack([right - left, bottom - top])
    wide = (sizes >= NARROW * sizes.max(1, keepdims=True)).all(0)
    return tuple(cell for cell, one in zip(cells, wide, strict=True) if one)


def within(mask: Mask, cell: Cell) -> Mask:
    """`mask` without what lies outside a cell, captions and the walls of its neighbours, if something is in it, and
    nothing outside may be a digit: that is no bar, away from the border, and as large."""
    parts = components(mask)
    top, bottom, first, last = parts.boxes().T
    left, upper, right, lower = cell.bounds
    inside = (np.minimum(last, right) - np.maximum(first, left) > 0) & (
        np.minimum(bottom, lower) - np.maximum(top, upper) > 0
    )
    extents = parts.extents()
    digit = int((extents * inside).max(initial=0))
    if inside.all() or digit < LARGE * min(right - left, lower - upper):
        return mask
    shorter = np.minimum(bottom - top, last - first)
    rival = ~inside & (extents > RIVAL * digit) & (shorter > BAR * extents) & (parts.contact() == 0)
    return mask if rival.any() else parts.mask(inside)
