"""Whether what was read may be no writing at all: by its ink and by what lies around it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ml.arrays import Ink, Mask
from ml.doubt.lone import may_be_none
from ml.doubt.tangle import is_blot, is_sprayed, is_stout, least_digits, least_drawn, small
from ml.filters import closing
from ml.ink.around import Box, is_bar_of_row, is_cut_out, lies_along, one_sided, runs_out
from ml.ink.torn import torn
from ml.strokes import Strokes

Picture = NDArray[np.uint8]

PLAIN = frozenset({1, 7})  # a crease and the edge of a table are read as one of these; no other digit is as plain
ROW = 4  # bars beside one another are a hatching or the joints of tiles; one number in ten thousand is as many 1s
SMALLEST = 40  # pixels of the shorter side: in smaller pictures, MNIST's too, strokes are blots
GRAIN = 3  # pixels of 64
CELL = 120  # pixels: in smaller pictures, a form's cells that somebody cut out, a 1 may be cut, too


def doubted(picture: Picture, ink: Ink, box: Box, values: Sequence[int], *, form: bool) -> bool:
    """Whether what was read as these `values` may be no writing: the `ink` (height, width), in its `box` (top, bottom,
    left, right), of a `picture` (height, width) or (height, width, 3), which may be of a `form`."""
    top, bottom, left, right = box
    inside = ink[top:bottom, left:right]
    strokes = _strokes(inside, len(values))
    if strokes is None:
        return True
    large, plain = min(ink.shape) >= SMALLEST, PLAIN.issuperset(values)
    along = lies_along(ink, box) and not is_cut_out(ink, box, plain=plain)
    return (
        _may_go_on(ink, box, values)
        or (_is_row(values) and not form)
        or (large and (along or is_blot(strokes) or one_sided(picture, ink, box) or is_sprayed(inside, len(values))))
        or (plain and may_be_none(picture, ink, cut_out=is_cut_out(ink, box, plain=True) and not runs_out(ink)))
        or (large and set(values) == {1} and _is_bar(picture, ink, box, strokes, form=form))
        or (large and plain and 1 in values and torn(picture, ink, box))
    )


def doubted_strokes(drawn: Strokes, values: Sequence[int]) -> bool:
    """The same of what a pen has `drawn`."""
    return len(values) < least_drawn(drawn) or _is_row(values)


def _is_row(values: Sequence[int]) -> bool:
    return len(values) >= ROW and set(values) == {1}


def _strokes(inside: Ink, digits: int) -> Mask | None:
    """The strokes `inside` the box as `tangle` looks at them; None where so many `digits` cannot be as tangled."""
    strokes = small(inside)
    if digits >= least_digits(strokes):
        return strokes
    # The grain of chalk and crayon is closed by so little; where a scribble's gaps are, too, it is a blot.
    strokes = closing(strokes.view(np.uint8), GRAIN).view(np.bool_)
    return None if digits < least_digits(strokes) or is_blot(strokes) else strokes


def _may_go_on(ink: Ink, box: Box, values: Sequence[int]) -> bool:
    """Whether it is a number that may go on beyond the picture, and what reaches into it may be no digit."""
    several = len(values) > 1 and not PLAIN.isdisjoint(values)
    return several and runs_out(ink) and not is_cut_out(ink, box, plain=False)


def _is_bar(picture: Picture, ink: Ink, box: Box, strokes: Mask, *, form: bool) -> bool:
    """Whether what looks like nothing but 1s may be a bar that runs out of the picture, or is one of a row."""
    return (min(ink.shape) > CELL and runs_out(ink)) or is_stout(strokes) or is_bar_of_row(picture, ink, box, form=form)
