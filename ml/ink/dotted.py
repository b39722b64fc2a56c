"""Printed lines of dots or dashes, to write on or around a place: small things, alike, in a row, evenly apart."""

import numpy as np
from numpy.typing import NDArray

from ml.arrays import Mask
from ml.components import Components

Floats = NDArray[np.float64]

LEAST = 6  # in a row
MOST = 400  # more are dither
SMALL = 0.3  # of the tallest thing's height at most: digits that hang together may be very wide
ALIKE, EVEN = 0.35, 0.15  # by how much of their size and of their distance they differ
MOSTLY = 0.75  # of the distances are even: people's numbers have half as many
LONG = 0.4  # of the side that a row runs along; and as long as what is written
STEEPEST = 0.27  # 15 degrees
SIDES = 4


def dotted(parts: Components) -> Mask:
    """(count,) which components are dots of such lines."""
    gone = np.zeros(parts.count, np.bool_)
    if parts.count <= LEAST:
        return gone
    top, bottom, left, right = parts.boxes().T
    extents = parts.extents()
    largest = int((bottom - top).argmax())
    small = extents <= SMALL * (bottom - top)[largest]
    if not LEAST <= small.sum() <= MOST:
        return gone
    middle = (top + bottom) / 2, (left + right) / 2
    measures = np.stack([extents, parts.areas()])
    usual = np.median(measures[:, small], axis=1)[:, None]
    alike = small & (np.abs(measures - usual) <= ALIKE * usual + 2).all(0)
    wide, tall = right[largest] - left[largest], bottom[largest] - top[largest]
    ways = ((*middle[::-1], max(LONG * parts.shape[1], wide)), (*middle, max(LONG * parts.shape[0], tall)))
    for along, across, least in ways:
        for _ in range(SIDES):
            row = _row(along, across, small & ~gone, alike, float(usual[0, 0]))
            places = np.sort(along[row & alike])
            if places.size < LEAST or not _is_line(places, least):
                break
            gone |= row
    return gone


def _row(along: Floats, across: Floats, small: Mask, alike: Mask, size: float) -> Mask:
    """(count,) which of the `small` things lie on one line, as wide as the `size` of those that are `alike`: the line
    with the most of these."""
    best = np.zeros(small.size, np.bool_)
    for slope in np.linspace(-STEEPEST, STEEPEST, 19):
        level = across - slope * along
        on = np.abs(level[small & alike][:, None] - level) <= max(1.0, size / 2)
        counts = (on & small & alike).sum(1)
        if counts.size and counts.max() > (best & alike).sum():
            best = on[counts.argmax()] & small
    return best


def _is_line(places: Floats, least: float) -> bool:
    """Whether `places` along a row are evenly apart, and the row is long."""
    steps = np.diff(places)
    step = float(np.median(steps))
    if step <= 0 or np.ptp(places) < least:
        return False
    return bool((np.abs(steps / step - np.rint(steps / step)) <= EVEN).mean() >= MOSTLY)
