"""`python -m ml.training.numbers.pairs`: the small network that reads two digits that touch, from made ones alone.

It depends on no classifier. What it says is weighed by `python -m ml.training.numbers.fitting`, which a new one wants
after it.
"""

from pathlib import Path

import keras
import numpy as np
from keras import layers, ops
from numpy.typing import NDArray

from ml.numbers.pairs import HEIGHT, NETWORK, WIDTH
from ml.training.commands import command
from ml.training.learning.export import to_onnx
from ml.training.learning.layers import StandardizedConv2D
from ml.training.numbers.touching import examples
from ml.training.numbers.witness import SEED, Shown, Shuffled

MADE, HELD = ((55_000, 901), (55_000, 902), (55_000, 904), (55_000, 905)), ((4_000, 903),)  # (windows, seed)
EPOCHS, RATE, DECAY = 7, 2e-3, 1e-2
ASIDE, DOWN, SHEARED = 2, 1, 0.25  # pixels either way; columns a row


def network() -> keras.Model:
    """28 x 40 -> 14 x 20 -> 7 x 10 -> 4 x 5 pixels, 208,000 parameters, eleven million multiply-adds. 21 logits: the
    first digit's, the second's, and whether it is two."""
    pair = keras.Input((HEIGHT, WIDTH, 1), name="pair")
    x = _convolution(_convolution(pair, 24, 2), 48)
    x = _convolution(x, 64, 2)
    inner = StandardizedConv2D(64, 3, padding="same")(_convolution(x, 64))
    x = _convolution(layers.ReLU()(layers.Add()([x, inner])), 96, 2)
    x = layers.Dropout(0.25)(layers.Flatten()(x))
    return keras.Model(pair, layers.Dense(21, name="logits")(x), name="pairs")


def _convolution(x: keras.KerasTensor, channels: int, strides: int = 1) -> keras.KerasTensor:
    return layers.ReLU()(StandardizedConv2D(channels, 3, strides=strides, padding="same")(x))


def loss(labels: keras.KerasTensor, logits: keras.KerasTensor) -> keras.KerasTensor:
    """Of labels (n, 3): the two digits, and whether it is two; what is not has no digits to be wrong."""
    first, second, two = labels[:, 0], labels[:, 1], ops.cast(labels[:, 2], "float32")
    entropy = keras.losses.sparse_categorical_crossentropy
    digits = entropy(first, logits[:, :10], from_logits=True) + entropy(second, logits[:, 10:20], from_logits=True)
    return two * digits + keras.losses.binary_crossentropy(two[:, None], logits[:, 20:], from_logits=True)


def both_right(labels: keras.KerasTensor, logits: keras.KerasTensor) -> keras.KerasTensor:
    """The share of the pairs of which both digits are right."""
    read = ops.stack([ops.argmax(logits[:, :10], 1), ops.argmax(logits[:, 10:20], 1)], 1)
    right = ops.all(ops.equal(ops.cast(read, "int64"), ops.cast(labels[:, :2], "int64")), 1)
    two = ops.cast(labels[:, 2], "float32")
    return ops.sum(ops.cast(right, "float32") * two) / ops.maximum(1.0, ops.sum(two))


class Moved(Shuffled):
    """Batches moved a little, half of them sheared."""

    def moved(self, shown: NDArray[np.uint8]) -> NDArray[np.uint8]:
        aside, down = self.random.integers(-ASIDE, ASIDE + 1), self.random.integers(-DOWN, DOWN + 1)
        shown = np.roll(shown, (aside, down), (2, 1))
        if self.random.random() < 0.5:
            shear = self.random.uniform(-SHEARED, SHEARED)
            for row in range(HEIGHT):
                shown[:, row] = np.roll(shown[:, row], round(shear * (row - HEIGHT / 2)), 1)
        return shown


def fitted(shown: Shown, held: Shown, epochs: int = EPOCHS) -> keras.Model:
    keras.utils.set_random_seed(SEED)
    batches = Moved(shown)
    model = network()
    falling = keras.optimizers.schedules.CosineDecay(RATE, epochs * len(batches))
    model.compile(optimizer=keras.optimizers.AdamW(falling, weight_decay=DECAY), loss=loss, metrics=[both_right])
    model.fit(batches, epochs=epochs, validation_data=Shuffled(held), verbose=2)
    return model


def gathered(made: tuple[tuple[int, int], ...]) -> Shown:
    """Windows (n, HEIGHT, WIDTH, 1) and labels (n, 3) of each (count, seed)."""
    both = [example for count, seed in made for example in examples(count, seed)]
    return np.stack([shown for shown, _ in both])[..., np.newaxis], np.array([label for _, label in both], np.uint8)


def make(out: Path = NETWORK) -> None:
    out.write_bytes(to_onnx(fitted(gathered(MADE), gathered(HELD))))


def main() -> None:
    parser = command(__spec__, __doc__)
    parser.add_argument("--out", type=Path, default=NETWORK)
    make(parser.parse_args().out)


if __name__ == "__main__":
    main()
