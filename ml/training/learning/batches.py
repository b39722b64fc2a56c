"""Glyphs as the network is shown them while it learns: shuffled, and each time moved a little."""

import keras
import numpy as np
from numpy.typing import NDArray

from ml.training.data.digits import Digits
from ml.training.glyphs.augment import moved
from ml.training.learning.recipes import Recipe

Glyphs = NDArray[np.uint8]
Probabilities = NDArray[np.floating]


class Batches(keras.utils.PyDataset):  # type: ignore[misc]
    """One epoch after another of a shuffled pass over `digits`, as input and one-hot truth.

    An epoch is `recipe.glyphs` of them, drawn without repetition until all have been seen. Where there are `answers`
    (n, classes), what teachers say of each glyph as it is, they are `recipe.taught` of the truth.
    """

    def __init__(self, recipe: Recipe, digits: Digits, classes: int, answers: Probabilities | None = None) -> None:
        super().__init__()
        self._recipe, self._digits, self._classes, self._answers = recipe, digits, classes, answers
        self._rng = np.random.default_rng(recipe.seed)
        self._glyphs = recipe.glyphs or len(digits)
        self._order = np.empty(0, np.int64)
        self._epoch = 0
        self._fill()

    def __len__(self) -> int:
        return self._glyphs // self._recipe.batch

    def __getitem__(self, number: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        batch = self._recipe.batch
        chosen = np.sort(self._order[number * batch : (number + 1) * batch])
        glyphs, truth = self._digits.glyphs[chosen], self._digits.labels[chosen]
        if self._recipe.moved:
            rng = np.random.default_rng([self._recipe.seed, self._epoch, number])
            glyphs = moved(glyphs, self._recipe.moved, rng)
        answer = np.eye(self._classes, dtype=np.float32)[truth]
        if self._answers is not None:
            answer += np.float32(self._recipe.taught) * (self._answers[chosen].astype(np.float32) - answer)
        return as_input(glyphs), answer

    def on_epoch_end(self) -> None:
        self._epoch += 1
        self._order = self._order[self._glyphs :]
        self._fill()

    def _fill(self) -> None:
        if len(self._order) < self._glyphs:
            self._order = np.concatenate([self._order, self._rng.permutation(len(self._digits))])


def as_input(glyphs: Glyphs) -> NDArray[np.float32]:
    """Glyphs (n, 28, 28) uint8 as the network takes them: (n, 28, 28, 1) float32 in [0, 1]."""
    return glyphs[..., np.newaxis].astype(np.float32) / np.float32(255)
