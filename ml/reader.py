"""A picture or pen strokes in, a Reading out: everything that serving needs of `ml`."""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from ml import expected, narrow, registry, strokes
from ml.classifier import Classifier
from ml.decision import Found, decide
from ml.expected import Expected
from ml.layout.page import Empty, Page
from ml.layout.pages import Source, pages
from ml.numbers.scores import Weights
from ml.numbers.whole import FREE, Numbers, told
from ml.reading import Digit, Reading
from ml.single import in_places, ones
from ml.strokes import Strokes

Mode = Literal["auto", "digit", "number"]
MAX_PIXELS = 40_000_000
# "auto" reads one digit where that is as probable as this: most drawings are of one
ONE_DIGIT = 0.3
# and where all the ink as one glyph looks this much like a digit, which no number of the developing writers did
SURE_OF_ONE = 0.9
# Digits one below the other look like one 1, from so many on, where ink is so many times as high as wide.
COLUMN = 2
UPRIGHT = 2.0


@dataclass(frozen=True, slots=True)
class _Wanted:
    mode: Mode
    pattern: Expected
    thresholds: Mapping[str, float]


class Reader:
    """Reads digits with one model. Not for use by two threads at once; make one in each process, after the fork."""

    def __init__(self, classifier: Classifier, weights: Weights | None = None) -> None:
        self._classifier = classifier
        self._weights = weights or Weights.load()
        self._numbers = Numbers(classifier, self._weights)
        self.card = classifier.card

    @classmethod
    def load(cls, folder: Path | None = None) -> "Reader":
        """The reader with the model in `folder`, or with the shipped one. Raises registry.ModelBroken."""
        return cls(Classifier(folder or registry.default_model()))

    def warm(self) -> None:
        """Reads something once, so that the first real picture finds everything loaded."""
        self.read(strokes.check([[[0, 0], [1, 4]], [[0, 2], [3, 2]]]))

    def read(
        self,
        source: bytes | Strokes,
        mode: Mode = "auto",
        max_pixels: int = MAX_PIXELS,
        expect: str | None = None,
        threshold: float | None = None,
    ) -> Reading:
        """Reads a picture's bytes, or strokes, which are checked once more: they may have been stored.

        "digit" gives one digit at most, "number" all there are, "auto" decides which it is. `expect` is a length or a
        pattern (see ml.expected) that the number is known to have; "digit" mode pays it no heed. `threshold`
        is the confidence below which the reading is "uncertain", in place of the model's own and the one for numbers.
        Raises PictureRejected for bytes that are no readable picture, StrokesRejected for no strokes, PatternRejected
        for an `expect` that is no pattern; a picture without a digit is no error but a Reading that says "rejected".
        """
        [result] = self.read_many([source], mode, max_pixels, expect, threshold)
        if isinstance(result, Exception):
            raise result
        return result

    def read_many(
        self,
        sources: Iterable[Source],
        mode: Mode = "auto",
        max_pixels: int = MAX_PIXELS,
        expect: str | None = None,
        threshold: float | None = None,
    ) -> Iterator[Reading | Exception]:
        """As `read` for each, in order. What it would raise is given instead; so is an exception among the sources.

        Several go through the network in one call (see ml.layout.pages).
        """
        own = self.card.thresholds
        number = max(own["uncertain"], self._weights.threshold)
        thresholds = {**own, "number": number} if threshold is None else {**own, "uncertain": threshold}
        wanted = _Wanted(mode, FREE if expect is None else expected.expect(expect), thresholds)
        for some in pages(sources, max_pixels):
            began = time.perf_counter()
            found = iter(ones(self._classifier, [page for page, _ in some if isinstance(page, Page)]))
            share = (time.perf_counter() - began) / len(some)
            for page, seconds in some:
                one = next(found) if isinstance(page, Page) else Found(faint=isinstance(page, Empty) and page.faint)
                yield page if isinstance(page, Exception) else self._read(page, one, seconds + share, wanted)

    def _read(self, written: Page | Empty, one: Found, seconds: float, wanted: _Wanted) -> Reading | Exception:
        began = time.perf_counter()
        try:
            found = one if isinstance(written, Empty) else self._find(written, one, wanted.mode, wanted.pattern)
            decision, reason = decide(found, wanted.thresholds, written.doubts)
        except Exception as error:  # noqa: BLE001 - one picture's trouble must not cost its neighbours
            return error
        return Reading(
            text=found.text,
            number="".join(str(digit.value) for digit in found.digits),
            confidence=found.confidence,
            decision=decision,
            reason=reason,
            digits=_scaled(found.digits, 1.0 if isinstance(written, Empty) else written.scale),
            model_name=self.card.name,
            model_version=self.card.version,
            read_ms=(seconds + time.perf_counter() - began) * 1000,
            alternatives=found.alternatives,
            size=written.size if isinstance(written, Page) else None,
            wants_preview=written.wants_preview,
        )

    def _find(self, written: Page, one: Found, mode: Mode, pattern: Expected) -> Found:
        free = pattern is FREE
        if one.confidence >= SURE_OF_ONE and (mode == "digit" or (mode == "auto" and free)):
            one = self._unframed(written, one)
            column = self._column(written)  # before anything is cut
            return one if column is None else column if mode == "auto" else replace(one, several=True)
        if mode != "digit" and (placed := in_places(self._classifier, written.placed(), pattern)):
            return placed
        if one.confidence < SURE_OF_ONE and (within := written.within()):
            found = self._find(within, ones(self._classifier, [within])[0], mode, pattern)
            doubtful = within.beside or (within.uncounted and mode != "digit")
            return replace(found, beside=found.beside or doubtful, doubts=found.doubts or within.doubts)
        if not written.sheet.pieces or (len(written.sheet.pieces) == 1 and free):
            return one
        if mode == "digit":
            _, numbers = self._numbers.once(written.sheet, FREE, drawn=written.drawn)
            return replace(one, several=len(numbers[0].digits) > 1)
        return self._either(written, one) if mode == "auto" and free else self._string(written, one, pattern)

    def _unframed(self, written: Page, one: Found) -> Found:
        """The digit in a ring, which with it looks like a 0. But a bar in it may be the slash of that 0, or the end of
        its stroke; one that stands free and upright may be a 1 as well."""
        within = written.within() if one.text == "0" else None
        if within is None or not within.framed:
            return one
        [found] = ones(self._classifier, [within])
        if found.confidence < SURE_OF_ONE:
            return one
        if found.text != "1" or not narrow.is_bar(found.digits[0].glyph):
            return replace(found, doubts=within.doubts)
        return replace(one, beside=within.free and within.box.height >= UPRIGHT * within.box.width)

    def _column(self, written: Page) -> Found | None:
        """The digits that stand one below the other, and all together look like one; None where they do not."""
        upright = written.box.height >= UPRIGHT * written.box.width
        if not upright or written.sheet.pieces[-1].line < COLUMN - 1:
            return None
        looked, numbers = self._numbers.read(written, FREE)
        likely = len(numbers[0].digits) >= COLUMN and numbers[0].probability > 0.5
        return told(looked, numbers, written.signs) if likely else None

    def _either(self, written: Page, one: Found) -> Found:
        """One digit if that is likely among the ways to cut the ink; else a number."""
        looked, numbers = self._numbers.read(written, FREE)
        if not numbers[0].digits:
            return replace(one, no_digit=True)
        alone = min(1.0, sum(number.probability for number in numbers if len(number.digits) == 1))
        if len(numbers[0].path) == 1 or alone > ONE_DIGIT:
            return replace(one, confidence=alone * one.confidence)
        return told(looked, numbers, written.signs)

    def _string(self, written: Page, one: Found, pattern: Expected) -> Found:
        looked, numbers = self._numbers.read(written, pattern)
        if not numbers:  # of no digits at all there is always one, so the pattern is what cannot be
            return replace(self._string(written, one, FREE), unexpected=True)
        found = told(looked, numbers, written.signs, free=pattern is FREE)
        return found if numbers[0].digits else replace(one, no_digit=True)


def _scaled(digits: tuple[Digit, ...], scale: float) -> tuple[Digit, ...]:
    """Boxes in the pixels of the file, for a picture that was read smaller than it is."""
    return digits if scale == 1.0 else tuple(replace(digit, box=digit.box.scaled(scale)) for digit in digits)
