"""What a network learns from, is calibrated on and is watched on."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from ml.training.data import sets
from ml.training.data.digits import CREDIT, Digits
from ml.training.data.extra import Extra
from ml.training.data.sets import JudgedSet, Say
from ml.training.learning.recipes import Recipe


@dataclass(frozen=True)
class Lesson:
    """What trains, made when it is asked for and only then, what calibrates and is watched, and the card's `data`: whom
    to credit for it. `name` is another for whatever else would train."""

    name: str
    digits: Callable[[], Digits]
    validation: list[JudgedSet]
    sources: list[dict[str, Any]]


def lesson_of(recipe: Recipe, say: Say) -> Lesson:
    """Without parts of the pool: MNIST's digits alone. Raises DataMissing."""
    if not recipe.parts:
        rest, _ = sets.mnist_split()
        return Lesson("mnist", lambda: rest, [sets.mnist_held_out()], [{"set": CREDIT, "digits": len(rest)}])
    from ml.training.glyphs import pool  # noqa: PLC0415 - OpenCV, which only the pool needs

    wanted = recipe.pool, recipe.parts, recipe.size, recipe.ways
    validation = sets.validation() if "signs" in recipe.parts else [sets.mnist_held_out()]
    sources = pool.sources_of(recipe.parts, recipe.size * recipe.ways)
    return Lesson(pool.fingerprint(*wanted), partial(pool.make, *wanted, say=say), validation, sources)


def with_extra(lesson: Lesson, extra: Sequence[Extra]) -> Lesson:
    """The lesson with reviewed digits among its own; they are named on the card like every other source."""
    for one in extra:
        digits, glyphs = one.mixed_into(lesson.digits())
        told = {"set": f"reviews of this installation: {one.name}", "digits": len(one.digits), "glyphs": glyphs}
        name = hashlib.sha256(lesson.name.encode() + one.digits.glyphs.tobytes()).hexdigest()[:16]
        lesson = replace(lesson, name=name, digits=_kept(digits), sources=[*lesson.sources, told])
    return lesson


def _kept(digits: Digits) -> Callable[[], Digits]:
    return lambda: digits
