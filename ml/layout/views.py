"""The same writing seen otherwise: leaning more to either side, and pen strokes as a picture, too.

A number is cut in other places and its digits look a little different, but what is written is the same.
"""

import math
from collections.abc import Iterator

import numpy as np
from PIL import Image

from ml import strokes
from ml.arrays import Ink
from ml.layout.inked import LARGEST, InkSheet
from ml.layout.penned import PenSheet
from ml.layout.pieces import Sheet
from ml.strokes import Strokes

LEANS = (-8, 8)  # degrees
HEIGHT = 60  # pixels of a line of strokes as a picture
PEN = 6


def of_ink(ink: Ink) -> Iterator[Sheet]:
    """Of ink (height, width) uint8, 0 = paper."""
    for degrees in LEANS:
        yield InkSheet(leaning(ink, degrees))


def of_strokes(drawn: Strokes, height: float) -> Iterator[Sheet]:
    """Of checked strokes, a line of which is `height` of their units high; no picture of a drawing of no size."""
    for degrees in LEANS:
        shift = math.tan(math.radians(degrees))
        yield PenSheet(tuple(tuple((x - shift * y, y) for x, y in stroke) for stroke in drawn))
    left, top, right, bottom = strokes.bounds(drawn)
    longest = max(right - left, bottom - top)
    if longest > strokes.TINY:
        yield InkSheet(strokes.drawn(drawn, min(HEIGHT / height, LARGEST / longest), PEN))


def leaning(ink: Ink, degrees: float) -> Ink:
    """Ink (height, width) uint8 with its foot moved to the left, by a positive angle, and nothing cut off."""
    height, width = ink.shape
    shift = math.tan(math.radians(degrees))
    start = -shift * height if shift > 0 else 0.0  # of the view's left edge at the top
    how = (1.0, shift, start, 0.0, 1.0, 0.0)
    size = (width + math.ceil(abs(shift) * height), height)
    return np.asarray(Image.fromarray(ink).transform(size, Image.Transform.AFFINE, how, Image.Resampling.BILINEAR))
