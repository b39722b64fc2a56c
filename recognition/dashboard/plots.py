"""The dashboard's plots as plain geometry: 100 high, y downwards, for templates to draw as SVG."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from recognition.models.tallies import Tally, days

OUTCOMES = ("accepted", "uncertain", "rejected", "failed")  # from the ground up
TRUTHS: tuple[int | None, ...] = (*range(10), None)
SHADES = 5


@dataclass(frozen=True, slots=True)
class Bar:
    kind: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Columns:
    """A column a day, `most` being the whole height; `rows` is the same as a table, newest first."""

    width: int
    most: int
    bars: list[Bar]
    rows: list[tuple[date, int, list[int]]]

    @property
    def first(self) -> date:
        return self.rows[-1][0]

    @property
    def last(self) -> date:
        return self.rows[0][0]

    @property
    def total(self) -> int:
        return sum(total for _, total, _ in self.rows)

    @property
    def sums(self) -> list[tuple[str, int]]:
        return [(name, sum(row[2][place] for row in self.rows)) for place, name in enumerate(OUTCOMES)]


@dataclass(frozen=True, slots=True)
class Cell:
    """`shade` is 0 for nothing, to SHADES for the commonest mistake; what is right has none."""

    read: int
    count: int
    is_right: bool
    shade: int


def columns(tallies: Iterable[Tally], first: date, last: date) -> Columns:
    """Stacked by outcome; what still waits or was cancelled is left out."""
    counts: Counter[tuple[date, str]] = Counter()
    for tally in tallies:
        counts[tally.day, tally.outcome] += tally.count
    every = days(first, last)
    table = [(day, [counts[day, outcome] for outcome in OUTCOMES]) for day in every]
    most = max((sum(row) for _, row in table), default=0)
    bars = [bar for place, (_, row) in enumerate(table) for bar in _stack(place, row, max(1, most))]
    return Columns(len(every), most, bars, [(day, sum(row), row) for day, row in reversed(table)])


def _stack(place: int, row: Sequence[int], most: int) -> list[Bar]:
    bars, y = [], 100.0
    for outcome, count in zip(OUTCOMES, row, strict=True):
        height = 100 * count / most
        y -= height
        if count:
            bars.append(Bar(outcome, round(place + 0.1, 2), round(y, 2), 0.8, round(height, 2)))
    return bars


def pairs(shares: Sequence[tuple[str, float, float]]) -> tuple[float, list[Bar]]:
    """(the share that is the whole height, two bars beside each other for each). Heights are square roots: nearly
    all confidences are in the last bin, and it is the others that move."""
    most = max((share for _, *two in shares for share in two), default=1.0)
    bars = [
        _beside(kind, place + offset, share / most)
        for place, (_, expected, found) in enumerate(shares)
        for kind, offset, share in (("expected", 0.12, expected), ("found", 0.5, found))
    ]
    return most, bars


def _beside(kind: str, x: float, share: float) -> Bar:
    height = 100 * math.sqrt(share)
    return Bar(kind, round(x, 2), round(100 - height, 2), 0.38, round(height, 2))


def confusion(counts: Counter[tuple[int | None, int]]) -> list[tuple[str, list[Cell]]]:
    """A row a truth, the last one for what is no digit."""
    most = max((count for (truth, read), count in counts.items() if truth != read), default=1)
    return [
        (
            "none" if truth is None else str(truth),
            [_cell(truth, read, counts[truth, read], most) for read in range(10)],
        )
        for truth in TRUTHS
    ]


def _cell(truth: int | None, read: int, count: int, most: int) -> Cell:
    is_right = truth == read
    return Cell(read, count, is_right, 0 if is_right else -(-SHADES * count // most))
