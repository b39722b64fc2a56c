"""How much each label is worth to each candidate: a linear function of what was measured, its weights learned."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ml.numbers.features import NAMES
from ml.numbers.lattice import SEPARATORS
from ml.numbers.pairs import LEAST_TWO, Pairs

WEIGHTS = Path(__file__).parent / "lattice.json"
BLOCKS = ("digit", "is_one", *SEPARATORS)
LEAST = -9.0  # logarithm of a digit's probability; a network that is surer than this is no witness


@dataclass(frozen=True, eq=False)
class Weights:
    """`blocks` (len(BLOCKS), len(NAMES)); `digit` (2,) weighs the logarithms of a digit's probability, the
    classifier's and the witness's; `pair` (4,) is what two digits read at once are worth, and weighs the logarithms of
    which they are, that they are two, and that they are not; `temperature` divides every score; `threshold` is the
    confidence below which a number is "uncertain". Fitted by ml.training.numbers.fitting."""

    blocks: NDArray[np.float64]
    digit: NDArray[np.float64]
    pair: NDArray[np.float64] = field(default_factory=lambda: np.zeros(4))
    temperature: float = 1.0
    threshold: float = 0.0

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> "Weights":
        raw = json.loads(path.read_text("utf-8"))
        blocks = [[raw["blocks"][block].get(name, 0.0) for name in NAMES] for block in BLOCKS]
        return cls(
            np.array(blocks), np.array(raw["digit"]), np.array(raw["pair"]), raw["temperature"], raw["threshold"]
        )

    def save(self, path: Path = WEIGHTS) -> None:
        rows = zip(BLOCKS, np.round(self.blocks, 4).tolist(), strict=True)
        blocks = {block: dict(zip(NAMES, row, strict=True)) for block, row in rows}
        raw = {
            "digit": np.round(self.digit, 4).tolist(),
            "pair": np.round(self.pair, 4).tolist(),
            "temperature": round(self.temperature, 4),
            "threshold": self.threshold,
            "blocks": blocks,
        }
        path.write_text(json.dumps(raw, indent=1) + "\n", "utf-8")


def score(weights: Weights, features: NDArray[np.float64], logs: NDArray[np.float64]) -> NDArray[np.float64]:
    """(candidates, LABELS) from features (candidates, len(NAMES)) and the digits' logarithms (2, candidates, 10)."""
    blocks = features @ weights.blocks.T
    scores = np.repeat(blocks[:, :1], 10, axis=1) + np.tensordot(weights.digit, logs, 1)
    scores[:, 1] += blocks[:, 1]
    return np.hstack([scores, blocks[:, 2:]]) / weights.temperature


def with_pairs(weights: Weights, scores: NDArray[np.float64], pairs: Pairs) -> NDArray[np.float64]:
    """`scores` (candidates, LABELS) with those of two digits at once beside them, (candidates, LABELS + 100); -inf
    where a candidate cannot be two, or hardly these."""
    worth, digits, two, other = weights.pair / weights.temperature
    both, beside = pairs.both, np.full((len(scores), 100), -np.inf)
    said = worth + digits * both + (two * pairs.two + other * pairs.other)[:, None]
    beside[pairs.of] = np.where(both < LEAST_TWO, -np.inf, said)
    return np.hstack([scores, beside])


def logarithms(probabilities: NDArray[np.float32]) -> NDArray[np.float64]:
    """Of the ten digits (n, 10), bounded below by LEAST."""
    return np.maximum(LEAST, np.log(np.maximum(1e-30, probabilities.astype(np.float64))))


def conditional(seen: NDArray[np.float64]) -> NDArray[np.float64]:
    """The witness's logarithms of the ten digits (n, 10), given that it is one."""
    shares: NDArray[np.float64] = seen[:, :10] - np.logaddexp.reduce(seen[:, :10], axis=1, keepdims=True)
    return np.maximum(LEAST, shares)
