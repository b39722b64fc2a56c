"""What people draw that is no digit: hearts, stars, houses, suns, stick figures, as strokes drawn by rule.

A unit square, x to the right and y downwards. Left out is what some people's digits look like: a drop and an egg are a
0, a lollipop is a 9, two rings are an 8.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ml.training.glyphs.augment import pen
from ml.training.glyphs.templates import curve, lines, oval

Ink = NDArray[np.uint8]
Path = NDArray[np.float64]
Rng = np.random.Generator


def doodle(rng: Rng) -> Ink:
    """Ink (height, width) uint8 of one of them, by a pen 0.02 to 0.15 of its size wide."""
    paths = DOODLES[int(rng.integers(len(DOODLES)))](rng)
    return pen(paths, float(np.exp(rng.uniform(np.log(0.02), np.log(0.15)))))


def _corners(rng: Rng, count: int, inner: float = 1.0, shake: float = 0.04) -> list[tuple[float, float]]:
    """Of a polygon around (0.5, 0.5), turned; every second at `inner` of the radius."""
    angles = rng.uniform(0, 2 * np.pi) + np.arange(count) * 2 * np.pi / count + rng.normal(0, shake, count)
    radius = np.where(np.arange(count) % 2, inner, 1.0) * 0.5 * (1 + rng.normal(0, shake, count))
    return list(zip((0.5 + radius * np.cos(angles)).tolist(), (0.5 + radius * np.sin(angles)).tolist(), strict=True))


def _closed(corners: list[tuple[float, float]]) -> list[Path]:
    return [lines(*corners, corners[0])]


def _heart(rng: Rng) -> list[Path]:
    dip, low, wide = rng.uniform(0.1, 0.35), rng.uniform(0.9, 1.1), rng.uniform(0.4, 0.6)
    sides = [
        curve(
            (0.5, dip),
            (0.5 + side * 0.6 * wide, 0.0),
            (0.5 + side * wide, 0.32),
            (0.5 + side * 0.5 * wide, 0.68),
            (0.5, low),
        )
        for side in (-1, 1)
    ]
    return [np.vstack([sides[0][::-1], sides[1]])] if rng.random() < 0.6 else sides


def _triangle(rng: Rng) -> list[Path]:
    return _closed(_corners(rng, 3, shake=0.12))


def _square(rng: Rng) -> list[Path]:
    """Or a diamond; a narrow upright one would be a 0."""
    wide = rng.uniform(0.9, 2.0)
    if rng.random() < 0.4:
        return _closed(_corners(rng, 4))
    shaken = [(x + rng.normal(0, 0.03), y + rng.normal(0, 0.03)) for x, y in ((0, 0), (wide, 0), (wide, 1), (0, 1))]
    return _closed(shaken)


def _pentagon(rng: Rng) -> list[Path]:
    return _closed(_corners(rng, 5))


def _star(rng: Rng) -> list[Path]:
    """In one stroke through itself, or its outline."""
    if rng.random() < 0.5:
        corners = _corners(rng, 5)
        return _closed([corners[place * 2 % 5] for place in range(5)])
    return _closed(_corners(rng, int(rng.choice([8, 10, 12])), inner=rng.uniform(0.35, 0.6)))


def _house(rng: Rng) -> list[Path]:
    eaves, wide = rng.uniform(0.35, 0.55), rng.uniform(0.7, 1.2)
    paths = [
        lines((0, eaves), (0, 1), (wide, 1), (wide, eaves)),
        lines((-0.05, eaves), (wide / 2, 0), (wide + 0.05, eaves)),
    ]
    if rng.random() < 0.6:
        paths.append(lines((0, eaves), (wide, eaves)))
    if rng.random() < 0.6:
        door = rng.uniform(0.2, 0.5) * wide
        paths.append(lines((door, 1), (door, 0.7), (door + 0.2 * wide, 0.7), (door + 0.2 * wide, 1)))
    return paths


def _cube(rng: Rng) -> list[Path]:
    x, y = rng.uniform(0.2, 0.45), rng.uniform(0.2, 0.4)
    front = [(0, y), (0.7, y), (0.7, y + 0.7), (0, y + 0.7)]
    paths = [lines(*front, front[0])]
    paths += [lines(corner, (corner[0] + x, corner[1] - y)) for corner in front[:3]]
    return [*paths, lines(*((corner[0] + x, corner[1] - y) for corner in front[:3]))]


def _sun(rng: Rng) -> list[Path]:
    rays, near, far = int(rng.integers(6, 13)), rng.uniform(0.5, 0.6), rng.uniform(0.75, 1.0)
    ways = [
        np.array([np.cos(angle), np.sin(angle)]) for angle in np.arange(rays) * 2 * np.pi / rays + rng.uniform(0, 1)
    ]
    reach = rng.uniform(0.3, 0.42)
    ring = oval(rng, width=reach, height=reach)
    return [ring, *(lines(tuple(0.5 + way * near * 0.9), tuple(0.5 + way * far)) for way in ways)]


def _flower(rng: Rng) -> list[Path]:
    petals, turn = int(rng.integers(4, 8)), rng.uniform(0, 6)
    angle = np.linspace(0, 2 * np.pi, 120)
    radius = 0.32 + 0.18 * np.abs(np.cos(petals * (angle + turn) / 2))
    paths = [np.stack([0.5 + radius * np.cos(angle), 0.5 + radius * np.sin(angle)], 1)]
    paths.append(oval(rng, width=0.12, height=0.12))
    if rng.random() < 0.5:
        paths.append(curve((0.5, 1.0), (0.5 + rng.normal(0, 0.05), 1.3), (0.5, 1.7)))
    return paths


def _spiral(rng: Rng) -> list[Path]:
    """More than two turns: with fewer it may be a 6, a 9 or a 0."""
    turns = rng.uniform(2.3, 4)
    angle = np.linspace(0, turns * 2 * np.pi, 160) * rng.choice([-1, 1]) + rng.uniform(0, 6)
    radius = np.linspace(rng.uniform(0, 0.05), 0.5, 160)
    return [np.stack([0.5 + radius * np.cos(angle), 0.5 + radius * np.sin(angle)], 1)]


def _cloud(rng: Rng) -> list[Path]:
    bumps = int(rng.integers(5, 10))
    angle = np.linspace(0, 2 * np.pi, 140)
    radius = 0.42 + rng.uniform(0.06, 0.12) * np.abs(np.sin(bumps * angle / 2))
    return [np.stack([0.5 + rng.uniform(1.2, 1.8) * radius * np.cos(angle), 0.5 + radius * np.sin(angle)], 1)]


def _figure(rng: Rng) -> list[Path]:
    head = oval(rng, 0.5, 0.13, 0.12, 0.13)
    hips, arms = rng.uniform(0.58, 0.7), rng.uniform(0.32, 0.45)
    lift, stride = rng.normal(0, 0.12), rng.uniform(0.15, 0.35)
    return [
        head,
        lines((0.5, 0.26), (0.5, hips)),
        lines((0.5 - 0.3, arms + lift), (0.5, arms), (0.5 + 0.3, arms - lift * rng.choice([-1, 1]))),
        lines((0.5 - stride, 1), (0.5, hips), (0.5 + stride, 1)),
    ]


def _tree(rng: Rng) -> list[Path]:
    tiers, paths = int(rng.integers(1, 4)), []
    for tier in range(tiers):
        half, top = 0.25 + 0.12 * tier, 0.25 * tier
        paths.append(lines((0.5 - half, top + 0.4), (0.5, top), (0.5 + half, top + 0.4), (0.5 - half, top + 0.4)))
    low = 0.25 * (tiers - 1) + 0.4
    return [*paths, lines((0.44, low), (0.44, low + 0.25)), lines((0.56, low), (0.56, low + 0.25))]


def _bolt(rng: Rng) -> list[Path]:
    wide = rng.uniform(0.15, 0.3)
    down = [(0.5, 0.0), (0.2, 0.5), (0.5, 0.48), (0.3, 1.0)]
    back = [(0.45 + wide, 0.4), (0.4 + wide * 0.6, 0.42), (0.5 + wide, 0.0)]
    return [lines(*down, *back, down[0])]


def _fish(rng: Rng) -> list[Path]:
    tail = rng.uniform(0.15, 0.3)
    body = [
        (1.0 + tail, 0.5 - tail),
        (0.75, 0.6),
        (0.35, 0.78),
        (0.0, 0.5),
        (0.35, 0.22),
        (0.75, 0.4),
        (1.0 + tail, 0.5 + tail),
    ]
    paths = [curve(*body), lines(body[0], body[-1])]
    return [*paths, lines((0.2, 0.42), (0.22, 0.44))]


def _envelope(rng: Rng) -> list[Path]:
    """A box with a fold, a diagonal or both of them: a box that is ticked off."""
    wide = rng.uniform(1.0, 1.7)
    box = lines((0, 0), (wide, 0), (wide, 1), (0, 1), (0, 0))
    fold = rng.uniform(0.45, 0.65)
    match int(rng.integers(3)):
        case 0:
            return [box, lines((0, 0), (wide / 2, fold), (wide, 0))]
        case 1:
            return [box, lines((0, 0), (wide, 1)), lines((wide, 0), (0, 1))]
        case _:
            return [box, lines((0.2 * wide, 0.5), (0.45 * wide, 0.8), (1.1 * wide, rng.uniform(-0.2, 0.1)))]


def _moon(rng: Rng) -> list[Path]:
    bulge = rng.uniform(0.1, 0.3)
    outer = curve((0.6, 0.0), (0.2, 0.15), (0.0, 0.5), (0.2, 0.85), (0.6, 1.0))
    return [
        np.vstack(
            [outer, curve((0.6, 1.0), (0.4 - bulge / 2, 0.75), (0.4 - bulge, 0.5), (0.4 - bulge / 2, 0.25), (0.6, 0.0))]
        )
    ]


DOODLES: tuple[Callable[[Rng], list[Path]], ...] = (
    _heart, _triangle, _square, _pentagon, _star, _house, _cube, _sun, _flower, _spiral, _cloud, _figure, _tree, _bolt,
    _fish, _envelope, _moon,
)  # fmt: skip
