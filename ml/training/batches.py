"""Glyphs as the network is shown them while it learns: shuffled, and each time moved a little."""

import cv2
import keras
import numpy as np
from numpy.typing import NDArray

from ml.classifier import Classifier, softmax
from ml.training.data import Digits
from ml.training.recipes import Recipe

Glyphs = NDArray[np.uint8]
SIDE = 28
ASKED = 500  # glyphs at a time


class Batches(keras.utils.PyDataset):  # type: ignore[misc]
    """One epoch after another of a shuffled pass over `digits`, as input and one-hot truth.

    An epoch is `recipe.glyphs` of them, drawn without repetition until all have been seen. With a teacher, who is asked
    once of each glyph as it is, its answer is `recipe.taught` of the truth.
    """

    def __init__(self, recipe: Recipe, digits: Digits, classes: int, teacher: Classifier | None = None) -> None:
        super().__init__()
        self._recipe, self._digits, self._classes = recipe, digits, classes
        self._taught = answers(teacher, digits.glyphs, classes) if teacher else None
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
        if self._taught is not None:
            answer += np.float32(self._recipe.taught) * (self._taught[chosen] - answer)
        return as_input(glyphs), answer

    def on_epoch_end(self) -> None:
        self._epoch += 1
        self._order = self._order[self._glyphs :]
        self._fill()

    def _fill(self) -> None:
        if len(self._order) < self._glyphs:
            self._order = np.concatenate([self._order, self._rng.permutation(len(self._digits))])


def answers(teacher: Classifier, glyphs: Glyphs, classes: int) -> NDArray[np.float32]:
    """(n, classes): what the teacher's network says of each of the first `classes`, as if there were no other."""
    parts = [teacher.network(glyphs[start : start + ASKED])[:, :classes] for start in range(0, len(glyphs), ASKED)]
    return softmax(np.concatenate(parts))


def moved(glyphs: Glyphs, share: float, rng: np.random.Generator) -> Glyphs:
    """About `share` of the glyphs turned, sheared, stretched and shifted by half a pixel or so: cheap enough to do
    anew each time that a glyph is shown."""
    changed = glyphs.copy()
    matrices = _matrices(len(glyphs), rng)
    for place in np.flatnonzero(rng.random(len(glyphs)) < share):
        changed[place] = cv2.warpAffine(glyphs[place], matrices[place], (SIDE, SIDE), flags=cv2.INTER_CUBIC)
    return changed


def _matrices(count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """(count, 2, 3): each leaves the middle of the glyph where it is, but for the shift."""
    angle, shear = np.deg2rad(rng.normal(0, 5, count)), rng.normal(0, 0.07, count)
    wide, high = np.exp(rng.normal(0, 0.05, (2, count)))
    matrices = np.empty((count, 2, 3))
    matrices[:, 0, 0], matrices[:, 0, 1] = np.cos(angle) * wide, shear - np.sin(angle)
    matrices[:, 1, 0], matrices[:, 1, 1] = np.sin(angle), np.cos(angle) * high
    middle = np.full(2, SIDE / 2)
    matrices[:, :, 2] = middle - matrices[:, :, :2] @ middle + rng.normal(0, 0.5, (count, 2))
    return matrices


def as_input(glyphs: Glyphs) -> NDArray[np.float32]:
    """Glyphs (n, 28, 28) uint8 as the network takes them: (n, 28, 28, 1) float32 in [0, 1]."""
    return glyphs[..., np.newaxis].astype(np.float32) / np.float32(255)
