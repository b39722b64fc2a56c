"""How wide the pen was that wrote what a photo shows."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml.arrays import Grey, Mask
from ml.filters import depth, steepness

SIDE = 400  # the pen is measured in a picture reduced to this
STEEP = 0.6  # of its depth: strokes fall off so steeply within two pixels


def pen_width(quiet: Grey, mask: Mask, widest: int) -> int:
    """The least width in pixels for which the paper is estimated without the pen's strokes.

    As the width grows, the strokes' depth grows until they are narrower than it, stays, and grows again when
    shadows and tables are: G. Matheron's granulometry.
    """
    step = -(-max(quiet.shape) // SIDE)
    small = np.asarray(Image.fromarray(quiet).reduce(step)) if step > 1 else quiet
    inked = np.asarray(Image.fromarray(mask).convert("L").reduce(step)) > 80 if step > 1 else mask
    widths = [5.0]
    while widths[-1] * step < widest:
        widths.append(widths[-1] * 1.5)
    # A shadow, however large, has no more of these than it has edges.
    steep = inked & (steepness(small, 3) > STEEP * depth(small, int(widths[-1])))
    at = np.flatnonzero(steep if steep.any() else inked)
    whole, before = (_depth_of(small, at, width) for width in (widths[-1], widths[0]))
    for narrow, wide in pairwise(widths):
        after = whole if wide == widths[-1] else _depth_of(small, at, wide)
        if before > 0.2 * whole and after < 1.2 * before:
            return int(1.5 * narrow * step) + 4
        before = after
    return widest


def _depth_of(grey: Grey, at: NDArray[np.intp], width: float) -> int:
    return int(depth(grey, int(width)).ravel()[at].sum())
