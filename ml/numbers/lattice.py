"""The best way through the candidates: a conditional random field over segments, decoded by dynamic programming.

Every path from the first piece to the last that uses each piece once is a reading; its weight is the exponential of
the sum of its segments' scores, its probability the weight's share of all paths'. S. Sarawagi, W. Cohen, "Semi-Markov
conditional random fields for information extraction" (2004).
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ml.expected import Expected
from ml.numbers.features import Candidate
from ml.numbers.pairs import parts

SEPARATORS = ("-", ".", "/", "(", ")")  # "." is whatever is small
OPENS, CLOSES = 10 + SEPARATORS.index("("), 10 + SEPARATORS.index(")")
LABELS = 10 + len(SEPARATORS)
PAIRS = LABELS  # two digits at once, the first of them 00
SLASH = 10 + SEPARATORS.index("/")
# What stands before: signs alone, a digit, a sign after digits, a slash after digits, signs that no digit may follow.
START, AFTER_DIGIT, AFTER_SIGN, AFTER_SLASH, BARE = range(5)
# A slash stands between two digits or where there are none at all; by what stands before, after a digit, sign, slash.
FOLLOWS = (
    (AFTER_DIGIT, START, BARE),
    (AFTER_DIGIT, AFTER_SIGN, AFTER_SLASH),
    (AFTER_DIGIT, AFTER_SIGN, None),
    (AFTER_DIGIT, None, None),
    (None, BARE, BARE),
)
State = tuple[int, bool, int]  # of what is expected, whether a bracket is open, and what stands before
FIRST: State = (0, False, START)
KEPT = 12  # numbers a place in the lattice
UNLIKELY = -11.5  # logarithm: what all together has less of a share is not followed
TRIED = 3  # digits a candidate, the likeliest; all, where something is expected


@dataclass(frozen=True)
class Segment:
    """Candidate number `candidate` read as `label`: a digit, or 10 and more for a separator. A digit that was read
    together with another one is the first or the `second` of the candidate `pair`, which holds both."""

    candidate: int
    label: int
    pair: int | None = None
    second: bool = False


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


@dataclass(frozen=True, eq=False)
class _Moves:
    """`after[state][label]` is the state after a `label` that may stand there; the same as arrays, numbers of `states`
    from and to which any of `labels[group]` leads; and which of the states may be the last."""

    states: list[State]
    after: dict[State, dict[int, State]]
    start: NDArray[np.intp]
    end: NDArray[np.intp]
    group: NDArray[np.intp]
    labels: list[list[int]]
    final: list[bool]


def decode(found: Sequence[Candidate], scores: NDArray[np.float64], pieces: int, expected: Expected) -> list[Number]:
    """Numbers by probability, at most KEPT; none when `expected` allows none. `scores` is (candidates, LABELS), or with
    those of two digits at once, -inf where it cannot be two, (candidates, PAIRS + 100)."""
    moves = _moves(expected, scores.shape[1])
    behind = _behind(found, scores, pieces, moves)
    whole = float(behind[0, 0])
    if not np.isfinite(whole):
        return []
    arcs = _arcs(found, scores, TRIED if len(expected.follow) == 1 else 10)
    # On a page of noise nothing has a share, and then all is followed.
    ends = _searched(moves, arcs, whole + UNLIKELY - behind) or _searched(
        moves, arcs, np.where(np.isfinite(behind), -np.inf, np.inf)
    )
    best = sorted(ends.items(), key=lambda pair: -pair[1].total)[:KEPT]
    places = {(candidate.first, candidate.last): number for number, candidate in enumerate(found)}
    return [
        Number(digits, float(np.exp(min(0.0, end.total - whole))), tuple(_parted(end.path, found, scores, places)))
        for digits, end in best
    ]


def _parted(
    path: Sequence[Segment],
    found: Sequence[Candidate],
    scores: NDArray[np.float64],
    places: dict[tuple[int, int], int],
) -> Iterator[Segment]:
    """The path with its pairs as two digits each, where these look most like themselves."""
    for segment in path:
        if segment.label < PAIRS:
            yield segment
            continue
        pair, one, other = segment.candidate, *divmod(segment.label - PAIRS, 10)
        cuts = [(places[first], places[second]) for first, second in parts(found[pair], places)]
        left, right = max(cuts, key=lambda cut: scores[cut[0], one] + scores[cut[1], other])
        yield Segment(left, one, pair)
        yield Segment(right, other, pair, second=True)


def _searched(
    moves: _Moves, arcs: dict[int, list[tuple[int, Segment, float]]], least: NDArray[np.float64]
) -> dict[str, Hypothesis]:
    """Whole numbers by their digits. `least` (places, states) is what a number so far must weigh to be followed."""
    pieces = len(least) - 1
    bounds = dict(zip(moves.states, least.T.tolist(), strict=True))
    places: list[dict[State, dict[str, Hypothesis]]] = [{} for _ in range(pieces + 1)]
    places[0][FIRST] = {"": Hypothesis(0.0, 0.0)}
    for k in range(pieces):
        for state, numbers in places[k].items():
            follow = moves.after[state]
            for digits, hypothesis in _heaviest(numbers):
                for last, segment, score in arcs[k]:
                    after = follow.get(segment.label)
                    if after and hypothesis.total + score > bounds[after][last]:
                        name = digits + spelled(segment.label)
                        _add(places[last].setdefault(after, {}), name, hypothesis, segment, score)
        places[k].clear()  # a long number's beginnings would fill the memory
    ends: dict[str, Hypothesis] = {}
    for numbers in places[pieces].values():
        for digits, hypothesis in numbers.items():
            ends[digits] = _either(ends[digits], hypothesis) if digits in ends else hypothesis
    return ends


def total_weight(found: Sequence[Candidate], scores: NDArray[np.float64], pieces: int, expected: Expected) -> float:
    """The logarithm of the weight of all paths that `expected` allows; -inf for none."""
    return float(_behind(found, scores, pieces, _moves(expected, scores.shape[1]))[0, 0])


def _behind(found: Sequence[Candidate], scores: NDArray[np.float64], pieces: int, moves: _Moves) -> NDArray[np.float64]:
    """(places, states): the logarithm of the weight of all that may follow, from each place and state to the end."""
    weights = np.column_stack([np.logaddexp.reduce(scores[:, labels], axis=1) for labels in moves.labels])
    behind = np.full((pieces + 1, len(moves.states)), -np.inf)
    behind[pieces, moves.final] = 0.0
    for number in sorted(range(len(found)), key=lambda number: -found[number].last):
        before, after = behind[found[number].first], behind[found[number].last]
        np.logaddexp.at(before, moves.start, after[moves.end] + weights[number, moves.group])
    return behind


def _whole(expected: Expected, state: State) -> bool:
    """Whether what led to `state` may be all."""
    at, opened, before = state
    return expected.final[at] and not opened and before != AFTER_SLASH


def spelled(label: int) -> str:
    """The digits that a label stands for."""
    return str(label) if label < 10 else f"{label - PAIRS:02}" if label >= PAIRS else ""


@lru_cache(64)
def _moves(expected: Expected, count: int) -> _Moves:
    """Between all states that can be reached, by the first `count` labels."""
    after: dict[State, dict[int, State]] = {}
    waiting = [FIRST]
    while waiting:
        state = waiting.pop()
        after[state] = _following(expected, state, pairs=count > PAIRS)
        waiting += [found for found in dict.fromkeys(after[state].values()) if found not in after]
    states = list(after)
    labels: dict[tuple[int, ...], int] = {}
    arrows = []
    for place, state in enumerate(states):
        for following in dict.fromkeys(after[state].values()):
            lead = tuple(label for label, found in after[state].items() if found == following)
            arrows.append((place, states.index(following), labels.setdefault(lead, len(labels))))
    start, end, group = np.array(arrows, np.intp).T
    final = [_whole(expected, state) for state in states]
    return _Moves(states, after, start, end, group, [list(lead) for lead in labels], final)


def _following(expected: Expected, state: State, *, pairs: bool) -> dict[int, State]:
    """The state after each label that may stand there, two digits among them."""
    found = {label: after for label in range(LABELS) if (after := _after(expected, state, label))}
    if not pairs:
        return found
    both = {
        PAIRS + 10 * one + other: after
        for one in range(10)
        if one in found
        for other in range(10)
        if (after := _after(expected, found[one], other))
    }
    return found | both


def _after(expected: Expected, state: State, label: int) -> State | None:
    """The state after `label`, None where it may not stand: brackets open and close in pairs."""
    at, opened, before = state
    standing = FOLLOWS[before][0 if label < 10 else 2 if label == SLASH else 1]
    if standing is None:
        return None
    if label in {OPENS, CLOSES}:
        return None if opened == (label == OPENS) else (at, not opened, standing)
    if label > 9:
        return at, opened, standing
    following = expected.follow[at][label]
    return (following, opened, standing) if following >= 0 else None


def _arcs(
    found: Sequence[Candidate], scores: NDArray[np.float64], tried: int
) -> dict[int, list[tuple[int, Segment, float]]]:
    arcs: dict[int, list[tuple[int, Segment, float]]] = {candidate.first: [] for candidate in found}
    for number, candidate in enumerate(found):
        digits = np.argsort(-scores[number, :10])[:tried].tolist()
        for label in [*digits, *range(10, LABELS), *_likely_pairs(scores[number])]:
            arcs[candidate.first].append((candidate.last, Segment(number, label), float(scores[number, label])))
    return arcs


def _likely_pairs(scores: NDArray[np.float64]) -> list[int]:
    pairs = scores[PAIRS:]
    return [PAIRS + int(pair) for pair in np.argsort(-pairs)[:TRIED] if pairs[pair] > -np.inf]


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
    known.total = _sum(known.total, total)


def _either(one: Hypothesis, other: Hypothesis) -> Hypothesis:
    better = one if one.best >= other.best else other
    return Hypothesis(_sum(one.total, other.total), better.best, better.path)


def _sum(one: float, other: float) -> float:
    """np.logaddexp, ten times as quick for two numbers."""
    return max(one, other) + math.log1p(math.exp(-abs(one - other)))
