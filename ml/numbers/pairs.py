"""Two digits that touch, read at once: what runs into each other side by side no cut parts well."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ml import registry
from ml.arrays import Ink, Ints
from ml.layout.pieces import Piece
from ml.normalize import crop_box, fitted

if TYPE_CHECKING:
    from ml.numbers.features import Candidate

NETWORK = Path(__file__).parent / "pairs.onnx"
HEIGHT, WIDTH = 28, 40
WITHIN = (24, 36)  # (height, width) that the ink is fitted into
NARROWEST = 0.6  # of the line's height: of 760 narrower candidates the network calls none a pair
LEAST = -8.0  # logarithm of a chance; the network has only seen made numbers
LEAST_TWO = -7.0  # the same of two digits: what is less likely is not followed
Seen = NDArray[np.uint8]
Logs = NDArray[np.float64]
Run = tuple[int, int]  # the first piece and the one after the last


@dataclass(frozen=True, eq=False)
class Pairs:
    """Which candidates, by their numbers `of` (n,), may be two digits, and the logarithms of their chances: the `first`
    and the `second` digit's (n, 10), given that they are two, and that they are or are not: `two`, `other` (n,)."""

    of: Ints
    first: Logs
    second: Logs
    two: Logs
    other: Logs

    @property
    def both(self) -> Logs:
        """(n, 100): of 00 to 99, given that they are two."""
        logs: Logs = (self.first[:, :, None] + self.second[:, None, :]).reshape(-1, 100)
        return logs


NO_PAIRS = Pairs(np.zeros(0, np.intp), np.zeros((0, 10)), np.zeros((0, 10)), np.zeros(0), np.zeros(0))


def whole(pieces: Sequence[Piece], found: Sequence["Candidate"], heights: Sequence[float]) -> Ints:
    """The numbers of the candidates of which all pieces hang together, as wide as two digits on a line of one of
    `heights`, that part into two candidates. A digit and a slash that is cut beside it would look like two."""
    places = {(one.first, one.last) for one in found}
    wide = [k for k, one in enumerate(found) if one.extent.width >= NARROWEST * heights[one.line]]
    return np.array([k for k in wide if _hangs(pieces, found[k]) and any(parts(found[k], places))], np.intp)


def _hangs(pieces: Sequence[Piece], one: "Candidate") -> bool:
    return all(piece.cut for piece in pieces[one.first + 1 : one.last])


def parts(one: "Candidate", places: Container[Run]) -> Iterator[tuple[Run, Run]]:
    """The ways to part a candidate into two of those that are at `places`, by the pieces they are made of."""
    for between in range(one.first + 1, one.last):
        first, second = (one.first, between), (between, one.last)
        if first in places and second in places:
            yield first, second


def window(ink: Ink) -> Seen:
    """A candidate's `ink` (height, width) uint8 as the network sees it: (HEIGHT, WIDTH) uint8, in the middle."""
    shown = np.zeros((HEIGHT, WIDTH), np.uint8)
    top, bottom, left, right = crop_box(ink)
    if bottom > top:
        small = fitted(ink[top:bottom, left:right], *WITHIN, digits=2)
        y, x = (HEIGHT - small.shape[0]) // 2, (WIDTH - small.shape[1]) // 2
        shown[y : y + small.shape[0], x : x + small.shape[1]] = small
    return shown


class PairReader:
    """The small network that has seen made numbers' pairs. Make it after the fork: a session does not survive one."""

    def __init__(self, path: Path = NETWORK) -> None:
        self._session = registry.session(path, path.read_bytes())
        self._input = self._session.get_inputs()[0].name

    def __call__(self, of: Ints, seen: Seen) -> Pairs:
        """Windows (n, HEIGHT, WIDTH) of the candidates `of` (n,)."""
        if not of.size:
            return NO_PAIRS
        logits = registry.run(self._session, self._input, seen[..., np.newaxis]).astype(np.float64)
        sure = logits[:, 20]
        two, other = np.maximum(LEAST, -np.logaddexp(0.0, [-sure, sure]))
        return Pairs(of, _logs(logits[:, :10]), _logs(logits[:, 10:20]), two, other)


def _logs(logits: Logs) -> Logs:
    shifted = logits - logits.max(1, keepdims=True)
    logs: Logs = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
    return logs
