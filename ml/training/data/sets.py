"""The sets that a model is calibrated and judged on, as the glyphs that serving makes of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ml.ink.find import find_ink
from ml.normalize import normalize
from ml.training.data import sources
from ml.training.data.digits import DataMissing, Digits, mnist, mnist_pictures, mnist_test
from ml.training.data.sources import Role, Sample, of_role

MNIST_HELD_OUT = 5_000
Say = Callable[[str], None]


@dataclass(frozen=True)
class JudgedSet:
    """Glyphs with labels 0 to 10; `writers` (n,) where they are known."""

    name: str
    title: str
    digits: Digits
    writers: list[str] = field(default_factory=list)


def mnist_split() -> tuple[Digits, Digits]:
    """MNIST's training digits: (what may train, what is held out). The same for every seed, so that networks of
    several may be calibrated together. Raises DataMissing."""
    return mnist()[0].split(MNIST_HELD_OUT, 1)


def validation() -> list[JudgedSet]:
    """What sets the temperature and the thresholds: MNIST's held-out training digits, the calibrating writers.

    Raises DataMissing.
    """
    return [mnist_held_out(), *(make("calibrate") for make in PEOPLE)]


def mnist_held_out() -> JudgedSet:
    """Raises DataMissing."""
    return JudgedSet("mnist", "MNIST, held out of x_train", mnist_split()[1])


def judged(say: Say = print) -> list[JudgedSet]:
    """What a published model is judged on; people's sets that are not here are left out, and said to be.

    Raises DataMissing where not even MNIST is there.
    """
    found = [JudgedSet("mnist_test", "MNIST test", mnist_test())]
    for make in PEOPLE:
        try:
            found.append(make("judge"))
        except DataMissing as missing:
            say(f"left out: {missing}")
    return found


def judging_pens() -> list[Sample]:
    """The pen digits that judge, as strokes; none where they are not here."""
    try:
        return of_role(sources.pens(), "judge")
    except DataMissing:
        return []


def reviewed(path: Path) -> JudgedSet:
    """Reviewed digits of the people that are held out, from what `manage.py training_set` writes.

    Raises DataMissing for a folder or file that is none.
    """
    digits, held_out = reviews(path)
    judging = held_out & (digits.labels < 10)
    return JudgedSet("reviews", "Reviews, people held out", Digits(digits.glyphs[judging], digits.labels[judging]))


def reviews(path: Path) -> tuple[Digits, NDArray[np.bool_]]:
    """(every reviewed digit, labels 0 to 10; which of them are of people held out), from a folder that
    `manage.py training_set` wrote, or the reviews.npz in it.

    Raises DataMissing.
    """
    try:
        with np.load(path / "reviews.npz" if path.is_dir() else path, allow_pickle=False) as archive:
            digits = Digits(archive["glyphs"], archive["labels"].astype(np.uint8))
            return digits, archive["held_out"].astype(np.bool_)
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise DataMissing(
            f"{path} is no training set of reviews ({error}): make one with manage.py training_set."
        ) from None


def corruptions(count: int, say: Say = print) -> dict[str, Digits]:
    """The first `count` of MNIST's test digits under each of the corruptions, found and normalised as serving does it.

    Raises DataMissing.
    """
    try:
        from ml.training.data.corruptions import CORRUPTIONS, corrupted  # noqa: PLC0415 - OpenCV may be missing
    except ImportError as error:
        say(f"left out: MNIST-C needs OpenCV ({error})")
        return {}
    pictures, labels = mnist_pictures()
    return {
        name: Digits(
            np.stack([normalize(find_ink(picture)) for picture in corrupted(pictures[:count], name)]),
            labels[:count].astype(np.uint8),
        )
        for name in CORRUPTIONS
    }


def _pendigits(wanted: Role) -> JudgedSet:
    return _of("pendigits", "pendigits, pen on a tablet", sources.pendigits(), wanted)


def _unipen(wanted: Role) -> JudgedSet:
    return _of("unipen", "UNIPEN digits, many pens", sources.unipen(), wanted)


def _swiss(wanted: Role) -> JudgedSet:
    return _of("swiss", "Swiss ballpoint scans", sources.swiss(), wanted)


def _letters(wanted: Role) -> JudgedSet:
    return _of("letters", "letters and signs, no digit", sources.nondigits(), wanted)


PEOPLE = (_pendigits, _unipen, _swiss, _letters)


def _of(name: str, title: str, samples: Iterable[Sample], wanted: Role) -> JudgedSet:
    chosen = of_role(samples, wanted)
    glyphs = np.stack([normalize(sample.serving_ink()) for sample in chosen])
    labels = np.array([sample.label for sample in chosen], np.uint8)
    drawn = all(sample.drawn is not None for sample in chosen)
    return JudgedSet(name, title, Digits(glyphs, labels, drawn=drawn), [sample.writer for sample in chosen])
