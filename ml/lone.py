"""Whether what looks like a stroke on a photo may be none: the edge of a table or a shadow, or a crease."""

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Ink = NDArray[np.uint8]

SIDE = 100  # looked at in so many rows and columns
GRAIN = 1.5  # grey levels: the spread of paper that a camera has seen
FAINT = 35  # grey levels: a crease seldom is darker than that, and a pen seldom paler


def may_be_none(picture: Picture, ink: Ink) -> bool:
    """`picture` (height, width) or (height, width, 3) uint8 and its `ink` (height, width): whether this is a photo, and
    the ink runs into its border or is hardly darker than the paper."""
    step = max(1, max(ink.shape) // SIDE)
    seen = picture[::step, ::step].reshape(*ink[::step, ::step].shape, -1)
    few = ink[::step, ::step]
    paper, stroke = seen[few == 0], seen[few > 200]
    if not len(paper) or not len(stroke):
        return False
    middle = np.median(paper, axis=0)
    if float(1.5 * np.median(np.abs(paper - middle), axis=0).max()) < GRAIN:
        return False
    border = np.concatenate([ink[0], ink[-1], ink[:, 0], ink[:, -1]])
    return bool(border.any() or float(np.abs(np.median(stroke, axis=0) - middle).max()) < FAINT)
