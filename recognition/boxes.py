"""The digits of a reading as pages show them: in lines and groups, each with its box and what else it may be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import median
from typing import Any

CLOSE = 0.05  # a second digit with at least this probability is named as the runner-up


@dataclass(frozen=True, slots=True)
class Label:
    """Where the digit is written beside its box, in the pixels of the picture."""

    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class ShownDigit:
    """`index` counts from 0 in reading order; `runner_up` is None when no other digit is close."""

    index: int
    value: int
    confidence: float
    probabilities: Sequence[float]
    box: Mapping[str, int]
    runner_up: int | None
    label: Label

    @property
    def runner_up_probability(self) -> float | None:
        return None if self.runner_up is None else self.probabilities[self.runner_up]


def shown(digits: Sequence[Mapping[str, Any]], width: int, height: int) -> list[ShownDigit]:
    """`digits` as a Prediction keeps them, in a picture of this size (0 for strokes, which have no labels)."""
    size = _label_size([digit["box"]["height"] for digit in digits], max(width, height))
    return [
        ShownDigit(
            index=index,
            value=digit["value"],
            confidence=digit["confidence"],
            probabilities=digit["probabilities"],
            box=digit["box"],
            runner_up=runner_up(digit["value"], digit["probabilities"]),
            label=_label(digit["box"], size),
        )
        for index, digit in enumerate(digits)
    ]


def runner_up(value: int, probabilities: Sequence[float]) -> int | None:
    """The likeliest digit beside `value`, when it is a close second."""
    second = max((other for other in range(10) if other != value), key=probabilities.__getitem__)
    return second if probabilities[second] >= CLOSE else None


def lines(text: str, digits: Sequence[ShownDigit]) -> list[list[list[ShownDigit]]]:
    """The digits as `text` arranges them: a list of lines, each a list of groups."""
    left = iter(digits)
    return [[list(islice(left, len(group))) for group in line.split()] for line in text.splitlines()]


def _label_size(heights: Sequence[int], longest: int) -> float:
    """Less than half a digit, but neither too small to be read nor in the way."""
    return min(max(0.4 * median(heights), longest / 36), longest / 16) if heights else 0.0


def _label(box: Mapping[str, int], size: float) -> Label:
    """Above the middle of the box; below it where there is no room above."""
    above = box["y"] - 0.2 * size
    below = box["y"] + box["height"] + size
    return Label(x=box["x"] + box["width"] / 2, y=above if above >= size else below, size=size)
