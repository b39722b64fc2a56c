"""Pen strokes as pieces. A stroke that runs on from one digit into the next is cut where the pen went across."""

import numpy as np
from numpy.typing import NDArray

from ml import lines, strokes
from ml.arrays import Ink
from ml.layout.pieces import Extent, Piece, Points
from ml.strokes import Point, Strokes

Stroke = tuple[Point, ...]

WIDE = 0.95  # of the line's height: a stroke as wide may be more than one digit
EDGE = 0.25  # of the line's height: a joined digit is at least as wide
DENSE = 48  # points a piece
COLUMNS = 48  # across a stroke that is looked at for cuts


class PenSheet:
    """Checked strokes in reading order, and the pieces they make."""

    def __init__(self, drawn: Strokes) -> None:
        extents = [_extent(stroke) for stroke in drawn]
        on_line = lines.assign(extents)
        self._strokes: Strokes = ()
        self.pieces: tuple[Piece, ...] = ()
        for line in range(max(on_line) + 1):
            mine = [k for k, found in enumerate(on_line) if found == line]
            height = lines.height([extents[k] for k in mine])
            for k in lines.in_order(mine, extents, height):
                self._add(_parted(drawn[k], height), line)

    def ink(self, first: int, last: int) -> Ink:
        return strokes.render(self._strokes[first:last])

    def _add(self, parts: list[Stroke], line: int) -> None:
        self._strokes += tuple(parts)
        self.pieces += tuple(Piece(_extent(part), dense(part), line, number > 0) for number, part in enumerate(parts))


def _extent(stroke: Stroke) -> Extent:
    return Extent(*strokes.bounds((stroke,)))


def dense(stroke: Stroke) -> Points:
    """Points along the stroke, because tablets leave long ways between two points; one where they all are one."""
    points = spaced(np.asarray(stroke, np.float64), DENSE)
    return points if (points != points[0]).any() else points[:1]


def spaced(points: Points, count: int) -> Points:
    """(count, 2) evenly along the line through `points` (n, 2)."""
    along = np.concatenate([[0.0], np.hypot(*np.diff(points, axis=0).T).cumsum()])
    at = np.linspace(0, along[-1], count)
    return np.column_stack([np.interp(at, along, points[:, 0]), np.interp(at, along, points[:, 1])])


def _parted(stroke: Stroke, height: float) -> list[Stroke]:
    """The stroke, cut wherever it crosses between two wider shapes only once, if it is wide enough to be several: its
    parts from left to right. Both parts hold the point where they are cut, so that together they are all the ink."""
    points = np.asarray(stroke, np.float64)
    left, right = points[:, 0].min(), points[:, 0].max()
    if right - left < WIDE * height:
        return [stroke]
    if stroke[0][0] > stroke[-1][0]:
        stroke, points = stroke[::-1], points[::-1]
    parts, rest, skipped = [], stroke, 0
    for x in _once_crossed(points[:, 0], left, right, height):
        place, crossing = _passing(points, x)
        parts.append((*rest[: place - skipped], crossing))
        rest, skipped = (crossing, *rest[place - skipped :]), place - 1
    parts.append(rest)
    return parts


def _once_crossed(xs: NDArray[np.float64], left: float, right: float, height: float) -> list[float]:
    """Where, from left to right, the stroke passes only once, in the middle of each such stretch."""
    columns = np.linspace(left, right, COLUMNS)
    beyond = xs[:, None] > columns[None]
    once = (beyond[1:] != beyond[:-1]).sum(0) == 1
    once &= (columns - left > EDGE * height) & (right - columns > EDGE * height)
    starts = np.flatnonzero(once & ~np.r_[False, once[:-1]])
    ends = np.flatnonzero(once & ~np.r_[once[1:], False])
    return [float(columns[(start + end) // 2]) for start, end in zip(starts, ends, strict=True)]


def _passing(points: Points, x: float) -> tuple[int, Point]:
    """Before which of `points` the pen went across `x`, and where."""
    beyond = points[:, 0] > x
    place = int(np.flatnonzero(beyond[1:] != beyond[:-1])[0]) + 1
    (x0, y0), (x1, y1) = points[place - 1], points[place]
    return place, (x, float(y0 + (y1 - y0) * (x - x0) / (x1 - x0)))
