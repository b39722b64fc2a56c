"""What a photo is darker by that is no ink: what comes in over its border, and what has no edge."""

import numpy as np
from PIL import Image

from ml.arrays import Grey, Mask
from ml.components import components
from ml.filters import FAINTEST, greatest, steepness

SIDE = 400  # shadows are looked for in a picture reduced to this
RIM = 0.25  # of the shorter side of the picture, twice that of a strip: no stroke runs along the border for longer
LINE = 0.03  # of the shorter side: what is no longer, along the border, is the end of a stroke or line
SOFT = 0.3  # of its depth: what falls off less steeply all around is a shadow or the lens, and no stroke
SMALLEST_LIT = 100  # pixels: in smaller pictures strokes are as soft as that
NEAR_EDGE = 0.2  # of the shorter side: the square in which a stroke must have an edge


def without_soft(mask: Mask, depths: Grey) -> Mask:
    """Without what is dark, but has no edge anywhere near: the corners that a lens leaves dark, and soft shadows."""
    if min(mask.shape) < SMALLEST_LIT:
        return mask
    step = max(1, -(-max(mask.shape) // SIDE))
    small = np.asarray(Image.fromarray(depths).reduce(step))
    steep = steepness(small, 5)
    near = greatest(steep, int(NEAR_EDGE * min(small.shape)))
    grain = 2 * float(np.median(steep))
    if not ((steep > 2 * SOFT * small) & (small > 3 * max(FAINTEST, grain))).any():
        return mask  # nothing clear is there that shadows could hide
    soft = (near < SOFT * small + np.minimum(grain, SOFT * small)) & (small > FAINTEST)
    soft = np.repeat(np.repeat(soft, step, 0), step, 1)[: mask.shape[0], : mask.shape[1]]
    return np.asarray(mask & ~soft)


def without_rims(mask: Mask, depths: Grey, floor: float) -> Mask:
    """Without what lies along the picture's border for long, a table or a finger: unless nothing else is there."""
    if sum(int(edge.sum()) for edge in (mask[0], mask[-1], mask[:, 0], mask[:, -1])) <= RIM * min(mask.shape):
        return mask
    parts = components(mask)
    # Squared paper ends at the border, too, but in many places.
    rim = parts.contact(LINE * min(mask.shape)) > RIM * min(max(mask.shape), 2 * min(mask.shape))
    if not rim.any():
        return mask
    tall = parts.extents()
    inside = (
        (parts.contact() == 0)
        & (tall > max(8, 0.04 * max(mask.shape)))
        & (parts.peaks(depths) > max(2 * FAINTEST, 1.5 * floor))
    )
    return parts.mask(~rim) if inside.any() else mask
