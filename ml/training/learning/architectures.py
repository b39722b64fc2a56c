"""Networks by name. Each maps glyphs (n, 28, 28, 1) float32 in [0, 1] to logits, (n, 10) or with "no digit" (n, 11)."""

from collections.abc import Callable

import keras
from keras import layers

from ml.training.learning.layers import StandardizedConv2D


def seed() -> keras.Model:
    """The network the project started from: 81,066 parameters. 28 -> 26 -> 13 -> 11 -> 5 -> 3 -> 1 pixels a side."""
    return keras.Sequential(
        [
            keras.Input((28, 28, 1), name="glyph"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(32, activation="relu"),
            # Logits, not a softmax: serving divides them by the card's temperature first.
            layers.Dense(10, name="logits"),
        ],
        name="seed",
    )


def hand() -> keras.Model:
    """The shipped network: 461,387 parameters, 19 M multiply-adds. 28 -> 26 -> 13 -> 7 -> 5 -> 3 pixels a side.

    Standardised convolutions, and two residual blocks (K. He et al., 2015) where pixels are few and channels many.
    """
    glyph = keras.Input((28, 28, 1), name="glyph")
    x = _convolution(glyph, 32, padding="valid")
    x = _convolution(x, 48, strides=2)
    x = _convolution(x, 64)
    x = _convolution(x, 64, strides=2)
    x = _residual(_residual(x, 64), 64)
    x = _convolution(x, 128, padding="valid")
    x = _convolution(x, 128, padding="valid")
    return _answering(glyph, x, "hand")


def second() -> keras.Model:
    """Beside `hand`, where that doubts: 488,563 parameters, 57 M multiply-adds. 28 -> 26 -> 13 -> 7 -> 5 pixels a
    side."""
    return _deep(1, "second")


def teacher() -> keras.Model:
    """As `second`, of twice as many channels: too slow to serve, so it teaches."""
    return _deep(2, "teacher")


def _deep(width: int, name: str) -> keras.Model:
    glyph = keras.Input((28, 28, 1), name="glyph")
    x = _convolution(glyph, 32 * width, padding="valid")
    x = _convolution(x, 64 * width)
    x = _convolution(x, 64 * width, strides=2)
    x = _residual(_residual(x, 64 * width), 64 * width)
    x = _convolution(x, 88 * width, strides=2)
    x = _residual(x, 88 * width)
    x = _convolution(x, 88 * width, padding="valid")
    return _answering(glyph, x, name)


def _answering(glyph: keras.KerasTensor, x: keras.KerasTensor, name: str) -> keras.Model:
    x = layers.Dropout(0.3)(layers.Flatten()(x))
    return keras.Model(glyph, layers.Dense(11, name="logits", dtype="float32")(x), name=name)


def _convolution(x: keras.KerasTensor, channels: int, strides: int = 1, padding: str = "same") -> keras.KerasTensor:
    return layers.ReLU()(StandardizedConv2D(channels, 3, strides=strides, padding=padding)(x))


def _residual(x: keras.KerasTensor, channels: int) -> keras.KerasTensor:
    inner = StandardizedConv2D(channels, 3, padding="same")(_convolution(x, channels))
    return layers.ReLU()(layers.Add()([x, inner]))


ARCHITECTURES: dict[str, Callable[[], keras.Model]] = {
    "seed": seed,
    "hand": hand,
    "second": second,
    "teacher": teacher,
}
