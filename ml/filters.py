"""How far a picture lies under its own paper, whatever the light on the paper does."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from ml.arrays import Grey

FAINTEST = 6.0  # grey levels under the paper below which we see nothing


def depth(grey: Grey, width: int) -> Grey:
    """Grey levels of `grey` (height, width) under the paper around, where that is narrower than `width` pixels.

    The paper is the morphological closing with a square (F. Meyer's black top-hat, 1979): it follows gradients and
    keeps the straight edges of shadows, tables and pasted photos, which a blurred estimate would turn into ink.
    """
    paper = closing(grey, max(3, width))
    return np.asarray(paper - grey)


def closing(grey: Grey, width: int) -> Grey:
    """The least of the greatest in squares of `width` pixels; what is beyond the border counts for neither."""
    return _least(greatest(grey, width), width)


def grown(mask: NDArray[np.bool_], width: int) -> NDArray[np.bool_]:
    """`mask` (height, width) with everything within a square of `width` pixels around it."""
    return greatest(mask.view(np.uint8), width).view(np.bool_)


def eroded(mask: NDArray[np.bool_], width: int) -> Grey:
    """255 at the middles of the squares of `width` pixels that lie in `mask` (height, width), else 0."""
    return _least(mask.view(np.uint8), width, 0) * np.uint8(255)


def steepness(grey: Grey, width: int) -> Grey:
    """How much `grey` (height, width) changes within squares of `width` pixels."""
    return np.asarray(greatest(grey, width) - _least(grey, width))


def smooth(grey: Grey, radius: float) -> Grey:
    """Blurred: the closing looks for the lightest pixel, which must not be one of noise."""
    return np.asarray(Image.fromarray(grey).filter(ImageFilter.BoxBlur(radius))) if radius else grey


def noise_floor(depths: Grey, factor: float = 4.0) -> float:
    """The depth that paper alone does not reach: its own median, and `factor` times its spread below that.

    Only the lower half of all pixels is asked, so ink on up to half of the picture does not count.
    """
    counts = np.array(Image.fromarray(depths).histogram()).cumsum()
    low, middle = (float(np.searchsorted(counts, share * counts[-1])) for share in (0.1, 0.5))
    return middle + factor * max(1.0, middle - low)


def greatest(grey: Grey, width: int) -> Grey:
    """The greatest of `grey` (height, width) in the square of `width` pixels around each."""
    return _slide(_slide(grey, width, 1, np.maximum, 0), width, 0, np.maximum, 0)


def _least(grey: Grey, width: int, outside: int = 255) -> Grey:
    return _slide(_slide(grey, width, 1, np.minimum, outside), width, 0, np.minimum, outside)


def _slide(grey: Grey, width: int, axis: int, pick: np.ufunc, outside: int) -> Grey:
    """`pick` over windows of an odd `width` along `axis`.

    Picture and border are gone over as if they were one long row: half as long as row by row, and what windows find
    beyond the end of a row lies in the border, which is cut off.
    """
    height, across = grey.shape
    half = width // 2
    shape = (height + 2 * half, across) if axis == 0 else (height, across + 2 * half)
    room = np.full(shape, outside, np.uint8)
    top, left = (half, 0) if axis == 0 else (0, half)
    room[top : top + height, left : left + across] = grey
    return windows(room.ravel(), 2 * half + 1, across if axis == 0 else 1, pick).reshape(shape)[:height, :across]


def windows(line: Grey, many: int, stride: int, pick: np.ufunc) -> Grey:
    """`pick` over the `many` items, `stride` apart, from each of `line` (n,) on, in log2(many) passes: a window of 2n
    is two of n. (n,), of which the last (many - 1) * stride are not to be used. `line` is written over."""
    here, there = line, np.empty_like(line)
    reach, left = 1, line.size
    while reach < many:
        step = min(reach, many - reach)
        left -= step * stride
        pick(here[:left], here[step * stride : step * stride + left], out=there[:left])
        here, there = there, here
        reach += step
    return here
