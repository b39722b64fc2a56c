"""Shapes that no pen draws: shadows, tables, spots of colour. They are filled and convex, and no even bar."""

import numpy as np
from numpy.typing import NDArray

from ml.arrays import Ints, Mask
from ml.components import Components

Points = NDArray[np.float64]

SOLID = 0.93  # area / its convex hull's: of none of 4,500 people's digits with the next two
BAR = 0.75  # area / that of the rectangle around, along its main axis: a wedge has half of it, a straight stroke all
STOUT = 0.4  # width / length of that rectangle: no 1 is as stout
LARGE = 0.05  # of the longer side of the picture: smaller is a dot, and all dots are solid
DIRECTIONS = np.stack([f(np.linspace(0, np.pi, 8, endpoint=False)) for f in (np.cos, np.sin)])  # and their opposites

# (2, 60): as many again, upright to these.
TURNS = np.stack([f(np.linspace(0, np.pi, 60, endpoint=False)) for f in (np.cos, np.sin)])


def shades(parts: Components, which: Mask) -> Mask:
    """(count,) which of the components that `which` (count,) names are no strokes for their shape."""
    found = np.zeros(parts.count, np.bool_)
    if not which.any():
        return found
    large = parts.extents() > LARGE * max(parts.shape)
    areas = parts.areas()
    for k in np.flatnonzero(which & large).tolist():
        own = parts.label == k
        found[k] = _is_shade(parts.row[own], parts.start[own], parts.end[own], float(areas[k]))
    return found


def filling(part: Components) -> tuple[float, float]:
    """How much of its convex hull, and of the least rectangle around it, one component alone fills."""
    area, hull = float(part.areas()[0]), _hull(part.row, part.start, part.end)
    around = np.ptp(hull @ TURNS, axis=0).reshape(2, -1).prod(0)
    return area / _area(hull), area / float(around.min())


def slenderness(part: Components) -> float:
    """Length / width of the least rectangle around one component alone."""
    spans = np.ptp(_hull(part.row, part.start, part.end) @ TURNS, axis=0).reshape(2, -1)
    least = spans[:, int(spans.prod(0).argmin())]
    return float(least.max() / least.min())


def _is_shade(row: Ints, start: Ints, end: Ints, area: float) -> bool:
    corners = _corners(row, start, end)
    # What lies within the hull is quicker found, and says of nearly every digit that it does not fill its hull.
    if area < SOLID * _area(_outermost(corners)) or area < SOLID * _area(_hull(row, start, end)):
        return False
    width, length = sorted(np.ptp(corners @ _axes(corners), axis=0).tolist())
    return bool(area < BAR * width * length or width > STOUT * length)


def _corners(row: Ints, start: Ints, end: Ints) -> Points:
    """(4 n, 2) x, y of the corners of runs."""
    corners = np.empty((4 * row.size, 2))
    corners[:, 0] = np.concatenate([start, end, start, end])
    corners[:, 1] = np.concatenate([row, row, row + 1, row + 1])
    return corners


def _area(polygon: Points) -> float:
    x, y = polygon.T
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2


def _axes(points: Points) -> Points:
    """(2, 2) unit vectors along which the points spread least and most."""
    axes: Points = np.linalg.eigh(np.cov(points.T))[1]
    return axes


def _outermost(points: Points) -> Points:
    """(16, 2) of the points those that lie farthest in 16 directions, in order."""
    along = points @ DIRECTIONS
    outermost: Points = points[np.concatenate([along.argmax(0), along.argmin(0)])]
    return outermost


def _hull(row: Ints, start: Ints, end: Ints) -> Points:
    """The convex hull's corners in order: of the runs of one component, row by row, only the first start and the last
    end matter."""
    first = np.flatnonzero(np.diff(row, prepend=-1))
    left, right = start[first], end[np.append(first[1:], row.size) - 1]
    edge = [_both(np.minimum, left).tolist(), _both(np.maximum, right).tolist()]
    halves = [_chain(list(enumerate(edge[0]))), _chain(list(enumerate(edge[1]))[::-1])]
    return np.array(halves[0] + halves[1], np.float64)


def _both(pick: np.ufunc, ends: Ints) -> Ints:
    """(n + 1,) of the n rows' ends those at the lines between them, which are of both rows."""
    return np.asarray(pick(np.append(ends[:1], ends), np.append(ends, ends[-1:])))


def _chain(ordered: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Half of the hull of points in order (A. M. Andrew's monotone chain, 1979)."""
    chain: list[tuple[int, int]] = []
    for x, y in ordered:
        while len(chain) > 1:
            (ax, ay), (bx, by) = chain[-2:]
            if (bx - ax) * (y - ay) > (by - ay) * (x - ax):
                break
            chain.pop()
        chain.append((x, y))
    return chain
