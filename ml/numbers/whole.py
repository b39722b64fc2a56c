"""A number: what the pieces of a page may be read as, how likely each is, and the likeliest as it is told."""

from collections.abc import Mapping, Sequence
from statistics import median

import numpy as np
from numpy.typing import NDArray

from ml import expected
from ml.classifier import Classifier
from ml.decision import ALTERNATIVES, Found
from ml.expected import Expected
from ml.layout.page import Page, box
from ml.layout.pieces import Extent, Sheet
from ml.numbers import formats, grouping, lattice, votes
from ml.numbers.lattice import Number, Segment
from ml.numbers.scores import Weights, score, with_pairs
from ml.numbers.segment import Looked, Networks, look
from ml.numbers.words import without_words
from ml.reading import Digit

# A number that is likelier than this is read once, and so is what is in more pieces than any number.
SURE_OF_NUMBER = 0.95
MOST_VIEWED = 48
NEGLIGIBLE = 0.001
FREE = expected.expect()


class Numbers:
    """Reads numbers with one classifier, the networks beside it, and the weights of the lattice."""

    def __init__(self, classifier: Classifier, weights: Weights) -> None:
        self._networks = Networks(classifier)
        self._weights = weights

    def read(self, written: Page, pattern: Expected) -> tuple[Looked, list[Number]]:
        """What the sheet may be read as; where that is doubtful, other views of it have a say, too."""
        looked, numbers = self.once(written.sheet, pattern, drawn=written.drawn)
        if not numbers or numbers[0].probability >= SURE_OF_NUMBER or len(written.sheet.pieces) > MOST_VIEWED:
            return looked, numbers
        others = [
            self.once(sheet, pattern, drawn=written.drawn)[1]
            for sheet in written.otherwise(median(looked.heights))
            if sheet.pieces
        ]
        return looked, self._spelled(looked, votes.together([numbers, *others]), numbers)

    def once(self, sheet: Sheet, pattern: Expected, *, drawn: bool) -> tuple[Looked, list[Number]]:
        """The same, looked at as it is alone."""
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


def told(looked: Looked, numbers: list[Number], signs: Sequence[Extent], *, free: bool = True) -> Found:
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
