"""What a threshold means: how many digits it leaves undecided and how many mistakes it lets through, as measured."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ml.card import Card
from ml.numbers.scores import Weights
from ml.registry import default_model, read_card
from recognition.models import ModelVersion

OF = 10_000


@dataclass(frozen=True, slots=True)
class Stop:
    """One row of a model's measured table. `undecided` and `mistakes` are of 10,000 digits."""

    threshold: float
    undecided: int
    mistakes: int


class Confidence:
    """A model's table, as it stands on its card; empty for one that was published without measurements."""

    def __init__(self, card: Card) -> None:
        self.card = card
        self._calibration: dict[str, Any] = card.metrics.get("calibration", {})

    @classmethod
    def of_active_model(cls) -> "Confidence":
        active = ModelVersion.active()
        return cls(Card.from_json(active.card) if active else read_card(default_model()))

    @property
    def own_threshold(self) -> float:
        return self.card.thresholds["uncertain"]

    @property
    def number_threshold(self) -> float:
        return max(self.own_threshold, Weights.load().threshold)

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        """Lowest threshold first."""
        return tuple(
            Stop(
                threshold=row["threshold"],
                undecided=round(OF * (1 - row["coverage"])),
                mistakes=round(OF * row["coverage"] * row["error"]),
            )
            for row in self._calibration.get("table", [])
        )

    @property
    def digits_measured(self) -> int:
        """How many digits, none of which the model learned from, the table was measured on."""
        held_out: dict[str, int] = self._calibration.get("held_out", {})
        return sum(count for name, count in held_out.items() if name != "letters")

    def nearest(self, threshold: float | None) -> int:
        """The place in `stops` of the one closest to `threshold`; None means the model's own."""
        wanted = self.own_threshold if threshold is None else threshold
        return min(range(len(self.stops)), key=lambda place: abs(self.stops[place].threshold - wanted), default=0)
