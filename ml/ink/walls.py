"""The walls within a printed box, which part it into the places of a form."""

import numpy as np

from ml.arrays import Ints, Mask
from ml.ink.rules import Line

SHORTEST = 6  # pixels from side to side: between nearer ones no wall is told from a digit
WALL = 0.85  # of the way from side to side: no digit's stroke is as long
STOUT = 0.4  # thickness / way: the stoutest wall, of two sides
CLOSE = 0.12  # of the way: how far apart two sides of neighbouring boxes may be to be one wall
BESIDE = 0.4  # of the way, at most, is inked beside a wall: a stroke has no such edges
EVEN = 0.15  # of the width of a place: how far its wall may be from where it should be
EDGE = 3  # columns beside what is looked at


def without_walls(rest: Mask, level: tuple[Line, Line], upright: tuple[Line, Line]) -> tuple[Mask, list[Line]]:
    """`rest` without the bars that go from one of the level sides to the other, as upright as the other two; and their
    middles."""
    height, width = rest.shape
    top, bottom = (int(np.clip(side.at(width / 2), 0, height - 1)) for side in level)
    if bottom - top < SHORTEST or not rest.any():
        return rest, []
    slope = (upright[0].slope + upright[1].slope) / 2
    rows = np.arange(height)[:, None]
    places = np.arange(-2 * EDGE, width + 2 * EDGE) + np.rint(slope * (rows - height / 2)).astype(np.intp)
    seen = rest[rows, places.clip(0, width - 1)] & (places >= 0) & (places < width)
    walls = _bars(seen, top, bottom)
    if not walls:
        return rest, []
    walls = _evenly(walls, *(float(side.at(height / 2)) + 2 * EDGE for side in upright))
    left = rest.copy()
    for wall in walls:
        bar = slice(wall[0] - 1, wall[-1] + 2)
        crossed = seen[:, bar.start - 1] & seen[:, bar.stop]
        row, column = np.nonzero(seen[:, bar] & ~crossed[:, None])
        left[row, places[:, bar][row, column]] = False
    middles = [float(wall[0] + wall[-1]) / 2 - 2 * EDGE for wall in walls]
    return left, [Line(slope, middle - slope * height / 2, top, bottom) for middle in middles]


def _bars(seen: Mask, top: int, bottom: int) -> list[Ints]:
    """The columns of each bar that goes from `top` to `bottom` in what is `seen` of the box, its slope taken out, EDGE
    columns twice beside it. Two that stand close together, as the sides of neighbouring boxes do, are one."""
    way = bottom - top
    margin = max(1, way // 10)
    inner = slice(top + margin, bottom - margin)
    wide = seen.copy()
    wide[:, 1:] |= seen[:, :-1]
    wide[:, :-1] |= seen[:, 1:]
    full = np.flatnonzero(wide[inner].mean(0) >= WALL)
    if not full.size:
        return []
    beside = seen[inner].mean(0)
    return [
        bar
        for bar in np.split(full, np.flatnonzero(np.diff(full) > CLOSE * way) + 1)
        if bar[-1] - bar[0] <= STOUT * way and min(beside[bar[0] - EDGE], beside[bar[-1] + EDGE]) < BESIDE
    ]


def _evenly(walls: list[Ints], first: float, last: float) -> list[Ints]:
    """Those of the walls that part the way between the outer sides evenly, where some do: the rest are strokes. All of
    them, where the places are of many widths."""
    middles = np.array([(wall[0] + wall[-1]) / 2 for wall in walls])
    for count in range(len(walls) + 1, 1, -1):
        pitch = (last - first) / count
        near = np.abs(middles[:, None] - (first + pitch * np.arange(1, count))) < EVEN * pitch
        if near.any(0).all():
            return [wall for wall, one in zip(walls, near.any(1), strict=True) if one]
    return walls
