"""Marks on a page that are no part of its numbers, told by where they lie: a line under a number, a stamp beside it, a
ring around it, and what lies far from all lines."""

import numpy as np
from numpy.typing import NDArray

from ml.arrays import SOLID, Ink, Mask
from ml.layout.pieces import Extent
from ml.lines import SMALL

Boxes = NDArray[np.int64]

BELOW = 0.25  # height / length of a line under all that is written
APART = 0.12  # of the height of that: a digit's own foot is nearer,
BEYOND = 0.08  # of that height on either side: and shorter than a line,
STEM = 0.4  # width / height: but of a 1
UNBROKEN = 0.85  # of a line's columns has one piece of ink,
EVEN = 2.5  # of at most so many times the usual width in all but a tenth
LONG = 1.3  # length / the digits' height of a line
FLAT = 0.15  # height / length
OVER = 0.25  # of the digits' height: so far may they reach below a line
FAR = 2.5  # of the digits' height: so far from a number, and not beside it, is nothing of it
HOLLOW = 0.4  # of its rectangle at most is a ring's
LARGER = 1.2  # width and height / the highest digit's at least
ROUND = 1.6  # length / width of a ring at most
LETTER = 0.06  # height / the ring's: smaller is dirt
PRINT = 0.6  # height / the digits': what is smaller, in a ring, is a stamp's


def marks(boxes: Boxes, areas: NDArray[np.intp]) -> Mask:
    """(n,) which of the components with these `boxes` (n, 4), left, top, right, bottom, and `areas` (n,) are marks."""
    rings, stamped = _rings(boxes, areas)
    digits = _digits(boxes, ~rings & ~stamped)
    if not digits.any():
        return np.zeros_like(digits)
    height = float(np.median((boxes[:, 3] - boxes[:, 1])[digits]))
    marked = rings | stamped | _underlines(boxes, digits, height)
    return np.asarray(marked | _astray(boxes, ~marked, FAR * height))


def underlines(boxes: NDArray[np.float64]) -> Mask:
    """(n,) which of the strokes with these `boxes` (n, 4) are long lines under digits."""
    digits = _digits(boxes, np.ones(len(boxes), np.bool_))
    return _underlines(boxes, digits, float(np.median((boxes[:, 3] - boxes[:, 1])[digits]))) if digits.any() else digits


def below(ink: Ink) -> int:
    """The row of `ink` (height, width) at which lines begin that somebody drew under all that is written, from side to
    side; its height where there are none."""
    left, top, right, bottom = bands = _bands(ink > SOLID)
    written = np.flatnonzero(bottom - top > BELOW * (right - left))
    if not written.size or written[-1] + 1 == top.size:
        return int(ink.shape[0])
    count = int(written[-1]) + 1
    if not all(_is_line(ink[band[1] : band[3], band[0] : band[2]] > SOLID) for band in bands[:, count:].T):
        return int(ink.shape[0])
    own = Extent(float(left[:count].min()), float(top[0]), float(right[:count].max()), float(bottom[count - 1]))
    under = _is_under(Extent(*bands[:, count].tolist()), own)
    return int(bottom[count - 1] + top[count]) // 2 if under else int(ink.shape[0])


def _bands(mask: Mask) -> NDArray[np.intp]:
    """(4, n) left, top, right, bottom of what lies between empty rows, from the top."""
    rows = np.flatnonzero(mask.any(1))
    breaks = np.flatnonzero(np.diff(rows) > 1)
    if not breaks.size:  # most digits, and none has a line below it
        return np.zeros((4, 0), np.intp)
    tops, bottoms = rows[np.append(0, breaks + 1)], rows[np.append(breaks, rows.size - 1)] + 1
    across = [np.flatnonzero(mask[top:bottom].any(0)) for top, bottom in zip(tops, bottoms, strict=True)]
    return np.array([[one[0] for one in across], tops, [one[-1] + 1 for one in across], bottoms])


def _is_line(band: Mask) -> bool:
    """Whether what is inked is one stroke from side to side, of one width: a number has gaps, and ink above ink."""
    thick = band.sum(0)
    once = (np.diff(band, axis=0, prepend=False) & band).sum(0) == 1
    return bool(once.mean() >= UNBROKEN and np.quantile(thick[once], 0.9) <= EVEN * np.median(thick[once]))


def _is_under(line: Extent, written: Extent) -> bool:
    """Whether a `line` is none of the digits that are `written` above it: far below, or longer on both sides than a
    foot is, unless it is that of a 1."""
    beyond = min(written.left - line.left, line.right - written.right)
    if line.top - written.bottom >= APART * written.height:
        return beyond > -APART * written.height
    return beyond >= BEYOND * written.height and written.width > STEM * written.height


def _digits(boxes: Boxes | NDArray[np.float64], written: Mask) -> Mask:
    """(n,) which of what is `written` is neither level nor small."""
    tall = boxes[:, 3] - boxes[:, 1]
    digits = written & (tall > FLAT * (boxes[:, 2] - boxes[:, 0]))
    return np.asarray(digits & (tall >= SMALL * tall[digits].max(initial=0)))


def _underlines(boxes: Boxes | NDArray[np.float64], digits: Mask, height: float) -> Mask:
    left, top, right, bottom = boxes.T
    middle = (left + right) / 2
    within = (left[:, None] <= middle) & (middle <= right[:, None])
    above = within & (bottom <= bottom[:, None] + OVER * height) & (top <= bottom[:, None] - (1 - OVER) * height)
    level = (bottom - top <= FLAT * (right - left)) & (right - left >= LONG * height)
    return np.asarray(level & (above & digits).any(1) & ~(within & digits & ~above).any(1))


def _astray(boxes: Boxes, which: Mask, far: float) -> Mask:
    """(n,) which of the components named stand on no other's line, `far` from all, where others are together."""
    left, top, right, bottom = boxes.T
    across = np.maximum(left[:, None] - right, left - right[:, None])
    down = np.maximum(top[:, None] - bottom, top - bottom[:, None])
    near = ((down < 0) | (np.maximum(across, down) < far)) & which & which[:, None]
    alone = which & (near.sum(1) == 1)
    return alone if np.count_nonzero(which & ~alone) > 1 else np.zeros_like(alone)


def _rings(boxes: Boxes, areas: NDArray[np.intp]) -> tuple[Mask, Mask]:
    """(n,) which components are rings around others, and (n,) which are small print in one, with digits outside."""
    left, top, right, bottom = boxes.T
    wide, tall = right - left, bottom - top
    round_ = (np.maximum(wide, tall) <= ROUND * np.minimum(wide, tall)) & (areas <= HOLLOW * wide * tall)
    inside = (left[:, None] < left) & (right < right[:, None]) & (top[:, None] < top) & (bottom < bottom[:, None])
    inside &= tall >= LETTER * tall[:, None]
    rings = round_ & (inside.sum(1) > 1)
    rings &= np.minimum(wide, tall) >= LARGER * tall[~rings].max(initial=0)
    held = (inside & rings[:, None]).any(0)
    outside = ~held & ~rings
    outside &= tall >= SMALL * tall[outside].max(initial=0)
    if outside.sum() < 2:
        return rings, np.zeros_like(rings)
    return rings, held & (tall < PRINT * np.median(tall[outside]))
