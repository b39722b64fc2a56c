"""How narrow a glyph is: a 7 that is narrower than people write it may be a 1 with a short, flat start, as some write
it; and the slash of a 0 is narrower than a 1 with a flag."""

import numpy as np

from ml.arrays import Ink
from ml.normalize import SIDE

# Width / height without slant: of the 6,862 7s of the writers who train and calibrate 25 are narrower; of those of the
# developing numbers none, but two 1s that the network takes for 7s. Such 1s have 0.3 to 0.4.
NARROW = 0.41
KEPT = 0.67  # of its probability a 7 keeps, the rest is the 1's: it is still read as a 7, but not surely
BAR = 0.3  # spread across / along: slashes and ends of 0s have up to 0.26, 1s with a flag 0.33 and more
INKED = 96

_ROWS, _COLUMNS = np.mgrid[:SIDE, :SIDE].astype(np.float64)


def may_be_one(glyph: Ink) -> bool:
    """Whether the `glyph` (28, 28), which was read as a 7, is as narrow as hardly any is."""
    ink = glyph.astype(np.float64)
    mass = ink.sum()
    inked = glyph > INKED
    if not inked.any():
        return False
    x, y = _COLUMNS - (ink * _COLUMNS).sum() / mass, _ROWS - (ink * _ROWS).sum() / mass
    slant = (ink * x * y).sum() / max(1e-9, (ink * y * y).sum())
    across = (x - slant * y)[inked]
    return bool(np.ptp(across) + 1 < NARROW * (np.ptp(y[inked]) + 1))


def is_bar(glyph: Ink) -> bool:
    """Whether the `glyph` (28, 28), which was read as a 1, has neither flag nor foot, however it leans."""
    across, along = np.linalg.eigvalsh(np.cov(np.nonzero(glyph > INKED)))
    return bool(across < BAR**2 * along)
