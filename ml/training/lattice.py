"""The lattice's weights, fitted so that what is written is the likeliest way through: a conditional random field."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ml.features import NAMES, Candidate
from ml.lattice import LABELS, SEPARATORS
from ml.scores import BLOCKS, Weights, score
from ml.segment import Looked

Array = NDArray[np.float64]

# How people draw what they mean: a dash may be a dot, a comma a short slash.
DRAWN_AS = {"-": "-.", "=": "-", ".": ".", ":": ".-", ",": "./", "/": "/", "(": "(", ")": ")"}


@dataclass(frozen=True, eq=False)
class Sample:
    """What was looked at, and what is written there: `tokens` (n, LABELS) bool, what each digit or separator may be
    read as, and `more` (n + 1, SEPARATORS) bool, which separators may stand before the first and after each."""

    found: list[Candidate]
    features: Array
    logs: Array
    tokens: NDArray[np.bool_]
    more: NDArray[np.bool_]
    weight: float = 1.0


def sample(looked: Looked, raw: str, weight: float = 1.0) -> Sample:
    """`raw` is what is written, separators included; spaces leave no ink and say nothing. Each separator must be found,
    or to glue a dot to a digit would cost nothing; it may be in several pieces."""
    signs = raw.replace(" ", "")
    tokens = np.zeros((len(signs), LABELS), np.bool_)
    more = np.zeros((len(signs) + 1, len(SEPARATORS)), np.bool_)
    for place, sign in enumerate(signs):
        if sign.isdigit():
            tokens[place, int(sign)] = True
        else:
            tokens[place, [10 + SEPARATORS.index(drawn) for drawn in DRAWN_AS[sign]]] = True
            more[place + 1] = tokens[place, 10:]
    return Sample(looked.found, looked.features, looked.logs, tokens, more, weight)


def likelihood(one: Sample, weights: Weights) -> tuple[float, Array, float]:
    """(log probability of what is written, its gradient by the blocks, its gradient by the digit weight)."""
    scores = score(weights, one.features, one.logs)
    log, change = _change(one, scores)
    digit = change[:, :10]
    rows = np.column_stack([digit.sum(1), digit[:, 1], change[:, 10:]])
    return log, rows.T @ one.features, float((digit * one.logs).sum())


def _change(one: Sample, scores: Array) -> tuple[float, Array]:
    """(log probability, its gradient by the scores): the share of each candidate and label among the paths that spell
    what is written, less its share among all paths."""
    # (n, states, separators): a state is how many tokens have been spelled; after the last of them comes the column
    # of all paths, so that one pass serves both.
    parting = np.where(one.more, scores[:, None, 10:], -np.inf)
    staying = np.column_stack([np.logaddexp.reduce(parting, axis=2), np.logaddexp.reduce(scores, axis=1)])
    meant = np.where(one.tokens, scores[:, None], -np.inf)
    spelling = np.logaddexp.reduce(meant, axis=2)
    first = np.array([candidate.first for candidate in one.found])
    last = np.array([candidate.last for candidate in one.found])
    ahead = _swept(first, last, staying, spelling)
    order = np.append(np.arange(len(one.tokens), -1, -1), len(one.tokens) + 1)
    end = int(last.max())
    behind = _swept(end - last, end - first, staying[:, order], spelling[:, ::-1])[::-1][:, order]
    wanted, free = ahead[end, -2], ahead[end, -1]
    if not np.isfinite(wanted):
        return -np.inf, np.zeros_like(scores)
    before, after = ahead[first], behind[last]
    change = -np.exp(scores + (before + after)[:, -1:] - free)
    change[:, 10:] += np.exp(parting + (before + after)[:, :-1, None] - wanted).sum(1)
    change += np.exp(meant + (before[:, :-2] + after[:, 1:-1])[:, :, None] - wanted).sum(1)
    return float(wanted - free), change


def _swept(first: NDArray[np.int64], last: NDArray[np.int64], staying: Array, spelling: Array) -> Array:
    """(places, states + 1): the log weight of all ways from the first place to each, by digits spelled."""
    reach = np.full((int(last.max()) + 1, staying.shape[1]), -np.inf)
    reach[0, [0, -1]] = 0.0
    for place in range(1, len(reach)):
        here = last == place
        before = reach[first[here]]
        reach[place] = np.logaddexp.reduce(before + staying[here], axis=0)
        spelled = np.logaddexp.reduce(before[:, :-2] + spelling[here], axis=0)
        reach[place, 1:-1] = np.logaddexp(reach[place, 1:-1], spelled)
    return reach


def fit(samples: Sequence[Sample], rounds: int = 80, decay: float = 0.3, memory: int = 10) -> Weights:
    """The weights that make what is written likeliest, less `decay` times their squares (features standardised), by
    L-BFGS (J. Nocedal, "Updating quasi-Newton matrices with limited storage", 1980)."""
    scale = np.concatenate([one.features for one in samples]).std(0)
    scale = np.append(np.tile(1 / np.where(scale > 1e-6, scale, 1.0), len(BLOCKS)), 1.0)
    values = np.zeros(scale.size)
    values[-1] = 1.0
    for block, name, value in ("-", "width", 1.0), ("-", "height", -1.0), (".", "width", -1.0), (".", "height", -1.0):
        values[BLOCKS.index(block) * len(NAMES) + NAMES.index(name)] = value  # so that the two part

    def loss(values: Array) -> tuple[float, Array]:
        weights, total, slope = unpacked(values * scale), decay * float(values @ values), 2 * decay * values
        for one in samples:
            log, blocks, digit = likelihood(one, weights)
            if np.isfinite(log):  # a number that no path spells teaches nothing
                total -= one.weight * log
                slope -= one.weight * np.append(blocks.ravel(), digit) * scale
        return total, slope

    return unpacked(_minimum(loss, values, rounds, memory) * scale)


def _minimum(loss: Callable[[Array], tuple[float, Array]], values: Array, rounds: int, memory: int) -> Array:
    value, slope = loss(values)
    steps: list[tuple[Array, Array]] = []
    for _ in range(rounds):
        way = -_curved(slope, steps)
        stride = 1.0 if steps else 1.0 / float(np.abs(slope).sum())
        while True:
            tried = values + stride * way
            new, new_slope = loss(tried)
            if new <= value + 1e-4 * stride * float(way @ slope) or stride < 1e-8:
                break
            stride /= 3
        if float((tried - values) @ (new_slope - slope)) > 1e-10:
            steps = [*steps[-memory + 1 :], (tried - values, new_slope - slope)]
        finished = value - new < 1e-5 * abs(value)
        values, value, slope = tried, new, new_slope
        if finished:
            break
    return values


def _curved(slope: Array, steps: Sequence[tuple[Array, Array]]) -> Array:
    """The slope through the inverse curvature that the last steps showed."""
    way, factors = slope.copy(), []
    for step, change in reversed(steps):
        factors.append(float(step @ way) / float(step @ change))
        way -= factors[-1] * change
    if steps:
        step, change = steps[-1]
        way *= float(step @ change) / float(change @ change)
    for (step, change), factor in zip(steps, reversed(factors), strict=True):
        way += step * (factor - float(change @ way) / float(step @ change))
    return way


def unpacked(values: Array) -> Weights:
    return Weights(values[:-1].reshape(len(BLOCKS), len(NAMES)), float(values[-1]))


def temperature(judged: Sequence[tuple[Weights, Sequence[Sample]]]) -> float:
    """What to divide the scores by so that samples which the weights beside them have not seen are likeliest. C. Guo
    et al., "On Calibration of Modern Neural Networks" (2017)."""
    tried = np.geomspace(0.7, 3.0, 24)
    return float(tried[int(np.argmax([sum(_cooled(weights, seen, t) for weights, seen in judged) for t in tried]))])


def _cooled(weights: Weights, seen: Sequence[Sample], degrees: float) -> float:
    cooled = replace(weights, temperature=degrees)
    logs = [likelihood(one, cooled)[0] for one in seen]
    return sum(log for log in logs if np.isfinite(log))
