"""The best way through the candidates, and how probable it is among all ways."""

from itertools import product

import numpy as np
import pytest

from ml.expected import expect
from ml.layout.pieces import Extent
from ml.numbers.features import Candidate
from ml.numbers.lattice import LABELS, SEPARATORS, decode, total_weight

BOX = Extent(0, 0, 1, 1)
FREE = expect()
# Two pieces, alone or together.
FOUND = [Candidate(0, 1, BOX, 0), Candidate(0, 2, BOX, 0), Candidate(1, 2, BOX, 0)]
SCORES = np.random.default_rng(3).normal(0, 1.5, (3, LABELS))


def spelled() -> dict[str, float]:
    """Every number that the two pieces can be, with its weight, by trying all."""
    weights: dict[str, float] = {}
    for path in [(0, 2), (1,)]:
        for labels in product(range(LABELS), repeat=len(path)):
            signs = "".join("?" if label < 10 else SEPARATORS[label - 10] for label in labels)
            if any(bracket in signs for bracket in "()") and signs != "()":
                continue
            if "/" in signs and "?" in signs:  # of two signs one would be at an end
                continue
            number = "".join(str(label) for label in labels if label < 10)
            weight = np.exp(sum(SCORES[candidate, label] for candidate, label in zip(path, labels, strict=True)))
            weights[number] = weights.get(number, 0.0) + weight
    return weights


def test_the_weight_of_all_paths() -> None:
    assert total_weight(FOUND, SCORES, 2, FREE) == pytest.approx(np.log(sum(spelled().values())))


def test_the_likeliest_number_first_with_its_share() -> None:
    weights = spelled()
    [best, *others] = decode(FOUND, SCORES, 2, FREE)
    assert best.digits == max(weights, key=lambda number: weights[number])
    # The least likely paths are not followed, so a little of the share may be missing.
    assert best.probability == pytest.approx(weights[best.digits] / sum(weights.values()), rel=0.05)
    assert all(best.probability >= other.probability for other in others)


@pytest.mark.parametrize(("pattern", "length"), [("1", 1), ("2", 2), ("[5]+", None)])
def test_what_is_expected_constrains(pattern: str, length: int | None) -> None:
    numbers = decode(FOUND, SCORES, 2, expect(pattern))
    assert numbers
    for number in numbers:
        assert len(number.digits) == length or set(number.digits) == {"5"}


SLASH, DASH = 10 + SEPARATORS.index("/"), 10 + SEPARATORS.index("-")


def likeliest(*labels: int) -> list[int]:
    """What pieces are read as that look most like `labels`, a slash nearly as much like a 1."""
    found = [Candidate(k, k + 1, BOX, 0) for k in range(len(labels))]
    scores = np.full((len(labels), LABELS), -9.0)
    scores[np.array(labels) == SLASH, 1] = -1.0
    scores[np.arange(len(labels)), labels] = 0.0
    return [segment.label for segment in decode(found, scores, len(labels), FREE)[0].path]


@pytest.mark.parametrize(
    ("looks", "read"),
    [
        ((5, SLASH, 7), [5, SLASH, 7]),
        ((SLASH, 0, 0), [1, 0, 0]),
        ((0, 0, SLASH), [0, 0, 1]),
        ((5, SLASH, DASH, 3), [5, 1, DASH, 3]),
        ((5, DASH, SLASH, 3), [5, DASH, 1, 3]),
        ((SLASH, DASH, SLASH), [SLASH, DASH, SLASH]),
    ],
)
def test_a_slash_stands_between_two_digits(looks: tuple[int, ...], read: list[int]) -> None:
    assert likeliest(*looks) == read


def test_where_nothing_is_likely_something_is_read() -> None:
    found = [Candidate(k, k + 1, BOX, 0) for k in range(60)]
    numbers = decode(found, np.zeros((60, LABELS)), 60, FREE)
    assert numbers
    assert numbers[0].probability < 1e-12


def test_what_cannot_be_is_not_found() -> None:
    assert decode(FOUND, SCORES, 2, expect("3")) == []
