"""The innermost picture of a picture: a photographed patch or a black square on a white page is entered."""

from dataclasses import dataclass

import numpy as np

from ml.arrays import Grey
from ml.ink.tones import FAINTEST, GREYS, Counts, histogram, otsu, percentile

LONG = 1.25  # length / width of a strip of places
OUTLINE = 0.2  # of the width of a strip: how thick its outline may be
ROUND = 0.1  # of the picture's sides: what lies in its corners alone is around a round corner
WALL = 0.9  # of the way across a strip
STOUT = 0.45  # width / length: no stroke is as stout, so whatever stands out in such a rectangle is written on it


@dataclass(frozen=True)
class Region:
    """A rectangle of a picture: rows top:bottom, columns left:right."""

    top: int
    bottom: int
    left: int
    right: int

    def of(self, picture: Grey) -> Grey:
        return picture[self.top : self.bottom, self.left : self.right]

    def moved(self, x: int, y: int) -> "Region":
        return Region(self.top + y, self.bottom + y, self.left + x, self.right + x)


def innermost_patch(grey: Grey, counts: Counts, split: int | None) -> Region:
    """`counts` (256,) are the grey levels' of `grey` (height, width), parted at `split`."""
    entered = region = Region(0, grey.shape[0], 0, grey.shape[1])
    for _ in range(3):
        inner = None if split is None else _patch(region.of(grey), counts, split)
        if inner is None or _is_strip(region.of(grey), inner[0], split or 0):
            break
        patch, filled = inner
        region = Region(
            region.top + patch.top,
            region.top + patch.bottom,
            region.left + patch.left,
            region.left + patch.right,
        )
        counts = histogram(region.of(grey))
        split = otsu(counts)
        # Within a frame there must be its sheet; it would be the paper itself, and what it is around the ink.
        entered = region if filled else entered
    return entered


def _patch(grey: Grey, counts: Counts, middle: int) -> tuple[Region, bool] | None:
    """A rectangle of one tone, smaller than the picture, that has something in it, and whether most of it is of that
    tone; None when there is no such thing."""
    # Paper, patch and ink may be three tones, so the two that Otsu makes are parted once more.
    light = counts.copy()
    light[: middle + 1] = 0
    splits = [middle, otsu(light), otsu(counts[: middle + 1])]
    down, across = (slice(int(ROUND * length), length - int(ROUND * length)) for length in grey.shape)
    darkest = grey[:, across].min(1), grey[down].min(0)
    lightest = grey[:, across].max(1), grey[down].max(0)
    for split in splits:
        if split is None:
            continue
        for within, ends in ((np.less_equal, darkest), (np.greater, lightest)):
            region = _rectangle(grey, within, split, ends)
            if region is not None and _is_cut_out(grey, region) and written_on(region.of(grey)):
                inside = region.of(grey)
                return region, bool(2 * np.count_nonzero(within(inside, split)) > inside.size)
    return None


def _rectangle(grey: Grey, within: np.ufunc, split: int, ends: tuple[Grey, Grey]) -> Region | None:
    """The bounds of the tone that is `within` what `split` parts, when they are smaller than the picture and it runs
    along all four of their sides. `ends` are of each row and column the grey that is of the tone if any is."""
    rows, columns = (within(end, split).nonzero()[0] for end in ends)
    if not rows.size or not columns.size:
        return None
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    if (bottom - top, right - left) == grey.shape:
        return None
    inside = grey[top:bottom, left:right]
    if min(inside.shape) < 12 or inside.size < 0.05 * grey.size:
        return None
    sides = inside[0], inside[-1], inside[:, 0], inside[:, -1]
    if any(np.count_nonzero(within(side, split)) / side.size < 0.9 for side in sides):
        return None
    return Region(top + 1, bottom - 1, left + 1, right - 1)  # its outermost pixels are blurred with what is around


def _is_cut_out(grey: Grey, region: Region) -> bool:
    """Whether there is a step at each side of a region that is not the picture's own: light that falls off has none."""
    top, bottom, left, right = region.top, region.bottom, region.left, region.right
    columns, rows = slice(left, right), slice(top, bottom)
    levels = grey.astype(np.int16)
    steps = [
        (levels[top + 1, columns], levels[max(0, top - 3), columns], top > 1),
        (levels[bottom - 2, columns], levels[min(grey.shape[0] - 1, bottom + 2), columns], bottom < grey.shape[0] - 1),
        (levels[rows, left + 1], levels[rows, max(0, left - 3)], left > 1),
        (levels[rows, right - 2], levels[rows, min(grey.shape[1] - 1, right + 2)], right < grey.shape[1] - 1),
    ]
    return all(float(np.median(np.abs(inside - outside))) >= FAINTEST for inside, outside, within in steps if within)


def _is_strip(grey: Grey, region: Region, split: int) -> bool:
    """Whether a long region is what a thin outline is drawn around, on the same paper: the places of a form, which
    have walls between them. Of an outline that the picture's border cuts off the walls alone tell."""
    height, width = region.bottom - region.top, region.right - region.left
    if max(height, width) < LONG * min(height, width):
        return False
    reach = max(4, int(OUTLINE * min(height, width)))
    rows, columns = slice(region.top, region.bottom), slice(region.left, region.right)
    sides = (
        (grey[: region.top, columns][::-1], grey[rows, columns]),
        (grey[region.bottom :, columns], grey[rows, columns][::-1]),
        (grey[rows, : region.left].T[::-1], grey[rows, columns].T),
        (grey[rows, region.right :].T, grey[rows, columns].T[::-1]),
    )
    seen = [_goes_on(outside[: reach + 1], inside[1:reach]) for outside, inside in sides if len(outside) > reach]
    return all(seen) if seen else _has_wall(region.of(grey), split)


def _has_wall(strip: Grey, split: int) -> bool:
    """Whether something as dark as its outline goes straight across a strip, between two places."""
    wall = (strip <= split).mean(0 if strip.shape[1] > strip.shape[0] else 1) >= WALL
    places = np.flatnonzero(~wall)
    return bool(places.size and wall[places[0] : places[-1]].any())


def _goes_on(outside: Grey, inside: Grey) -> bool:
    """Whether, row by row away from the side of a region, the paper `inside` comes again `outside`."""
    paper = float(np.median(inside))
    return bool((np.abs(np.median(outside, axis=1)[2:] - paper) <= FAINTEST).any())


def written_on(patch: Grey) -> bool:
    """Whether a patch shows two tones of its own: an upright bar, the digit 1, is a rectangle too, but an
    even one."""
    counts = histogram(patch)
    split = otsu(counts)
    if split is None:
        return False
    dark = np.where(split >= GREYS, counts, 0)
    contrast = percentile(counts - dark, 0.5) - percentile(dark, 0.5)
    if contrast >= FAINTEST * 2 and 0.01 < float(dark.sum()) / patch.size < 0.99:
        return True
    # Little ink, or pale ink, is lost beside the light's own slope.
    inner = histogram(patch[3:-3, 3:-3])
    spread = max(percentile(inner, 0.5) - percentile(inner, 0.003), percentile(inner, 0.997) - percentile(inner, 0.5))
    return min(patch.shape) > STOUT * max(patch.shape) and spread >= FAINTEST * 3
