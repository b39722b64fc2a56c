"""A digit and the ring around it that it touches, so that they are one piece of ink: told by the ring's outline."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml.arrays import SOLID, Ink, Ints, Mask
from ml.components import components
from ml.filters import grown

Floats = NDArray[np.floating[Any]]

SIDE = 96  # pixels in which the outline is looked for
WAYS = 72  # directions from its middle
STEPS = 64  # from there to the outline
OFF = 0.1  # of the way out: so near to an ellipse is the outline
ROUND = 0.9  # in so many of the directions, at least;
LONGEST = 2.5  # length / width of a ring at most
HOLLOW = 0.3  # of the way out at most is its pen wide
PEN = 1.5  # times as wide is what goes with it
HELD = 0.35  # of the ring's height at least is what it holds
SLIVER = 2.5  # times the pen's width at most reaches in what is left of the ring, where its ends overlap


@dataclass(frozen=True)
class _Ring:
    """Its middle (x, y), the way out (WAYS,) from there, and the width of its pen, in pixels."""

    middle: tuple[float, float]
    out: Floats
    pen: float

    def depths(self, mask: Mask, step: int = 1) -> tuple[tuple[Ints, Ints], Floats]:
        """Rows and columns (n,) of the `mask`, one pixel of the ring's picture being `step` of it, and how far in from
        the outline they are (n,), in widths of the pen."""
        rows, columns = np.nonzero(mask)
        x, y = (columns + 0.5) / step - self.middle[0], (rows + 0.5) / step - self.middle[1]
        way = (np.arctan2(y, x) / (2 * np.pi) % 1) * WAYS - 0.5
        out = np.interp(way, np.arange(-1, WAYS + 1), np.pad(self.out, 1, "wrap"))
        return (rows, columns), (out - np.hypot(x, y)) / self.pen


def held(ink: Ink) -> Ink:
    """What of the `ink` (height, width), which ends where its strokes do, lies in a ring that is one with it; nothing
    where there is no ring, or hardly anything in it."""
    step = -(-max(ink.shape) // SIDE)
    small = (ink if step == 1 else np.asarray(Image.fromarray(ink).reduce(step))) > SOLID // 2
    ring = _ring(small)
    nothing = np.zeros_like(ink)
    if ring is None or ring.depths(small)[1].max() <= SLIVER:
        return nothing
    at, depths = ring.depths(ink > SOLID, step)
    inner, deep = np.zeros(ink.shape, np.bool_), np.zeros(ink.shape, np.uint8)
    inner[at], deep[at] = depths > PEN, depths > SLIVER
    parts = components(inner)
    inner = parts.mask(parts.peaks(deep) > 0)
    if np.count_nonzero(inner.any(1)) < HELD * ink.shape[0]:
        return nothing
    kept = inner | (grown(inner, 3) & (ink <= SOLID))
    return np.where(kept, ink, 0).astype(np.uint8)


def _ring(mask: Mask) -> _Ring | None:
    middle = mask.shape[1] / 2, mask.shape[0] / 2
    way = (np.arange(WAYS) + 0.5) * 2 * np.pi / WAYS
    out = _outline(mask, middle)
    even = _ellipse(way, out)
    if even is None:
        return None
    on = np.abs(out - even) <= OFF * even
    if on.mean() < ROUND:
        return None
    out = np.where(on, out, even)
    pen = float(np.median(_across(mask, middle, way, out)[on]))
    return _Ring(middle, out, max(1.0, pen)) if pen <= HOLLOW * float(np.median(out)) else None


def _outline(mask: Mask, middle: tuple[float, float]) -> Floats:
    """(WAYS,) how far out from the `middle` (x, y) the last pixel of the mask is; 0 where there is none."""
    rows, columns = np.nonzero(mask)
    x, y = columns + 0.5 - middle[0], rows + 0.5 - middle[1]
    seen = (np.arctan2(y, x) / (2 * np.pi) % 1 * WAYS).astype(np.intp) % WAYS
    out = np.zeros(WAYS)
    np.maximum.at(out, seen, np.hypot(x, y))
    return out


def _across(mask: Mask, middle: tuple[float, float], way: Floats, out: Floats) -> Floats:
    """(n,) how long the mask is inked from the outline inwards, as far as to the middle."""
    inward = out[:, None] * np.linspace(1, 0, STEPS)
    x = (middle[0] + inward * np.cos(way)[:, None]).astype(np.intp).clip(0, mask.shape[1] - 1)
    y = (middle[1] + inward * np.sin(way)[:, None]).astype(np.intp).clip(0, mask.shape[0] - 1)
    bare = ~mask[y, x]
    bare[:, :2] = False  # the outline's own edge
    bare[:, -1] = True
    return np.asarray(bare.argmax(1) / STEPS * out)


def _ellipse(way: Floats, out: Floats) -> Floats | None:
    """(n,) how far out in each `way` (n,) the ellipse is that is nearest to the points so far `out` (n,), but for those
    that stick out, or where there is nothing; None where there is none."""
    across, down = np.cos(way), np.sin(way)
    squares, firsts = np.stack([across**2, across * down, down**2], 1), np.stack([across, down], 1)
    used = out > 0
    for _ in range(2):
        if 2 * np.count_nonzero(used) < way.size:
            return None
        scale = float(np.median(out[used]))
        far = (out[used] / scale)[:, None]
        terms = np.hstack([squares[used] * far**2, firsts[used] * far])
        conic = np.linalg.lstsq(terms, np.ones(len(far)), rcond=None)[0]
        a, b = squares @ conic[:3], firsts @ conic[3:]
        root = b**2 + 4 * a
        if (a <= 0).any() or (root <= 0).any():
            return None
        even = np.asarray((np.sqrt(root) - b) / (2 * a) * scale)
        used = np.abs(out - even) <= 1.5 * OFF * even
    sides = even[: way.size // 2] + even[way.size // 2 :]
    return even if sides.max() <= LONGEST * sides.min() else None
