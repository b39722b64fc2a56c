"""People who write for the demo: everybody with shapes, a slant and a tremble of their own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Rng: TypeAlias = np.random.Generator
Points: TypeAlias = Sequence[tuple[float, float]]
Shape: TypeAlias = tuple[Points, ...]
Strokes: TypeAlias = list[list[list[float]]]

WIDE, HIGH = 10.0, 16.0  # the box of a shape, y downwards
GAP = 3.2  # between two signs
SPACE = 9.0  # between two groups
STEPS = 6  # points between two of a shape's

# The pen's way through a few points, joined by a smooth curve; a point given twice is a corner. Whoever writes has one
# habit for each digit.
DIGITS: dict[str, tuple[Shape, ...]] = {
    "0": (
        ([(5, 0), (1.5, 2), (0, 8), (1.5, 14), (5, 16), (8.5, 14), (10, 8), (8.5, 2), (5.2, 0)],),
        ([(5, 0), (1, 3), (0.3, 9), (2.5, 15), (6.5, 15.6), (9.6, 10), (8.6, 3), (4, 0.2)], [(8.2, 3), (1.8, 13)]),
    ),
    "1": (
        ([(5.4, 0), (5, 16)],),
        ([(2, 4.6), (5.6, 0), (5.6, 0), (5, 16)],),
        ([(1.4, 5), (5.4, 0), (5.4, 0), (5.2, 16)], [(2, 16), (8.4, 15.8)]),
    ),
    "2": (
        ([(0.5, 3.5), (4.5, 0), (9, 3.5), (6, 9), (0.5, 16), (0.5, 16), (9.5, 15.5)],),
        ([(0.6, 4), (4.5, 0), (8.5, 3.5), (5.5, 9.5), (1, 14.6), (2, 13.2), (5, 14.8), (9.6, 15.4)],),
    ),
    "3": (
        ([(0.8, 2), (5, 0), (8.5, 3.5), (4.5, 7.5), (4.5, 7.5), (9.3, 11), (5.5, 16), (0.3, 13.8)],),
        ([(1, 0.3), (8.5, 0), (8.5, 0), (4.3, 6.5), (4.3, 6.5), (9, 10), (6, 15.8), (0.4, 14)],),
    ),
    "4": (
        ([(3, 0), (0.3, 9.5), (0.3, 9.5), (9.5, 9.3)], [(7, 4), (6.6, 16)]),
        ([(7, 0), (0.2, 10.5), (0.2, 10.5), (10, 10.4)], [(7, 0), (7, 16)]),
    ),
    "5": (
        ([(2, 0.5), (1.3, 7), (1.3, 7), (6, 6.2), (9.2, 10.5), (5.5, 15.8), (0.4, 14.2)], [(2, 0.5), (8.8, 0.2)]),
        ([(8.8, 0.3), (2, 0.6), (2, 0.6), (1.3, 7), (1.3, 7), (6, 6), (9.2, 10.5), (5.5, 16), (0.3, 14.3)],),
    ),
    "6": (
        ([(7.5, 0.3), (2.5, 5), (0.3, 11), (3.8, 16), (8.8, 12.5), (5.5, 8.8), (1, 11)],),
        ([(6, 0), (1.5, 6.5), (0.7, 12), (4.5, 16), (8.5, 13), (6.5, 9.6), (1.2, 11.8)],),
    ),
    "7": (
        ([(0.3, 0.8), (9.5, 0.3), (9.5, 0.3), (6, 7.5), (4, 16)],),
        ([(0.3, 0.8), (9.5, 0.3), (9.5, 0.3), (6, 7.5), (4, 16)], [(2.8, 8.2), (8.6, 7.8)]),
    ),
    "8": (
        ([(8, 2.5), (4.5, 0), (1.5, 3.2), (5, 7.5), (9, 12), (5, 16), (1, 12.2), (5, 7.5), (8.4, 3.2), (7.6, 1.8)],),
        (
            [(5, 0), (1.8, 3.6), (5, 7.4), (8.2, 3.6), (5, 0)],
            [(5, 7.4), (1, 11.8), (5, 16), (9, 11.8), (5, 7.4)],
        ),
    ),
    "9": (
        ([(8.6, 3), (5, 0), (1, 4), (4.2, 8), (8.4, 4), (8.6, 3.2), (8.6, 3.2), (7.8, 16)],),
        ([(8.6, 3.2), (5, 0), (1, 4), (4.2, 8.2), (8.4, 4.2), (8.7, 8), (7.5, 13.5), (3.5, 16), (1, 14)],),
    ),
}
# What people write where a digit is asked for.
SIGNS: dict[str, Shape] = {
    "A": ([(0, 16), (5, 0), (5, 0), (10, 16)], [(2, 10.5), (8, 10.5)]),
    "K": ([(1, 0), (1, 16)], [(9, 0), (1.4, 9), (1.4, 9), (9.4, 16)]),
    "x": ([(0, 4), (10, 16)], [(10, 4), (0, 16)]),
    "heart": ([(5, 5), (2, 1), (0, 5), (5, 16), (5, 16), (10, 5), (8, 1), (5, 5)],),
    "scribble": ([(0, 4), (10, 2), (1, 8), (10, 7), (0, 12), (9, 11), (1, 15), (10, 16), (4, 3), (8, 14)],),
    "m": ([(0, 16), (1, 6), (3, 6), (4.4, 16), (4.4, 16), (5.6, 6), (8, 6), (9.6, 16)],),
}


@dataclass(frozen=True)
class Hand:
    """`habits` is the shape of each digit; `slant` moves the top to the right by so much of the height, `tremble` is in
    units of the box, `narrow` stretches the width."""

    habits: dict[str, int]
    slant: float
    tremble: float
    narrow: float

    @classmethod
    def of(cls, rng: Rng) -> "Hand":
        habits = {digit: int(rng.integers(len(shapes))) for digit, shapes in DIGITS.items()}
        return cls(habits, float(rng.normal(0.08, 0.1)), float(rng.uniform(0.1, 0.3)), float(rng.uniform(0.7, 1.05)))

    def hurried(self) -> "Hand":
        return replace(self, tremble=self.tremble * 6, slant=self.slant + 0.2)

    def write(self, text: str, rng: Rng, unit: float = 10.0) -> Strokes:
        """`text`, digits in groups, on one line; a box is 10 x 16 `unit`s."""
        x, strokes = 0.0, []
        for sign in text:
            if sign == " ":
                x += SPACE - GAP
                continue
            strokes += self._placed(DIGITS[sign][self.habits[sign]], x, rng)
            x += (WIDE * self.narrow if sign != "1" else WIDE * 0.6) + GAP * float(rng.uniform(0.7, 1.4))
        return on_paper(strokes, unit)

    def sign(self, name: str, rng: Rng, unit: float = 10.0) -> Strokes:
        return on_paper(self._placed(SIGNS[name], 0.0, rng), unit)

    def _placed(self, shape: Shape, x: float, rng: Rng) -> list[NDArray[np.float64]]:
        rise, size = rng.normal(0, 0.4), rng.normal(1, 0.04)
        placed = []
        for points in shape:
            path = smooth(shaken(points, self.tremble, rng)) * size
            lean = self.slant * (HIGH - path[:, 1])
            placed.append(np.stack([x + path[:, 0] * self.narrow + lean, path[:, 1] + rise], 1))
        return placed


def shaken(points: Points, tremble: float, rng: Rng) -> NDArray[np.float64]:
    """A corner, which is the same point twice, stays one."""
    path = np.array(points, np.float64)
    moved: NDArray[np.float64] = path + rng.normal(0, tremble, path.shape)
    for place, (one, other) in enumerate(pairwise(points)):
        if one == other:
            moved[place + 1] = moved[place]
    return moved


def smooth(path: NDArray[np.float64]) -> NDArray[np.float64]:
    """Through the points (n, 2), as cubic Hermite pieces whose tangents are half the way between the neighbours."""
    tangents = np.gradient(path, axis=0) if len(path) > 2 else np.repeat(path[-1:] - path[:1], len(path), 0)
    same = (path[1:] == path[:-1]).all(1)
    tangents[1:][same] = tangents[:-1][same] = 0
    t = np.linspace(0, 1, STEPS, endpoint=False)[:, None]
    begin, leave = 2 * t**3 - 3 * t**2 + 1, t**3 - 2 * t**2 + t
    end, arrive = 3 * t**2 - 2 * t**3, t**3 - t**2
    pieces = [
        begin * a + leave * tangent + end * b + arrive * following
        for (a, b), (tangent, following) in zip(pairwise(path), pairwise(tangents), strict=True)
        if (a != b).any()
    ]
    return np.vstack([*pieces, path[-1:]])


def on_paper(strokes: Sequence[NDArray[np.float64]], unit: float) -> Strokes:
    """From the left and upper edge, with the decimals that the browser sends."""
    corner = np.min([stroke.min(0) for stroke in strokes], 0)
    return [[[round(float(x), 1), round(float(y), 1)] for x, y in (stroke - corner + 2) * unit] for stroke in strokes]
