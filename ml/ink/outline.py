"""Strokes of which only the outline is drawn, filled in."""

import numpy as np

from ml.arrays import Grey, Mask
from ml.filters import closing, eroded, grown
from ml.ink.hairline import opened

THIN = 0.15  # of the ink at most is thicker than a pixel
WIDEST = 5  # pixels between two outlines of one stroke: the loop of a digit is wider
FILLING = 0.25  # of the ink at least is added, or it is no outline, and
LONE = 0.2  # of it at most lies along nothing that is


def filled(ink: Grey) -> Grey:
    """`ink` (height, width) of a small picture; unchanged where it is not all outline."""
    mask = ink > 127
    if not mask.any() or opened(mask).sum() > THIN * mask.sum():
        return ink
    shut = _closed(mask)
    inside, loops = _inside(mask)
    # An outline with a gap is closed first, but not over what is a loop without that.
    added = (inside | ((_inside(shut)[0] | shut) & ~loops)) & ~mask
    lone = mask & ~grown(added, 3)
    if added.sum() < FILLING * mask.sum() or lone.sum() > LONE * mask.sum() or eroded(added, WIDEST).any():
        return ink
    return np.where(added | mask, np.uint8(255), np.uint8(0))


def _closed(mask: Mask) -> Mask:
    return closing(np.pad(mask, 3).astype(np.uint8), 3)[3:-3, 3:-3] > 0


def _inside(outline: Mask) -> tuple[Mask, Mask]:
    """What lies within one outline, and what lies within a second one as well, the loops of an 8."""
    room = np.pad(~outline, 1, constant_values=True)
    border = np.zeros_like(room)
    border[0] = True
    outside = _flooded(border, room)
    inside = _flooded(grown(outside, 5) & room & ~outside, room)
    return inside[1:-1, 1:-1], (room & ~outside & ~inside)[1:-1, 1:-1]


def _flooded(mask: Mask, room: Mask) -> Mask:
    """`mask` grown over sides, not corners, as far as there is `room`."""
    while True:
        wider = mask.copy()
        wider[1:] |= mask[:-1]
        wider[:-1] |= mask[1:]
        wider[:, 1:] |= mask[:, :-1]
        wider[:, :-1] |= mask[:, 1:]
        wider &= room
        if (wider == mask).all():
            return mask
        mask = wider
