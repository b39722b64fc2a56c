"""A line much thinner than the pen that crosses a small picture, straight or zigzag: found and taken out."""

import numpy as np
from numpy.typing import NDArray

from ml.arrays import Grey, Mask

ANGLES = np.linspace(0, np.pi, 24, endpoint=False)
BAND = 7  # pixels, in which the line goes to and fro
CROSSED = 0.8  # of the way through the picture is inked, and
SEEN = 0.5  # of it by nothing but the line
THICKER = 1.0  # times as many pixels are of thicker strokes as of thin ones


def opened(mask: Mask) -> Mask:
    """The pixels of `mask` (height, width) that lie in some square of 2x2 of it."""
    room = np.pad(mask, 1)
    square = room[:-1, :-1] & room[1:, :-1] & room[:-1, 1:] & room[1:, 1:]
    return np.asarray(square[:-1, :-1] | square[1:, :-1] | square[:-1, 1:] | square[1:, 1:])


def without_hairline(ink: Grey) -> Grey:
    """`ink` (height, width) without the line; unchanged where none crosses the picture."""
    mask = ink > 127
    thick = opened(mask)
    thin = mask & ~thick
    if thin.sum() < SEEN * min(mask.shape) / 2 or thick.sum() < THICKER * thin.sum():
        return ink
    band, along = _band(thin)
    way = along[band] - along[band].min()
    length = int(way.max()) + 1
    covered = [np.unique(way[part[band]]).size / length for part in (mask, thin)]
    if covered[0] < CROSSED or covered[1] < SEEN:
        return ink
    return np.where(thin & band, np.uint8(0), ink)


def _band(thin: Mask) -> tuple[Mask, NDArray[np.intp]]:
    """The straight band of BAND pixels that holds most of `thin`, and each pixel's place along it."""
    y, x = np.mgrid[: thin.shape[0], : thin.shape[1]]
    best: tuple[int, float, int] = (0, 0.0, 0)
    for angle in ANGLES:
        across = np.floor(y[thin] * np.cos(angle) - x[thin] * np.sin(angle)).astype(np.intp)
        counts = np.convolve(np.bincount(across - across.min()), np.ones(BAND, np.intp))
        best = max(best, (int(counts.max()), float(angle), int(across.min() + counts.argmax()) - BAND + 1))
    _, angle, start = best
    across = np.floor(y * np.cos(angle) - x * np.sin(angle)).astype(np.intp)
    along = np.floor(x * np.cos(angle) + y * np.sin(angle)).astype(np.intp)
    return (across >= start) & (across < start + BAND), along
