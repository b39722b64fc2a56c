"""A 7 that is narrower than people write it may be a 1 with a short, flat start: some write it as their 7."""

import numpy as np

from ml.arrays import Ink
from ml.normalize import SIDE

# Width / height without slant: of the 6,862 7s of the writers who train and calibrate 25 are narrower; of those of the
# developing numbers none, but two 1s that the network takes for 7s. Such 1s have 0.3 to 0.4.
NARROW = 0.41
KEPT = 0.67  # of its probability a 7 keeps, the rest is the 1's: it is still read as a 7, but not surely
INKED = 96

_ROWS, _COLUMNS = np.mgrid[:SIDE, :SIDE].astype(np.float64)


def may_be_one(glyph: Ink) -> bool:
    """Whether the `glyph` (28, 28), which was read as a 7, is as narrow as hardly any is."""
    return breadth(glyph) < NARROW


def breadth(glyph: Ink) -> float:
    """Width / height without slant of the `glyph` (28, 28); infinite where nothing is inked."""
    ink = glyph.astype(np.float64)
    mass = ink.sum()
    inked = glyph > INKED
    if not inked.any():
        return np.inf
    x, y = _COLUMNS - (ink * _COLUMNS).sum() / mass, _ROWS - (ink * _ROWS).sum() / mass
    slant = (ink * x * y).sum() / max(1e-9, (ink * y * y).sum())
    across = (x - slant * y)[inked]
    return float((np.ptp(across) + 1) / (np.ptp(y[inked]) + 1))
