"""A sheet to everything the lattice asks of it: candidates, glyphs, the classifier's word, and what was measured."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml import features
from ml.classifier import Classifier
from ml.features import Candidate
from ml.normalize import normalize
from ml.pieces import Sheet
from ml.scores import conditional, logarithms
from ml.windows import Witness, windows


@dataclass(frozen=True, eq=False)
class Looked:
    """Candidates and, row by row, their glyphs (n, 28, 28) uint8, probabilities (n, 10) and not_digit (n,), what was
    measured (n, features), and the digits' logarithms (2, n, 10), the classifier's and the
    witness's. `heights` are of each line's digits."""

    found: list[Candidate]
    glyphs: NDArray[np.uint8]
    probabilities: NDArray[np.float32]
    not_digit: NDArray[np.float32]
    features: NDArray[np.float64]
    logs: NDArray[np.float64]
    heights: tuple[float, ...]


def look(sheet: Sheet, classifier: Classifier, witness: Witness) -> Looked:
    """One call of each network for all candidates of the sheet."""
    on = features.measured_lines(sheet.pieces)
    heights = tuple(line.height for line in on)
    found = features.candidates(sheet.pieces, heights)
    glyphs = np.stack([normalize(sheet.ink(candidate.first, candidate.last)) for candidate in found])
    probabilities, not_digit = classifier(glyphs)
    seen = witness(windows(sheet.pieces, found, on))
    measured = np.hstack(
        [features.measure(sheet.pieces, found, on, probabilities, not_digit), features.testimony(seen)]
    )
    logs = np.stack([logarithms(probabilities), conditional(seen)])
    return Looked(found, glyphs, probabilities, not_digit, measured, logs, heights)
