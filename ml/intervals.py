"""Shares as they are measured, and how far they may be from the true ones."""

import math

from ml.arrays import Mask


def wilson(right: float, of: float) -> tuple[float, float]:
    """The 95 % interval of a share (E. B. Wilson, 1927)."""
    z, share = 1.96, right / max(1, of)
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return round(middle - half, 4), round(middle + half, 4)


def share(which: Mask) -> float:
    """Of (n,) those that are so; 0 of none."""
    return round(float(which.mean()), 6) if which.size else 0.0
