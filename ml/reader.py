"""A picture or pen strokes in, a Reading out: everything that serving needs of `ml`."""

import math
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ml import expected, formats, grouping, lattice, registry, strokes, votes
from ml.classifier import Classifier
from ml.decision import Found, decide
from ml.expected import Expected
from ml.lattice import Number, Segment
from ml.normalize import Glyph, normalize
from ml.page import Empty, Page, box, from_picture, from_strokes
from ml.pieces import Extent, Sheet
from ml.places import Place
from ml.reading import Box, Digit, Reading
from ml.scores import Weights, score, with_pairs
from ml.segment import Looked, Networks, look
from ml.strokes import Strokes
from ml.words import without_words

Mode = Literal["auto", "digit", "number"]
MAX_PIXELS = 40_000_000
ALTERNATIVES = 3
# "auto" reads one digit where that is as probable as this: most drawings are of one
ONE_DIGIT = 0.3
# and where all the ink as one glyph looks this much like a digit, which no number of the developing writers did
SURE_OF_ONE = 0.9
# Digits one below the other look like one 1, from so many on, where ink is so many times as high as wide.
COLUMN = 2
UPRIGHT = 2.0
# A number that is likelier than this is read once, and so is what is in more pieces than any number.
SURE_OF_NUMBER = 0.95
MOST_VIEWED = 48
NEGLIGIBLE = 0.001
FREE = expected.expect()
TOGETHER = 32
HELD_PIXELS = 4_000_000

Written: TypeAlias = tuple[Page | Empty | Exception, float]


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
        self._networks = Networks(classifier)
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
        sources: Iterable[bytes | Strokes | Exception],
        mode: Mode = "auto",
        max_pixels: int = MAX_PIXELS,
        expect: str | None = None,
        threshold: float | None = None,
    ) -> Iterator[Reading | Exception]:
        """As `read` for each, in order. What it would raise is given instead; so is an exception among the sources.

        Up to TOGETHER go through the network in one call. Of large ones fewer are held, so memory does not grow.
        """
        own = self.card.thresholds
        number = max(own["uncertain"], self._weights.threshold)
        thresholds = {**own, "number": number} if threshold is None else {**own, "uncertain": threshold}
        wanted = _Wanted(mode, FREE if expect is None else expected.expect(expect), thresholds)
        for pages in _held(_written(source, max_pixels) for source in sources):
            began = time.perf_counter()
            ones = iter(self._ones([page for page, _ in pages if isinstance(page, Page)]))
            share = (time.perf_counter() - began) / len(pages)
            for page, seconds in pages:
                one = next(ones) if isinstance(page, Page) else Found(faint=isinstance(page, Empty) and page.faint)
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
            column = self._column(written)  # before anything is cut
            return one if column is None else column if mode == "auto" else replace(one, several=True)
        if mode != "digit" and (placed := self._placed(written, pattern)):
            return placed
        if one.confidence < SURE_OF_ONE and (within := written.within()):
            found = self._find(within, self._ones([within])[0], mode, pattern)
            return replace(found, beside=True) if within.beside else found
        if not written.sheet.pieces or (len(written.sheet.pieces) == 1 and free):
            return one
        if mode == "digit":
            _, numbers = self._seen(written.sheet, FREE, drawn=written.drawn)
            return replace(one, several=len(numbers[0].digits) > 1)
        return self._either(written, one) if mode == "auto" and free else self._string(written, one, pattern)

    def _placed(self, written: Page, pattern: Expected) -> Found | None:
        """The number in the places of a form, a digit in each. None where it is no form, or something else is in one of
        them, or the number is not as expected: then it is read as any other."""
        places = written.placed()
        if len(places) < 2:
            return None
        glyphs = np.stack([normalize(place.ink) for place in places])
        tens, none = self._classifier(glyphs, True)
        if (none > self.card.thresholds.get("not_digit", 0.5)).any() or not pattern.accepts(tens.argmax(1).tolist()):
            return None
        digits = tuple(
            _likeliest(box(place.extent), glyph, ten, nothing, place.line)
            for place, glyph, ten, nothing in zip(places, glyphs, tens, none, strict=True)
        )
        return Found(digits, _in_places(digits, places), math.prod(one.confidence for one in digits), _others(digits))

    def _column(self, written: Page) -> Found | None:
        """The digits that stand one below the other, and all together look like one; None where they do not."""
        upright = written.box.height >= UPRIGHT * written.box.width
        if not upright or written.sheet.pieces[-1].line < COLUMN - 1:
            return None
        looked, numbers = self._numbers(written, FREE)
        likely = len(numbers[0].digits) >= COLUMN and numbers[0].probability > 0.5
        return _number(looked, numbers, written.signs) if likely else None

    def _either(self, written: Page, one: Found) -> Found:
        """One digit if that is likely among the ways to cut the ink; else a number."""
        looked, numbers = self._numbers(written, FREE)
        if not numbers[0].digits:
            return replace(one, no_digit=True)
        alone = min(1.0, sum(number.probability for number in numbers if len(number.digits) == 1))
        if len(numbers[0].path) == 1 or alone > ONE_DIGIT:
            return replace(one, confidence=alone * one.confidence)
        return _number(looked, numbers, written.signs)

    def _string(self, written: Page, one: Found, pattern: Expected) -> Found:
        looked, numbers = self._numbers(written, pattern)
        if not numbers:  # of no digits at all there is always one, so the pattern is what cannot be
            return replace(self._string(written, one, FREE), unexpected=True)
        found = _number(looked, numbers, written.signs, free=pattern is FREE)
        return found if numbers[0].digits else replace(one, no_digit=True)

    def _ones(self, pages: Sequence[Page]) -> list[Found]:
        """Of each page, all the ink as one digit: one call of the network, which may look at pictures again."""
        if not pages:
            return []
        glyphs = np.stack([normalize(page.ink) for page in pages])
        again = np.array([not page.drawn for page in pages])
        return [_whole(*one) for one in zip(pages, glyphs, *self._classifier(glyphs, again), strict=True)]

    def _numbers(self, written: Page, pattern: Expected) -> tuple[Looked, list[Number]]:
        """What the sheet may be read as; where that is doubtful, other views of it have a say, too."""
        looked, numbers = self._seen(written.sheet, pattern, drawn=written.drawn)
        if not numbers or numbers[0].probability >= SURE_OF_NUMBER or len(written.sheet.pieces) > MOST_VIEWED:
            return looked, numbers
        others = [
            self._seen(sheet, pattern, drawn=written.drawn)[1]
            for sheet in written.otherwise(median(looked.heights))
            if sheet.pieces
        ]
        return looked, self._spelled(looked, votes.together([numbers, *others]), numbers)

    def _seen(self, sheet: Sheet, pattern: Expected, *, drawn: bool) -> tuple[Looked, list[Number]]:
        looked = look(sheet, self._networks, drawn=drawn)
        numbers = lattice.decode(looked.found, self._scores(looked), len(sheet.pieces), pattern)
        return looked, formats.weighed(numbers, looked.found) if pattern is FREE else numbers

    def _spelled(self, looked: Looked, chances: Mapping[str, float], known: Sequence[Number]) -> list[Number]:
        """The numbers of these `chances`, the likeliest first, with their segments in what was `looked` at, but for
        those that its cuts cannot spell."""
        paths = {number.digits: number.path for number in known}
        found = []
        for digits, chance in chances.items():
            path = paths.get(digits) or (self._path(looked, digits) if chance > NEGLIGIBLE else ())
            if path:
                found.append(Number(digits, chance, path))
        return found

    def _path(self, looked: Looked, digits: str) -> tuple[Segment, ...]:
        pieces = looked.found[-1].last
        numbers = lattice.decode(looked.found, self._scores(looked), pieces, expected.exactly(digits))
        return numbers[0].path if numbers else ()

    def _scores(self, looked: Looked) -> NDArray[np.float64]:
        return with_pairs(self._weights, score(self._weights, looked.features, looked.logs), looked.pairs)


def _likeliest(place: Box, glyph: Glyph, tens: NDArray[np.float32], not_digit: np.float32, line: int = 0) -> Digit:
    """The likeliest digit of a glyph, for which the network said this."""
    value = int(tens.argmax())
    return Digit(
        value=value,
        confidence=float(tens[value]) * (1 - float(not_digit)),
        probabilities=tuple(tens.tolist()),
        not_digit=float(not_digit),
        line=line,
        box=place,
        glyph=glyph,
    )


def _in_places(digits: Sequence[Digit], places: Sequence[Place]) -> str:
    """Digits in a row; empty places between two of them are a space, and each line is one of its own."""
    text = str(digits[0].value)
    for digit, (before, place) in zip(digits[1:], pairwise(places), strict=True):
        apart = "\n" if place.line > before.line else " " if place.number > before.number + 1 else ""
        text += f"{apart}{digit.value}"
    return text


def _others(digits: Sequence[Digit]) -> tuple[tuple[str, float], ...]:
    """The likeliest numbers with their probabilities: as read, and with one digit read otherwise."""
    sure = math.prod(one.confidence for one in digits)
    numbers = [("".join(str(one.value) for one in digits), sure)]
    for place, one in enumerate(digits):
        for value, chance in enumerate(one.probabilities):
            if value != one.value:
                number = numbers[0][0][:place] + str(value) + numbers[0][0][place + 1 :]
                numbers.append((number, sure * chance / max(one.probabilities[one.value], 1e-9)))
    return tuple(sorted(numbers, key=lambda number: -number[1])[:ALTERNATIVES])


def _whole(written: Page, glyph: Glyph, tens: NDArray[np.float32], not_digit: np.float32) -> Found:
    digit = _likeliest(written.box, glyph, tens, not_digit)
    value = digit.value
    others = [(str(other), float(tens[other])) for other in np.argsort(-tens)[:ALTERNATIVES]]
    return Found((digit,), str(value), digit.confidence, tuple(others))


def _written(source: bytes | Strokes | Exception, max_pixels: int) -> Written:
    """The page, Empty where nothing is written, or what is wrong with it; and the seconds that took."""
    began = time.perf_counter()
    page: Page | Empty | Exception
    try:
        if isinstance(source, Exception):
            page = source
        elif isinstance(source, bytes):
            page = from_picture(source, max_pixels)
        else:
            page = from_strokes(strokes.check(source))
    except Exception as error:  # noqa: BLE001 - given to the caller in its place
        page = error
    return page, time.perf_counter() - began


def _held(pages: Iterable[Written]) -> Iterator[list[Written]]:
    """As many as one call of the network may have, or as memory may."""
    some: list[Written] = []
    pixels = 0
    for page, seconds in pages:
        some.append((page, seconds))
        pixels += page.pixels if isinstance(page, Page) else 0
        if len(some) == TOGETHER or pixels > HELD_PIXELS:
            yield some
            some, pixels = [], 0
    if some:
        yield some


def _scaled(digits: tuple[Digit, ...], scale: float) -> tuple[Digit, ...]:
    """Boxes in the pixels of the file, for a picture that was read smaller than it is."""
    return digits if scale == 1.0 else tuple(replace(digit, box=digit.box.scaled(scale)) for digit in digits)


def _number(looked: Looked, numbers: list[Number], signs: Sequence[Extent], *, free: bool = True) -> Found:
    """The likeliest of the numbers; words beside it, however they are read, are left out where nothing is expected."""
    whole = [grouping.groups(number.path, looked.found, looked.heights, signs) for number in numbers]
    bare = [
        without_words(grouped, looked, number.path) if free else grouped
        for grouped, number in zip(whole, numbers, strict=True)
    ]
    reads = ["".join(str(segment.label) for group in grouped for segment in group) for grouped in bare]
    chances = votes.by_name(reads, numbers)
    best = reads.index(next(iter(chances)))
    return Found(
        tuple(_digit(looked, segment) for group in bare[best] for segment in group),
        grouping.text(bare[best], looked.found),
        chances[reads[best]],
        tuple(chances.items())[:ALTERNATIVES],
        beside=bare[best] != whole[best],
    )


def _digit(looked: Looked, segment: Segment) -> Digit:
    tens, not_digit = looked.digits(segment), looked.nothing(segment)
    return Digit(
        value=segment.label,
        confidence=float(tens[segment.label]) * (1 - not_digit),
        probabilities=tuple(tens.tolist()),
        not_digit=not_digit,
        line=looked.found[segment.candidate].line,
        box=box(looked.found[segment.candidate].extent),
        glyph=looked.glyphs[segment.candidate],
    )
