"""The lattice's weights, fitted so that what is written is the likeliest way through: a conditional random field."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ml.expected import exactly, expect
from ml.numbers.features import NAMES
from ml.numbers.lattice import total_weight
from ml.numbers.scores import BLOCKS, Weights, score, with_pairs
from ml.training.numbers.crf import Batch, Sample

Array = NDArray[np.float64]

TOGETHER = 48  # samples a batch: what fits the cache
PAIR, STEPS = np.array([0.0, 1.0, 1.0, 0.0]), np.array([1.0, 0.3, 0.8, 0.3])  # where the search begins, and with what
SMALLEST = 1e-4  # of a sample's loss that a step must win
HARDLY = 12.0


def fit(samples: Sequence[Sample], rounds: int = 40, decay: float = 1.0, memory: int = 10) -> Weights:
    """The weights that make what is written likeliest, less `decay` times their squares (features standardised), by
    L-BFGS (J. Nocedal, "Updating quasi-Newton matrices with limited storage", 1980)."""
    batches = _batches(samples)
    scale = np.concatenate([one.features for one in samples]).std(0)
    scale = np.append(np.tile(1 / np.where(scale > 1e-6, scale, 1.0), len(BLOCKS)), [1.0, 1.0])
    values = np.zeros(scale.size)
    values[-2] = 1.0
    for block, name, value in ("-", "width", 1.0), ("-", "height", -1.0), (".", "width", -1.0), (".", "height", -1.0):
        values[BLOCKS.index(block) * len(NAMES) + NAMES.index(name)] = value  # so that the two part

    def loss(values: Array) -> tuple[float, Array]:
        weights, total, slope = unpacked(values * scale), decay * float(values @ values), 2 * decay * values
        for batch in batches:
            lost, blocks, digit = batch.loss(weights)
            total += lost
            slope += np.append(blocks.ravel(), digit) * scale
        return total, slope

    return unpacked(_minimum(loss, values, rounds, memory) * scale)


def fit_pairs(samples: Sequence[Sample], weights: Weights, rounds: int = 3) -> Weights:
    """`weights` with those of two digits at once that make the digits of `samples` likeliest, by steps along one weight
    at a time (R. Hooke, T. A. Jeeves, "Direct search", 1961): there are four."""
    scored = [(one, score(weights, one.features, one.logs)) for one in samples if one.pairs.of.size]

    def loss(pair: Array) -> float:
        tried = replace(weights, pair=pair)
        return sum(_missed(one, with_pairs(tried, scores, one.pairs)) for one, scores in scored)

    best, least = PAIR, loss(PAIR)
    for halved in range(rounds):
        for way in np.vstack([np.diag(STEPS), -np.diag(STEPS)]) / 2**halved:
            while (found := loss(best + way)) < least - SMALLEST * len(scored):
                best, least = best + way, found
    return replace(weights, pair=best)


def _missed(one: Sample, scores: Array) -> float:
    """The logarithm by which the digits are less likely than all that may be read; a number of which no path is left
    costs as much as a hardly likely one."""
    spelled, free = (
        total_weight(one.found, scores, one.found[-1].last, pattern) for pattern in (exactly(one.digits), expect())
    )
    return min(HARDLY, free - spelled)


def _batches(samples: Sequence[Sample]) -> list[Batch]:
    """Of about one size each: a batch costs as much as if all its samples were its longest."""
    ordered = sorted(samples, key=lambda one: (len(one.tokens), one.found[-1].last))
    return [Batch(ordered[start : start + TOGETHER]) for start in range(0, len(ordered), TOGETHER)]


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
    """The weights that the one vector `values` holds while they are fitted."""
    return Weights(values[:-2].reshape(len(BLOCKS), len(NAMES)), values[-2:])
