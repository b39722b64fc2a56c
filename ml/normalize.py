"""Ink to glyph: the way the digits of MNIST were made, for training and for serving alike.

Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits": the digit is fitted into a 20x20
box with its aspect kept, its edges grey from the reduction, and laid into 28x28 with its centre of mass at
the centre. In all 60,000 training images the centre of mass lies in [13.5, 14.5), so "the centre" is pixel
14.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml.arrays import Ink
from ml.filters import greatest

Glyph = NDArray[np.uint8]

NORMALIZATION = 1  # raised whenever a glyph changes: a model reads only the glyphs it was trained on
SIDE = 28
FIT = 20
CENTRE = 14
# pixels of the longer side that thickening works on
WORK = 160
THINNEST_PEN = 0.08  # stroke width / digit size; MNIST's 5th percentile is 0.09


def normalize(ink: Ink) -> Glyph:
    """One digit's ink (height, width), uint8, 0 = paper, 255 = full ink, to its glyph: (28, 28) uint8, ink
    high.

    Ink without a single inked pixel gives an empty glyph. Glyphs are fixed points: normalize(glyph) is the
    glyph again (for 99.97 % of MNIST to within one grey level, the rest being the digits that fill only 19
    pixels).
    """
    glyph = np.zeros((SIDE, SIDE), np.uint8)
    top, bottom, left, right = crop_box(ink)
    if bottom > top:
        digit = ink[top:bottom, left:right]
        small = fitted(digit, FIT, FIT)
        height, width = small.shape
        top, left = _corner(small.sum(1)), _corner(small.sum(0))
        glyph[top : top + height, left : left + width] = small
    return glyph


def fitted(ink: Ink, high: int, wide: int, digits: int = 1) -> Ink:
    """`ink` (height, width) uint8 of so many digits side by side, which ends where its strokes do, made to fit into
    `high` x `wide` pixels with its aspect kept."""
    return _fit(_thicken(_reduce(ink), digits), high, wide)


def crop_box(ink: Ink) -> tuple[int, int, int, int]:
    """(top, bottom, left, right) of the rows and columns of `ink` (height, width) that hold any; four 0 for
    none."""
    if ink.size and all(side.any() for side in (ink[0], ink[-1], ink[:, 0], ink[:, -1])):
        return 0, ink.shape[0], 0, ink.shape[1]
    rows, columns = np.flatnonzero(ink.any(1)), np.flatnonzero(ink.any(0))
    if not rows.size:
        return 0, 0, 0, 0
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1


def _reduce(digit: Ink) -> Ink:
    """Large ink to at most WORK pixels a side, by areas: as good to the glyph as all of it, and bounded in
    time."""
    step = -(-max(digit.shape) // WORK)
    return digit if step == 1 else _full(np.asarray(Image.fromarray(digit).reduce(step)))


def _full(digit: Ink) -> Ink:
    """Stretched to full ink: averaging leaves a thin line pale, and the network has never seen pale ink."""
    peak = max(1, int(digit.max()))
    return digit if peak >= 254 else (digit * (255.0 / peak)).astype(np.uint8)


def _fit(digit: Ink, high: int, wide: int) -> Ink:
    """Into high x wide, aspect kept; shrinking averages areas, as NIST's bilevel digits became MNIST's grey
    ones."""
    height, width = digit.shape
    scale = min(high / height, wide / width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    if size != (width, height):
        way = Image.Resampling.BOX if scale < 1 else Image.Resampling.BILINEAR
        digit = np.asarray(Image.fromarray(digit).resize(size, way))
    return _full(digit)


def _thicken(ink: Ink, digits: int) -> Ink:
    """Ink too thin to survive the reduction, widened first. Only pictures much larger than a glyph are ever
    that thin."""
    height, width = ink.shape
    size = max(height, width // digits)
    missing = THINNEST_PEN * size - stroke_width(ink)
    grow = int(missing) // 2 * 2 + 1
    if grow < 3:
        return ink
    return greatest(padded(ink, grow // 2), grow)


def stroke_width(ink: Ink) -> float:
    """Mean width in pixels of the strokes in `ink` (height, width): twice their area over the length of their
    edges."""
    solid = padded(ink > 127, 1)
    area = int(solid.sum())
    if not area:
        return 1.0
    inner = solid[1:-1, 1:-1] & solid[:-2, 1:-1] & solid[2:, 1:-1] & solid[1:-1, :-2] & solid[1:-1, 2:]
    return 2.0 * area / max(1, area - int(inner.sum()))


def padded(picture: NDArray[Any], edge: int) -> NDArray[Any]:
    """As np.pad, in a third of the time."""
    height, width = picture.shape
    room = np.zeros((height + 2 * edge, width + 2 * edge), picture.dtype)
    room[edge : edge + height, edge : edge + width] = picture
    return room


def _corner(mass: NDArray[np.integer]) -> int:
    """Where a profile of ink must start so that its centre of mass falls on the centre, as far as 28 pixels
    allow."""
    centre = float(np.dot(mass, np.arange(mass.size))) / max(1, int(mass.sum()))
    return min(max(0, CENTRE - int(centre + 0.5)), SIDE - mass.size)
