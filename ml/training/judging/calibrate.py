"""When to believe a model: its temperature and its thresholds, from digits that trained nothing."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.classifier import softmax
from ml.intervals import share
from ml.training.data.sources import NOT_DIGIT

TEMPERATURES = np.geomspace(0.2, 4.0, 181)
# Of the readings that we accept, at most so many may be wrong.
WORST_ERROR = 0.0015
LETTERS_ACCEPTED = 0.02
CANDIDATES = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.925, 0.95, 0.96, 0.97, 0.98, 0.985, 0.99, 0.995)

Logits = NDArray[np.float32]
Labels = NDArray[np.uint8]


def temperature(logits: Logits, labels: Labels) -> float:
    """The temperature at which the true labels of `logits` (n, 10 or 11) are likeliest (C. Guo et al., 2017)."""
    rows = np.arange(len(labels))

    def loss(candidate: float) -> float:
        chances = softmax(logits / np.float32(candidate))[rows, labels]
        return float(-np.log(np.maximum(chances, 1e-12)).mean())

    return round(float(min(TEMPERATURES, key=loss)), 4)


def confidences(probabilities: NDArray[np.float32], not_digit: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n,) as `Reader` computes them: the likeliest digit's probability times that of being one at all."""
    sure: NDArray[np.float32] = probabilities.max(1) * (1 - not_digit)
    return sure


def error_of(confidence: NDArray[np.float32], right: NDArray[np.bool_], bins: int = 15) -> float:
    """Expected calibration error in [0, 1]: bins of equal width, weighted by what falls into them."""
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        abs(float(confidence[place == number].mean()) - float(right[place == number].mean())) * (place == number).mean()
        for number in range(bins)
        if (place == number).any()
    ]
    return float(sum(gaps))


def thresholds(
    probabilities: NDArray[np.float32], not_digit: NDArray[np.float32], labels: Labels
) -> tuple[dict[str, float], list[dict[str, Any]]]:
    """({"uncertain", "not_digit"}, the table it was chosen from), for calibrated outputs on held-out signs.

    The lowest confidence of the table above which at most WORST_ERROR of the accepted digits are wrong and at most
    LETTERS_ACCEPTED of what is no digit is accepted; the table's highest where there is none.
    """
    confidence = confidences(probabilities, not_digit)
    digit = labels != NOT_DIGIT
    table = [_row(candidate, confidence, probabilities.argmax(1) == labels, digit) for candidate in CANDIDATES]
    good = [
        row["threshold"] for row in table if row["error"] <= WORST_ERROR and row["letters_accepted"] <= LETTERS_ACCEPTED
    ]
    return {"uncertain": min(good, default=CANDIDATES[-1]), "not_digit": 0.5}, table


def _row(
    threshold: float, confidence: NDArray[np.float32], right: NDArray[np.bool_], digit: NDArray[np.bool_]
) -> dict[str, Any]:
    sure = confidence >= threshold
    accepted = digit & sure
    return {
        "threshold": threshold,
        "coverage": share(sure[digit]),
        "error": share(~right[accepted]),
        "letters_accepted": share(sure[~digit]),
    }
