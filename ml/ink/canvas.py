"""The canvas of a screenshot: among titles, bars and buttons the largest rectangle of one even tone that is written on.

Told by tones that are exactly even, so a photo has none; a box printed on the paper that it stands on is none either.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ml.arrays import Grey, Mask
from ml.components import components
from ml.ink.patch import Region, written_on
from ml.ink.tones import Counts

SMALLEST = 100  # pixels of the shorter side, of the reduced picture
TONES = 3  # even ones at least: the canvas, what is around it, and ink or a button
EVEN = 0.01  # of the picture, at one grey level
LEAST = 0.03  # of the picture
FULL = 0.4  # of its rectangle is of the tone: an outline is no canvas
NARROWEST = 12  # pixels, as the narrowest patch
SAME = 2  # grey levels: one tone, and JPEG's trace in it
SIDE = 0.7  # of each side is of the tone: a stroke may touch it
COMES = 0.3  # of a side's length: so much of a row beyond it is of the tone again, where it is the same paper
ALIKE = 0.5  # of its size: another as large is another canvas, or another place of a form
SHARP, SOFT = 0.5, 10  # of the difference so many pixels away
BEYOND = 0.1  # of its shorter side: where the paper around a printed box comes again


def canvas(grey: Grey, counts: Counts) -> Region | None:
    """Of `grey` (height, width), perhaps reduced, whose levels are `counts` (256,); None where there is none, or are
    several."""
    if min(grey.shape) < SMALLEST or np.count_nonzero(counts > EVEN * grey.size) < TONES:
        return None
    every = list(_rectangles(grey, counts))
    innermost = [one for one in every if not any(_holds(one, other) for other in every)]
    found = sorted((one for one in innermost if not _is_bar(one, grey)), key=lambda region: -region.of(grey).size)
    if not found and innermost:
        found = [_beside(innermost, grey)]
    if not found or (len(found) > 1 and found[1].of(grey).size > ALIKE * found[0].of(grey).size):
        return None
    return found[0] if written_on(found[0].of(grey)) else None


def _rectangles(grey: Grey, counts: Counts) -> Iterator[Region]:
    levels = np.argsort(-counts, kind="stable")[:TONES].tolist()
    for level in levels:
        if counts[level] < LEAST * grey.size:
            return
        tone = np.abs(grey.astype(np.int16) - level) <= SAME
        parts = components(tone)
        top, bottom, left, right = parts.boxes().T
        areas = parts.areas()
        large = parts.only((areas > LEAST * grey.size) & (areas > FULL * (bottom - top) * (right - left)))
        for top, bottom, left, right in large.boxes().tolist():
            region = Region(top, bottom, left, right)
            whole, narrow = (bottom - top, right - left) == grey.shape, min(bottom - top, right - left) < NARROWEST
            beyond = abs(level - levels[0]) <= 2 * SAME and _is_bar(region, grey)  # a line: the same paper
            if whole or narrow or beyond or not _has_sides(tone[top:bottom, left:right]):
                continue
            if _ends(grey, level, region):
                yield region


def _is_bar(region: Region, grey: Grey) -> bool:
    """Whether it lies along a whole side of the picture, and something larger beside it: tools, a title, the time."""
    height, width = grey.shape
    level = region.left == 0 and region.right == width and (region.top == 0 or region.bottom == height)
    upright = region.top == 0 and region.bottom == height and (region.left == 0 or region.right == width)
    return (level or upright) and 2 * region.of(grey).size < grey.size


def _beside(bars: list[Region], grey: Grey) -> Region:
    """What is left of the picture beside its `bars`."""
    height, width = grey.shape
    level = [bar for bar in bars if bar.right - bar.left == width]
    upright = [bar for bar in bars if bar not in level]
    return Region(
        max((bar.bottom for bar in level if bar.top == 0), default=0),
        min((bar.top for bar in level if bar.top > 0), default=height),
        max((bar.right for bar in upright if bar.left == 0), default=0),
        min((bar.left for bar in upright if bar.left > 0), default=width),
    )


def _holds(one: Region, other: Region) -> bool:
    beyond = other.top < one.top or other.bottom > one.bottom or other.left < one.left or other.right > one.right
    return not beyond and other != one


def _has_sides(tone: Mask) -> bool:
    return min(float(side.mean()) for side in (tone[0], tone[-1], tone[:, 0], tone[:, -1])) > SIDE


def _ends(grey: Grey, level: int, region: Region) -> bool:
    """Whether at one of its sides at least another tone begins at once, and this one does not come again."""
    top, bottom, left, right = region.top, region.bottom, region.left, region.right
    reach = 3 + int(BEYOND * min(bottom - top, right - left))
    rows, columns = slice(top, bottom), slice(left, right)
    beyond = (
        grey[max(0, top - reach) : top, columns][::-1],
        grey[bottom : bottom + reach, columns],
        grey[rows, max(0, left - reach) : left].T[::-1],
        grey[rows, right : right + reach].T,
    )
    apart = (np.abs(outside.astype(np.int16) - level) for outside in beyond if len(outside) > 1)
    return any(_sharp(one) and not ((one <= SAME).mean(1) > COMES).any() for one in apart)


def _sharp(apart: NDArray[np.int16]) -> bool:
    """Whether what is `apart` (rows away from a side, along it) from a tone is so within two pixels: a soft shadow is
    not."""
    rows = np.median(apart, axis=1)
    return bool(rows[1] >= SHARP * rows[: SOFT + 1][-1])
