"""Which of a picture's two tones is the ink? Asked of the shapes, because the border alone is a bad
witness."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml.arrays import Grey, Mask
from ml.filters import depth, noise_floor, smooth

SIDE = 64
BORDER = 1  # the place of its witness

# How much each witness counts, from ml.training.polarity, which also says how often the verdict is wrong.
WEIGHTS = np.array([3.3, 3.2, 10.5])
DARK_BOARD = 140  # the median of a picture that may be light on dark
AROUND = 0.15  # of the shorter side: the paper around narrow things, to each side
CLEAR = 0.6  # a table along three sides of the picture still leaves the border at -0.5


def dark_is_ink(dark: Mask) -> bool:
    """Whether the True pixels of `dark` (height, width) are the strokes, and not the paper around them."""
    if _is_framed(dark):
        return not dark[0, 0]
    border = _border(_small(dark))
    return border > 0 if abs(border) > CLEAR else float(WEIGHTS @ witnesses(dark)) > 0


def _is_framed(dark: Mask) -> bool:
    """Whether all pixels that the border would be asked of, and perhaps one more row of them, are of one tone."""
    across, down = (length // cells + 2 for length, cells in zip(dark.shape[::-1], _grid(dark), strict=True))
    sides = dark[:down], dark[-down:], dark[:, :across], dark[:, -across:]
    return all(side.all() for side in sides) if dark[0, 0] else not any(side.any() for side in sides)


def light_on_dark(grey: Grey) -> bool:
    """Whether narrow light things stand out of a dark picture more than narrow dark ones do."""
    step = -(-max(grey.shape) // 200)
    small = np.asarray(Image.fromarray(grey).reduce(step)) if step > 1 else grey
    if 2 * np.count_nonzero(small <= DARK_BOARD) < small.size:
        return False
    around = smooth(small, AROUND * min(small.shape)).astype(np.int16)
    energy = [0.0, 0.0]
    for share in (0.06, 0.12):
        for side, (picture, usual) in enumerate(((small, around), (np.asarray(255 - small), 255 - around))):
            depths = depth(picture, int(share * min(small.shape)))
            # Between dark strokes the paper stands out of them, but not of the paper around.
            above = np.minimum(depths - noise_floor(depths), usual - picture).clip(0)
            energy[side] += float((above**2).sum())
    return energy[1] > 1.5 * energy[0]


def witnesses(dark: Mask) -> NDArray[np.float64]:
    """(3,) in [-1, 1], positive for "dark is the ink"; turning the picture to its negative turns every sign.

    The rarer tone, the one away from the border, and the one that nowhere fills a large square: strokes are
    thin, paper is not.
    """
    share = _small(dark)
    return np.array(
        [
            1 - 2 * float(share.mean()),
            _border(share),
            (_largest_square(share < 0.02) - _largest_square(share > 0.98)) / min(share.shape),
        ]
    )


def _border(share: NDArray[np.float32]) -> float:
    return 1 - 2 * float(np.concatenate([share[0], share[-1], share[1:-1, 0], share[1:-1, -1]]).mean())


def _small(dark: Mask) -> NDArray[np.float32]:
    """The share of dark in each cell of a grid of at most 64 a side."""
    picture = Image.fromarray(dark.astype(np.uint8) * np.uint8(255))
    return np.asarray(picture.resize(_grid(dark), Image.Resampling.BOX), np.float32) / np.float32(255)


def _grid(dark: Mask) -> tuple[int, int]:
    """(across, down) the cells of the grid."""
    scale = min(1.0, SIDE / max(dark.shape))
    return max(1, round(dark.shape[1] * scale)), max(1, round(dark.shape[0] * scale))


def _largest_square(mask: Mask) -> int:
    """Side of the largest square of True, by halving: each side is tried on an integral image."""
    total = np.zeros((mask.shape[0] + 1, mask.shape[1] + 1), np.int32)
    total[1:, 1:] = mask.cumsum(0).cumsum(1)
    low, high = 0, min(mask.shape)
    while low < high:
        side = (low + high + 1) // 2
        sums = total[side:, side:] - total[:-side, side:] - total[side:, :-side] + total[:-side, :-side]
        low, high = (side, high) if int(sums.max()) == side * side else (low, side - 1)
    return low
