"""Whether a picture in which no ink was found is blank, or shows something too faint to be read."""

import numpy as np
from PIL import Image

from ml.arrays import Grey
from ml.components import components
from ml.filters import depth, noise_floor, smooth
from ml.ink.colour import contrast_grey

SIDE = 200  # faint things are looked for in a picture reduced to this, which also takes grain away
GAIN = 8  # so that a blur may show fractions of a grey level
STROKE = 0.12  # its width / shorter side at most
STANDS_OUT = 3.5  # times the spread of the paper
LARGE = 0.3  # of the shorter side: what is smaller is grain
ALONE = 3.0  # times as large as anything else: grain is everywhere


def shows_something(picture: Grey) -> bool:
    """`picture` (height, width) or (height, width, 3) uint8, of which find_ink made nothing."""
    grey = contrast_grey(picture) if picture.ndim == 3 else picture
    step = max(1, -(-max(grey.shape) // SIDE))
    if min(grey.shape) < 16 or np.ptp(grey) == 0:
        return False
    small = Image.fromarray(grey).convert("F").reduce(step)
    levels = np.asarray(small)
    fine = ((levels - np.median(levels)) * GAIN + 128).clip(0, 255).astype(np.uint8)
    return any(_stroke(side) for side in (fine, np.asarray(255 - fine)))


def _stroke(fine: Grey) -> bool:
    """Whether one thing, larger than all others, lies under the paper."""
    depths = depth(smooth(fine, 1.0), int(STROKE * min(fine.shape)))
    parts = components(depths > max(GAIN / 2, noise_floor(depths, STANDS_OUT)))
    extents = np.sort(parts.extents() * (parts.contact() == 0))
    if not parts.count or extents[-1] < LARGE * min(fine.shape):
        return False
    return bool(parts.count == 1 or extents[-1] > ALONE * extents[-2])
