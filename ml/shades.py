"""Shapes that no pen draws: shadows, tables, spots of colour. They are filled and convex, and no even bar."""

import numpy as np
from numpy.typing import NDArray

from ml.components import Components

Mask = NDArray[np.bool_]
Points = NDArray[np.float64]

SOLID = 0.93  # area / its convex hull's: of none of 4,500 people's digits with the next two
BAR = 0.75  # area / that of the rectangle around, along its main axis: a wedge has half of it, a straight stroke all
STOUT = 0.4  # width / length of that rectangle: no 1 is as stout
LARGE = 0.05  # of the longer side of the picture: smaller is a dot, and all dots are solid


def shades(parts: Components, which: Mask) -> Mask:
    """(count,) which of the components that `which` (count,) names are no strokes for their shape."""
    found = np.zeros(parts.count, np.bool_)
    large = parts.extents() > LARGE * max(parts.shape)
    areas = parts.areas()
    for k in np.flatnonzero(which & large).tolist():
        own = parts.label == k
        found[k] = _is_shade(_corners(parts.row[own], parts.start[own], parts.end[own]), float(areas[k]))
    return found


def _is_shade(corners: Points, area: float) -> bool:
    hull = _hull(corners)
    x, y = hull.T
    solid = abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2
    if area < SOLID * solid:
        return False
    width, length = sorted(np.ptp(corners @ _axes(corners), axis=0).tolist())
    return bool(area < BAR * width * length or width > STOUT * length)


def _corners(row: NDArray[np.intp], start: NDArray[np.intp], end: NDArray[np.intp]) -> Points:
    """(4 n, 2) x, y of the corners of runs."""
    x, y = np.concatenate([start, end, start, end]), np.concatenate([row, row, row + 1, row + 1])
    return np.column_stack([x, y]).astype(np.float64)


def _axes(points: Points) -> Points:
    """(2, 2) unit vectors along which the points spread least and most."""
    axes: Points = np.linalg.eigh(np.cov(points.T))[1]
    return axes


def _hull(points: Points) -> Points:
    """The convex hull's corners in order (A. M. Andrew's monotone chain, 1979)."""
    ordered = np.unique(points, axis=0).tolist()
    halves = [_chain(ordered), _chain(ordered[::-1])]
    return np.array(halves[0][:-1] + halves[1][:-1])


def _chain(ordered: list[list[float]]) -> list[list[float]]:
    chain: list[list[float]] = []
    for x, y in ordered:
        while len(chain) > 1:
            (ax, ay), (bx, by) = chain[-2:]
            if (bx - ax) * (y - ay) > (by - ay) * (x - ax):
                break
            chain.pop()
        chain.append([x, y])
    return chain
