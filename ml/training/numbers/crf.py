"""How likely the lattice finds what is written, and the slope of that, for many samples at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.arrays import Ints
from ml.numbers.features import MOST_PIECES, Candidate
from ml.numbers.lattice import LABELS, SEPARATORS
from ml.numbers.pairs import NO_PAIRS, Pairs
from ml.numbers.scores import Weights, score
from ml.numbers.segment import Looked

Array = NDArray[np.float64]

# How people draw what they mean: a dash may be a dot, a comma a short slash.
DRAWN_AS = {"-": "-.", "=": "-", ".": ".", ":": ".-", ",": "./", "/": "/", "(": "(", ")": ")"}
NOTHING = LABELS


@dataclass(frozen=True, eq=False)
class Sample:
    """What was looked at, and what is written there: `tokens` (n, 2), the labels that each digit or separator may be
    read as, the second of them mostly NOTHING."""

    found: list[Candidate]
    features: Array
    logs: Array
    tokens: Ints
    weight: float = 1.0
    pairs: Pairs = NO_PAIRS

    @property
    def digits(self) -> str:
        """Without the separators."""
        return "".join(str(label) for label in self.tokens[:, 0].tolist() if label < 10)


def sample(looked: Looked, raw: str, weight: float = 1.0) -> Sample:
    """`raw` is what is written, separators included; spaces leave no ink and say nothing. Each separator must be found,
    or to glue a dot to a digit would cost nothing; it may be in several pieces."""
    tokens = np.full((len(raw.replace(" ", "")), 2), NOTHING)
    for place, sign in enumerate(raw.replace(" ", "")):
        labels = [int(sign)] if sign.isdigit() else [10 + SEPARATORS.index(drawn) for drawn in DRAWN_AS[sign]]
        tokens[place, : len(labels)] = labels
    return Sample(looked.found, looked.features, looked.logs, tokens, weight, looked.pairs)


class Batch:
    """Samples, best of about one size: each step of a sweep over the places is one for all of them.

    A state is how many tokens have been spelled; after the last of them comes the column of all paths, so that one
    sweep serves both.
    """

    def __init__(self, several: Sequence[Sample]) -> None:
        self._features = np.concatenate([one.features for one in several])
        self._logs = np.concatenate([one.logs for one in several], axis=1)
        self._weights = np.array([one.weight for one in several])
        self._of = np.repeat(np.arange(len(several)), [len(one.found) for one in several])
        self._first = np.array([candidate.first for one in several for candidate in one.found])
        self._last = np.array([candidate.last for one in several for candidate in one.found])
        self._ends = np.array([one.found[-1].last for one in several])
        self._spelled = np.array([len(one.tokens) for one in several])
        self._meant = np.full((len(several), self._spelled.max(), 2), NOTHING)
        for place, one in enumerate(several):
            self._meant[place, : len(one.tokens)] = one.tokens
        # What a state may go on with, spelling nothing new: more of the separator just read.
        more = np.where(self._meant < 10, NOTHING, self._meant)
        self._more = np.concatenate([np.full_like(more[:, :1], NOTHING), more], axis=1)

    def likelihood(self, weights: Weights) -> tuple[Array, Array, Array]:
        """(log probabilities (n,) of what is written, the gradient of their weighted sum by the blocks, and by the
        digits' two weights). What no path spells has -inf, and no part in the gradient."""
        logs, change = self._change(score(weights, self._features, self._logs))
        digit = change[:, :10]
        rows = np.column_stack([digit.sum(1), digit[:, 1], change[:, 10:]])
        return logs, rows.T @ self._features, (digit * self._logs).sum((1, 2))

    def loss(self, weights: Weights) -> tuple[float, Array, Array]:
        """What `likelihood` gives as one sum over the samples that some path spells, to be made small."""
        logs, blocks, digit = self.likelihood(weights)
        spelled = np.isfinite(logs)
        return -float(self._weights[spelled] @ logs[spelled]), -blocks, -digit

    def _change(self, scores: Array) -> tuple[Array, Array]:
        """(log probabilities, the gradient by the scores): the share of each candidate and label among the paths that
        spell what is written, less its share among all paths."""
        meant, more = self._scored(scores, self._meant), self._scored(scores, self._more)
        staying = np.column_stack([np.logaddexp(more[..., 0], more[..., 1]), _together(scores, 1)])
        ahead, behind = self._swept(staying, np.logaddexp(meant[..., 0], meant[..., 1]))
        each = np.arange(len(self._ends))
        wanted, free = ahead[each, self._ends, self._spelled], ahead[each, self._ends, -1]
        spelled = np.isfinite(wanted)
        out_of = np.where(spelled, wanted, np.inf)[self._of, None]  # so that nothing has a share of nothing
        before, after = ahead[self._of, self._first], behind[self._of, self._last]
        change = -np.exp(scores + (before + after)[:, -1:] - free[self._of, None])
        said = np.exp(meant + (before[:, :-2] + after[:, 1:-1] - out_of)[..., None])
        stayed = np.exp(more + (before[:, :-1] + after[:, :-1] - out_of)[..., None])
        change += self._gathered(said, self._meant) + self._gathered(stayed, self._more)
        change *= (self._weights * spelled)[self._of, None]
        return np.where(spelled, wanted - free, -np.inf), change

    def _scored(self, scores: Array, labels: Ints) -> Array:
        """(candidates, places, 2) from `labels` (n, places, 2), -inf for NOTHING."""
        padded = np.column_stack([scores, np.full(len(scores), -np.inf)])
        found: Array = padded[np.arange(len(scores))[:, None, None], labels[self._of]]
        return found

    def _gathered(self, shares: Array, labels: Ints) -> Array:
        """(candidates, LABELS): the sum of `shares` (candidates, places, 2) by the label they are of."""
        place = np.arange(len(shares))[:, None, None] * (LABELS + 1) + labels[self._of]
        total = np.bincount(place.ravel(), shares.ravel(), len(shares) * (LABELS + 1)).astype(np.float64)
        return total.reshape(-1, LABELS + 1)[:, :-1]

    def _swept(self, staying: Array, spelling: Array) -> tuple[Array, Array]:
        """(n, places, states + 1) twice: the log weight of all ways from the start to each place and state, and of all
        from there to the end."""
        count, places, states = len(self._ends), int(self._ends.max()) + 1, staying.shape[1]
        stay = np.full((count, places, MOST_PIECES, states), -np.inf)
        stay[self._of, self._last, self._last - self._first - 1] = staying
        spell = np.full((count, places, MOST_PIECES, states - 2), -np.inf)
        spell[self._of, self._last, self._last - self._first - 1] = spelling
        ahead, behind = np.full((2, count, places, states), -np.inf)
        ahead[:, 0, [0, -1]] = 0.0
        for place in range(1, places):
            span = np.arange(min(MOST_PIECES, place))
            before = ahead[:, place - 1 - span]
            whole = before + stay[:, place, span]
            whole[..., 1:-1] = np.logaddexp(whole[..., 1:-1], before[..., :-2] + spell[:, place, span])
            ahead[:, place] = _together(whole, 1)
        each = np.arange(count)
        behind[each, self._ends, self._spelled] = behind[each, self._ends, -1] = 0.0
        for place in range(places - 2, -1, -1):
            span = np.arange(min(MOST_PIECES, places - 1 - place))
            after = behind[:, place + 1 + span]
            whole = after + stay[:, place + 1 + span, span]
            whole[..., :-2] = np.logaddexp(whole[..., :-2], after[..., 1:-1] + spell[:, place + 1 + span, span])
            behind[:, place] = np.logaddexp(behind[:, place], _together(whole, 1))
        return ahead, behind


def _together(logs: Array, axis: int) -> Array:
    """The logarithm of the sum of what `logs` are the logarithms of."""
    most = logs.max(axis, keepdims=True)
    most[np.isneginf(most)] = 0.0
    with np.errstate(divide="ignore"):
        total: Array = np.log(np.exp(logs - most).sum(axis)) + most.squeeze(axis)
    return total
