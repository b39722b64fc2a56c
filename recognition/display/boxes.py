"""The digits of a reading as pages show them: in lines and groups, each with its box and what else it may be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from recognition.display.box_labels import Label, labels_of

CLOSE = 0.05  # a second digit with at least this probability is named as the runner-up


@dataclass(frozen=True, slots=True)
class ShownDigit:
    """`index` counts from 0 in reading order; `second` is the likeliest value beside `value`."""

    index: int
    value: int
    confidence: float
    probabilities: Sequence[float]
    not_digit: float
    second: int
    box: Mapping[str, int]
    label: Label

    @property
    def second_probability(self) -> float:
        return self.probabilities[self.second]

    @property
    def runner_up(self) -> int | None:
        """The second, when it is a close one."""
        return self.second if self.second_probability >= CLOSE else None


def shown(digits: Sequence[Mapping[str, Any]], width: int, height: int) -> list[ShownDigit]:
    """`digits` as a Prediction keeps them, in a picture of this size (0 for strokes, which have no labels)."""
    labels = labels_of([digit["box"] for digit in digits], width, height)
    return [
        ShownDigit(
            index=index,
            value=digit["value"],
            confidence=digit["confidence"],
            probabilities=digit["probabilities"],
            not_digit=digit["not_digit"],
            second=likeliest_beside(digit["value"], digit["probabilities"]),
            box=digit["box"],
            label=labels[index],
        )
        for index, digit in enumerate(digits)
    ]


def likeliest_beside(value: int, probabilities: Sequence[float]) -> int:
    return max((other for other in range(10) if other != value), key=probabilities.__getitem__)


def lines(text: str, digits: Sequence[ShownDigit]) -> list[list[list[ShownDigit]]]:
    """The digits as `text` arranges them: a list of lines, each a list of groups."""
    left = iter(digits)
    return [[list(islice(left, len(group))) for group in line.split()] for line in text.splitlines()]
