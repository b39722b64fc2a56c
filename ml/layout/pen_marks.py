"""Strokes that are no part of what is written: lines drawn under it and frames around it."""

import numpy as np
from numpy.typing import NDArray

from ml import strokes
from ml.arrays import Mask
from ml.layout.marks import APART, BELOW, underlines
from ml.layout.penned import spaced
from ml.layout.rings import goes_around
from ml.strokes import TINY, Strokes

Points = NDArray[np.float64]
Boxes = NDArray[np.float64]

POINTS = 144  # a stroke
DIRECTIONS = 48  # in which one looks from the middle of everything
OUTERMOST = 0.6  # of the directions that a frame's stroke is seen in, nothing lies beyond it,
RIM = 0.55  # of half the width and height from the middle; it keeps so far away,
THIN = 0.2  # of them is how much nearer one end of it is than the other in one direction, at the mean


def marked(drawn: Strokes) -> Mask:
    """(n,) which strokes are the frame around the others or, where there is none, lines under them."""
    boxes = np.array([strokes.bounds((stroke,)) for stroke in drawn])
    frame = _frame(drawn, boxes)
    return frame if frame.any() else underlines(boxes)


def without_lines_below(drawn: Strokes) -> Strokes:
    """The strokes but the lines that lie well below all of the others, from side to side. With such a line a digit may
    look like another one."""
    if len(drawn) < 2:
        return drawn
    boxes = [strokes.bounds((stroke,)) for stroke in drawn]
    level = [bottom - top <= BELOW * (right - left) for left, top, right, bottom in boxes]
    others = [box for box, flat in zip(boxes, level, strict=True) if not flat]
    if not others or len(others) == len(boxes):
        return drawn
    lefts, tops, rights, bottoms = zip(*others, strict=True)
    least = APART * (max(bottoms) - min(tops))
    return tuple(
        stroke
        for stroke, (left, top, right, _), flat in zip(drawn, boxes, level, strict=True)
        if not (flat and top >= max(bottoms) + least and left < min(lefts) + least and right > max(rights) - least)
    )


def _frame(drawn: Strokes, boxes: Boxes) -> Mask:
    """(n,) which strokes go together around all others; none where none do."""
    least, most = boxes[:, :2].min(0), boxes[:, 2:].max(0)
    middle, half = (least + most) / 2, np.maximum(most - least, TINY) / 2
    points = np.stack([spaced((np.asarray(stroke, np.float64) - middle) / half, POINTS) for stroke in drawn])
    x, y = np.moveaxis(points, -1, 0)
    away = np.hypot(x, y)
    seen = np.floor(np.arctan2(y, x) / (2 * np.pi) * DIRECTIONS).astype(np.intp) % DIRECTIONS
    stroke = np.arange(len(boxes))[:, None]
    far, near = np.zeros((len(boxes), DIRECTIONS)), np.full((len(boxes), DIRECTIONS), np.inf)
    np.maximum.at(far, (stroke, seen), away)
    np.minimum.at(near, (stroke, seen), away)
    met = far > 0
    count = np.maximum(met.sum(1), 1)
    thick = np.where(met, far - np.where(met, near, 0), 0).sum(1) / count
    outer = (met & (far == far.max(0))).sum(1) / count
    frame: Mask = (outer >= OUTERMOST) & (thick <= THIN) & (near.min(1) >= RIM)
    if frame.any() and not frame.all() and goes_around(points[frame].reshape(-1, 2) * half + middle, boxes[~frame]):
        return frame
    return np.zeros_like(frame)
