"""Reviewed digits mixed into what a network learns: what `manage.py training_set` writes, of the people who teach."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ml.training.data.digits import Digits
from ml.training.data.sets import reviews
from ml.training.data.sources import NOT_DIGIT

SHARE = 0.1  # of what is learned from, at most: a few people's digits must not outweigh everybody else's
REPEATED = 20  # times at most: a digit shown in every other batch would be learned by heart


@dataclass(frozen=True)
class Extra:
    """`digits` to learn from, none of people held out; `name` is for the card."""

    name: str
    digits: Digits

    def mixed_into(self, digits: Digits) -> tuple[Digits, int]:
        """(`digits` with these among them, how many glyphs these became): each is repeated until they are SHARE of the
        whole, or REPEATED times."""
        if not len(self.digits):
            return digits, 0
        wanted = SHARE / (1 - SHARE) * len(digits)
        times = max(1, min(REPEATED, int(wanted / len(self.digits))))
        glyphs = np.concatenate([digits.glyphs, np.tile(self.digits.glyphs, (times, 1, 1))])
        labels = np.concatenate([digits.labels, np.tile(self.digits.labels, times)])
        return Digits(glyphs, labels), times * len(self.digits)


def teaching(folders: Sequence[Path], *, signs: bool) -> list[Extra]:
    """One for each folder that `manage.py training_set` wrote; with `signs`, what is no digit teaches too.

    Raises DataMissing for a folder that is none.
    """
    return [Extra(folder.resolve().name, _teaching(folder, signs=signs)) for folder in folders]


def _teaching(folder: Path, *, signs: bool) -> Digits:
    digits, held_out = reviews(folder)
    chosen = ~held_out & (digits.labels <= NOT_DIGIT if signs else digits.labels < NOT_DIGIT)
    return Digits(digits.glyphs[chosen], digits.labels[chosen])
