"""Fits a network to glyphs."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from ml.training.architectures import ARCHITECTURES
from ml.training.data import Digits

Say = Callable[[str], None]


@dataclass(frozen=True)
class Recipe:
    """How to train: everything that, with the data, decides the weights.

    The rate rises for `warmup` steps and falls along a cosine to nothing. An epoch is `glyphs` of the data, drawn
    without repetition until all of it has been seen, or all of it where that is 0. The weights kept are their
    exponential average over the last steps (B. Polyak, A. Juditsky, 1992). `pools`: learn from `ml.training.pool`
    rather than from MNIST's digits as they are. `again`: so many epochs more, from half the rate down (I. Loshchilov,
    F. Hutter, "SGDR", 2017).
    """

    architecture: str = "seed"
    epochs: int = 10
    batch: int = 128
    learning_rate: float = 1e-3
    seed: int = 1
    glyphs: int = 0
    warmup: int = 0
    cosine: bool = False
    weight_decay: float = 0.0
    label_smoothing: float = 0.0
    average: float = 0.0
    pools: bool = False
    again: int = 0


RECIPES = {
    "seed": Recipe(),
    "hand": Recipe(
        "hand",
        epochs=26,
        learning_rate=2e-3,
        glyphs=50_000,
        warmup=400,
        cosine=True,
        weight_decay=0.01,
        label_smoothing=0.02,
        average=0.998,
        pools=True,
        again=5,
    ),
}


@dataclass(frozen=True)
class Watch:
    """Who is told of each epoch, what it is judged on, and where its weights are kept."""

    say: Say = print
    validation: dict[str, Digits] = field(default_factory=dict)
    checkpoint: Path | None = None


def train(recipe: Recipe, digits: Digits, watch: Watch | None = None) -> tuple[keras.Model, float]:
    """(the fitted model, the seconds it took).

    After each epoch a line tells loss, accuracy on each set that is watched, and the time left.
    """
    watch = watch or Watch()
    keras.utils.set_random_seed(recipe.seed)
    model = ARCHITECTURES[recipe.architecture]()
    started = time.monotonic()
    run_round(model, recipe, digits, watch)
    if recipe.again:
        second = replace(
            recipe, epochs=recipe.again, learning_rate=recipe.learning_rate / 2, warmup=100, seed=recipe.seed + 1
        )
        run_round(model, second, digits, watch)
    if recipe.average:
        settle(model, digits)
    return model, time.monotonic() - started


def run_round(model: keras.Model, recipe: Recipe, digits: Digits, watch: Watch) -> None:
    """From the weights that `model` has, with a new optimizer."""
    keras.utils.set_random_seed(recipe.seed)
    batches = Batches(recipe, digits, model.output_shape[-1])
    model.compile(
        optimizer=_optimizer(recipe, len(batches)),
        loss=keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=recipe.label_smoothing),
        metrics=["accuracy"],
    )
    callbacks: list[keras.callbacks.Callback] = []
    if recipe.average:
        callbacks.append(keras.callbacks.SwapEMAWeights(swap_on_epoch=True))
    callbacks.append(Progress(recipe.epochs, watch))
    model.fit(batches, epochs=recipe.epochs, verbose=0, callbacks=callbacks)


class Batches(keras.utils.PyDataset):  # type: ignore[misc]
    """One epoch after another of a shuffled pass over `digits`, as input and one-hot truth."""

    def __init__(self, recipe: Recipe, digits: Digits, classes: int) -> None:
        super().__init__()
        self._digits, self._batch, self._classes = digits, recipe.batch, classes
        self._rng = np.random.default_rng(recipe.seed)
        self._glyphs = recipe.glyphs or len(digits)
        self._order = np.empty(0, np.int64)
        self.on_epoch_end()

    def __len__(self) -> int:
        return self._glyphs // self._batch

    def __getitem__(self, number: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        chosen = np.sort(self._order[number * self._batch : (number + 1) * self._batch])
        return as_input(self._digits.glyphs[chosen]), np.eye(self._classes, dtype=np.float32)[
            self._digits.labels[chosen]
        ]

    def on_epoch_end(self) -> None:
        self._order = self._order[self._glyphs :]
        if len(self._order) < self._glyphs:
            self._order = np.concatenate([self._order, self._rng.permutation(len(self._digits))])


class Progress(keras.callbacks.Callback):  # type: ignore[misc]
    """Says how it goes after each epoch, and keeps the weights."""

    def __init__(self, epochs: int, watch: Watch) -> None:
        super().__init__()
        self._epochs, self._started, self._watch = epochs, time.monotonic(), watch

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        judged = "  ".join(f"{name} {self._accuracy(digits):.2%}" for name, digits in self._watch.validation.items())
        spent = time.monotonic() - self._started
        left = spent / (epoch + 1) * (self._epochs - epoch - 1)
        told = logs or {}
        self._watch.say(
            f"epoch {epoch + 1}/{self._epochs}  loss {told['loss']:.4f}  accuracy {told['accuracy']:.4f}  {judged}  "
            f"{spent:.0f} s spent, {left:.0f} s left"
        )
        if self._watch.checkpoint:
            self.model.save_weights(self._watch.checkpoint)

    def _accuracy(self, digits: Digits) -> float:
        found = self.model.predict(as_input(digits.glyphs), batch_size=256, verbose=0)
        return float((found.argmax(1) == digits.labels).mean())


def settle(model: keras.Model, digits: Digits, batches: int = 100, batch: int = 256) -> None:
    """Takes batch normalisation's statistics anew, for the averaged weights (P. Izmailov et al., 2018)."""
    rng = np.random.default_rng(0)
    norms = [layer for layer in model.layers if isinstance(layer, keras.layers.BatchNormalization)]
    momenta = [layer.momentum for layer in norms]
    for number in range(batches if norms else 0):
        for layer in norms:
            layer.momentum = number / (number + 1)  # their plain mean over the batches
        model(as_input(digits.glyphs[np.sort(rng.integers(0, len(digits), batch))]), training=True)
    for layer, momentum in zip(norms, momenta, strict=True):
        layer.momentum = momentum


def as_input(glyphs: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Glyphs (n, 28, 28) uint8 as the network takes them: (n, 28, 28, 1) float32 in [0, 1]."""
    return glyphs[..., np.newaxis].astype(np.float32) / np.float32(255)


def _optimizer(recipe: Recipe, steps: int) -> keras.optimizers.Optimizer:
    rate: Any = recipe.learning_rate
    if recipe.cosine:
        rate = keras.optimizers.schedules.CosineDecay(
            recipe.learning_rate * 0.05,
            decay_steps=max(1, steps * recipe.epochs - recipe.warmup),
            warmup_target=recipe.learning_rate,
            warmup_steps=recipe.warmup,
        )
    average = {"use_ema": True, "ema_momentum": recipe.average} if recipe.average else {}
    if recipe.weight_decay:
        return keras.optimizers.AdamW(rate, weight_decay=recipe.weight_decay, **average)
    return keras.optimizers.Adam(rate, **average)
