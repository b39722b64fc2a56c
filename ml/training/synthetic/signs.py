"""Separators drawn by rule, as one hand draws them. A digit is about 1 high, y downwards; each begins near x = 0."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Path = NDArray[np.float64]
Random = np.random.Generator


@dataclass(frozen=True)
class Signs:
    """How somebody draws them: `slash` and `bracket` are (top, bottom), `across` is a slash's width, `bulge` a
    bracket's, `dash` the length of one."""

    slash: tuple[float, float]
    across: float
    bracket: tuple[float, float]
    bulge: float
    dash: float


def signs(random: Random) -> Signs:
    """Slashes are steep, upright or flat, as tall as digits or taller, and may hang below the line; brackets are
    nearly straight or bowed."""
    normal, uniform = random.normal, random.uniform
    level = random.random() < 0.25
    slash = (normal(0, 0.06), normal(1, 0.06)) if level else (normal(-0.18, 0.17), normal(1.15, 0.18))
    across = random.choice([normal(0.34, 0.17), normal(0.08, 0.08), uniform(0.5, 0.9)], p=[0.68, 0.22, 0.1])
    return Signs(
        slash=slash,
        across=max(-0.05, float(across)),
        bracket=(normal(-0.12, 0.12), normal(1.15, 0.14)),
        bulge=uniform(0.05, 0.3) if random.random() < 0.65 else uniform(0.3, 0.85),
        dash=uniform(0.1, 0.75) if random.random() < 0.9 else uniform(0.75, 1.3),
    )


def drawn(sign: str, own: Signs, random: Random) -> list[Path]:
    """The strokes of one separator."""
    normal, uniform = random.normal, random.uniform
    if sign in "()":
        side = 1 if sign == ")" else -1
        top, bottom = (end + normal(0, 0.05) for end in own.bracket)
        bulge = own.bulge * float(np.exp(normal(0, 0.25)))
        t = np.linspace(-1, 1, 11)
        bow = 1 - np.abs(t - normal(0, 0.2) * (1 - t * t)) ** uniform(1.6, 2.6)
        return [np.column_stack([side * bulge * bow, top + (bottom - top) * (t + 1) / 2])]
    if sign == "/":
        top, bottom = (end + normal(0, 0.05) for end in own.slash)
        across = own.across + normal(0, 0.05)
        return [np.array([(across, top), (across / 2 + normal(0, 0.025), (top + bottom) / 2), (0.0, bottom)])]
    if sign in "-=":
        width = max(0.08, own.dash * float(np.exp(normal(0, 0.2)))) if sign == "-" else uniform(0.3, 0.9)
        at, apart, tilt, bend = normal(0.5, 0.11), uniform(0.12, 0.4), normal(0, 0.07), normal(0, 0.04)
        heights = [at] if sign == "-" else [at - apart / 2, at + apart / 2]
        return [
            np.array([(0.0, y), (width / 2, y + tilt / 2 + bend), (width, y + tilt + normal(0, 0.02))]) for y in heights
        ]
    heights = [normal(0.3, 0.08), normal(0.75, 0.08)] if sign == ":" else [normal(0.95, 0.08)]
    drop = uniform(0.08, 0.3) if sign == "," else abs(normal(0.02, 0.04))
    aside = normal(-0.05, 0.05) if sign == "," else random.choice([normal(0.0, 0.03), normal(0.13, 0.06)], p=[0.7, 0.3])
    return [np.array([(0.0, y), (aside / 2 + normal(0, 0.01), y + drop / 2), (aside, y + drop)]) for y in heights]
