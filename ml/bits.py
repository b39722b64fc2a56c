"""A mask as the bits of one number: a shift moves all its pixels, which numpy does in several steps for each row.

Row follows row with a 0 between, so they are width + 1 apart, and nothing leaves one row for the next.
"""

import numpy as np
from numpy.typing import NDArray

from ml.arrays import Mask


def packed(mask: Mask) -> int:
    """`mask` (height, width): its first pixel is the lowest bit."""
    room = np.zeros((mask.shape[0], mask.shape[1] + 1), np.bool_)
    room[:, :-1] = mask
    return int.from_bytes(np.packbits(room, bitorder="little").tobytes(), "little")


def places(bits: int) -> NDArray[np.intp]:
    """Which bits are 1, in order."""
    few = np.frombuffer(bits.to_bytes(bits.bit_length() // 8 + 1, "little"), np.uint8)
    return np.unpackbits(few, bitorder="little").view(np.bool_).nonzero()[0]


def in_runs(bits: int, least: int, stride: int) -> int:
    """The bits that lie in runs of at least `least` that are `stride` apart."""
    within = _starts(bits, least, stride)
    for step in _steps(least):
        within |= within << step * stride
    return within


def holds_square(mask: Mask, width: int) -> bool:
    """Whether a square of `width` pixels, or of one more where that is even, lies in `mask` (height, width)."""
    side = width // 2 * 2 + 1
    return _starts(_starts(packed(mask), side, 1), side, mask.shape[1] + 1) != 0


def _starts(bits: int, many: int, stride: int) -> int:
    """The bits from which on `many`, `stride` apart, are 1."""
    for step in _steps(many):
        bits &= bits >> step * stride
    return bits


def _steps(many: int) -> list[int]:
    """By how much to move a window again and again so that it reaches over `many` places."""
    steps, reach = [], 1
    while reach < many:
        steps.append(min(reach, many - reach))
        reach += steps[-1]
    return steps
