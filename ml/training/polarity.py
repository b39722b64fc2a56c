"""Fits the weights of `ml.ink.polarity` on digits laid into frames in the ways that mislead: cropped, thick,
clipped, off to a side, on a dark table. `python -m ml.training.polarity` prints them with their error on
digits they were not fitted on."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from ml.ink.polarity import BORDER, CLEAR, witnesses
from ml.training.commands import command
from ml.training.data.digits import mnist

PICTURES = 12_000
NAMES = ("rarer", "border", "thin")


def picture(glyph: NDArray[np.uint8], rng: np.random.Generator, edges: float) -> NDArray[np.bool_]:
    """A bilevel picture with the glyph's ink True: any width of pen, margins from clipped to wide; a share of
    `edges` of the pictures has a strip of the ink's tone along its sides."""
    side = int(rng.integers(20, 200))
    ink = Image.fromarray(glyph[4:24, 4:24]).resize((side, side), Image.Resampling.BICUBIC)
    if rng.random() < 0.5:
        grow = int(rng.uniform(0, 0.12) * side) // 2 * 2 + 1
        ink = ink.filter(ImageFilter.MaxFilter(grow))
    digit = np.asarray(ink) > 127
    room = rng.uniform(-0.08, 1.0 if rng.random() < 0.5 else 0.1, 4) * side
    top, bottom, left, right = (int(edge) for edge in room)
    digit = digit[max(0, -top) : side - max(0, -bottom), max(0, -left) : side - max(0, -right)]
    laid = np.pad(digit, ((max(0, top), max(0, bottom)), (max(0, left), max(0, right))))
    return _with_edges(laid, rng) if rng.random() < edges else laid


def _with_edges(picture: NDArray[np.bool_], rng: np.random.Generator) -> NDArray[np.bool_]:
    """A dark table along up to three sides, in the tone of the ink; a whole frame is a patch, which `ml.ink.find`
    enters."""
    sides = rng.uniform(0.02, 0.12, 4) * min(picture.shape) * (rng.random(4) < 0.5)
    sides[rng.integers(4)] = 0
    top, bottom, left, right = (int(side) for side in sides)
    return np.pad(picture, ((top, bottom), (left, right)), constant_values=True)


def fit(seen: NDArray[np.float64]) -> NDArray[np.float64]:
    """Logistic regression without a bias: `seen` (n, 3) all speak of dark ink, and their negatives are
    implied."""
    weights = np.zeros(seen.shape[1])
    for _ in range(3000):
        weights += 2.0 * (seen * (1 / (1 + np.exp(seen @ weights)))[:, None]).mean(0)
    return weights


def main() -> None:
    command(__spec__, __doc__).parse_args()
    rng = np.random.default_rng(1)
    digits, _ = mnist()
    chosen = digits.glyphs[rng.choice(len(digits), PICTURES, replace=False)]
    half = PICTURES // 2
    weights = fit(np.stack([witnesses(picture(glyph, rng, 0.3)) for glyph in chosen[:half]]))
    print("weights", np.round(weights, 1).tolist())
    for edges in (0.0, 1.0):
        seen = np.stack([witnesses(picture(glyph, rng, edges)) for glyph in chosen[half:]])
        clear = np.abs(seen[:, BORDER]) > CLEAR
        wrong = np.where(clear, seen[:, BORDER], seen @ weights) <= 0
        print(f"tables in {edges:.0%} of {half} pictures: wrong on {wrong.mean():.2%}", end="; ")
        print(f"border clear in {clear.mean():.0%}, wrong on {wrong[clear].mean():.2%} of them", end="; ")
        print(*(f"{name} alone {miss:.2%}" for name, miss in zip(NAMES, (seen <= 0).mean(0), strict=True)))


if __name__ == "__main__":
    main()
