"""Charts as plain geometry, for templates to draw as SVG: plots are 100 wide and 100 high, y downwards."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ml.evidence import Bin
from ml.intervals import wilson

FEWEST = 10  # a share of fewer answers than this says nothing
LEAST_SHARE = 0.5  # coverage is drawn from here on: nobody leaves more than half undecided
TOPS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Dot:
    """A measured share with its 95 % interval, `high` being the upper end and so the smaller y."""

    x: float
    y: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Cell:
    """So many of `truth` were read as `read`; `weight` in (0, 1] is for the colour."""

    truth: int
    read: int
    count: int
    weight: float


def reliability(bins: Iterable[Bin]) -> list[Dot]:
    """Confidence to the right, the share that was right upwards."""
    dots = []
    for one in merged(bins):
        low, high = wilson(one.right, one.of)
        dots.append(Dot(_short(100 * one.said), _up(one.right / one.of), _up(low), _up(high)))
    return dots


def merged(bins: Iterable[Bin]) -> list[Bin]:
    """Neighbours together until there are FEWEST of them; what is left at the end goes with the last."""
    found: list[Bin] = []
    for one in bins:
        if found and found[-1].of < FEWEST:
            one = _both(found.pop(), one)  # noqa: PLW2901 - it is that bin, grown
        found.append(one)
    return [*found[:-2], _both(*found[-2:])] if len(found) > 1 and found[-1].of < FEWEST else found


def _both(one: Bin, other: Bin) -> Bin:
    of = one.of + other.of
    return Bin((one.said * one.of + other.said * other.of) / of, one.right + other.right, of)


def coverage(curve: Iterable[tuple[float, float]], top: float) -> str:
    """The path of a line: the share accepted to the right, the share wrong of those upwards, `top` being the edge."""
    points = [across_and_up(share, wrong, top) for share, wrong in curve]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) if points else ""


def across_and_up(share: float, wrong: float, top: float) -> tuple[float, float]:
    return _short(100 * (share - LEAST_SHARE) / (1 - LEAST_SHARE)), _up(min(1.0, wrong / top))


def top_of(curves: Iterable[Sequence[tuple[float, float]]]) -> float:
    """A round share that all curves stay under, so that they can be compared."""
    most = max((wrong for curve in curves for _, wrong in curve), default=0.0)
    return next(top for top in TOPS if most <= top)


def interval(share: float, low: float, high: float, least: float) -> Dot:
    """On a line from `least` to 1: x of the share, and of the ends of its interval."""

    def place(value: float) -> float:
        return _short(100 * (value - least) / (1 - least))

    return Dot(place(share), 0, place(low), place(high))


def least_of(lows: Iterable[float]) -> float:
    """Where such a line begins: a whole twentieth below the lowest of `lows`."""
    return max(0.0, math.floor(min(lows, default=0.95) * 20) / 20)


def mistakes(confusion: Sequence[Sequence[int]]) -> list[Cell]:
    """What is off the diagonal, which would outshine it."""
    wrong = [
        (truth, read, count)
        for truth, row in enumerate(confusion)
        for read, count in enumerate(row)
        if count and truth != read
    ]
    most = max((count for _, _, count in wrong), default=1)
    return [Cell(truth, read, count, _short(count / most)) for truth, read, count in wrong]


def _up(share: float) -> float:
    return _short(100 * (1 - share))


def _short(value: float) -> float:
    return round(value, 2)
