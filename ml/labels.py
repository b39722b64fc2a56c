"""Which component each pixel of ink belongs to."""

import numpy as np
from numpy.typing import NDArray

from ml.components import Components

Labels = NDArray[np.int32]


def labelled(found: Components) -> Labels:
    """(height, width): 0 outside, 1 and up for the pixels of each component."""
    height, width = found.shape
    steps = np.zeros(height * (width + 1), np.int32)  # a column more, so that no run ends where the next begins a row
    place = found.row * (width + 1)
    # +n where a run of component n begins, -n where it ends; their running sum fills it in.
    steps[place + found.start] = found.label + 1
    steps[place + found.end] = -(found.label + 1)
    return steps.cumsum(dtype=np.int32).reshape(height, width + 1)[:, :-1]


def grown(labels: Labels, ink: NDArray[np.bool_]) -> Labels:
    """`labels` with the pale pixels of `ink` beside them: the grey edge belongs to what it is the edge of."""
    found = labels.copy()
    for there, here in (
        (np.s_[:-1], np.s_[1:]),
        (np.s_[1:], np.s_[:-1]),
        (np.s_[:, :-1], np.s_[:, 1:]),
        (np.s_[:, 1:], np.s_[:, :-1]),
    ):
        free = (found[here] == 0) & ink[here]
        found[here][free] = labels[there][free]
    return found
