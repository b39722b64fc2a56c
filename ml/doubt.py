"""Which digits a picture may be taken for though nobody wrote one: by its ink and by what lies around it."""

import numpy as np
from numpy.typing import NDArray

from ml.around import Box, goes_on, is_bar_of_row, lies_along, one_sided, runs_out
from ml.lone import may_be_none
from ml.tangle import is_blot, is_stout

Mask = NDArray[np.bool_]
Digits = frozenset[int]

NONE: Digits = frozenset()
BAR = frozenset({1})
PLAIN = frozenset({1, 7})  # a crease and the edge of a table are read as one of these; no other digit is as plain
ANY = frozenset(range(10))
SMALLEST = 40  # pixels of the shorter side: in smaller pictures, MNIST's too, strokes are blots
CELL = 120  # pixels: in smaller pictures, a form's cells that somebody cut out, a 1 may be cut, too


def doubted(picture: NDArray[np.uint8], ink: NDArray[np.uint8], box: Box, strokes: Mask, *, form: bool) -> Digits:
    """`picture` (height, width) or (height, width, 3), its `ink` (height, width) in this `box` (top, bottom, left,
    right), what ml.tangle.small makes of that, and whether it is of a `form`."""
    large = min(ink.shape) >= SMALLEST
    if large and (one_sided(picture, ink, box) or is_blot(strokes) or lies_along(ink, box)):
        return ANY
    if may_be_none(picture, ink):
        return PLAIN
    bar = large and (
        (min(ink.shape) > CELL and runs_out(ink))
        or is_stout(strokes)
        or is_bar_of_row(picture, ink, box, form=form)
        or goes_on(picture, ink, box)
    )
    return BAR if bar else NONE
