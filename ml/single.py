"""Glyphs that are one digit each: all the ink of a page, or what stands in the places of a form."""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ml.classifier import Classifier
from ml.decision import ALTERNATIVES, Found
from ml.expected import Expected
from ml.layout.page import Page, box
from ml.layout.places import Place
from ml.normalize import Glyph, normalize
from ml.reading import Box, Digit


def ones(classifier: Classifier, pages: Sequence[Page]) -> list[Found]:
    """Of each page, all the ink as one digit: one call of the network, which may look at pictures again."""
    if not pages:
        return []
    glyphs = np.stack([normalize(page.ink) for page in pages])
    again = np.array([not page.drawn for page in pages])
    return [_whole(*one) for one in zip(pages, glyphs, *classifier(glyphs, again), strict=True)]


def in_places(classifier: Classifier, places: Sequence[Place], pattern: Expected) -> Found | None:
    """The number in the `places` of a form, a digit in each. None where it is no form, or something else is in one of
    them, or the number is not as expected: then it is to be read as any other."""
    if len(places) < 2:
        return None
    glyphs = np.stack([normalize(place.ink) for place in places])
    tens, none = classifier(glyphs, True)
    if (none > classifier.card.thresholds.get("not_digit", 0.5)).any() or not pattern.accepts(tens.argmax(1).tolist()):
        return None
    digits = tuple(
        _likeliest(box(place.extent), glyph, ten, nothing, place.line)
        for place, glyph, ten, nothing in zip(places, glyphs, tens, none, strict=True)
    )
    return Found(digits, _text(digits, places), math.prod(one.confidence for one in digits), _others(digits))


def _whole(written: Page, glyph: Glyph, tens: NDArray[np.float32], not_digit: np.float32) -> Found:
    digit = _likeliest(written.box, glyph, tens, not_digit)
    value = digit.value
    others = [(str(other), float(tens[other])) for other in np.argsort(-tens)[:ALTERNATIVES]]
    return Found((digit,), str(value), digit.confidence, tuple(others))


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


def _text(digits: Sequence[Digit], places: Sequence[Place]) -> str:
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
