"""Networks as their recipes make them, each fitted once and kept in ml/cache: a training that was stopped goes on after
the last of them, and a machine with a GPU may fit what another exports.

`python -m ml.training.learning.networks hand second --seeds 1 2 3` fits these networks, and first those that teach
them. With KERAS_BACKEND=jax it wants no TensorFlow; `python -m ml train` publishes what it finds kept.
"""

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from ml import registry
from ml.classifier import Classifier, softmax
from ml.training.commands import command
from ml.training.data.digits import CACHE
from ml.training.data.sets import Say
from ml.training.learning.architectures import ARCHITECTURES
from ml.training.learning.batches import Glyphs, Probabilities, as_input
from ml.training.learning.lessons import Lesson, lesson_of
from ml.training.learning.recipes import RECIPES, SHIPPED, Recipe
from ml.training.learning.train import Watch, build, train

ASKED = 4_096  # glyphs at a time


@dataclass(frozen=True)
class Network:
    """A fitted network, in float32, and how it was fitted: `seconds`, `backend` and `keras`, for its card."""

    model: keras.Model
    told: dict[str, Any]


def fitted(recipe: Recipe, lesson: Lesson, say: Say) -> Network:
    """The network that `recipe` makes of `lesson`, from the cache where it is kept. Raises DataMissing, ModelBroken."""
    place = CACHE / f"{recipe.architecture}-{_fingerprint(recipe, lesson)}.weights.h5"
    facts = place.with_suffix(".json")
    if facts.is_file():
        model = ARCHITECTURES[recipe.architecture]()
        model.load_weights(place)
        say(f"kept: {place.name}")
        return Network(model, json.loads(facts.read_text("utf-8")))
    told = ", ".join(f"{len(one.digits):,} {one.name}" for one in lesson.validation)
    digits = lesson.digits()
    say(f"{len(digits):,} glyphs to learn from; to calibrate and to watch: {told}")
    CACHE.mkdir(exist_ok=True)
    watch = Watch(say, {one.name: one.digits for one in lesson.validation}, place)
    model, seconds = train(recipe, digits, watch, answers(recipe, lesson, say), _start(recipe, say))
    model.save_weights(place)
    network = Network(
        model, {"seconds": round(seconds, 1), "backend": keras.backend.backend(), "keras": keras.__version__}
    )
    facts.write_text(json.dumps(network.told), "utf-8")
    return network


def _start(recipe: Recipe, say: Say) -> keras.Model | None:
    if not recipe.start:
        return None
    if recipe.start != SHIPPED:
        return fitted(RECIPES[recipe.start], lesson_of(RECIPES[recipe.start], say), say).model
    from ml.training.learning.export import take_back  # noqa: PLC0415 - onnx, which a GPU's machine may lack

    model = ARCHITECTURES[recipe.architecture]()
    weights = (registry.default_model() / registry.WEIGHTS).read_bytes()
    take_back(weights, model, second=recipe.architecture == "second")
    return model


def _fingerprint(recipe: Recipe, lesson: Lesson) -> str:
    """Of all that decides the weights; teachers are named in the recipe, which stands for them."""
    taught = "".join(repr(RECIPES[name]) for name in (*recipe.teachers, recipe.start) if name in RECIPES)
    if recipe.start == SHIPPED or (recipe.taught and not recipe.teachers):
        taught += registry.read_card(registry.default_model()).sha256
    own = replace(recipe, second="", second_look={})
    return f"s{recipe.seed}-{hashlib.sha256(f'{own}{taught}{lesson.name}'.encode()).hexdigest()[:12]}"


def answers(recipe: Recipe, lesson: Lesson, say: Say) -> Probabilities | None:
    """(n, classes) float16: what the recipe's teachers say of each glyph of the lesson at the mean, of the first
    `classes` as if there were no other, `corrected` where the recipe wants that. None where nobody teaches."""
    if not recipe.taught:
        return None
    classes = ARCHITECTURES[recipe.architecture]().output_shape[-1]
    if not recipe.teachers:
        shipped = Classifier(registry.default_model())
        say(f"taught by {shipped.card.name} {shipped.card.version}")
        said = [_asked(shipped.network, lesson)]
    else:
        said = [_said(RECIPES[name], lesson, say) for name in recipe.teachers]
    found: Probabilities = np.mean([softmax(one[:, :classes].astype(np.float32)) for one in said], 0).astype(np.float16)
    if recipe.corrected:
        labels = lesson.digits().labels
        wrong = found.argmax(1) != labels
        found[wrong] = np.eye(classes, dtype=np.float16)[labels[wrong]]
    return found


def _said(recipe: Recipe, lesson: Lesson, say: Say) -> NDArray[np.float16]:
    """(n, k): the logits of the teacher that `recipe` makes, kept, too."""
    place = CACHE / f"said-{_fingerprint(recipe, lesson)}.npy"
    if not place.is_file():
        model = build(recipe)
        model.set_weights(fitted(recipe, lesson_of(recipe, say), say).model.get_weights())
        fresh = place.with_suffix(f".{os.getpid()}.npy")
        logits = _asked(lambda glyphs: model.predict_on_batch(as_input(glyphs)), lesson)
        np.save(fresh, logits.astype(np.float16))
        fresh.replace(place)
    kept: NDArray[np.float16] = np.load(place)
    return kept


def _asked(network: Callable[[Glyphs], NDArray[np.floating]], lesson: Lesson) -> NDArray[np.floating]:
    glyphs = lesson.digits().glyphs
    return np.concatenate([np.asarray(network(glyphs[at : at + ASKED])) for at in range(0, len(glyphs), ASKED)])


def main(arguments: Sequence[str] | None = None) -> None:
    """Fits the named networks."""
    parser = command(__spec__, __doc__)
    parser.add_argument("recipes", nargs="+", choices=RECIPES, metavar="RECIPE", help=", ".join(RECIPES))
    parser.add_argument("--seeds", type=int, nargs="+", help="instead of the recipe's")
    options = parser.parse_args(arguments)
    for name in options.recipes:
        lesson = lesson_of(RECIPES[name], partial(print, flush=True))
        for seed in options.seeds or [RECIPES[name].seed]:
            say = partial(print, f"{name} {seed}:", flush=True)
            fitted(replace(RECIPES[name], seed=seed), lesson, say)


if __name__ == "__main__":
    main()
