"""From what was found to accepted, uncertain or rejected, and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ml.reading import Decision, Digit

Doubts: TypeAlias = Callable[[Sequence[int]], bool]

ALTERNATIVES = 3  # numbers that are told with their probabilities


@dataclass(frozen=True, eq=False)
class Found:
    """Digits with their text and the probability of the whole; other numbers that it may be, with theirs; and what
    speaks against it: only separators, several digits where one was asked for, another form than was expected,
    something beside it that was left out, or something there that is too faint to be read; and how to ask whether what
    it was read in may be no writing, where that is not all that there is."""

    digits: tuple[Digit, ...] = ()
    text: str = ""
    confidence: float = 0.0
    alternatives: tuple[tuple[str, float], ...] = ()
    no_digit: bool = False
    several: bool = False
    unexpected: bool = False
    beside: bool = False
    faint: bool = False
    doubts: Doubts | None = None


def decide(found: Found, thresholds: Mapping[str, float], doubts: Doubts) -> tuple[Decision, str | None]:
    """(decision, reason). One strange digit among many makes a number uncertain, half of them reject it. Whether it
    `doubts` these values, or `found` does, is asked where nothing else speaks against them."""
    limit = thresholds.get("not_digit", 0.5)
    several = len(found.digits) > 1
    least = thresholds.get("number", thresholds["uncertain"]) if several else thresholds["uncertain"]
    strange = sum(digit.not_digit > limit for digit in found.digits)
    verdicts: list[tuple[bool, Decision, str]] = [
        (found.faint, "rejected", "too_faint"),
        (not found.digits, "rejected", "blank"),
        (found.several, "rejected", "several_digits"),
        (found.no_digit or 2 * strange >= len(found.digits), "rejected", "not_a_digit"),
        (found.unexpected, "uncertain", "not_as_expected"),
        (found.beside or strange > 0, "uncertain", "not_a_digit"),
        (found.confidence < least, "uncertain", "low_confidence"),
    ]
    for holds, decision, reason in verdicts:
        if holds:
            return decision, reason
    doubtful = (found.doubts or doubts)([digit.value for digit in found.digits])
    return ("uncertain", "low_confidence") if doubtful else ("accepted", None)
