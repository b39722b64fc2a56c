"""Digits in shapes that the data lacks, as strokes drawn by rule: the European 1, 7, 9, 4 and 0 among others.

A unit square, x to the right and y downwards; control points are joined by a smooth curve or, for corners, by lines.
"""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Path = NDArray[np.float64]
Rng = np.random.Generator


def curve(*points: tuple[float, float], steps: int = 10) -> Path:
    """Catmull-Rom: a smooth curve (n, 2) through the control points."""
    p = np.array([points[0], *points, points[-1]], np.float64)
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    pieces = []
    for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False):
        pieces.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.vstack([*pieces, p[-1:]])


def lines(*points: tuple[float, float], steps: int = 8) -> Path:
    """Straight lines (n, 2) through the control points."""
    p = np.array(points, np.float64)
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    return np.vstack([*(a + (b - a) * t for a, b in pairwise(p)), p[-1:]])


def oval(rng: Rng, x: float = 0.5, y: float = 0.5, width: float = 0.32, height: float = 0.5) -> Path:
    """A closed loop that its writer may miss closing by a little, or cross over."""
    start, around = rng.uniform(-2.2, -0.9), rng.uniform(5.9, 7.0) * rng.choice([-1, 1])
    angle = np.linspace(start, start + around, 32)
    drift = np.linspace(0, rng.normal(0, 0.04), 32)
    return np.stack([x + (width + drift) * np.cos(angle), y + (height + drift) * np.sin(angle)], 1)


def _zero(rng: Rng) -> list[Path]:
    loop = oval(rng, width=rng.uniform(0.22, 0.5))
    kind = rng.random()
    if kind < 0.15:
        return [loop]
    if kind < 0.8:  # slashed, within the loop or beyond it
        reach = rng.uniform(0.12, 0.36)
        lean = rng.uniform(0.7, 1.6) * rng.choice([1, -1], p=[0.65, 0.35])  # some people's slash leans to the left
        return [loop, lines((0.5 + reach, 0.5 - reach * lean), (0.5 - reach, 0.5 + reach * lean))]
    if kind < 0.9:
        return [loop, lines((0.5, 0.45), (0.5 + rng.normal(0, 0.03), 0.58))]
    reach = rng.uniform(0.2, 0.42)
    return [loop, lines((0.5 - reach, 0.5), (0.5 + reach, 0.5 + rng.normal(0, 0.08)))]


def _one(rng: Rng) -> list[Path]:
    apex, foot_x = rng.uniform(0.5, 0.65), rng.uniform(0.42, 0.62)
    strokes = []
    down = (foot_x, 1.0)
    if rng.random() < 0.88:
        reach, fall = rng.uniform(0.1, 0.55), rng.uniform(0.12, 0.65)
        fall = max(fall, 0.8 * reach)  # flatter than this it is a 7,
        if rng.random() < 0.4:  # unless it is shorter than the bar of any
            reach, fall = rng.uniform(0.1, 0.34), rng.uniform(-0.03, 0.12)
            down = (apex - rng.uniform(0.0, 0.45), 1.0)
        lead = (apex - reach, fall)
        middle = (apex - reach * 0.45, fall * rng.uniform(0.42, 0.62))
        if rng.random() < 0.6:
            strokes.append(np.vstack([curve(lead, middle, (apex, 0.0)), lines((apex, 0.0), down)]))
        else:
            strokes.append(lines(lead, (apex, 0.0), down))
    else:
        strokes.append(lines((apex, 0.0), down))
    if rng.random() < 0.35:
        half = rng.uniform(0.12, 0.42)
        tilt = rng.normal(0, 0.02)
        strokes.append(lines((down[0] - half, 1.0 - tilt), (down[0] + half * rng.uniform(0.7, 1.2), 1.0 + tilt)))
    return strokes


def _two(rng: Rng) -> list[Path]:
    loop = rng.random() < 0.45
    bow = [(0.08, rng.uniform(0.15, 0.35)), (0.45, 0.0), (0.85, 0.22), (0.6, 0.58), (0.15, 0.95)]
    if loop:
        foot = [(0.05, 0.9), (0.2, 0.8), (0.45, 0.95), (0.95, rng.uniform(0.88, 1.05))]
        return [curve(*bow, *foot)]
    return [np.vstack([curve(*bow[:-1], (0.05, 1.0)), lines((0.05, 1.0), (0.95, rng.uniform(0.94, 1.03)))])]


def _three(rng: Rng) -> list[Path]:
    waist = rng.uniform(0.4, 0.5)
    belly = curve((0.4, waist), (0.75, waist + 0.12), (0.8, 0.75), (0.45, 1.0), (0.05, rng.uniform(0.8, 0.92)))
    if rng.random() < 0.6:
        return [np.vstack([lines((0.1, 0.0), (0.8, 0.0), (0.4, waist)), belly])]
    return [np.vstack([curve((0.1, 0.12), (0.45, 0.0), (0.75, 0.18), (0.4, waist)), belly])]


def _four(rng: Rng) -> list[Path]:
    bar, stem = rng.uniform(0.5, 0.68), rng.uniform(0.55, 0.72)
    right = rng.uniform(stem + 0.05, 1.0)
    top = rng.uniform(0.1, stem - 0.05)
    corner = (rng.uniform(0.0, 0.12), bar)
    if rng.random() < 0.7:  # open: the stem stands apart
        first = lines((top, 0.0), corner, (right, bar + rng.normal(0, 0.03)))
        stem_top = rng.uniform(-0.02, 0.45)
        return [first, lines((stem, stem_top), (stem + rng.normal(-0.04, 0.05), 1.0))]
    if rng.random() < 0.5:
        return [lines((stem, 1.0), (stem, 0.0), corner, (right, bar))]
    return [curve((0.08, 0.0), (0.05, bar * 0.7), (0.15, bar), (0.5, bar)), lines((0.5, bar), (stem, bar), (stem, 0.0)),
            lines((stem, 0.0), (stem, 1.0))]  # fmt: skip


def _five(rng: Rng) -> list[Path]:
    left, waist = rng.uniform(0.1, 0.3), rng.uniform(0.36, 0.48)
    belly = curve((left, waist), (0.55, waist - 0.06), (0.85, 0.66), (0.55, 0.98), (0.05, rng.uniform(0.85, 0.97)))
    stem = lines((left + 0.05, rng.uniform(0, 0.08)), (left, waist))
    lift = rng.uniform(-0.18, 0.05)  # or set apart, and slanted
    bar = lines((left + rng.uniform(-0.02, 0.2), lift + 0.03), (rng.uniform(0.7, 1.0), lift + rng.normal(-0.02, 0.07)))
    return [np.vstack([stem, belly]), bar]


def _six(rng: Rng) -> list[Path]:
    low = rng.uniform(0.6, 0.76)
    start = rng.uniform(0.45, 0.85)
    return [curve((start, 0.0), (0.3, 0.25), (0.1, 0.65), (0.3, 0.97), (0.65, 0.95), (0.78, low), (0.5, low - 0.16),
                  (0.2, low + rng.uniform(-0.05, 0.1)))]  # fmt: skip


def _seven(rng: Rng) -> list[Path]:
    right, foot = rng.uniform(0.75, 0.95), rng.uniform(0.2, 0.55)
    top = [(0.0, rng.normal(0.02, 0.04)), (right, 0.0)]
    if rng.random() < 0.3:
        top.insert(0, (rng.normal(0, 0.03), rng.uniform(0.08, 0.22)))
    if rng.random() < 0.25:
        top[-2] = (top[-2][0], top[-2][1] + 0.05)
        strokes = [np.vstack([curve(*top[:-1], (0.4, 0.07), top[-1]), curve(top[-1], (0.55, 0.45), (foot, 1.0))])]
    elif rng.random() < 0.4:
        strokes = [np.vstack([lines(*top), curve(top[-1], (0.6, 0.4), (foot, 1.0))])]
    else:
        strokes = [lines(*top, (foot, 1.0))]
    if rng.random() < 0.75:
        y = rng.uniform(0.38, 0.62)
        middle, half = right + (foot - right) * y, rng.uniform(0.14, 0.38)
        tilt = rng.normal(0.02, 0.06)
        strokes.append(lines((middle - half, y + tilt), (middle + half * rng.uniform(0.6, 1.1), y - tilt)))
    return strokes


def _eight(rng: Rng) -> list[Path]:
    if rng.random() < 0.4:  # two rings, one on the other
        waist = rng.uniform(0.42, 0.5)
        upper = oval(rng, 0.5, waist / 2, rng.uniform(0.2, 0.3), waist / 2)
        return [upper, oval(rng, 0.5, (1 + waist) / 2, rng.uniform(0.24, 0.36), (1 - waist) / 2)]
    return [curve((rng.uniform(0.6, 0.8), 0.12), (0.45, 0.0), (0.2, 0.2), (0.5, 0.46), (0.8, 0.76), (0.5, 1.0),
                  (0.18, 0.78), (0.5, 0.48), (0.75, rng.uniform(0.15, 0.28)))]  # fmt: skip


def _nine(rng: Rng) -> list[Path]:
    right, turn = rng.uniform(0.72, 0.85), rng.uniform(0.2, 0.3)
    loop = [(right, turn), (0.5, 0.0), (0.15, 0.22), (0.4, 0.48), (right, turn + 0.04)]
    kind = rng.random()
    if kind < 0.6:  # a tail that curls back to the left, sometimes up again
        end = (rng.uniform(0.02, 0.25), rng.uniform(0.72, 0.95))
        tail = [(right + 0.02, 0.62), (right - 0.12, 0.93), (0.4, rng.uniform(0.96, 1.04)), end]
        if rng.random() < 0.3:
            tail.append((end[0] + 0.1, end[1] - rng.uniform(0.05, 0.15)))
        return [curve(*loop, *tail)]
    if kind < 0.8:
        return [np.vstack([curve(*loop), lines((right, turn), (right + rng.normal(-0.03, 0.05), 1.0))])]
    return [curve(*loop, (right - 0.05, 0.6), (rng.uniform(0.2, 0.5), 1.0))]


SHAPES: tuple[Callable[[Rng], list[Path]], ...] = (
    _zero, _one, _two, _three, _four, _five, _six, _seven, _eight, _nine,
)  # fmt: skip
# How often each is drawn: the European ones most.
SHARES = np.array([0.16, 0.2, 0.05, 0.05, 0.12, 0.08, 0.04, 0.16, 0.04, 0.1])


def shape(rng: Rng) -> tuple[list[Path], int]:
    """(strokes, the digit they are)."""
    digit = int(rng.choice(10, p=SHARES))
    return SHAPES[digit](rng), digit
