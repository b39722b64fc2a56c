"""A picture or pen strokes in, a Reading out: everything that serving needs of `ml`."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np

from ml import expected, grouping, lattice, page, registry, strokes
from ml.classifier import Classifier
from ml.decision import Found, decide
from ml.expected import Expected
from ml.lattice import Number, Segment
from ml.normalize import normalize
from ml.page import Empty, Page
from ml.reading import Digit, Reading
from ml.scores import Weights, score
from ml.segment import Looked, look
from ml.strokes import Strokes

Mode = Literal["auto", "digit", "number"]
MAX_PIXELS = 40_000_000
ALTERNATIVES = 3
# "auto" reads one digit where that is as probable as this: most drawings are of one
ONE_DIGIT = 0.3
# and where all the ink as one glyph looks this much like a digit, which no number of the developing writers did
SURE_OF_ONE = 0.9
FREE = expected.expect()


class Reader:
    """Reads digits with one model. Not for use by two threads at once; make one in each process, after the fork."""

    def __init__(self, classifier: Classifier, weights: Weights | None = None) -> None:
        self._classifier = classifier
        self._weights = weights or Weights.load()
        self.card = classifier.card

    @classmethod
    def load(cls, folder: Path | None = None) -> "Reader":
        """The reader with the model in `folder`, or with the shipped one. Raises registry.ModelBroken."""
        return cls(Classifier(folder or registry.default_model()))

    def warm(self) -> None:
        """Reads something once, so that the first real picture finds everything loaded."""
        self.read(strokes.check([[[0, 0], [1, 4]], [[0, 2], [3, 2]]]))

    def read(
        self, source: bytes | Strokes, mode: Mode = "auto", max_pixels: int = MAX_PIXELS, expect: str | None = None
    ) -> Reading:
        """Reads a picture's bytes, or strokes, which are checked once more: they may have been stored.

        "digit" gives one digit at most, "number" all there are, "auto" decides which it is. `expect` is a length or a
        pattern (see ml.expected) that the number is known to have; "digit" mode pays it no heed. Raises
        PictureRejected for bytes that are no readable picture, StrokesRejected for no strokes, PatternRejected for an
        `expect` that is no pattern; a picture without a digit is no error but a Reading that says "rejected".
        """
        started = time.perf_counter()
        pattern = FREE if expect is None else expected.expect(expect)
        written: Page | Empty
        if isinstance(source, bytes):
            written = page.from_picture(source, max_pixels)
        else:
            written = page.from_strokes(strokes.check(source))
        found = Found(faint=written.faint) if isinstance(written, Empty) else self._find(written, mode, pattern)
        decision, reason = decide(found, self.card.thresholds)
        return Reading(
            text=found.text,
            number="".join(str(digit.value) for digit in found.digits),
            confidence=found.confidence,
            decision=decision,
            reason=reason,
            digits=_scaled(found.digits, 1.0 if isinstance(written, Empty) else written.scale),
            model_name=self.card.name,
            model_version=self.card.version,
            read_ms=(time.perf_counter() - started) * 1000,
            alternatives=found.alternatives,
        )

    def _find(self, written: Page, mode: Mode, pattern: Expected) -> Found:
        free = pattern is FREE
        if not written.sheet.pieces or (len(written.sheet.pieces) == 1 and free):
            return self._one(written)
        if mode == "digit":
            _, numbers = self._numbers(written, FREE)
            return replace(self._one(written), several=len(numbers[0].digits) > 1)
        return self._either(written) if mode == "auto" and free else self._string(written, pattern)

    def _either(self, written: Page) -> Found:
        """One digit if all the ink looks like one, or if that is likely among the ways to cut it; else a number."""
        one = self._one(written)
        if one.confidence >= SURE_OF_ONE:
            return one
        looked, numbers = self._numbers(written, FREE)
        if not numbers[0].digits:
            return replace(one, no_digit=True)
        alone = min(1.0, sum(number.probability for number in numbers if len(number.digits) == 1))
        if len(numbers[0].path) == 1 or alone > ONE_DIGIT:
            return replace(one, confidence=alone * one.confidence)
        return _number(looked, numbers)

    def _string(self, written: Page, pattern: Expected) -> Found:
        looked, numbers = self._numbers(written, pattern)
        if not numbers:  # of no digits at all there is always one, so the pattern is what cannot be
            return replace(self._string(written, FREE), unexpected=True)
        return _number(looked, numbers) if numbers[0].digits else replace(self._one(written), no_digit=True)

    def _one(self, written: Page) -> Found:
        """All the ink as one digit."""
        glyph = normalize(written.ink)
        tens, not_digit = (values[0] for values in self._classifier(glyph[np.newaxis]))
        value = int(tens.argmax())
        digit = Digit(
            value=value,
            confidence=float(tens[value]) * (1 - float(not_digit)),
            probabilities=tuple(tens.tolist()),
            not_digit=float(not_digit),
            line=0,
            box=written.box,
            glyph=glyph,
        )
        others = [(str(other), float(tens[other])) for other in np.argsort(-tens)[:ALTERNATIVES]]
        return Found((digit,), str(value), digit.confidence, tuple(others))

    def _numbers(self, written: Page, pattern: Expected) -> tuple[Looked, list[Number]]:
        looked = look(written.sheet, self._classifier)
        scores = score(self._weights, looked.features, looked.logs)
        return looked, lattice.decode(looked.found, scores, len(written.sheet.pieces), pattern)


def _scaled(digits: tuple[Digit, ...], scale: float) -> tuple[Digit, ...]:
    """Boxes in the pixels of the file, for a picture that was read smaller than it is."""
    return digits if scale == 1.0 else tuple(replace(digit, box=digit.box.scaled(scale)) for digit in digits)


def _number(looked: Looked, numbers: list[Number]) -> Found:
    digits = tuple(_digit(looked, segment) for segment in numbers[0].path if segment.label < 10)
    return Found(
        digits,
        grouping.text(numbers[0].path, looked.found, looked.heights),
        numbers[0].probability,
        tuple((number.digits, number.probability) for number in numbers[:ALTERNATIVES]),
    )


def _digit(looked: Looked, segment: Segment) -> Digit:
    tens, not_digit = looked.probabilities[segment.candidate], float(looked.not_digit[segment.candidate])
    return Digit(
        value=segment.label,
        confidence=float(tens[segment.label]) * (1 - not_digit),
        probabilities=tuple(tens.tolist()),
        not_digit=not_digit,
        line=looked.found[segment.candidate].line,
        box=page.box(looked.found[segment.candidate].extent),
        glyph=looked.glyphs[segment.candidate],
    )
