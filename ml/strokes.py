"""Pen strokes to ink: checked as the untrusted JSON they are, then drawn with a pen that fits their size."""

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ml.rejected import Rejected

Point: TypeAlias = tuple[float, float]
Strokes: TypeAlias = tuple[tuple[Point, ...], ...]

MAX_POINTS = 20_000
FARTHEST = 1e9  # no canvas is larger, and products of such numbers stay finite
PEN = 0.12  # stroke width / digit size: MNIST's median
TINY = 1e-9
SIDE = 160  # pixels of the drawing's longer side before the pen; eight times a glyph's, so reducing it is antialiasing


class StrokesRejected(Rejected):
    """These are no strokes that can be drawn."""


def check(raw: object) -> Strokes:
    """`raw` (parsed JSON) as strokes: a list of strokes, each a list of [x, y], y downwards, in any unit.

    Raises StrokesRejected for anything else, for nothing at all, and for more than MAX_POINTS points
    together.
    """
    if not isinstance(raw, list | tuple):
        raise StrokesRejected("not_strokes", "Strokes must be a list of strokes, each a list of [x, y] points.")
    if not raw:
        raise StrokesRejected("empty", "There are no strokes. Draw something first.")
    points = 0
    for number, stroke in enumerate(raw, 1):
        if not isinstance(stroke, list | tuple):
            raise StrokesRejected("not_strokes", f"Stroke {number} must be a list of [x, y] points.")
        if not stroke:
            raise StrokesRejected("empty", f"Stroke {number} has no points. Leave it out.")
        points += len(stroke)
        if points > MAX_POINTS:
            raise StrokesRejected("too_many_points", f"There are more than {MAX_POINTS:,} points. Send fewer.")
    return tuple(tuple(_point(point, number) for point in stroke) for number, stroke in enumerate(raw, 1))


def _point(raw: object, stroke: int) -> Point:
    if not isinstance(raw, list | tuple) or len(raw) != 2:
        raise StrokesRejected("not_strokes", f"Stroke {stroke} holds something that is not an [x, y] pair.")
    return _coordinate(raw[0], stroke), _coordinate(raw[1], stroke)


def _coordinate(raw: object, stroke: int) -> float:
    # True is an int to Python, but nobody drew it.
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise StrokesRejected("not_a_number", f"Stroke {stroke} has a coordinate that is not a number.")
    if isinstance(raw, float) and not math.isfinite(raw):
        raise StrokesRejected("not_finite", f"Stroke {stroke} has a coordinate that is not finite (NaN or infinite).")
    if abs(raw) > FARTHEST:
        raise StrokesRejected("too_far", f"Stroke {stroke} has a coordinate beyond ±{FARTHEST:,.0f}.")
    return float(raw)


def bounds(strokes: Strokes) -> tuple[float, float, float, float]:
    """(left, top, right, bottom) of the strokes, in their own units."""
    xs = [x for stroke in strokes for x, _ in stroke]
    ys = [y for stroke in strokes for _, y in stroke]
    return min(xs), min(ys), max(xs), max(ys)


def render(strokes: Strokes) -> NDArray[np.uint8]:
    """Checked strokes drawn as ink (height, width) uint8, 0 = paper, 255 = ink, up to 200 pixels a side.

    The pen is round and PEN of the digit's size wide; a single point is a dot of that width. The ink is
    bilevel, as NIST's scans were: reducing it to a glyph makes the grey edges.
    """
    left, top, right, bottom = bounds(strokes)
    longest = max(right - left, bottom - top)
    scale = SIDE / longest if longest > TINY else 0.0  # a drawing of no size is a dot
    return drawn(strokes, scale, round(SIDE * PEN / (1 - PEN)))


def drawn(strokes: Strokes, scale: float, pen: int) -> NDArray[np.uint8]:
    """Checked strokes as bilevel ink (height, width) uint8, `scale` pixels a unit, a round pen so many pixels wide."""
    left, top, right, bottom = bounds(strokes)
    edge = pen / 2 + 2
    size = round((right - left) * scale + 2 * edge), round((bottom - top) * scale + 2 * edge)
    sheet = Image.new("L", size)
    draw = ImageDraw.Draw(sheet)
    for stroke in strokes:
        path = _thinned([((x - left) * scale + edge, (y - top) * scale + edge) for x, y in stroke])
        draw.line(path, fill=255, width=pen)
        for x, y in path:  # Pillow's lines end square and gape at bends; a disc at every point rounds both
            draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=255)
    return np.asarray(sheet)


def _thinned(path: list[Point]) -> list[Point]:
    """Without the points within a pixel of the one before: they cost time and draw nothing."""
    kept = path[:1]
    for x, y in path[1:]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= 1:
            kept.append((x, y))
    return kept
