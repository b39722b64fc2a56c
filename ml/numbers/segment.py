"""A sheet to everything the lattice asks of it: candidates, glyphs, the classifier's word, and what was measured."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ml.classifier import Classifier
from ml.layout.pieces import Sheet
from ml.normalize import normalize
from ml.numbers import features, pairs
from ml.numbers.features import Candidate
from ml.numbers.lattice import Segment
from ml.numbers.pairs import NO_PAIRS, PairReader, Pairs
from ml.numbers.scores import conditional, logarithms
from ml.numbers.windows import Witness, windows


@dataclass(frozen=True, eq=False)
class Looked:
    """Candidates and, row by row, their glyphs (n, 28, 28) uint8, probabilities (n, 10) and not_digit (n,), what was
    measured (n, features), and the digits' logarithms (2, n, 10), the classifier's and the
    witness's. `heights` are of each line's digits, `pairs` what may be two of them."""

    found: list[Candidate]
    glyphs: NDArray[np.uint8]
    probabilities: NDArray[np.float32]
    not_digit: NDArray[np.float32]
    features: NDArray[np.float64]
    logs: NDArray[np.float64]
    heights: tuple[float, ...]
    pairs: Pairs = NO_PAIRS

    def digits(self, segment: Segment) -> NDArray[np.float32]:
        """The ten digits' probabilities (10,), by the network that read this one."""
        if segment.pair is None:
            return np.asarray(self.probabilities[segment.candidate])
        logs = self.pairs.second if segment.second else self.pairs.first
        return np.asarray(np.exp(logs[self._pair(segment.pair)]), np.float32)

    def nothing(self, segment: Segment) -> float:
        """The probability that this digit is none, by the network that read it; of a pair, that it is no pair."""
        if segment.pair is None:
            return float(self.not_digit[segment.candidate])
        return float(np.exp(self.pairs.other[self._pair(segment.pair)]))

    def _pair(self, candidate: int) -> int:
        return int(np.searchsorted(self.pairs.of, candidate))


@dataclass(frozen=True, eq=False)
class Networks:
    """What is asked of candidates: the classifier, and the small networks of windows and of pairs."""

    classifier: Classifier
    witness: Witness = field(default_factory=Witness)
    pairs: PairReader = field(default_factory=PairReader)


def look(sheet: Sheet, networks: Networks, *, drawn: bool) -> Looked:
    """One call of each network for all candidates of the sheet; of what was `drawn` as strokes none for pairs."""
    on = features.measured_lines(sheet.pieces)
    heights = tuple(line.height for line in on)
    found = features.candidates(sheet.pieces, heights)
    glyphs = np.stack([normalize(sheet.ink(candidate.first, candidate.last)) for candidate in found])
    probabilities, not_digit = networks.classifier(glyphs)
    seen = networks.witness(windows(sheet.pieces, found, on))
    measured = np.hstack(
        [features.measure(sheet.pieces, found, on, probabilities, not_digit), features.testimony(seen)]
    )
    logs = np.stack([logarithms(probabilities), conditional(seen)])
    read = NO_PAIRS if drawn else _pairs(sheet, found, heights, networks.pairs)
    return Looked(found, glyphs, probabilities, not_digit, measured, logs, heights, read)


def _pairs(sheet: Sheet, found: Sequence[Candidate], heights: Sequence[float], read: PairReader) -> Pairs:
    of = pairs.whole(sheet.pieces, found, heights)
    shown = [pairs.window(sheet.ink(found[k].first, found[k].last)) for k in of]
    return read(of, np.stack(shown)) if shown else NO_PAIRS
