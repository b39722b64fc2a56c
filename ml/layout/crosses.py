"""Plus and times signs: two straight lines that cross in their middles, lower than the digits beside them. The lattice
has no label for them, and they part a number no more than a space does."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ml import strokes
from ml.arrays import Mask
from ml.components import Components
from ml.layout.penned import DENSE, Stroke, spaced
from ml.strokes import Strokes

Points = NDArray[np.float64]
Line = tuple[Points, Points]

LOWEST, HIGHEST = 0.2, 0.9  # of the height of the highest beside it
ALIKE = 0.6  # the shorter line / the longer one
CENTRAL = 0.25  # of both lines at least is on either side of where they cross
STEEP = 0.85  # sine of the angle between them
HEAD = 0.4  # of that height above it at least is nothing else
STRAIGHT = 0.93  # of the way along a stroke is the way from end to end
APART = 0.08  # of that height to any other stroke: the bar of a 4 meets its slope
FULL, SQUARE = 0.6, 0.5  # of its box are such a sign's pixels at most; shorter side / longer one at least
LOW = 0.7  # of the highest is a times sign in ink, and as square: a narrow 8 with filled loops looks like one
THICK = 0.25  # of a line's length is a pen's width at most
FITTING = 0.97  # of a sign's pixels lie on the two lines, and of these so much is inked


def among_strokes(drawn: Strokes) -> Mask:
    """(n,) which strokes are of such a sign, if there are others."""
    found = np.zeros(len(drawn), np.bool_)
    ways = [straight(stroke) for stroke in drawn]
    boxes = np.array([strokes.bounds((stroke,)) for stroke in drawn])
    for k, (one, other) in enumerate(pairwise(ways)):
        if one is None or other is None or found[k] or not _cross(one, other):
            continue
        pair = np.isin(np.arange(len(drawn)), (k, k + 1))
        height = (boxes[~pair, 3] - boxes[~pair, 1]).max(initial=0)
        own = boxes[pair, 3].max() - boxes[pair, 1].min()
        sized = LOWEST * height <= own <= HIGHEST * height and not _headed(boxes[pair], boxes[~pair], height)
        if sized and _alone(drawn, pair, APART * height):
            found |= pair
    return found & ~found.all()


def in_ink(found: Components) -> Mask:
    """(count,) which components are such a sign, if there are others."""
    boxes = found.boxes()[:, [2, 0, 3, 1]].astype(np.float64)
    left, top, right, bottom = boxes.T
    tall, wide = bottom - top, right - left
    crosses = np.zeros(found.count, np.bool_)
    if found.count < 2:
        return crosses
    likely = (tall >= LOWEST * tall.max()) & (tall <= HIGHEST * tall.max()) & (found.areas() <= FULL * tall * wide)
    likely &= np.minimum(tall, wide) >= SQUARE * np.maximum(tall, wide)
    low = (tall <= LOW * tall.max()) & (np.minimum(tall, wide) >= LOW * np.maximum(tall, wide))
    for label in np.flatnonzero(likely):
        own = found.alone(int(label))
        edges, corners = _lines(own)
        if _headed(boxes[[label]], np.delete(boxes, label, 0), float(tall.max())):
            continue
        crosses[label] = _fits(own, *edges) or (bool(low[label]) and _fits(own, *corners))
    return crosses & ~crosses.all()


def _headed(own: NDArray[np.float64], others: NDArray[np.float64], height: float) -> bool:
    """Whether something ends close above it, as the head of a 7 in three strokes does."""
    left, top, right = own[:, 0].min(), own[:, 1].min(), own[:, 2].max()
    across = np.minimum(others[:, 2], right) - np.maximum(others[:, 0], left)
    above = top - others[:, 3]
    return bool(((across > 0.25 * (right - left)) & (above >= 0) & (above <= HEAD * height)).any())


def straight(stroke: Stroke) -> Line | None:
    """Its ends; None where it is no straight line."""
    points = np.asarray(stroke, np.float64)
    ways = np.diff(points, axis=0)
    along = float(np.hypot(*ways.T).sum())
    direct = float(np.hypot(*(points[-1] - points[0])))
    return (points[0], points[-1]) if direct > STRAIGHT * along else None


def meeting(one: Line, other: Line) -> NDArray[np.float64] | None:
    """How far along each of two lines the other crosses it, 0 to 1 between the ends; None where they hardly part."""
    ways = np.stack([one[1] - one[0], other[1] - other[0]])
    area = float(ways[0, 0] * ways[1, 1] - ways[0, 1] * ways[1, 0])
    if abs(area) <= STEEP * float(np.prod(np.hypot(*ways.T))):
        return None
    apart = other[0] - one[0]
    first = apart[0] * ways[1, 1] - apart[1] * ways[1, 0]
    return np.array([first, apart[0] * ways[0, 1] - apart[1] * ways[0, 0]]) / area


def _cross(one: Line, other: Line) -> bool:
    """Whether they do, in their middles, and are about as long."""
    shorter, longer = sorted(float(np.hypot(*(line[1] - line[0]))) for line in (one, other))
    at = meeting(one, other) if shorter >= ALIKE * longer else None
    return at is not None and bool((np.abs(at - 0.5) <= 0.5 - CENTRAL).all())


def _alone(drawn: Strokes, pair: Mask, least: float) -> bool:
    """Whether every stroke but the pair keeps that far from it."""
    own, others = (
        np.concatenate(
            [
                spaced(np.asarray(stroke, np.float64), DENSE)
                for stroke, of in zip(drawn, pair, strict=True)
                if of == which
            ]
        )
        for which in (True, False)
    )
    left, top = own.min(0) - least
    right, bottom = own.max(0) + least
    near = others[((others >= [left, top]) & (others <= [right, bottom])).all(1)]
    return not near.size or bool(((own[:, None] - near[None]) ** 2).sum(2).min() >= least**2)


def _lines(own: Mask) -> list[tuple[Line, Line]]:
    """Of a sign alone in its box, level and upright lines from edge to edge, and lines from corner to corner."""
    y, x = np.nonzero(own)
    points = np.column_stack([x, y]).astype(np.float64)

    def end(values: NDArray[np.float64]) -> Points:
        """The middle of what lies furthest."""
        return np.asarray(points[values >= values.max() - 1].mean(0))

    px, py = points.T
    edges = (end(-px), end(px)), (end(-py), end(py))
    corners = (end(-px - py), end(px + py)), (end(px - py), end(py - px))
    return [edges, corners]


def _fits(own: Mask, one: Line, other: Line) -> bool:
    if not _cross(one, other):
        return False
    y, x = np.nonzero(own)
    lengths = [float(np.hypot(*(line[1] - line[0]))) for line in (one, other)]
    pen = x.size / sum(lengths)
    if pen > THICK * min(lengths):
        return False
    points = np.column_stack([x, y]).astype(np.float64)
    off = np.minimum(away(points, one), away(points, other))
    if np.count_nonzero(off <= 0.75 * pen + 1) < FITTING * x.size:
        return False
    at = np.linspace(0, 1, 32)[:, None]
    along = np.rint(np.concatenate([line[0] + at * (line[1] - line[0]) for line in (one, other)])).astype(np.intp)
    return bool(own[along[:, 1], along[:, 0]].mean() >= FITTING)


def away(points: Points, line: Line) -> NDArray[np.float64]:
    """(n,) how far each of the points is from the line, which goes on beyond its ends."""
    way = line[1] - line[0]
    off = points - line[0]
    return np.asarray(np.abs(off[:, 0] * way[1] - off[:, 1] * way[0]) / np.hypot(*way))
