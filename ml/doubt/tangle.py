"""What ink alone tells of scribbles and blots: how often it crosses itself, how long it is, how thick, and in how many
parts."""

import math
from itertools import pairwise

import numpy as np
from PIL import Image

from ml.arrays import SOLID, Ink, Ints, Mask
from ml.bits import holds_square
from ml.components import components
from ml.normalize import padded
from ml.strokes import Strokes, bounds

SIDE = 64  # ink is looked at in so many pixels: a gap of less than one is none
# Of 2x2 pixels, the first of which is 1, the one beside it 2, those below 4 and 8: one inked, three, two that touch.
CORNERS = np.array([0, -1, -1, 0, -1, 0, 2, 1, -1, 2, 0, 1, 0, 1, 1, 0])
LOOPS = 6  # more than there are digits: of 11,000 people's, drawn or scanned, four have as many
# How long the outline in each of these is: R. O. Duda's weights (W. K. Pratt, "Digital Image Processing").
S = math.sqrt(0.5)
OUTLINES = np.array([0, S, S, 1, S, 1, 2 * S, S, S, 2 * S, 1, S, 1, S, S, 0])
LONGEST = 7.0  # length / longer side: of 6,754 people's digits the longest has 6.3, all but one 5
INKED = 4.0  # the same of their ink, where what is gone over again is one: of 40,900 the longest has 3.84
BLOT = 0.38  # of its longer side: no stroke is as wide, where MNIST's fattest cross either
STOUT = 0.28  # the same of a lone bar
DOTS = 8, 100  # parts, more are a dithered stroke's, none of them as long as
DOT = 0.15  # of the longer side of all, a digit: none is in so small parts, however its strokes are broken


def small(ink: Ink) -> Mask:
    """The strokes in `ink` (height, width), which ends where they do, one pixel of paper around them."""
    step = -(-max(ink.shape) // SIDE)
    return padded((ink if step == 1 else np.asarray(Image.fromarray(ink).reduce(step))) > SOLID, 1)


def fours(strokes: Mask) -> Ints:
    """(16,) how many squares of 2x2 pixels in `strokes` (height, width) are inked in each way."""
    inked = strokes.view(np.uint8)
    ways = inked[:-1, :-1] + 2 * inked[:-1, 1:] + 4 * inked[1:, :-1] + 8 * inked[1:, 1:]
    return np.bincount(ways.ravel(), minlength=16)


def loops(found: Ints) -> int:
    """The holes in strokes with paper around them, less the parts they are in, by the `fours` (16,) found in them.

    That is -1 times their Euler number, which 2x2 pixels tell (S. B. Gray, "Local properties of binary images in two
    dimensions", 1971): corners that go in, less those that stick out, and two for each pair that touches by a corner.
    """
    return int(found @ CORNERS) // 4


def length(found: Ints) -> float:
    """How long in pixels strokes with such `fours` (16,) are: half as long as their outline."""
    return float(found @ OUTLINES) / 2


def least_digits(strokes: Mask) -> int:
    """How many digits these `strokes` (height, width) must be at least, to cross themselves so often or be so long."""
    found = fours(strokes)
    digits: float = length(found) / (INKED * (max(strokes.shape) - 2))
    return max(loops(found) - LOOPS, math.ceil(digits))


def least_drawn(strokes: Strokes) -> int:
    """How many digits a pen's `strokes` must be at least, to be so long."""
    left, top, right, bottom = bounds(strokes)
    length = sum(math.dist(*way) for stroke in strokes for way in pairwise(stroke))
    return math.ceil(length / (LONGEST * max(right - left, bottom - top, 1e-9)))


def is_blot(strokes: Mask) -> bool:
    """Whether these `strokes` (height, width) are anywhere as wide as no stroke of a digit."""
    return _holds(strokes, BLOT)


def is_stout(strokes: Mask) -> bool:
    """The same for what reads as a 1, which is all of one stroke."""
    return _holds(strokes, STOUT)


def is_sprayed(ink: Ink, digits: int) -> bool:
    """Whether the `ink` (height, width), which ends where its strokes do, and was read as so many `digits`, is nothing
    but dots."""
    parts = components(ink > SOLID)
    return bool(DOTS[0] <= parts.count <= DOTS[1] and parts.extents().max() * digits < DOT * max(ink.shape))


def _holds(strokes: Mask, share: float) -> bool:
    return holds_square(strokes, round(share * (max(strokes.shape) - 2)))
