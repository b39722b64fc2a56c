"""What somebody drew around all that is written, a ring or a box: it is no part of what it goes around."""

import numpy as np
from numpy.typing import NDArray

from ml.arrays import Mask
from ml.components import Components
from ml.layout.pieces import Extent

ROOM = 0.15  # of the ring's shorter side at least is left free, from side to side and from top to foot
LEAST = 0.25  # of the ring's height: what is in it is no less high, for that would be the dot in a 0
OPEN = 1.2  # radians: what goes around leaves no wider gap
SPECK = 0.07  # of the ring's longer side: what is smaller in both directions is dirt, wherever it lies
RUN = 5  # points a run of pixels
WAYS = 36  # directions in which a ring is farther away


def ring(found: Components) -> Mask:
    """(count,) which component goes around all others; none where none does."""
    rings = np.zeros(found.count, np.bool_)
    if found.count < 2:
        return rings
    boxes = found.boxes()[:, [2, 0, 3, 1]].astype(np.float64)
    largest = int(((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])).argmax())
    runs = found.label == largest
    along = np.linspace(found.start[runs], found.end[runs], RUN)
    points = np.column_stack([along.ravel(), np.tile(found.row[runs], RUN)])
    others = found.only((np.arange(found.count) != largest) & (found.extents() >= SPECK * found.extents()[largest]))
    rings[largest] = goes_around(points, np.delete(boxes, largest, 0)) or _encloses(points, boxes[largest], others)
    return rings


def _encloses(points: NDArray[np.float64], ring: NDArray[np.float64], others: Components) -> bool:
    """Whether all `others` are nearer to their middle than `points` (n, 2) of a `ring`, left, top, right, bottom, in
    every direction: what is written in an ellipse comes nearer to it than the corners of what is written do."""
    if not others.count:
        return False
    top, bottom, left, right = (pick(side) for pick, side in zip((min, max, min, max), others.boxes().T, strict=True))
    if bottom - top < LEAST * (ring[3] - ring[1]):
        return False
    middle = np.array([left + right, top + bottom]) / 2
    rows = np.tile(others.row, 2) + 0.5
    inner = np.column_stack([np.concatenate([others.start, others.end]), rows]) - middle
    outer = points - (middle - np.array([0.0, 0.5]))
    (way_in, far_in), (way_out, far_out) = (
        ((np.arctan2(at[:, 1], at[:, 0]) / np.pi + 1) * WAYS // 2, np.hypot(at[:, 0], at[:, 1]))
        for at in (inner, outer)
    )
    farthest, nearest = np.zeros(WAYS + 1), np.full(WAYS + 1, np.inf)
    np.maximum.at(farthest, way_in.astype(np.intp), far_in)
    np.minimum.at(nearest, way_out.astype(np.intp), far_out)
    empty = np.isinf(nearest[:-1]).sum() * 2 * np.pi / WAYS
    return bool((farthest < nearest).all() and empty <= OPEN)


def goes_around(points: NDArray[np.float64], boxes: NDArray[np.float64]) -> bool:
    """Whether `points` (n, 2) lie outside and on all sides of `boxes` (m, 4), left, top, right, bottom."""
    left, top = points.min(0).tolist()
    right, bottom = points.max(0).tolist()
    whole = Extent(left, top, right, bottom)
    sizes = (boxes[:, 2:] - boxes[:, :2]).max(1)
    others = boxes[sizes >= SPECK * max(whole.width, whole.height)]
    if not len(others):
        return False
    inner = Extent(*others[:, :2].min(0).tolist(), *others[:, 2:].max(0).tolist())
    room = ROOM * min(whole.width, whole.height)
    fits = inner.width <= whole.width - room and LEAST * whole.height <= inner.height <= whole.height - room
    x, y = points.T
    if not fits or ((x > inner.left) & (x < inner.right) & (y > inner.top) & (y < inner.bottom)).any():
        return False
    middle = inner.middle
    angles = np.sort(np.arctan2((y - middle[1]) / whole.height, (x - middle[0]) / whole.width))
    return bool(np.diff(angles, append=angles[0] + 2 * np.pi).max() <= OPEN)
