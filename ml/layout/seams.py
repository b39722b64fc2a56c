"""Where ink of several digits that touch may be parted: seams from its top to its bottom that cross the least ink.

A seam may lean and bend as the white between two digits does (S. Avidan, A. Shamir, "Seam carving for content-aware
image resizing", 2007), but with steps of any length along a row.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from PIL import Image

from ml.arrays import Ink

ROWS = 32  # of a line's height: ink is made smaller until it has about as many
REACH = 0.2  # of the line's height: a seam strays no farther from where it crosses the middle
ASIDE = 0.25  # what a step along a row costs, of a step through ink
EDGE = 0.13  # of the line's height: seams are no nearer to each other
DEEPEST = 0.5  # of the line's height: a seam crosses no more ink
MOST = 3  # seams in a line's height
LEAST = 0.015  # of the line's height squared: no part has less ink

Costs = NDArray[np.float32]


def seams(ink: Ink, height: float) -> NDArray[np.intp]:
    """(seams, rows of `ink`): the first column to the right of each, from left to right, of ink on a line that is
    `height` pixels high."""
    step = max(1, round(height / ROWS))
    small = np.asarray(Image.fromarray(ink).reduce(step), np.float32) / np.float32(255)
    reach = max(2, round(REACH * height / step))
    halves = _halves(small, reach)
    ways = np.cumsum(halves + np.float32(ASIDE), 2)
    costs = _costs(halves, ways)
    columns = _lowest(costs[-1, :, reach].sum(0) - small[len(small) // 2], height / step)
    found: list[NDArray[np.intp]] = []
    chosen = _followed(halves[..., columns], ways[..., columns], costs[..., columns], len(small))
    for seam in chosen + columns[:, None] - reach:
        if len(found) < MOST * small.shape[1] * step / height and _parts(small, [*found, seam], height / step):
            found.append(seam)
    ordered = np.sort(np.array(found, np.intp).reshape(-1, len(small)), 0)
    return np.repeat(ordered * step + step // 2, step, axis=1)[:, : len(ink)]


def _halves(small: Costs, reach: int) -> Costs:
    """(rows, 2, pixels within reach, columns): what lies around each column in the upper and the lower half, both from
    the outside to the middle row."""
    shifted = sliding_window_view(np.pad(small, ((0, 1), (reach, reach))), small.shape[1], axis=1)
    middle = len(small) // 2
    return np.stack([shifted[: middle + 1], shifted[middle : 2 * middle + 1][::-1]], 1)


def _costs(halves: Costs, ways: Costs) -> Costs:
    """What the cheapest way from the outside to each pixel costs, the pixel itself included."""
    costs = halves.copy()
    for row in range(1, len(costs)):
        here = costs[row - 1] + halves[row]
        right = np.minimum.accumulate(here - ways[row], 1) + ways[row]
        left = np.minimum.accumulate((here + ways[row])[:, ::-1], 1)[:, ::-1] - ways[row]
        np.minimum(right, left, out=costs[row])
    return costs


def _lowest(through: Costs, height: float) -> NDArray[np.intp]:
    """Columns where a seam costs the least for some way around, cheapest first."""
    near = max(1, round(EDGE * height / 2))
    least = sliding_window_view(np.pad(through, near, "edge"), 2 * near + 1).min(1)
    lowest = np.flatnonzero((through <= least) & (through <= DEEPEST * height))
    return lowest[np.argsort(through[lowest], kind="stable")]


def _followed(halves: Costs, ways: Costs, costs: Costs, rows: int) -> NDArray[np.intp]:
    """(columns, rows): for each column, where within reach its cheapest seam runs."""
    within = halves.shape[2]
    seams = np.full((len(halves), 2, halves.shape[3]), within // 2, np.intp)
    for row in range(len(halves) - 1, 0, -1):
        here = np.take_along_axis(ways[row], seams[row][:, None], 1)
        seams[row - 1] = (costs[row - 1] + halves[row] + np.abs(ways[row] - here)).argmin(1)
    return np.concatenate([seams[:, 0], seams[-2::-1, 1]]).T[:, :rows]


def _parts(small: Costs, found: list[NDArray[np.intp]], height: float) -> bool:
    """Whether each part between the seams has ink enough."""
    columns = np.arange(small.shape[1])
    part = (columns >= np.array(found)[:, :, None]).sum(0)
    return bool(np.bincount(part.ravel(), small.ravel(), len(found) + 1).min() >= LEAST * height**2)
