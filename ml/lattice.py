"""The best way through the candidates: a conditional random field over segments, decoded by dynamic programming.

Every path from the first piece to the last that uses each piece once is a reading; its weight is the exponential of
the sum of its segments' scores, its probability the weight's share of all paths'. S. Sarawagi, W. Cohen, "Semi-Markov
conditional random fields for information extraction" (2004).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ml.expected import Expected
from ml.features import Candidate

SEPARATORS = ("-", ".", "/", "(", ")")  # "." is whatever is small
OPENS, CLOSES = 10 + SEPARATORS.index("("), 10 + SEPARATORS.index(")")
LABELS = 10 + len(SEPARATORS)
State = tuple[int, bool]  # of what is expected, and whether a bracket is open
KEPT = 6  # numbers a place in the lattice
TRIED = 3  # digits a candidate, the likeliest; all, where something is expected


@dataclass(frozen=True)
class Segment:
    """Candidate number `candidate` read as `label`: a digit, or 10 and more for a separator."""

    candidate: int
    label: int


@dataclass
class Hypothesis:
    """One number so far: the logarithm of all its paths' weight together, and the heaviest of them."""

    total: float
    best: float
    path: tuple[Segment, ...] = field(default=())


@dataclass(frozen=True)
class Number:
    """Digits alone, their probability among everything that was allowed, and their likeliest segments."""

    digits: str
    probability: float
    path: tuple[Segment, ...]


def decode(found: Sequence[Candidate], scores: NDArray[np.float64], pieces: int, expected: Expected) -> list[Number]:
    """Numbers by probability, at most KEPT; none when `expected` allows none. `scores` is (candidates, LABELS)."""
    places: list[dict[State, dict[str, Hypothesis]]] = [{} for _ in range(pieces + 1)]
    places[0][0, False] = {"": Hypothesis(0.0, 0.0)}
    arcs = _arcs(found, scores, TRIED if len(expected.follow) == 1 else 10)
    for k in range(pieces):
        for state, numbers in places[k].items():
            for digits, hypothesis in _heaviest(numbers):
                for last, segment, score in arcs[k]:
                    after = _after(expected, state, segment.label)
                    if after:
                        name = digits if segment.label > 9 else f"{digits}{segment.label}"
                        _add(places[last].setdefault(after, {}), name, hypothesis, segment, score)
    whole_states = [state for state in places[pieces] if expected.final[state[0]] and not state[1]]
    ends = [pair for state in whole_states for pair in places[pieces][state].items()]
    whole = total_weight(found, scores, pieces, expected)
    ends.sort(key=lambda pair: -pair[1].total)
    return [Number(digits, float(np.exp(min(0.0, end.total - whole))), end.path) for digits, end in ends[:KEPT]]


def total_weight(found: Sequence[Candidate], scores: NDArray[np.float64], pieces: int, expected: Expected) -> float:
    """The logarithm of the weight of all paths that `expected` allows; -inf for none."""
    states = [(state, opened) for state in range(len(expected.follow)) for opened in (False, True)]
    moves = {state: _moves(expected, state) for state in states}
    reach = np.full((pieces + 1, len(states)), -np.inf)
    reach[0, 0] = 0.0
    for number in sorted(range(len(found)), key=lambda number: found[number].first):
        before, after = reach[found[number].first], reach[found[number].last]
        for place in np.flatnonzero(np.isfinite(before)).tolist():
            for following, labels in moves[states[place]].items():
                weight = before[place] + np.logaddexp.reduce(scores[number, labels])
                after[states.index(following)] = np.logaddexp(after[states.index(following)], weight)
    ends = [
        reach[pieces, place] for place, (state, opened) in enumerate(states) if expected.final[state] and not opened
    ]
    return float(np.logaddexp.reduce(ends)) if ends else -np.inf


def _moves(expected: Expected, state: State) -> dict[State, list[int]]:
    """The states that may follow, with the labels that lead to each."""
    moves: dict[State, list[int]] = {}
    for label in range(LABELS):
        after = _after(expected, state, label)
        if after:
            moves.setdefault(after, []).append(label)
    return moves


def _after(expected: Expected, state: State, label: int) -> State | None:
    """The state after `label`, None where it may not stand: brackets open and close in pairs."""
    at, opened = state
    if label in {OPENS, CLOSES}:
        return None if opened == (label == OPENS) else (at, not opened)
    if label > 9:
        return state
    following = expected.follow[at][label]
    return (following, opened) if following >= 0 else None


def _arcs(
    found: Sequence[Candidate], scores: NDArray[np.float64], tried: int
) -> dict[int, list[tuple[int, Segment, float]]]:
    arcs: dict[int, list[tuple[int, Segment, float]]] = {candidate.first: [] for candidate in found}
    for number, candidate in enumerate(found):
        digits = np.argsort(-scores[number, :10])[:tried].tolist()
        for label in [*digits, *range(10, LABELS)]:
            arcs[candidate.first].append((candidate.last, Segment(number, label), float(scores[number, label])))
    return arcs


def _heaviest(numbers: dict[str, Hypothesis]) -> list[tuple[str, Hypothesis]]:
    return sorted(numbers.items(), key=lambda pair: -pair[1].total)[:KEPT]


def _add(numbers: dict[str, Hypothesis], name: str, hypothesis: Hypothesis, segment: Segment, score: float) -> None:
    total, best = hypothesis.total + score, hypothesis.best + score
    known = numbers.get(name)
    if known is None:
        numbers[name] = Hypothesis(total, best, (*hypothesis.path, segment))
        return
    if best > known.best:
        known.best, known.path = best, (*hypothesis.path, segment)
    known.total = float(np.logaddexp(known.total, total))
