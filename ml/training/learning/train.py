"""Fits a network to glyphs."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import ops

from ml.training.data.digits import Digits
from ml.training.learning.architectures import ARCHITECTURES
from ml.training.learning.batches import Batches, Probabilities, as_input
from ml.training.learning.recipes import Recipe

Say = Callable[[str], None]
ASKED = 500  # glyphs at a time


@dataclass(frozen=True)
class Watch:
    """Who is told of each epoch, what it is judged on, and where its weights are kept."""

    say: Say = print
    validation: dict[str, Digits] = field(default_factory=dict)
    checkpoint: Path | None = None


def train(
    recipe: Recipe,
    digits: Digits,
    watch: Watch | None = None,
    answers: Probabilities | None = None,
    start: keras.Model | None = None,
) -> tuple[keras.Model, float]:
    """(the fitted model, in float32 whatever it was trained in, the seconds it took).

    `answers`: see `Batches`. `start`: whose weights it begins with. After each epoch a line tells loss, accuracy on
    each set that is watched, and the time left.
    """
    watch = watch or Watch()
    keras.utils.set_random_seed(recipe.seed)
    model = build(recipe)
    if start is not None:
        model.set_weights(start.get_weights())
    batches = Batches(recipe, digits, model.output_shape[-1], answers)
    model.compile(
        optimizer=_optimizer(recipe, len(batches)),
        loss=keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=recipe.label_smoothing),
        metrics=["accuracy"],
    )
    started = time.monotonic()
    if recipe.epochs:
        model.fit(batches, epochs=recipe.epochs, verbose=0, callbacks=_callbacks(recipe, watch))
    seconds = time.monotonic() - started
    fitted = ARCHITECTURES[recipe.architecture]()
    fitted.set_weights(model.get_weights())
    return fitted, seconds


def build(recipe: Recipe) -> keras.Model:
    """The recipe's network, in its precision."""
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(recipe.precision)
    try:
        return ARCHITECTURES[recipe.architecture]()
    finally:
        keras.config.set_dtype_policy(before)


def _callbacks(recipe: Recipe, watch: Watch) -> list[keras.callbacks.Callback]:
    averaged = [keras.callbacks.SwapEMAWeights(swap_on_epoch=True)] if recipe.average else []
    return [*averaged, Progress(recipe.epochs, watch)]


class Rate(keras.optimizers.schedules.LearningRateSchedule):  # type: ignore[misc]
    """The learning rate that `recipe` wants before each step; an epoch is so many `steps`."""

    def __init__(self, recipe: Recipe, steps: int) -> None:
        super().__init__()
        self._recipe, self._steps = recipe, steps

    def __call__(self, step: keras.KerasTensor) -> keras.KerasTensor:
        done = ops.cast(step, "float32")
        risen = ops.minimum(1.0, (done + 1) / (self._recipe.warmup + 1))
        left = self._recipe.epochs - done / self._steps
        fallen = ops.maximum(0.0, 1 - left / self._recipe.cooldown) if self._recipe.cooldown else 0.0
        return self._recipe.learning_rate * risen * (1 - ops.sqrt(fallen))


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
        asked = range(0, len(digits), ASKED)
        # Not by `predict`, which within `fit` leaves the weights on JAX deleted.
        logits = [self.model(as_input(digits.glyphs[at : at + ASKED]), training=False) for at in asked]
        found = np.concatenate([ops.convert_to_numpy(one) for one in logits])
        return float((found.argmax(1) == digits.labels).mean())


def _optimizer(recipe: Recipe, steps: int) -> keras.optimizers.Optimizer:
    average = {"use_ema": True, "ema_momentum": recipe.average} if recipe.average else {}
    if not recipe.weight_decay:
        return keras.optimizers.Adam(Rate(recipe, steps), **average)
    optimizer = keras.optimizers.AdamW(Rate(recipe, steps), weight_decay=recipe.weight_decay, **average)
    optimizer.exclude_from_weight_decay(var_names=["bias", "gain"])
    return optimizer
