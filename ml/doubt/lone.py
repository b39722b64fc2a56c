"""Whether what looks like a stroke on a photo may be none: the edge of a table or a shadow, or a crease."""

import numpy as np
from numpy.typing import NDArray

from ml.arrays import Ink
from ml.filters import grown
from ml.ink.tones import GREYS, Counts, median

Picture = NDArray[np.uint8]

SIDE = 100  # looked at in so many rows and columns
GRAIN = 1.5  # grey levels: the spread of paper that a camera has seen
AROUND = 11  # of its rows and columns: the square in which the paper is a stroke's own
FAINT = 35  # grey levels: a crease seldom is darker than that, and a pen seldom paler


def may_be_none(picture: Picture, ink: Ink, *, cut_out: bool = False) -> bool:
    """`picture` (height, width) or (height, width, 3) uint8 and its `ink` (height, width): whether this is a photo, and
    the ink runs into its border, unless it is `cut_out` around the ink, or is hardly darker than the paper."""
    step = max(1, max(ink.shape) // SIDE)
    few, seen = ink[::step, ::step], picture[::step, ::step]
    channels = [seen] if seen.ndim == 2 else [seen[..., k] for k in range(seen.shape[2])]
    bare, inked = few == 0, few > 200
    if not bare.any() or not inked.any():
        return False
    papers = [channel[bare] for channel in channels]
    if all(2 * np.count_nonzero(paper == paper[0]) > paper.size for paper in papers):
        return False  # no spread: the median is what most pixels are
    paper = [_counts(levels) for levels in papers]
    middles = [median(counts) for counts in paper]
    if max(1.5 * _deviation(counts, middle) for counts, middle in zip(paper, middles, strict=True)) < GRAIN:
        return False
    stroke = [_counts(channel[inked]) for channel in channels]
    near = grown(few > 0, AROUND) & bare  # beyond a sheet may be a table, and away from the light
    if near.any():
        middles = [median(_counts(channel[near])) for channel in channels]
    border = np.concatenate([ink[0], ink[-1], ink[:, 0], ink[:, -1]])
    apart = max(abs(median(counts) - middle) for counts, middle in zip(stroke, middles, strict=True))
    return bool((border.any() and not cut_out) or apart < FAINT)


def _counts(levels: Picture) -> Counts:
    return np.bincount(levels, minlength=256)


def _deviation(counts: Counts, middle: float) -> float:
    """The median distance of `counts` (256,) from their own median `middle`, which may lie between two levels."""
    doubled = np.abs(2 * GREYS - round(2 * middle))
    return median(np.bincount(doubled, counts, 512)) / 2
