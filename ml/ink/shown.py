"""The photo that a screenshot shows, of a chat or an album: a rectangle without even tones among such as are even."""

import numpy as np

from ml.arrays import Grey, Mask
from ml.components import components
from ml.filters import closing, eroded, steepness
from ml.ink.patch import Region
from ml.ink.tones import Counts

SMALLEST = 100  # pixels of the shorter side, of the reduced picture
TONES = 4  # even ones at most: what is above, around and below the photo, and a bubble
LEAST = 0.02  # of the picture is of each
EVEN = 0.8  # of its pixels are as light as all around them, to a grey level
SCREEN = 0.12  # of the picture at least is even
LARGE = 0.06  # of the picture is the photo, at least
FULL = 0.95  # of its rectangle is
SIDE = 0.9  # of each of its sides lies at something even, or at the border
COARSE, BLOCK = 8, 5  # every so manyth row and column is asked first, so many of them together
MOSTLY = 0.8  # of these are of the photo
INSET = 2  # pixels: its edge is blurred with what is around


def shown(grey: Grey, counts: Counts) -> Region | None:
    """Of `grey` (height, width), perhaps reduced, whose levels are `counts` (256,); None where there is none, or are
    several."""
    if min(grey.shape) < SMALLEST or not _may_be(grey, counts):
        return None
    step = 2 if min(grey.shape) >= 2 * SMALLEST else 1
    grey = grey[::step, ::step]
    screen = _screen(grey, counts)
    if np.count_nonzero(screen) < SCREEN * grey.size:
        return None
    # What the photo has of such tones itself are spots.
    rest = closing((~screen).view(np.uint8), 5) > 0
    parts = components(eroded(rest, 5) > 0)
    large = parts.only(parts.areas() > LARGE * grey.size)
    if large.count != 1:
        return None
    top, bottom, left, right = large.boxes()[0].tolist()
    region = Region(top, bottom, left, right)
    whole = (bottom - top, right - left) == grey.shape
    full = bool(large.areas()[0] >= FULL * region.of(grey).size)
    if whole or not full or not _framed(screen, region):
        return None
    return Region(step * top, step * bottom - step + 1, step * left, step * right - step + 1)


def _may_be(grey: Grey, counts: Counts) -> bool:
    """Whether some of it is of the commonest tones, and a block that is hardly so lies somewhere: of most drawings that
    is soon known."""
    common = np.zeros(258, np.bool_)
    for level in np.argsort(-counts, kind="stable")[:TONES].tolist():
        common[level : level + 3] |= counts[level] >= LEAST / 2 * grey.size
    common = common[1:-1]
    if counts[common].sum() < SCREEN * grey.size:
        return False
    other = np.pad(~common[grey[::COARSE, ::COARSE]], ((1, 0), (1, 0))).cumsum(0, np.int32).cumsum(1)
    found = other[BLOCK:, BLOCK:] - other[:-BLOCK, BLOCK:] - other[BLOCK:, :-BLOCK] + other[:-BLOCK, :-BLOCK]
    return bool(found.max(initial=0) >= MOSTLY * BLOCK**2)


def _screen(grey: Grey, counts: Counts) -> Mask:
    """The large areas of one even tone."""
    flat = steepness(grey, 3) <= 1
    screen = np.zeros(grey.shape, np.bool_)
    for level in np.argsort(-counts, kind="stable")[:TONES].tolist():
        tone = np.abs(grey.astype(np.int16) - level) <= 1
        if np.count_nonzero(tone & flat) >= max(EVEN * np.count_nonzero(tone), LEAST * tone.size):
            screen |= tone
    return screen


def _framed(screen: Mask, region: Region) -> bool:
    """Whether screen, or nothing, lies a little beyond each side of the `region`."""
    reach = INSET + 3
    top, bottom, left, right = (
        region.top - reach,
        region.bottom + reach - 1,
        region.left - reach,
        region.right + reach - 1,
    )
    rows, columns = slice(region.top, region.bottom), slice(region.left, region.right)
    sides = (
        screen[top, columns] if top >= 0 else None,
        screen[bottom, columns] if bottom < screen.shape[0] else None,
        screen[rows, left] if left >= 0 else None,
        screen[rows, right] if right < screen.shape[1] else None,
    )
    seen = [float(side.mean()) for side in sides if side is not None]
    return bool(seen) and min(seen) >= SIDE
