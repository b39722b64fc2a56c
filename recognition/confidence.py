"""What a threshold means: how many digits it leaves undecided and how many mistakes it lets through, as measured."""

from dataclasses import dataclass
from functools import cache

from ml.card import Card, default_model, read_card

OF = 10_000


@dataclass(frozen=True, slots=True)
class Stop:
    """One row of the model's measured table. `undecided` and `mistakes` are of 10,000 digits."""

    threshold: float
    undecided: int
    mistakes: int


@cache
def card() -> Card:
    """The model that answers. Raises ModelBroken."""
    return read_card(default_model())


def own_threshold() -> float:
    return card().thresholds["uncertain"]


@cache
def stops() -> tuple[Stop, ...]:
    """Lowest threshold first; none for a model that was published without measurements."""
    table = card().metrics.get("calibration", {}).get("table", [])
    return tuple(
        Stop(
            threshold=row["threshold"],
            undecided=round(OF * (1 - row["coverage"])),
            mistakes=round(OF * row["coverage"] * row["error"]),
        )
        for row in table
    )


@cache
def digits_measured() -> int:
    """How many digits, none of which the model learned from, the table was measured on."""
    held_out: dict[str, int] = card().metrics.get("calibration", {}).get("held_out", {})
    return sum(count for name, count in held_out.items() if name != "letters")


def nearest_stop(threshold: float | None) -> int:
    """The place in `stops()` of the one closest to `threshold`; None means the model's own."""
    wanted = own_threshold() if threshold is None else threshold
    return min(range(len(stops())), key=lambda place: abs(stops()[place].threshold - wanted), default=0)
