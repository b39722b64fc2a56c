"""How a glyph of each part of the pool is made, from what the training writers wrote or by rule."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from ml.training.data import sources
from ml.training.data.digits import Digits
from ml.training.data.sets import mnist_split
from ml.training.data.sources import NOT_DIGIT, Sample, of_role
from ml.training.glyphs import augment, doodles, negatives, templates

Ink = NDArray[np.uint8]
Rng = np.random.Generator
Made = tuple[Ink, int]


@dataclass(frozen=True)
class Material:
    """What the training writers wrote."""

    mnist: Digits
    pendigits: list[Sample]
    unipen: list[Sample]
    swiss: list[Sample]
    letters: list[Sample]


def material() -> Material:
    """Everything that may train: MNIST but for the held-out digits, the training writers of the rest."""
    return Material(
        mnist_split()[0],
        of_role(sources.pendigits(), "train"),
        of_role(sources.unipen(), "train"),
        of_role(sources.swiss(), "train"),
        of_role(sources.nondigits(), "train"),
    )


def _mnist_plain(stuff: Material, place: int, rng: Rng) -> Made:
    return stuff.mnist.glyphs[place % len(stuff.mnist)], int(stuff.mnist.labels[place % len(stuff.mnist)])


def _mnist_bent(stuff: Material, place: int, rng: Rng) -> Made:
    ink, label = _mnist_plain(stuff, place, rng)
    bent = augment.warp_ink(augment.enlarged(ink), rng, rng.uniform(0.3, 0.9))
    return (augment.thickness(bent, rng, 1.5) if rng.random() < 0.3 else bent), label


def _mnist_spoilt(stuff: Material, place: int, rng: Rng) -> Made:
    ink, label = _mnist_plain(stuff, place, rng)
    return _worn(ink, stuff, rng), label


def _worn(ink: Ink, stuff: Material, rng: Rng) -> Ink:
    """Ink bent, of another pen, spoilt, perhaps with a sliver of a neighbour beside it."""
    ink = augment.warp_ink(augment.enlarged(ink), rng, rng.uniform(0.3, 1.1))
    if rng.random() < 0.6:
        ink = augment.thickness(ink, rng, 4.0)
    if rng.random() < 0.05:
        ink = _with_sliver(ink, _any_ink(stuff, rng)[0], rng)
    return augment.spoil(ink, rng)


def _with_sliver(ink: Ink, neighbour: Ink, rng: Rng) -> Ink:
    """A neighbour's edge, at most 9 pixels of 56, at one side of the digit: it is still that digit."""
    box = negatives.enlarged_box(neighbour)
    keep = int(rng.integers(3, 10))
    sliver = box[:, :keep] if rng.random() < 0.5 else box[:, -keep:]
    columns = np.flatnonzero(ink.any(0))
    if not columns.size:
        return ink
    x = int(columns[-1]) + 2 if rng.random() < 0.5 else int(columns[0]) - sliver.shape[1] - 2
    x = min(max(0, x), ink.shape[1] - sliver.shape[1])
    height = min(ink.shape[0], sliver.shape[0])
    y = (ink.shape[0] - height) // 2
    both = ink.copy()
    both[y : y + height, x : x + sliver.shape[1]] = np.maximum(
        both[y : y + height, x : x + sliver.shape[1]], sliver[:height]
    )
    return both


def _of_strokes(samples: list[Sample], stuff: Material, place: int, rng: Rng) -> Made:
    sample = samples[place % len(samples)]
    paths = [np.array(stroke, np.float64) for stroke in sample.drawn or ()]
    if place < len(samples):  # each once as it is
        return sample.serving_ink(), sample.label
    ink = augment.draw(augment.warp_paths(paths, rng, rng.uniform(0.3, 1.1)), rng)
    if rng.random() < 0.35:
        ink = augment.enlarged(ink)
        if rng.random() < 0.12:
            ink = _with_sliver(ink, _any_ink(stuff, rng)[0], rng)
        ink = augment.spoil(ink, rng)
    return ink, sample.label


def _pendigits(stuff: Material, place: int, rng: Rng) -> Made:
    return _of_strokes(stuff.pendigits, stuff, place, rng)


def _unipen(stuff: Material, place: int, rng: Rng) -> Made:
    return _of_strokes(stuff.unipen, stuff, place, rng)


def _letters(stuff: Material, place: int, rng: Rng) -> Made:
    return _of_strokes(stuff.letters, stuff, place, rng)


def _swiss(stuff: Material, place: int, rng: Rng) -> Made:
    sample = stuff.swiss[place % len(stuff.swiss)]
    ink = sample.serving_ink()
    return (ink if place < len(stuff.swiss) else _worn(ink, stuff, rng)), sample.label


def _shapes(stuff: Material, place: int, rng: Rng) -> Made:
    paths, digit = templates.shape(rng)
    ink = augment.draw(augment.warp_paths(paths, rng, rng.uniform(0.6, 1.3)), rng)
    return (augment.spoil(augment.enlarged(ink), rng) if rng.random() < 0.35 else ink), digit


def _any_ink(stuff: Material, rng: Rng) -> Made:
    """A digit of anybody's."""
    match int(rng.choice(4, p=[0.4, 0.3, 0.2, 0.1])):
        case 0:
            return _mnist_plain(stuff, int(rng.integers(len(stuff.mnist))), rng)
        case 1:
            sample = stuff.pendigits[int(rng.integers(len(stuff.pendigits)))]
        case 2:
            sample = stuff.swiss[int(rng.integers(len(stuff.swiss)))]
        case _:
            sample = stuff.unipen[int(rng.integers(len(stuff.unipen)))]
    return sample.serving_ink(), sample.label


def _not_digit(make_ink: Callable[[Material, Rng], Ink], stuff: Material, place: int, rng: Rng) -> Made:
    ink = make_ink(stuff, rng)
    if rng.random() < 0.6:
        ink = augment.warp_ink(augment.enlarged(ink), rng)
        ink = augment.thickness(ink, rng, 4.0) if rng.random() < 0.5 else ink
    return (augment.spoil(ink, rng) if rng.random() < 0.3 else ink), NOT_DIGIT


def _fonts(stuff: Material, rng: Rng) -> Ink:
    return augment.thickness(augment.warp_ink(augment.enlarged(negatives.letter(rng)), rng, 1.4), rng, 4.0)


def _pairs(stuff: Material, rng: Rng) -> Ink:
    return negatives.pair(_any_ink(stuff, rng)[0], _any_ink(stuff, rng)[0], rng)


def _with_part(stuff: Material, rng: Rng) -> Ink:
    return negatives.with_part(_any_ink(stuff, rng)[0], _any_ink(stuff, rng)[0], rng)


def _parts(stuff: Material, rng: Rng) -> Ink:
    while True:
        cut = negatives.part(*_any_ink(stuff, rng), rng)
        if cut is not None:
            return cut


MAKERS: dict[str, Callable[[Material, int, Rng], Made]] = {
    "mnist_plain": _mnist_plain,
    "mnist_bent": _mnist_bent,
    "mnist_spoilt": _mnist_spoilt,
    "pendigits": _pendigits,
    "unipen": _unipen,
    "swiss": _swiss,
    "shapes": _shapes,
    "letters": _letters,
    "fonts": partial(_not_digit, _fonts),
    "signs": partial(_not_digit, lambda _, rng: negatives.sign(rng)),
    "parts": partial(_not_digit, _parts),
    "pairs": partial(_not_digit, _pairs),
    "with_part": partial(_not_digit, _with_part),
    "doodles": partial(_not_digit, lambda _, rng: doodles.doodle(rng)),
}
