"""What a candidate looks like among its neighbours: a window on its line, all lines at one size."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ml import registry
from ml.layout.pieces import Piece
from ml.strokes import TINY

if TYPE_CHECKING:
    from ml.numbers.features import Candidate, Line

NETWORK = Path(__file__).parent / "windows.onnx"
HEIGHT, WIDTH = 24, 32
SCALE = 12  # pixels of a line's height: a window is two of them high
NEAR = 4  # pieces before and after a candidate; those further away are outside
LEAST = -8.0  # logarithm of a chance; the network has only seen made numbers
Windows = NDArray[np.uint8]


def windows(pieces: Sequence[Piece], found: Sequence["Candidate"], on: Sequence["Line"]) -> Windows:
    """(candidates, HEIGHT, WIDTH, 2) uint8: the candidate's own ink, and the rest of its line's around it. The line's
    middle is the window's, and so is the candidate's from left to right; pens of any width look alike."""
    levelled = [_levelled(piece, on[piece.line]) for piece in pieces]
    seen = np.empty((len(found), HEIGHT, WIDTH, 2), np.uint8)
    for window, candidate in zip(seen, found, strict=True):
        before, after = max(0, candidate.first - NEAR), min(len(pieces), candidate.last + NEAR)
        middle = candidate.extent.middle[0] * _scale(on[candidate.line])
        around = [levelled[k] for k in range(before, after) if pieces[k].line == candidate.line]
        own = [candidate.first <= k < candidate.last for k in range(before, after) if pieces[k].line == candidate.line]
        window[...] = _seen(around, own, middle)
    return seen


def _levelled(piece: Piece, line: "Line") -> NDArray[np.float64]:
    """The piece's points in pixels of a window, its line's middle at the window's."""
    x, y = piece.points[:, 0], piece.points[:, 1]
    return np.column_stack([x, y - line.slope * x - line.middle]) * _scale(line)


def _scale(line: "Line") -> float:
    """Pixels of a window for one of the line's units; a line of no height is a dot."""
    return SCALE / max(line.height, TINY)


def _seen(around: Sequence[NDArray[np.float64]], own: Sequence[bool], middle: float) -> Windows:
    """Points as ink, each shared among the four pixels around it."""
    points = np.concatenate(around)
    channel = 1 - np.repeat(np.asarray(own, np.intp), [len(one) for one in around])
    x, y = points[:, 0] - middle + WIDTH / 2 - 0.5, points[:, 1] + HEIGHT / 2 - 0.5
    inside = (x > -1) & (x < WIDTH) & (y > -1) & (y < HEIGHT)
    x, y, channel = x[inside], y[inside], channel[inside]
    left, top = np.floor(x), np.floor(y)
    across, down = x - left, y - top
    # One more pixel all around, for what is half outside.
    place = ((channel * (HEIGHT + 2) + top.astype(np.intp) + 1) * (WIDTH + 2)) + left.astype(np.intp) + 1
    corners = np.concatenate([place, place + 1, place + WIDTH + 2, place + WIDTH + 3])
    shares = np.concatenate([(1 - across) * (1 - down), across * (1 - down), (1 - across) * down, across * down])
    ink = np.bincount(corners, shares, 2 * (HEIGHT + 2) * (WIDTH + 2)).reshape(2, HEIGHT + 2, WIDTH + 2)
    shown: Windows = (255 * np.minimum(1.0, 2 * ink[:, 1:-1, 1:-1])).astype(np.uint8)
    return np.moveaxis(shown, 0, -1)


class Witness:
    """The small network that has seen windows of made numbers. Make it after the fork: a session does not survive
    one."""

    def __init__(self, path: Path = NETWORK) -> None:
        self._session = registry.session(path, path.read_bytes())
        self._input = self._session.get_inputs()[0].name

    def __call__(self, seen: Windows) -> NDArray[np.float64]:
        """Windows (n, HEIGHT, WIDTH, 2) to logarithms (n, LABELS + 1) of the chances of each digit and separator, and
        at last of no whole sign: a part of one, or several."""
        logits = registry.run(self._session, self._input, seen).astype(np.float64)
        shifted = logits - logits.max(1, keepdims=True)
        logs: NDArray[np.float64] = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
        return np.maximum(LEAST, logs)
