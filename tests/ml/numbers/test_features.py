"""What is measured of a candidate."""

import numpy as np
import pytest

from ml.layout.penned import PenSheet
from ml.layout.pieces import Extent, Piece
from ml.numbers.features import MOST_PARTS, NAMES, candidates, measure, measured_lines
from ml.strokes import Strokes

LOOP = ((0.0, 8.0), (4.0, 0.0), (8.0, 8.0), (4.0, 16.0), (0.0, 8.0))
SLASH = ((8.0, 0.0), (0.0, 16.0))
LEANING = ((10.0, 0.0), (4.0, 16.0))
BESIDE = ((16.0, 0.0), (10.0, 16.0))


def measured(strokes: Strokes, name: str) -> list[float]:
    """Of the single pieces."""
    pieces = PenSheet(strokes).pieces
    on = measured_lines(pieces)
    found = candidates(pieces, [line.height for line in on])
    ten, none = np.full((len(found), 10), 0.1, np.float32), np.zeros(len(found), np.float32)
    column = measure(pieces, found, on, ten, none)[:, NAMES.index(name)]
    return [float(column[k]) for k, one in enumerate(found) if one.last - one.first == 1]


@pytest.mark.parametrize(("strokes", "expected"), [((LOOP, SLASH), [1, 0]), ((LEANING, BESIDE), [0, 0])])
def test_a_slash_across_a_loop_crosses_it(strokes: Strokes, expected: list[float]) -> None:
    assert measured(strokes, "next_crosses") == expected
    assert measured(strokes, "last_crosses") == expected[::-1]


def blots(count: int, *, cut: bool) -> list[Piece]:
    """Side by side, each 4 wide and 20 high."""
    extents = [Extent(5.0 * k, 0, 5.0 * k + 4, 20) for k in range(count)]
    return [Piece(one, np.array([one.middle]), cut=cut and k > 0) for k, one in enumerate(extents)]


def test_a_digit_is_few_pieces_or_however_many_it_was_cut_into() -> None:
    assert max(one.last - one.first for one in candidates(blots(7, cut=False), [20])) == MOST_PARTS
    assert max(one.last - one.first for one in candidates(blots(7, cut=True), [20])) == 7
