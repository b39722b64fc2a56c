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
    rings[largest] = goes_around(points, np.delete(boxes, largest, 0))
    return rings


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
