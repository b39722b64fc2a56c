"""Ruled lines, boxes and the edges of tables, found in a mask of dark pixels and taken out of it.

Lines are peaks of a Hough transform (R. Duda, P. Hart, 1972) over a few degrees. Only pixels in short runs across the
line go, so the strokes that cross it stay.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml.arrays import Ints, Mask
from ml.bits import in_runs, packed, places

SIDE = 240  # lines are looked for in the mask reduced to this
SLOPES = np.linspace(-0.15, 0.15, 49)  # 8.5 degrees either way, in steps that leave a line of 240 pixels in one bin
TURNED = np.linspace(-0.35, 0.35, 113)  # 19 degrees, of paper that was turned
MOST = 60
RUN = 4  # pixels: at the steepest slope a line advances by almost seven before it changes rows; strokes across by none
TURNED_RUN = 3  # the same for TURNED: by almost three
BARE = 0.35  # of a line's places at least no stroke runs along it;
BESIDE = 1.8  # times as thick is it where one does: a stroke that is no line is of all widths
BLOCK = 16  # columns of a line, in which it bends by less than a pixel
NARROW = 24  # pixels around a line, of whose places fewer than
SEEN = 0.45  # are inked as far: then it is known how thick it is
GAP = 0.03  # of the mask's width: a line may be broken for so long


@dataclass(frozen=True)
class Line:
    """A line y = offset + slope * x from x = `start` to `end`, `thick` where that was measured, in pixels of a mask; x
    and y swapped for upright lines."""

    slope: float
    offset: float
    start: int
    end: int
    thick: float = field(default=1.0, compare=False)

    @property
    def length(self) -> int:
        return self.end - self.start

    def at(self, x: NDArray[np.float64] | Ints | float) -> NDArray[np.float64]:
        return np.asarray(self.offset + self.slope * np.asarray(x, np.float64))


def lines(mask: Mask, shortest: float, *, turned: bool = False) -> list[Line]:
    """The nearly level lines in `mask`, most inked first, of at least `shortest` pixels with hardly a gap; those of
    paper that may be `turned`, too."""
    slopes = TURNED if turned else SLOPES
    least = shortest * 0.8
    stride = mask.shape[1] + 1
    bits = _thin_runs(mask, stride, TURNED_RUN if turned else RUN)
    if bits.bit_count() < least:  # no line has more votes than there are pixels
        return []
    ys, xs = np.divmod(places(bits), stride)
    reach = int(np.ceil(mask.shape[1] * slopes[-1])) + 1
    bins = mask.shape[0] + 2 * reach
    votes = _votes(ys, xs, slopes, reach, bins)
    thick = _thickened(mask)
    found: list[Line] = []
    for _ in range(MOST):
        peak = int(votes.argmax())
        if votes.flat[peak] < least:
            break
        slope, offset = float(slopes[peak // bins]), float(peak % bins - reach)
        line = _stretch(thick, slope, offset)
        if line.length >= shortest:
            found.append(line)
        near = np.abs(ys - offset - slope * xs) <= 3.5  # both edges of a thick line
        if ys.size - np.count_nonzero(near) < least:
            break
        votes -= _votes(ys[near], xs[near], slopes, reach, bins)
        ys, xs = ys[~near], xs[~near]
    return found


def _thin_runs(mask: Mask, stride: int, least: int) -> int:
    """The pixels of `mask` that lie in level runs of so many at `least`, without what is thicker, from top to bottom,
    than a line can be: shadows, tables, blots. The lowest row of each of those stays: by it the box of a form that is a
    little thicker is still found.

    They are the bits of a number, as ml.bits packs them.
    """
    bits = packed(mask)
    bits ^= bits & in_runs(bits, max(4, max(mask.shape) // 60) + 1, stride) >> stride
    return in_runs(bits, least, 1)


def _votes(ys: Ints, xs: Ints, slopes: NDArray[np.float64], reach: int, bins: int) -> Ints:
    """(slopes, bins) how many of the pixels lie on each line."""
    place = ys.astype(np.float32) - slopes.astype(np.float32)[:, None] * xs.astype(np.float32)
    np.rint(place, out=place)
    place += (reach + bins * np.arange(slopes.size, dtype=np.float32))[:, None]  # whole, and exact up to 2**24
    return np.bincount(place.astype(np.intp).ravel(), minlength=bins * slopes.size).reshape(slopes.size, bins)


def _thickened(mask: Mask) -> Mask:
    """(height + 4, width) whether a pixel of `mask`, the one above or the one below is inked, from two rows above the
    first on to two below the last."""
    thick = np.zeros((mask.shape[0] + 4, mask.shape[1]), np.bool_)
    thick[1:-3] = mask
    thick[2:-2] |= mask
    thick[3:-1] |= mask
    return thick


def _stretch(thick: Mask, slope: float, offset: float) -> Line:
    """The longest stretch of a line that is inked, or nearly, but for short gaps. `thick` as _thickened gives it."""
    width = thick.shape[1]
    x = np.arange(width)
    y = np.rint(offset + slope * x).astype(np.intp) + 2
    inked = thick[y.clip(0, thick.shape[0] - 1), x].nonzero()[0]
    if not inked.size:
        return Line(slope, offset, 0, 0)
    breaks = (inked[1:] - inked[:-1] > max(min(4, width // 16), GAP * width)).nonzero()[0]
    starts, ends = inked[[0, *(breaks + 1)]], inked[[*breaks, -1]] + 1
    longest = int((ends - starts).argmax())
    return Line(slope, offset, int(starts[longest]), int(ends[longest]))


def measured(mask: Mask, line: Line) -> Line:
    """`line` and how thick it is: the median of the runs across it, as far as it can be one."""
    x = np.arange(line.start, line.end, max(1, line.length // 12))
    window = max(8, max(mask.shape) // 32)
    _, near = _around(mask, x, np.rint(line.at(x)).astype(np.intp), window)
    near[:, window] |= near[:, window - 1] | near[:, window + 1]
    near[:, [0, -1]] = False
    across = np.sort(near[:, window::-1].argmin(1) + near[:, window:].argmin(1))
    return replace(line, thick=float(across[across.size // 2]) - 1)


def inked(mask: Mask, line: Line) -> float:
    """How much of `line` is inked in `mask`."""
    x = np.arange(line.start, line.end)
    _, near = _around(mask, x, np.rint(line.at(x)).astype(np.intp), 1)
    return float(near.any(1).mean())


def erase(mask: Mask, line: Line, slack: int, thickest: int, thinnest: float = np.inf) -> None:
    """Takes `line` out of `mask` where the run across it is no longer than the line is thick; lines thicker than
    `thickest` stay. `slack` is how far, in pixels, the line may lie from where it is said to be; `thinnest` are others
    of the same outline, none of which is far thicker than another."""
    x = np.arange(max(0, line.start - slack), min(mask.shape[1], line.end + slack))
    y = _followed(mask, x, np.rint(line.at(x)).astype(np.intp), slack)
    for window in sorted({min(NARROW, thickest + 2), thickest + 2}):  # nearly all are narrow
        rows, near = _around(mask, x, y, window)
        above, below = _reach(near[:, window::-1]), _reach(near[:, window:])
        thick = above + below - 1
        met = thick > 0
        thin, middle = np.quantile(thick[met], (BARE, 0.5)) if met.any() else (0.0, 0.0)
        usual = min(float(thin if middle >= BESIDE * thin else middle), 2 * thinnest + 2)
        if 1.5 * usual + 1 <= window and (thick > window).sum() < SEEN * met.sum():
            break  # farther away there is nothing to see
    if not 0 < usual <= thickest:
        return
    across = np.arange(-window, window + 1)
    gone = (met & (thick <= usual * 1.5 + 1))[:, None] & (across > -above[:, None]) & (across < below[:, None])
    where, column = np.nonzero(gone & near)
    mask[rows[where, column], x[where]] = False


def _around(mask: Mask, x: Ints, y: Ints, window: int) -> tuple[Ints, Mask]:
    """(n, 2 window + 1) the rows around each (x, y), and whether they are inked; nothing is beyond the border."""
    rows = y[:, None] + np.arange(-window, window + 1)
    if y.size and window <= y.min() and y.max() + window < mask.shape[0]:
        return rows, mask[rows, x[:, None]]
    inside = (rows >= 0) & (rows < mask.shape[0])
    rows = rows.clip(0, mask.shape[0] - 1)
    return rows, mask[rows, x[:, None]] & inside


def _followed(mask: Mask, x: Ints, y: Ints, slack: int) -> Ints:
    """Where the line really runs: the ink's middle in each column near `y`, by medians of BLOCK columns, as printed
    lines bend and crossing strokes do not matter to a median."""
    _, near = _around(mask, x, y, slack)
    count = near.sum(1)
    met = count.nonzero()[0]
    if not met.size:
        return y
    middle = (near[met] * np.arange(-slack, slack + 1)).sum(1) / count[met]
    block = _blocks(x.size, BLOCK)[met]
    ordered = np.lexsort((middle, block))
    first = np.append(0, np.flatnonzero(block[1:] > block[:-1]) + 1)
    of = np.diff(np.append(first, met.size))
    median = (middle[ordered[first + (of - 1) // 2]] + middle[ordered[first + of // 2]]) / 2
    shift = np.interp(x, np.add.reduceat(x[met], first) / of, median)
    return np.asarray(np.rint(y + shift), np.intp)


def _blocks(count: int, size: int) -> Ints:
    """(count,) the number of each one's block, when they are dealt in order to blocks of `size`, or little more."""
    many, more = divmod(count, max(1, count // size))
    sizes = np.full(max(1, count // size), many)
    sizes[:more] += 1
    return np.repeat(np.arange(sizes.size), sizes)


def _reach(near: Mask) -> Ints:
    """(n,) how many pixels are inked without a gap from the first column on; the first may be missed by one."""
    near = near.copy()
    near[:, 0] |= near[:, 1]
    return np.asarray(np.argmin(np.pad(near, ((0, 0), (0, 1))), axis=1))


def reduced(mask: Mask) -> tuple[Mask, int]:
    """`mask` by cells of `step` pixels, dark where a third of a line would make it, and that step."""
    step = max(1, -(-max(mask.shape) // SIDE))
    if step == 1:
        return mask, 1
    if step <= 3:  # one pixel of a cell is a third of a line
        return _any(_any(mask, step).T, step).T, step
    picture = Image.fromarray(mask.astype(np.uint8) * np.uint8(255)).reduce(step)
    return np.asarray(picture) > 255 * 0.3 / step, step


def _any(mask: Mask, step: int) -> Mask:
    """Whether any of each `step` rows of `mask` is inked; of the last as many as there are."""
    found = mask[::step].copy()
    for first in range(1, step):
        rows = mask[first::step]
        found[: len(rows)] |= rows
    return found
