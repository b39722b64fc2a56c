"""Printed boxes in a mask of dark pixels: outlines that run straight along all four sides, and the walls in them.

Each outline is a component of its own, or has the strokes of the digits that touch it. So its sides are measured where
it is seen from outside, and only they go: neighbouring boxes are not taken for each other, however close they stand.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from ml.arrays import Mask
from ml.components import Components, components
from ml.filters import closing
from ml.ink.cells import Cell, Cells, roomy, within
from ml.ink.rules import Line, erase
from ml.ink.walls import without_walls

LEAST = 12  # pixels: in a smaller box nobody writes
SHARE = 0.04  # of the longer side of the mask: smaller boxes are letters of print
FULL = 0.8  # of its rectangle: what has more pixels is filled
CORNER = 0.25  # of the shorter side: an outline comes so near to the corners of its rectangle
STRAIGHT = 0.85  # of a side must lie on one line; corners may be round
STEEPEST = 0.15  # 8.5 degrees
STOUTEST = 0.12  # thickness / shorter side of the box; and
BLUR = 2  # pixels, by which a camera widens it
OPEN = 0.5  # of the extent of the component at least are between opposite sides: digits may stick out
LONG = 1.25  # length / width of a strip that has walls across it
SAME = 0.15  # by how much of their size boxes of one form differ
DASHES = 3  # pieces: the least that a broken outline is in
GAP = 0.1  # of the shorter side: how far apart they may be
CUT_OUT = 250_000  # pixels of the largest picture of a box alone
CONTENT = 0.15  # of the box's shorter side: what is smaller is dirt


@dataclass(frozen=True)
class _Box:
    """A component (height, width) with straight sides: the level ones, and the upright ones as seen with x and y
    swapped."""

    mask: Mask
    level: tuple[Line, Line]
    upright: tuple[Line, Line]
    thickest: int

    @property
    def size(self) -> tuple[float, float]:
        """(height, width) between its sides."""
        height, width = self.mask.shape
        return _apart(self.level, width), _apart(self.upright, height)

    @property
    def beyond(self) -> tuple[float, ...]:
        """How far the component goes on beyond its upper, lower, left and right side."""
        height, width = self.mask.shape
        (top, bottom), (left, right) = (
            (float(first.at(across / 2)), along - 1 - float(last.at(across / 2)))
            for (first, last), along, across in ((self.level, height, width), (self.upright, width, height))
        )
        return top, bottom, left, right


def emptied(mask: Mask, parts: Components | None = None) -> tuple[Mask, Cells]:
    """(`mask` (height, width) without its printed boxes, their places); `parts` are its components, if they are known.
    What is written in the boxes stays, and a box stays in which nothing is written and which has no equal: it may be
    a 0. Of a picture of one box, what lies outside it goes, too."""
    parts = parts or components(mask)
    left, cells = _without_boxes(mask, mask, parts)
    if not cells and parts.count > DASHES and mask.size <= CUT_OUT and _fill_corners(parts):
        joined = _joined(mask)
        left, cells = _without_boxes(mask, joined, components(joined))
    return (within(left, cells[0]) if len(cells) == 1 else left), cells


def _without_boxes(mask: Mask, outlines: Mask, parts: Components) -> tuple[Mask, Cells]:
    """`mask` without the boxes among `parts`, the components of `outlines`, and their places."""
    boxes = {label: box for label in _candidates(parts) if (box := _box(outlines, parts, label))}
    if not boxes:
        return mask, ()
    left, cells = mask.copy(), []
    for label, box in boxes.items():
        top, bottom, first, last = parts.boxes()[label]
        own = box if outlines is mask else replace(box, mask=box.mask & mask[top:bottom, first:last])
        rest, walls, floors = _emptied(own)
        if walls or floors or _is_print(label, own, rest, boxes, parts):
            left[top:bottom, first:last] &= ~(own.mask & ~rest)
            rows = pairwise((box.level[0], *floors, box.level[1]))
            columns = list(pairwise((box.upright[0], *walls, box.upright[1])))
            cells += [Cell(row, column).moved(float(first), float(top)) for row in rows for column in columns]
    return left, roomy(cells)


def _fill_corners(parts: Components) -> bool:
    """Whether something comes near all four corners of the rectangle around everything."""
    top, bottom, left, right = parts.boxes().T
    reach = CORNER * min(bottom.max() - top.min(), right.max() - left.min())
    level = top - top.min() <= reach, bottom.max() - bottom <= reach
    upright = left - left.min() <= reach, right.max() - right <= reach
    return all((one & other).any() for one in level for other in upright)


def _joined(mask: Mask) -> Mask:
    """`mask` with its gaps closed that are as short as those between dashes, dots, and the parts of a broken line."""
    room = int(GAP * min(mask.shape)) // 2 + 1
    return closing(np.pad(mask, room).view(np.uint8), 2 * room + 1)[room:-room, room:-room].view(np.bool_)


def _candidates(parts: Components) -> list[int]:
    """The components that are large enough, and have as many pixels as an outline, but not what fills their box."""
    if not parts.count:
        return []
    top, bottom, left, right = parts.boxes().T
    height, width, areas = bottom - top, right - left, parts.areas()
    least = max(LEAST, SHARE * max(parts.shape))
    hollow = (areas > 1.5 * (height + width)) & (areas < FULL * height * width)
    return np.flatnonzero((np.minimum(height, width) >= least) & hollow).tolist()


def _box(page: Mask, parts: Components, label: int) -> _Box | None:
    top, bottom, left, right = parts.boxes()[label]
    mask = page[top:bottom, left:right] if parts.count == 1 else parts.alone(label)
    corner = slice(None, int(CORNER * min(mask.shape)))
    if not all(mask[::down, ::across][corner, corner].any() for down in (1, -1) for across in (1, -1)):
        return None  # most digits, and soon known
    thickest = int(STOUTEST * min(mask.shape)) + BLUR
    level = _sides(mask, thickest)
    upright = level and _sides(np.ascontiguousarray(mask.T), thickest)
    if not level or not upright:
        return None
    box = _Box(mask, level, upright, thickest)
    height, width = parts.shape
    at_border = (top == 0, bottom == height, left == 0, right == width)
    # What goes on to the border beyond its sides is squared paper, or a table.
    cut = any(
        away > STOUTEST / 3 * min(mask.shape) + BLUR for away, there in zip(box.beyond, at_border, strict=True) if there
    )
    return None if cut else box


def _sides(mask: Mask, thickest: int) -> tuple[Line, Line] | None:
    """The upper and the lower side; None where either is not straight, or there is little between them."""
    upper, flipped = _side(mask, thickest), _side(mask[::-1], thickest)
    if upper is None or flipped is None:
        return None
    lower = replace(flipped, slope=-flipped.slope, offset=mask.shape[0] - 1 - flipped.offset)
    return (upper, lower) if _apart((upper, lower), mask.shape[1]) >= OPEN * mask.shape[0] else None


def _apart(sides: tuple[Line, Line], width: int) -> float:
    return float(sides[1].at(width / 2) - sides[0].at(width / 2))


def _side(mask: Mask, thickest: int) -> Line | None:
    """The line on which a component begins, seen from above, in nearly all of its columns."""
    width = mask.shape[1]
    first = mask.argmax(0)
    third = width // 3
    slope = float(np.median(first[-third:]) - np.median(first[:third])) / (width - third)
    if abs(slope) > STEEPEST:
        return None
    x = np.arange(width)
    level = first - slope * x
    offset = float(np.median(level))
    on_line = np.abs(level - offset) <= 2 + 0.01 * width
    if on_line[width // 20 : width - width // 20].mean() < STRAIGHT:
        return None
    rows = first[on_line] + np.arange(thickest + 2)[:, None]
    inked = mask[rows.clip(0, mask.shape[0] - 1), x[on_line]] & (rows < mask.shape[0])
    thick = float(np.median(np.argmin(np.concatenate([inked, np.zeros((1, inked.shape[1]), np.bool_)]), axis=0)))
    return Line(slope, offset + (thick - 1) / 2, 0, width, thick) if thick <= thickest else None


def _emptied(box: _Box) -> tuple[Mask, list[Line], list[Line]]:
    """The component without its sides and walls; its upright walls, from the left, as seen with x and y swapped, and
    its level ones, from the top."""
    sides = box.mask.copy()
    thinnest = min(line.thick for line in (*box.level, *box.upright))
    for side, some in (sides, box.level), (sides.T, box.upright):
        for line in some:
            erase(side, line, 2, box.thickest, thinnest)
    sides = _without_corners(sides)
    rest, walls = without_walls(sides, box.level, box.upright)
    rest, floors = without_walls(rest.T, box.upright, box.level)
    height, width = box.size
    if len(walls) + len(floors) == 1 and not (walls and width > LONG * height):
        return sides, [], []  # the one is a digit's stroke, or the bar of an 8
    return rest.T, walls, floors


def _without_corners(rest: Mask) -> Mask:
    """`rest`, of which the sides are taken, without what is left of round corners."""
    parts = components(rest)
    top, bottom, left, right = parts.boxes().T
    reach = CORNER * min(rest.shape)
    level = (bottom <= reach) | (top >= rest.shape[0] - reach)
    upright = (right <= reach) | (left >= rest.shape[1] - reach)
    gone = level & upright
    return parts.mask(~gone) if gone.any() else rest


def _is_print(label: int, box: _Box, rest: Mask, boxes: dict[int, _Box], parts: Components) -> bool:
    """Whether it has an equal, or something is written in it: a level bar alone makes it an 8 of straight strokes."""
    if any(_alike(box, other) for name, other in boxes.items() if name != label):
        return True
    top, bottom, left, right = parts.boxes().T
    least = CONTENT * min(box.mask.shape)
    inside = (top > top[label]) & (bottom < bottom[label]) & (left > left[label]) & (right < right[label])
    if (inside & (bottom - top >= least)).any():
        return True
    touching = components(rest).boxes()
    return bool(((touching[:, 1] - touching[:, 0]) >= max(least, 4)).any())


def _alike(one: _Box, other: _Box) -> bool:
    return any(abs(mine - its) <= SAME * max(mine, its) for mine, its in zip(one.size, other.size, strict=True))
