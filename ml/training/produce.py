"""From data to a published model: fit, calibrate, export, judge, publish."""

import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ml import registry
from ml.card import Card
from ml.classifier import Classifier
from ml.normalize import NORMALIZATION
from ml.training.data import sets
from ml.training.data.extra import Extra
from ml.training.data.sets import JudgedSet, Say
from ml.training.judging import calibrate, evidence
from ml.training.judging.evaluate import answers, judge
from ml.training.learning.export import to_onnx, together
from ml.training.learning.lessons import Lesson, lesson_of, with_extra
from ml.training.learning.networks import fitted
from ml.training.learning.recipes import RECIPES, Recipe, before


def produce(  # noqa: PLR0913, PLR0917 - what a model is made from, what it is called and where it goes
    recipe: Recipe, name: str, version: str, models: Path, say: Say = print, extra: Sequence[Extra] = ()
) -> Path:
    """Trains by `recipe`, on `extra` too, and publishes models/<name>. Returns its folder.

    Temperature and thresholds come from digits that trained nothing, the figures on the card from others again, which
    decide nothing. Raises DataMissing and registry.ModelBroken.
    """
    lesson = with_extra(lesson_of(recipe, say), extra)
    made = _made(recipe, lesson, extra, say)
    blank = Card(
        name=name,
        version=version,
        sha256="filled in by publish",
        architecture=recipe.architecture,
        parameters=made.parameters,
        file_size=0,
        thresholds={"uncertain": 0.5},
        normalization=NORMALIZATION,
        second_look=recipe.second_look,
        data=lesson.sources,
        recipe=made.told,
        training_seconds=round(made.seconds, 1),
    )
    return finish(made.weights, blank, lesson.validation, models, say)


@dataclass(frozen=True)
class _Made:
    """One network, or two in one file: `weights` as ONNX, what is `told` of its recipe, `seconds` of fitting."""

    weights: bytes
    parameters: int
    seconds: float
    told: dict[str, Any]


def _made(recipe: Recipe, lesson: Lesson, extra: Sequence[Extra], say: Say) -> _Made:
    network = fitted(recipe, lesson, say)
    weights, parameters, seconds = to_onnx(network.model), network.model.count_params(), network.told["seconds"]
    told, recipes = {**asdict(recipe), **network.told}, [recipe]
    if recipe.second:
        other = RECIPES[recipe.second]
        say("the second network")
        found = fitted(other, with_extra(lesson_of(other, say), extra), say)
        weights, parameters = together(weights, to_onnx(found.model)), parameters + found.model.count_params()
        seconds += found.told["seconds"]
        told["second"] = {**asdict(other), **found.told}
        recipes.append(other)
    told["before"] = {name: asdict(RECIPES[name]) for one in recipes for name in before(one)}
    return _Made(weights, parameters, seconds, told)


def finish(weights: bytes, card: Card, validation: list[JudgedSet], models: Path, say: Say = print) -> Path:
    """Exported `weights` calibrated on `validation`, judged and published as models/<card.name>."""
    card, calibration = _calibrated(weights, card, validation)
    say(f"temperature {card.temperature}, thresholds {card.thresholds}")
    served, judged = _served(weights, card), sets.judged(say)
    figures = judge(served, judged)
    for found in figures.values():
        if (share := found.get("accuracy", found.get("accepted"))) is not None:
            say(f"{found['title']}: {share:.2%}")
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
