"""Marks that somebody left by accident, or a pointer: small, few, and far from the one thing that is written."""

import numpy as np
from numpy.typing import NDArray

from ml.arrays import Mask
from ml.components import Components
from ml.strokes import Strokes, bounds

MOST = 6  # of them: more are dirt, or drops
SMALL = 0.25  # of the height of what is written, at most: digits that touch are as wide as several
FAR = 0.2  # of the longer side of what is written, at least; the parts of one digit are nearer


def in_ink(found: Components) -> Mask:
    """(count,) which components are such marks; none where there is a second thing that may be a digit."""
    return _strays(found.boxes()[:, [2, 0, 3, 1]].astype(np.float64)) if found.count > 1 else _none(found.count)


def among_strokes(drawn: Strokes) -> Mask:
    """As `in_ink`, of strokes."""
    return _strays(np.array([bounds((stroke,)) for stroke in drawn])) if len(drawn) > 1 else _none(len(drawn))


def _strays(boxes: NDArray[np.float64]) -> Mask:
    """Of `boxes` (n, 4): left, top, right, bottom."""
    sizes = (boxes[:, 2:] - boxes[:, :2]).max(1)
    largest = boxes[sizes.argmax()]
    gaps = np.maximum(boxes[:, :2] - largest[2:], largest[:2] - boxes[:, 2:]).max(1)
    far = gaps > FAR * sizes.max()
    if far.sum() > MOST or (sizes[far] > SMALL * (largest[3] - largest[1])).any():
        return _none(len(boxes))
    return np.asarray(far)


def _none(count: int) -> Mask:
    return np.zeros(count, np.bool_)
