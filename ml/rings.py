"""What somebody drew around all that is written, a ring or a box: it is no part of what it goes around."""

import numpy as np
from numpy.typing import NDArray

from ml import strokes
from ml.components import components
from ml.inked import SOLID
from ml.labels import grown, labelled
from ml.penned import dense
from ml.pieces import Extent, Ink
from ml.strokes import Strokes

WIDEST = 0.85  # of the ring's width and height: what is in it is no larger,
LEAST = 0.25  # nor less high: that would be the dot in a 0
OPEN = 1.2  # radians: what goes around leaves no wider gap
SPECK = 0.07  # of the ring's longer side: what is smaller in both directions is dirt, wherever it lies
RUN = 5  # points a run of pixels


def without_ringing_stroke(drawn: Strokes) -> Strokes | None:
    """The strokes but the one around all others; None where there is none."""
    extents = np.array([strokes.bounds((stroke,)) for stroke in drawn])
    largest = _largest(extents)
    if len(drawn) < 2 or not _goes_around(dense(drawn[largest]), extents, largest):
        return None
    return drawn[:largest] + drawn[largest + 1 :]


def without_ring(ink: Ink) -> Ink | None:
    """`ink` (height, width) uint8 but the component around all others; None where there is none."""
    found = components(ink > SOLID)
    if found.count < 2:
        return None
    boxes = found.boxes()[:, [2, 0, 3, 1]].astype(np.float64)
    largest = _largest(boxes)
    runs = found.label == largest
    along = np.linspace(found.start[runs], found.end[runs], RUN)
    if not _goes_around(np.column_stack([along.ravel(), np.tile(found.row[runs], RUN)]), boxes, largest):
        return None
    return np.where(grown(labelled(found), ink > 0) == largest + 1, 0, ink).astype(np.uint8)


def _largest(boxes: NDArray[np.float64]) -> int:
    """Of (n, 4) left, top, right, bottom."""
    return int(((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])).argmax())


def _goes_around(points: NDArray[np.float64], boxes: NDArray[np.float64], ring: int) -> bool:
    """Whether `points` (n, 2) of the ring lie outside and on all sides of the other boxes."""
    whole = Extent(*boxes[ring].tolist())
    sizes = (boxes[:, 2:] - boxes[:, :2]).max(1)
    others = boxes[(sizes >= SPECK * sizes[ring]) & (np.arange(len(boxes)) != ring)]
    if not len(others):
        return False
    inner = Extent(*others[:, :2].min(0).tolist(), *others[:, 2:].max(0).tolist())
    fits = inner.width <= WIDEST * whole.width and LEAST * whole.height <= inner.height <= WIDEST * whole.height
    x, y = points.T
    if not fits or ((x > inner.left) & (x < inner.right) & (y > inner.top) & (y < inner.bottom)).any():
        return False
    middle = inner.middle
    angles = np.sort(np.arctan2((y - middle[1]) / whole.height, (x - middle[0]) / whole.width))
    return bool(np.diff(angles, append=angles[0] + 2 * np.pi).max() <= OPEN)
