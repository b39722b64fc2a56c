"""Whether ink was torn off something: right beside its end the picture is as dark, but was taken for a line or a thing.

The joints of tiles, walls of boxes and the strokes of a hatching are left as 1s where what ties them is left out.
"""

import numpy as np
from numpy.typing import NDArray

from ml.arrays import Ink, Mask
from ml.components import components
from ml.filters import grown

Picture = NDArray[np.uint8]
Box = tuple[int, int, int, int]

EDGE = 64  # ink: so much is the grey at the edge of a stroke
FULL = 200  # ink: the middle of a stroke
BESIDE = 3  # pixels: the square around each of the ink's in which it is torn off, if it is
REACH = 8  # pixels around its box: paper
LINES = 30  # so many of the rows show which tone paper and ink have
DARK = 0.6  # of the way from the paper to the ink
END = 0.15  # of a bar's height
AS_LARGE = 0.5  # of the largest: a bar
TORN = 0.7  # of the bars' ends: one may stand free


def torn(picture: Picture, ink: Ink, box: Box) -> bool:
    """Whether the bars that the `ink` (height, width) is in its `box` (top, bottom, left, right), of a `picture`
    (height, width) or (height, width, 3), are torn off at nearly all of their ends."""
    top, bottom, left, right = (max(0, box[0] - REACH), box[1] + REACH, max(0, box[2] - REACH), box[3] + REACH)
    inside = ink[top:bottom, left:right]
    tears = _tears(picture[top:bottom, left:right].reshape(*inside.shape, -1), inside)
    if not tears.any():
        return False
    parts = components(inside > EDGE)
    bars = parts.boxes()[parts.extents() >= AS_LARGE * parts.extents().max()]
    ends = [_ends(tears, *bar.tolist()) for bar in bars]
    return bool(np.mean(ends) > TORN)


def _tears(seen: Picture, ink: Ink) -> Mask:
    """Where beside the `ink` (height, width) the picture, `seen` (height, width, channels), is as dark as it is."""
    rim: Mask = grown(ink > EDGE, BESIDE) & (ink == 0)
    few = slice(None, None, -(-len(ink) // LINES))
    bare, full = ink[few] == 0, ink[few] > FULL
    if not rim.any() or not full.any() or not bare.any():
        return np.zeros_like(rim)
    stroke, paper = seen[few][full].mean(0), np.median(seen[few][bare], 0)
    apart = paper - stroke
    rim[rim] = (paper - seen[rim]) @ apart > DARK * (apart @ apart)
    return rim


def _ends(tears: Mask, top: int, bottom: int, left: int, right: int) -> tuple[bool, bool]:
    """Whether there are `tears` (height, width) at the upper and the lower end of the bar with this box."""
    columns, reach = slice(max(0, left - BESIDE), right + BESIDE), round(END * (bottom - top))
    upper, lower = tears[max(0, top - BESIDE) : top + reach, columns], tears[bottom - reach : bottom + BESIDE, columns]
    return bool(upper.any()), bool(lower.any())
