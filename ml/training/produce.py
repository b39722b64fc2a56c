"""From data to a published model: fit, calibrate, export, judge, publish."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import keras
import numpy as np

from ml import registry
from ml.card import Card
from ml.classifier import Classifier
from ml.normalize import NORMALIZATION
from ml.training import calibrate, evidence, sets
from ml.training.data import CREDIT, Digits
from ml.training.evaluate import answers, judge
from ml.training.export import to_onnx, together
from ml.training.extra import Extra
from ml.training.recipes import RECIPES, Recipe
from ml.training.sets import JudgedSet
from ml.training.sources import NOT_DIGIT
from ml.training.train import Watch, train

Say = Callable[[str], None]
CACHE = Path(__file__).parents[1] / "cache"


@dataclass(frozen=True)
class Lesson:
    """What trains, what calibrates and is watched, and the card's `data`: whom to credit for it."""

    digits: Digits
    validation: list[JudgedSet]
    sources: list[dict[str, Any]]


def produce(  # noqa: PLR0913, PLR0917 - what a model is made from, what it is called and where it goes
    recipe: Recipe, name: str, version: str, models: Path, say: Say = print, extra: Sequence[Extra] = ()
) -> Path:
    """Trains by `recipe`, on `extra` too, and publishes models/<name>. Returns its folder.

    Temperature and thresholds come from digits that trained nothing, the figures on the card from others again, which
    decide nothing. Raises DataMissing and registry.ModelBroken.
    """
    lesson = with_extra(lessons(recipe, say), extra)
    weights, parameters, seconds = taught(recipe, lesson, f"{name}-{version}", say)
    told = {**asdict(recipe), "keras": keras.__version__, "backend": keras.backend.backend()}
    if recipe.second:
        other = RECIPES[recipe.second]
        say("the second network")
        found = taught(other, with_extra(lessons(other, say), extra), f"{name}-{version}-second", say)
        weights, parameters, seconds = together(weights, found[0]), parameters + found[1], seconds + found[2]
        told["second"] = asdict(other)
    blank = Card(
        name=name,
        version=version,
        sha256="filled in by publish",
        architecture=recipe.architecture,
        parameters=parameters,
        file_size=0,
        thresholds={"uncertain": 0.5},
        normalization=NORMALIZATION,
        second_look=recipe.second_look,
        data=lesson.sources,
        recipe=told,
        training_seconds=round(seconds, 1),
    )
    return finish(weights, blank, lesson.validation, models, say)


def taught(recipe: Recipe, lesson: Lesson, name: str, say: Say) -> tuple[bytes, int, float]:
    """(the network that the recipe makes of the lesson, how many parameters it has, the seconds it took)."""
    told = ", ".join(f"{len(one.digits):,} {one.name}" for one in lesson.validation)
    say(f"{len(lesson.digits):,} glyphs to learn from; to calibrate and to watch: {told}")
    CACHE.mkdir(exist_ok=True)
    last = CACHE / f"{name}-last-epoch.weights.h5"  # of its own: two may train at once
    watch = Watch(say, {one.name: one.digits for one in lesson.validation}, last)
    model, seconds = train(recipe, lesson.digits, watch, teacher(recipe, say))
    return to_onnx(model), model.count_params(), seconds


def teacher(recipe: Recipe, say: Say) -> Classifier | None:
    """The shipped model, where the recipe wants one to teach. Raises ModelBroken."""
    if not recipe.taught:
        return None
    found = Classifier(registry.default_model())
    say(f"taught by {found.card.name} {found.card.version}")
    return found


def lessons(recipe: Recipe, say: Say) -> Lesson:
    """Without parts of the pool: MNIST's digits alone. Raises DataMissing."""
    if not recipe.parts:
        rest, _ = sets.mnist_split()
        return Lesson(rest, [sets.mnist_held_out()], [{"set": CREDIT, "digits": len(rest)}])
    from ml.training import pool  # noqa: PLC0415 - OpenCV, which only the pool needs

    digits = pool.make(recipe.seed, recipe.parts, say=say)
    validation = sets.validation() if NOT_DIGIT in digits.labels else [sets.mnist_held_out()]
    return Lesson(digits, validation, pool.sources_of(recipe.parts))


def with_extra(lesson: Lesson, extra: Sequence[Extra]) -> Lesson:
    """The lesson with reviewed digits among its own; they are named on the card like every other source."""
    for one in extra:
        digits, glyphs = one.mixed_into(lesson.digits)
        told = {"set": f"reviews of this installation: {one.name}", "digits": len(one.digits), "glyphs": glyphs}
        lesson = replace(lesson, digits=digits, sources=[*lesson.sources, told])
    return lesson


def finish(weights: bytes, card: Card, validation: list[JudgedSet], models: Path, say: Say = print) -> Path:
    """Exported `weights` calibrated on `validation`, judged and published as models/<card.name>."""
    card, calibration = _calibrated(weights, card, validation)
    say(f"temperature {card.temperature}, thresholds {card.thresholds}")
    served, judged = _served(weights, card), sets.judged(say)
    figures = judge(served, judged)
    for found in figures.values():
        say(f"{found['title']}: " + (f"{found['accuracy']:.2%}" if "accuracy" in found else f"{found['accepted']:.2%}"))
    card = replace(card, metrics={"calibration": calibration, **figures})
    return registry.publish(weights, card, models, beside=evidence.files(served, judged))


def _calibrated(weights: bytes, card: Card, validation: list[JudgedSet]) -> tuple[Card, dict[str, Any]]:
    """The card with its temperature and thresholds, and the table they were chosen from."""
    raw = _served(weights, card)
    labels = np.concatenate([one.digits.labels for one in validation])
    logits = np.concatenate([raw.logits(one.digits.glyphs, not one.digits.drawn) for one in validation])
    card = replace(card, temperature=calibrate.temperature(logits, labels))
    found = [answers(_served(weights, card), one.digits) for one in validation]
    tens, none = (np.concatenate(column) for column in zip(*found, strict=True))
    thresholds, table = calibrate.thresholds(tens, none, labels)
    return replace(card, thresholds=thresholds), {
        "held_out": {one.name: len(one.digits) for one in validation},
        "table": table,
    }


def _served(weights: bytes, card: Card) -> Classifier:
    """As it will be served: published, in a folder nobody else sees, and loaded by the Classifier."""
    with tempfile.TemporaryDirectory() as folder:
        return Classifier(registry.publish(weights, card, Path(folder)))
