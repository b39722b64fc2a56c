"""Pictures of which some bands, from edge to edge, are their own negative: turned back to one polarity."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ml.arrays import Grey, Ints
from ml.ink.tones import histogram, otsu

TURNED = 0.55  # of the rows: a stroke along the edge of a band hides some of it
NARROWEST = 0.15  # of the width: narrower is a line


def without_bands(grey: Grey) -> Grey:
    """`grey` (height, width) with every second of its bands turned; unchanged where there are none."""
    split = otsu(histogram(grey))
    if split is None:
        return grey
    for _ in range(2):
        edges = _edges(grey > split)
        if edges.size:
            turned = np.zeros(grey.shape[1], np.intp)
            turned[edges] = 1
            grey = np.where(turned.cumsum() % 2 == 1, 255 - grey, grey)
        grey = grey.T
    return np.ascontiguousarray(grey)


def _edges(light: NDArray[np.bool_]) -> Ints:
    """The columns at which upright bands begin, the first left out."""
    none = np.zeros(0, np.intp)
    turns = light[:, 1:] != light[:, :-1]
    at = np.flatnonzero((turns.mean(0) >= TURNED) & turns[0] & turns[-1]) + 1
    places = [0, *at.tolist(), light.shape[1]]
    if not at.size or min(end - start for start, end in pairwise(places)) < NARROWEST * light.shape[1]:
        return none
    even = [abs(float(light[:, start:end].mean()) - 0.5) > 0.48 for start, end in pairwise(places)]
    # An even band in the middle is the stem of a digit cut close, and one alone at a side is a table.
    return none if any(even[1:-1]) or (at.size == 1 and any(even)) else at
