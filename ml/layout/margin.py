"""What a form's cell has around its one digit when somebody cut it out: its neighbours' ink and what is left of its
outline at the picture's border, marks at its corners, the sides of a round box. None of it reaches into the digit."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.arrays import Mask
from ml.components import Components

Boxes = NDArray[np.intp]

AT = 1  # pixels from the border: the grey edge of what touches it
LEAST = 0.3  # of the picture's shorter side: a smaller thing is not what the cell was cut out for
DEEP = 0.35  # of the digit's extent: so far does its neighbour reach in at most
APART = 0.08  # of that extent: nearer is a part of the digit
SECOND = 0.5  # of that extent: as large, and away from the border, beside it, is another digit of a number
ROOM = 0.15  # of the way between the sides of what goes around is left free
MARK = 0.7  # of that extent at most is a mark at a corner
CORNER = 0.3  # of the ink's width and height: so near to its corners are they, and
CORNERS = 3  # in so many
BENT = 0.06  # of its height: so far out is the middle of a side of a round box, of its ends
ENDS = 0.1  # of its height is an end
LONGER = 1.25  # of all else's extent at least is a straight side of the cell long,
STRAIGHT = 0.04  # width / length, and so near to the border is it, of the picture's side, at both ends
NEAR = 0.08


@dataclass(frozen=True)
class Margin:
    """(count,) which components are no part of the digit; `doubtful` where they may be digits beside it, `printed`
    where some are of a form's outline."""

    gone: Mask
    doubtful: bool = False
    printed: bool = False


def margin(found: Components, edges: tuple[int, int, int, int], shape: tuple[int, int]) -> Margin:
    """Of what is `found` in the part of a picture of `shape` (height, width) that lies in `edges`: top, bottom, left,
    right."""
    none = np.zeros(found.count, np.bool_)
    if found.count < 2:
        return Margin(none)
    boxes, sizes = found.boxes(), found.extents()
    reach = _reach(boxes, edges, shape)
    straight = _straight_sides(boxes, sizes, edges, shape)
    digit = int(np.where((reach > 0).all(1) & ~straight, sizes, 0).argmax())
    if (reach[digit] <= 0).any() or sizes[digit] < LEAST * min(shape):
        return Margin(straight, printed=bool(straight.any()))
    size = int(sizes[digit])
    aside = ~_reaches_into(found, boxes[digit])
    marks = aside & (straight | _corner_marks(boxes, sizes, size) | _sides(found, boxes[digit]))
    cut = (reach <= 0).any(1) & aside & ~marks
    if ((sizes >= SECOND * size) & aside & ~cut & ~marks).any():
        return Margin(straight & aside, printed=bool((straight & aside).any()))  # a number
    if cut.any():
        around = cut & _goes_around(boxes, boxes[digit])
        cut &= _is_shallow(boxes, reach, size) & (_gaps(boxes, boxes[digit]) >= APART * size)
        printed, beside = marks | around, cut & ~around
        return Margin(printed | beside, bool((sizes[beside] >= SECOND * size).any()), bool(printed.any()))
    return Margin(marks, printed=bool(marks.any()))


def _reach(boxes: Boxes, edges: tuple[int, int, int, int], shape: tuple[int, int]) -> Boxes:
    """(count, 4) how far each is away from the upper, lower, left and right border; 0 and less where it touches."""
    top, bottom, left, right = boxes.T
    height, width = shape
    return np.stack(
        [top + edges[0], height - edges[0] - bottom, left + edges[2], width - edges[2] - right], axis=1
    ) - np.intp(AT)


def _reaches_into(found: Components, box: Boxes) -> Mask:
    """(count,) which components have a pixel in the `box`."""
    top, bottom, left, right = box
    runs = (found.row >= top) & (found.row < bottom) & (found.start < right) & (found.end > left)
    return np.bincount(found.label[runs], minlength=found.count) > 0


def _gaps(boxes: Boxes, box: Boxes) -> Boxes:
    """(count,) how far each is away from the `box`, along the axis along which it is farther."""
    first = np.maximum(boxes[:, 0] - box[1], box[0] - boxes[:, 1])
    return np.asarray(np.maximum(first, np.maximum(boxes[:, 2] - box[3], box[2] - boxes[:, 3])))


def _is_shallow(boxes: Boxes, reach: Boxes, size: int) -> Mask:
    """(count,) which reach in from a border that they touch for less than a digit is wide."""
    top, bottom, left, right = boxes.T
    deep = np.stack([bottom - top, bottom - top, right - left, right - left], axis=1)
    return np.asarray(((reach <= 0) & (deep <= DEEP * size)).any(1))


def _goes_around(boxes: Boxes, box: Boxes) -> Mask:
    """(count,) which have the middle of the `box` between their sides, and room for it."""
    found = np.ones(len(boxes), np.bool_)
    for first, last in ((0, 1), (2, 3)):
        middle, length = (box[first] + box[last]) / 2, boxes[:, last] - boxes[:, first]
        found &= (boxes[:, first] < middle) & (middle < boxes[:, last])
        found &= (box[last] - box[first]) <= (1 - ROOM) * length
    return found


def _corner_marks(boxes: Boxes, sizes: Boxes, size: int) -> Mask:
    """(count,) which are small and lie in the corners of all there is, if something does in most of them."""
    low, high = boxes[:, [0, 2]].min(0), boxes[:, [1, 3]].max(0)
    middles = (boxes[:, [0, 2]] + boxes[:, [1, 3]]) / 2
    near = CORNER * (high - low)
    before, after = middles - low < near, high - middles < near
    marks = (before | after).all(1) & (sizes <= MARK * size)
    corners = {tuple(after[k].tolist()) for k in np.flatnonzero(marks)}
    return marks if len(corners) >= CORNERS else np.zeros_like(marks)


def _straight_sides(boxes: Boxes, sizes: Boxes, edges: tuple[int, int, int, int], shape: tuple[int, int]) -> Mask:
    """(count,) which run straight from border to border, longer than all else: no pen does, but a ruler."""
    top, bottom, left, right = boxes.T
    height, width = shape
    ends = np.maximum(top + edges[0], height - edges[0] - bottom), np.maximum(left + edges[2], width - edges[2] - right)
    upright = (right - left <= STRAIGHT * (bottom - top)) & (ends[0] <= NEAR * height)
    level = (bottom - top <= STRAIGHT * (right - left)) & (ends[1] <= NEAR * width)
    straight = np.asarray(upright | level)
    return np.asarray(straight & (sizes >= LONGER * sizes[~straight].max(initial=0)) & ~straight.all())


def _sides(found: Components, box: Boxes) -> Mask:
    """(count,) which are the left and the right side of a round box: both higher than what is between them, and bent
    towards it at their ends."""
    boxes = found.boxes()
    higher = (boxes[:, 0] < box[0]) & (boxes[:, 1] > box[1])
    left, right = higher & (boxes[:, 3] <= box[2]), higher & (boxes[:, 2] >= box[3])
    gone = np.zeros(found.count, np.bool_)
    for k in np.flatnonzero(left | right):
        gone[k] = _is_bent(found, int(k), inwards=1 if left[k] else -1)
    return gone if (gone & left).any() and (gone & right).any() else np.zeros_like(gone)


def _is_bent(found: Components, label: int, inwards: int) -> bool:
    own = found.label == label
    row, middle = found.row[own], inwards * (found.start + found.end - 1)[own] / 2
    top, bottom = int(row[0]), int(row[-1]) + 1
    end = max(1.0, ENDS * (bottom - top))
    at_top, at_foot = middle[row < top + end], middle[row >= bottom - end]
    between = middle[np.abs(row - (top + bottom - 1) / 2) <= end]
    least = BENT * (bottom - top)
    return bool(between.size and min(at_top.mean(), at_foot.mean()) - between.mean() >= least)
