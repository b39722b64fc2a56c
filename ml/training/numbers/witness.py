"""`python -m ml.training.numbers.witness`: the small network that says what a window shows, from made numbers alone.

It depends on no classifier, so a new classifier needs only `python -m ml.training.numbers.fitting`.
"""

from pathlib import Path

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray

from ml.numbers.lattice import LABELS
from ml.numbers.windows import HEIGHT, NETWORK, WIDTH
from ml.training.commands import command
from ml.training.data.written import numbers
from ml.training.learning.export import to_onnx
from ml.training.numbers.windows import examples, writers

MADE, HELD = ((2500, 1), (2500, 11)), (300, 2)  # (numbers, seed)
EPOCHS, BATCH, RATE, DECAY = 6, 128, 2e-3, 1e-3
SEED = 1
Shown = tuple[NDArray[np.uint8], NDArray[np.uint8]]


def network() -> keras.Model:
    """24 x 32 -> 12 x 16 -> 6 x 8 -> 3 x 4 pixels, 114,000 parameters, a million multiply-adds."""
    window = keras.Input((HEIGHT, WIDTH, 2), name="window")
    x = window
    for channels in (24, 48, 64):
        x = layers.Conv2D(channels, 3, strides=2, padding="same", activation="relu")(x)
    x = layers.Dropout(0.2)(layers.Flatten()(x))
    x = layers.Dense(96, activation="relu")(x)
    return keras.Model(window, layers.Dense(LABELS + 1, name="logits")(x), name="witness")


class Shuffled(keras.utils.PyDataset):  # type: ignore[misc]
    """Batches of windows as the network is fed them; a million in float32 would not fit."""

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        self._windows, self._labels = shown
        self.random = np.random.default_rng(SEED)
        self._order = self.random.permutation(len(self._labels))

    def __len__(self) -> int:
        return len(self._labels) // BATCH

    def __getitem__(self, place: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        chosen = self._order[place * BATCH : (place + 1) * BATCH]
        shown = self.moved(self._windows[chosen])
        return shown.astype(np.float32) / np.float32(255), self._labels[chosen].astype(np.int64)

    def moved(self, shown: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """A batch of windows as the network is to see it this time."""
        return shown

    def on_epoch_end(self) -> None:
        self._order = self.random.permutation(len(self._labels))


def fitted(shown: Shown, held: Shown, epochs: int = EPOCHS) -> keras.Model:
    """The network, fitted to `shown`; how well it does on `held` is printed after each epoch and decides nothing."""
    keras.utils.set_random_seed(SEED)
    batches = Shuffled(shown)
    model = network()
    falling = keras.optimizers.schedules.CosineDecay(RATE, epochs * len(batches))
    model.compile(
        optimizer=keras.optimizers.AdamW(falling, weight_decay=DECAY),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    model.fit(batches, epochs=epochs, validation_data=Shuffled(held), verbose=2)
    return model


def gathered(*made: tuple[int, int]) -> Shown:
    """Made numbers' windows and their labels, of each (count, seed)."""
    pool = writers({one.writer for one in numbers()})
    several = [shown for count, seed in made for shown in examples(pool, count, seed)]
    return np.concatenate([shown for shown, _ in several]), np.concatenate([labels for _, labels in several])


def make(out: Path = NETWORK) -> None:
    """Fits the witness from nothing and writes its ONNX to `out`. Raises DataMissing."""
    out.write_bytes(to_onnx(fitted(gathered(*MADE), gathered(HELD))))


def main() -> None:
    parser = command(__spec__, __doc__)
    parser.add_argument("--out", type=Path, default=NETWORK)
    make(parser.parse_args().out)


if __name__ == "__main__":
    main()
