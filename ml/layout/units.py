"""Signs that say what is counted, %, ° and #, told by their form. They are left out of the number beside them, with
doubt: the lattice reads their rings and strokes as digits, often surely."""

import numpy as np
from numpy.typing import NDArray

from ml import strokes
from ml.arrays import Mask
from ml.components import Components
from ml.layout.crosses import Line, away, meeting, straight
from ml.layout.penned import Stroke
from ml.strokes import Strokes

Boxes = NDArray[np.float64]

LEAN = 0.2, 1.5  # width / height of a slash
RING = 0.6  # of the slash's height: a ring of % is lower,
ASIDE = 0.12  # so far above or below the slash's middle is its own,
LOWER = 0.35  # so much lower than the first one is the second,
REACH = 0.9  # and so far at most is either from the slash's middle
DEGREE = 0.42  # of the height of what stands to its left is the ring of a degree,
RAISED = 0.55  # of it, from the top, is the ring's foot at most,
BESIDE = 1.2  # of it is between them at most,
APART = 0.03  # so far to the side at least is all other ink,
UNDER = 0.25  # or so far above or below: the loop of an 8 or a 9 is not
CLOSED = 0.35  # of a ring's longer side at most is between its ends,
FULL = 0.5  # so much of its box at least is within it, and
ROUND = 2.5  # its longer side / the shorter one at most
ALIKE = 0.6  # of its height at least is another raised digit
BEYOND = 0.08  # of the lines of a # at least is beyond each crossing
LEAST = 0.12  # of the highest is a ring that is looked for in ink
FITTING = 0.97  # of a slash's pixels lie on a line


def among_strokes(drawn: Strokes) -> Mask:
    """(n,) which strokes are of such a sign, if there are others."""
    lines = [straight(stroke) for stroke in drawn]
    boxes = np.array([strokes.bounds((stroke,)) for stroke in drawn])
    found = _hatched(lines)
    rings = np.array([_is_ring(stroke, box) for stroke, box in zip(drawn, boxes, strict=True)])
    if rings.any():
        found |= _with_rings(boxes, rings, np.array([_is_slash(line) for line in lines]))
    return found & ~found.all()


def in_ink(found: Components) -> Mask:
    """(count,) which components are a % or a °, if there are others."""
    boxes = found.boxes()[:, [2, 0, 3, 1]].astype(np.float64)
    tall = boxes[:, 3] - boxes[:, 1]
    highest = tall.max(initial=0)
    rings, slashes = np.zeros((2, found.count), np.bool_)
    for label in np.flatnonzero(_round(boxes) & (tall >= LEAST * highest) & (tall <= RING * highest)):
        rings[label] = _is_hollow(found.alone(int(label)))
    if not rings.any():
        return rings
    for label in np.flatnonzero(tall > RING * highest):
        slashes[label] = _is_line(found.alone(int(label)))
    signs = _with_rings(boxes, rings, slashes)
    return signs & ~signs.all()


def _with_rings(boxes: Boxes, rings: Mask, slashes: Mask) -> Mask:
    """(n,) which are of a % or a °."""
    found = np.zeros(len(boxes), np.bool_)
    x, y, tall = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2, boxes[:, 3] - boxes[:, 1]
    for slash in np.flatnonzero(slashes):
        high = tall[slash]
        near = rings & (tall <= RING * high) & (np.hypot(x - x[slash], y - y[slash]) <= REACH * high)
        to_the_left = x < boxes[slash, 2] - (y - boxes[slash, 1]) / high * (boxes[slash, 2] - boxes[slash, 0])
        upper = np.flatnonzero(near & to_the_left & (y < y[slash] - ASIDE * high))
        lower = np.flatnonzero(near & ~to_the_left & (y > y[slash] + ASIDE * high))
        for one in upper:
            for other in lower:
                if y[other] - y[one] >= LOWER * high:
                    found[[slash, one, other]] = True
    for ring in np.flatnonzero(rings & ~found):
        found[ring] = _is_degree(boxes, int(ring))
    return found


def _is_degree(boxes: Boxes, ring: int) -> bool:
    """Whether the ring is small and raised, to the right of something high, apart from all, and alone up there: two of
    them are cents."""
    left, top, right, bottom = boxes[ring]
    others = np.delete(boxes, ring, 0)
    before = others[(others[:, 0] < left) & (others[:, 3] > top)]
    if not len(before):
        return False
    before = before[before[:, 2] >= before[:, 2].max() - BESIDE * (before[:, 3] - before[:, 1]).max()]
    first, last = before[:, 1].min(), before[:, 3].max()
    high = last - first
    aside = np.maximum(others[:, 0] - right, left - others[:, 2])
    small = bottom - top <= DEGREE * high and bottom <= first + RAISED * high and top >= first - DEGREE * high
    level = (others[:, 1] - bottom < UNDER * high) & (top - others[:, 3] < UNDER * high)
    close = level & (aside < APART * high)
    tall = others[:, 3] - others[:, 1]
    raised = (others[:, 3] <= first + RAISED * high) & (tall >= ALIKE * (bottom - top)) & (tall <= DEGREE * high)
    cents = raised & (aside < BESIDE * high)
    return bool(small and left - before[:, 2].max() <= BESIDE * high and not (close | cents).any())


def _hatched(lines: list[Line | None]) -> Mask:
    """(n,) which of the strokes are a #: four straight ones after each other, two of which cross both of the others."""
    found = np.zeros(len(lines), np.bool_)
    for k in range(len(lines) - 3):
        four = [line for line in lines[k : k + 4] if line is not None]
        if len(four) < 4:
            continue
        level = [line for line in four if abs(line[1] - line[0])[0] > abs(line[1] - line[0])[1]]
        steep = [line for line in four if not any(line is other for other in level)]
        met = [meeting(one, other) for one in level for other in steep]
        found[k : k + 4] |= len(level) == 2 and all(
            at is not None and bool((np.abs(at - 0.5) <= 0.5 - BEYOND).all()) for at in met
        )
    return found


def _round(boxes: Boxes) -> Mask:
    sides = boxes[:, 2:] - boxes[:, :2]
    return np.asarray(sides.max(1) <= ROUND * sides.min(1))


def _is_ring(stroke: Stroke, box: NDArray[np.float64]) -> bool:
    x, y = np.asarray(stroke, np.float64).T
    wide, tall = box[2] - box[0], box[3] - box[1]
    around = abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2
    return bool(
        _round(box[None])[0]
        and np.hypot(x[-1] - x[0], y[-1] - y[0]) <= CLOSED * max(wide, tall)
        and around >= FULL * wide * tall > 0
    )


def _is_slash(line: Line | None) -> bool:
    """Whether it leans to the right."""
    if line is None:
        return False
    x, y = line[1] - line[0]
    return bool(x * y < 0 and LEAN[0] * abs(y) <= abs(x) <= LEAN[1] * abs(y))


def _is_hollow(own: Mask) -> bool:
    """Whether there is ink on all sides of its middle, and none in it."""
    y, x = own.shape[0] // 2, own.shape[1] // 2
    return bool(not own[y, x] and own[y, :x].any() and own[y, x:].any() and own[:y, x].any() and own[y:, x].any())


def _is_line(own: Mask) -> bool:
    """Whether its pixels lie on a line from its lower left to its upper right."""
    y, x = np.nonzero(own)
    points = np.column_stack([x, y]).astype(np.float64)
    foot, head = (points[side >= side.max() - 1].mean(0) for side in (y - x, x - y))
    pen = x.size / max(1.0, float(np.hypot(*(head - foot))))
    return _is_slash((foot, head)) and bool((away(points, (foot, head)) <= 0.75 * pen + 1).mean() >= FITTING)
