"""The digits a model learns from, as glyphs: exactly the pixels that serving will show it."""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ml.normalize import normalize

BESIDE = Path(__file__).parents[4] / "shared" / "data"
CACHE = Path(__file__).parents[2] / "cache"  # of what takes long to make: pools, weights
WORKPLACE_COPY = BESIDE / "mnist.npz"
CREDIT = "MNIST, Y. LeCun, C. Cortes, C. Burges (CC BY-SA 3.0)"


class DataMissing(Exception):
    """There is nothing to train on; the message says what to do about it."""


@dataclass(frozen=True)
class Digits:
    """`glyphs` (n, 28, 28) uint8, ink high; `labels` (n,) uint8, 0 to 9. `drawn`: they came as strokes."""

    glyphs: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    drawn: bool = False

    def __len__(self) -> int:
        return len(self.labels)

    def split(self, held_out: int, seed: int) -> tuple["Digits", "Digits"]:
        """(the rest, `held_out` digits drawn at random): the second judges, the first trains."""
        order = np.random.default_rng(seed).permutation(len(self))
        rest, held = order[held_out:], order[:held_out]
        return Digits(self.glyphs[rest], self.labels[rest]), Digits(self.glyphs[held], self.labels[held])


def data_folder() -> Path:
    """Where the sets other than MNIST lie: DIGITS_DATA, else the folder kept beside the project."""
    return Path(os.environ.get("DIGITS_DATA", BESIDE))


def mnist() -> tuple[Digits, Digits]:
    """(60,000 training digits, 10,000 test digits), normalised. Raises DataMissing.

    From MNIST_PATH (an .npz in Keras' layout), else the copy kept beside the project, else Keras' own loader.
    """
    (x_train, y_train), _ = _arrays()
    return _digits(x_train, y_train), mnist_test()


def mnist_test() -> Digits:
    """The 10,000 test digits alone, normalised. Raises DataMissing."""
    return _digits(*_arrays()[1])


def mnist_pictures() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The test pictures (n, 28, 28) uint8, ink high, as they come, and their labels. Raises DataMissing."""
    return _arrays()[1]


def _digits(pictures: NDArray[np.uint8], labels: NDArray[np.uint8]) -> Digits:
    return Digits(np.stack([normalize(picture) for picture in pictures]), labels.astype(np.uint8))


def _arrays() -> tuple[tuple[NDArray[np.uint8], NDArray[np.uint8]], ...]:
    named = os.environ.get("MNIST_PATH")
    if named:
        return _load(Path(named))
    if WORKPLACE_COPY.is_file():
        return _load(WORKPLACE_COPY)
    return _download()


def _load(path: Path) -> tuple[tuple[NDArray[np.uint8], NDArray[np.uint8]], ...]:
    try:
        with np.load(path, allow_pickle=False) as file:
            return (file["x_train"], file["y_train"]), (file["x_test"], file["y_test"])
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise DataMissing(
            f"MNIST could not be read from {path} ({error}): set MNIST_PATH to an mnist.npz with x_train, "
            "y_train, x_test and y_test, or unset it to have Keras download one."
        ) from error


def _download() -> tuple[tuple[NDArray[np.uint8], NDArray[np.uint8]], ...]:
    try:
        # Seconds of import, and needed only here.
        from keras.datasets import mnist as keras_mnist  # noqa: PLC0415

        loaded: tuple[tuple[NDArray[np.uint8], NDArray[np.uint8]], ...] = keras_mnist.load_data()
    except Exception as error:  # what Keras raises when a download fails is a plain Exception
        raise DataMissing(
            "There is no MNIST here and Keras could not load one: set MNIST_PATH to an mnist.npz with "
            "x_train, y_train, x_test and y_test."
        ) from error
    return loaded
