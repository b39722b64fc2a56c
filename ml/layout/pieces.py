"""The least parts that a digit is put together from: a pen stroke, a blot of ink, or a part cut from one of them."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ml.arrays import Ink

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Extent:
    """Bounds in the units of the picture or of the strokes, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def joined(self, other: "Extent") -> "Extent":
        return Extent(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def gap(self, other: "Extent") -> float:
        """The empty width between the two; negative by as much as they overlap."""
        return max(self.left, other.left) - min(self.right, other.right)


@dataclass(frozen=True, eq=False)
class Piece:
    """Where a piece stands, some `points` (n, 2) on its ink, its `line` from the top, and whether it was `cut` from
    the piece before it."""

    extent: Extent
    points: Points
    line: int = 0
    cut: bool = False

    def distance(self, other: "Piece") -> float:
        """The shortest way between points of the two; 0 where the ink crosses, as far as the points are dense."""
        apart = self.points[:, None] - other.points[None]
        return float(np.sqrt((apart**2).sum(2).min()))


class Sheet(Protocol):
    """What is written on: its pieces in reading order, and the ink of any of them together."""

    @property
    def pieces(self) -> tuple[Piece, ...]: ...

    def ink(self, first: int, last: int) -> Ink:
        """Pieces `first` to `last` - 1 as ink (height, width) uint8, 0 = paper, without anything else."""
        ...
