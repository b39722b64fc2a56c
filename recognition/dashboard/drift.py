"""Whether the model is as sure as it was of the digits that it was calibrated on: the population stability index."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

MOVED, CHANGED = 0.1, 0.25  # the customary marks: N. Siddiqi, Credit Risk Scorecards (2006)
LEAST = 0.5  # added to each count: a bin that nothing falls into must not make the index infinite


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts of confidences below, between and from `edges` on: one more than there are edges."""

    edges: tuple[float, ...]
    counts: tuple[float, ...]

    @property
    def size(self) -> float:
        return sum(self.counts)

    @property
    def shares(self) -> list[float]:
        return [count / max(1.0, self.size) for count in self.counts]

    def like(self, confidences: Iterable[float]) -> "Histogram":
        """Of other confidences, in the same bins."""
        counts = [0.0] * len(self.counts)
        for confidence in confidences:
            counts[bisect_right(self.edges, confidence)] += 1
        return Histogram(self.edges, tuple(counts))

    @property
    def names(self) -> list[str]:
        ends = [f"{edge:.1%}".replace(".0%", "%").replace("%", " %") for edge in self.edges]
        between = [f"{low} to {high}" for low, high in pairwise(ends)]
        return [f"below {ends[0]}", *between, f"from {ends[-1]}"]


def of_card(card: dict[str, Any]) -> Histogram | None:
    """How sure the model was of the digits that set its thresholds: its card's table of coverage, which every model
    has that `python -m ml train` publishes. None for a card without one."""
    calibration = card.get("metrics", {}).get("calibration", {})
    table, held_out = calibration.get("table"), calibration.get("held_out")
    if not table or not isinstance(held_out, dict):
        return None
    size = sum(count for name, count in held_out.items() if name != "letters")
    above = [1.0, *(row["coverage"] for row in table), 0.0]
    counts = tuple(size * max(0.0, one - following) for one, following in pairwise(above))
    return Histogram(tuple(row["threshold"] for row in table), counts)


def psi(expected: Histogram, found: Histogram) -> float:
    """Sum of (found - expected) ln(found / expected) over the shares: 0 for the same, growing without end."""
    pairs = zip(_smoothed(expected.counts), _smoothed(found.counts), strict=True)
    return sum((new - old) * math.log(new / old) for old, new in pairs)


def by_chance(expected: Histogram, found: Histogram) -> float:
    """What the index is on average for two samples of the same (B. Yurdakul, J. Naranjo, Statistical properties of the
    population stability index, Journal of Risk Model Validation 14, 2020)."""
    return (len(expected.counts) - 1) * (1 / max(1.0, expected.size) + 1 / max(1.0, found.size))


def verdict(index: float, chance: float) -> str:
    if index < MOVED or index < 2 * chance:
        return "steady"
    return "moved" if index < CHANGED else "changed"


def _smoothed(counts: Sequence[float]) -> list[float]:
    whole = sum(counts) + LEAST * len(counts)
    return [(count + LEAST) / whole for count in counts]
