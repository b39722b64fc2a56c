"""Glyphs to calibrated probabilities: one ONNX session, one thread."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml import narrow, registry
from ml.normalize import SIDE

Glyphs = NDArray[np.uint8]
Probabilities = NDArray[np.float32]
ONE, SEVEN = 1, 7
Which = bool | NDArray[np.bool_]


class Classifier:
    """The network in a model's folder. Make it after the fork: a session does not survive one. Raises
    ModelBroken."""

    def __init__(self, folder: Path) -> None:
        self._session, self.card = registry.load(folder)
        names = {entry.name for entry in self._session.get_inputs()}
        self._two = registry.SECOND in names
        [self._input] = names - {registry.SECOND}

    def __call__(self, glyphs: Glyphs, again: Which = False) -> tuple[Probabilities, Probabilities]:
        """Glyphs (n, 28, 28) uint8, ink high, to (probabilities (n, 10), not_digit (n,)), float32 in [0, 1].

        `probabilities` sum to 1 over the ten digits, given that it is one; `not_digit` is the probability
        that it is none, 0 throughout for a network without that eleventh logit. `again`: see `logits`.
        """
        logits = self.logits(glyphs, again) / np.float32(self.card.temperature)
        tens = softmax(logits[:, :10])
        for k in np.flatnonzero(tens.argmax(1) == SEVEN):
            if narrow.may_be_one(glyphs[k]):
                tens[k, ONE] += (1 - narrow.KEPT) * tens[k, SEVEN]
                tens[k, SEVEN] *= narrow.KEPT
        return tens, softmax(logits)[:, 10] if logits.shape[1] == 11 else np.zeros(len(logits), np.float32)

    def logits(self, glyphs: Glyphs, again: Which = False) -> NDArray[np.float32]:
        """Glyphs (n, 28, 28) uint8 to logits, (n, 10) or (n, 11) float32.

        They are the network's own, but for what it doubts of those that may be looked at `again`, all or (n,) of them:
        of these it is shown four more views, as the card's `second_look` says, and so is the second network, where the
        file has two. The logits of all that was said are averaged (A. Krizhevsky et al., 2012, average views, too).
        """
        logits = self.network(glyphs)
        look = self.card.second_look
        if look and np.any(again):
            doubted = np.flatnonzero(again & (softmax(logits).max(1) < look["below"]))
            if doubted.size:
                shown = [glyphs[doubted], *views(glyphs[doubted], look)]
                said = [logits[doubted], *map(self.network, shown[1:])]
                if self._two:
                    said += [self.network(view, second=True) for view in shown]
                logits[doubted] = np.mean(said, 0)
        return logits

    def network(self, glyphs: Glyphs, *, second: bool = False) -> NDArray[np.float32]:
        """The network's own output for glyphs as `logits` takes them, each seen once; or that of the second, of two."""
        fed: dict[str, Any] = {registry.SECOND: np.array(second)} if self._two else {}
        return registry.run(self._session, self._input, glyphs[..., np.newaxis], fed)


def views(glyphs: Glyphs, look: Mapping[str, float]) -> list[Glyphs]:
    """The glyphs (n, 28, 28) turned either way by `degrees`, and smaller and larger by the share `size`."""
    degrees, size = look["degrees"], look["size"]
    return [seen(glyphs, *how) for how in ((-degrees, 1.0), (degrees, 1.0), (0.0, 1 - size), (0.0, 1 + size))]


def seen(glyphs: Glyphs, degrees: float, size: float) -> Glyphs:
    """Each of the glyphs (n, 28, 28) turned about its middle, clockwise, and so many times as large."""
    cosine, sine = math.cos(math.radians(degrees)) / size, math.sin(math.radians(degrees)) / size
    middle = SIDE / 2
    back = (  # from a place in the view to the one in the glyph
        *(cosine, sine, middle * (1 - cosine - sine)),
        *(-sine, cosine, middle * (1 - cosine + sine)),
    )
    how = (Image.Transform.AFFINE, back, Image.Resampling.BICUBIC)
    return np.stack([np.asarray(Image.fromarray(glyph).transform((SIDE, SIDE), *how)) for glyph in glyphs])


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, k) logits to (n, k) probabilities that sum to 1."""
    powers = np.exp(logits - logits.max(1, keepdims=True))
    shares: NDArray[np.float32] = powers / powers.sum(1, keepdims=True)
    return shares
