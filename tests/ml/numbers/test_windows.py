"""The window a candidate is seen through: its own ink and its neighbours', all lines at one size."""

import numpy as np
import pytest

from ml.layout.penned import PenSheet
from ml.numbers.features import candidates, measured_lines
from ml.numbers.windows import HEIGHT, SCALE, WIDTH, Windows, Witness, windows
from ml.strokes import Strokes

ONE = ((0.0, 0.0), (0.0, 16.0))
DASH = ((6.0, 8.0), (12.0, 8.0))
ANOTHER = ((18.0, 0.0), (18.0, 16.0))


def seen(strokes: Strokes) -> Windows:
    """The windows of the single pieces."""
    pieces = PenSheet(strokes).pieces
    on = measured_lines(pieces)
    found = candidates(pieces, [line.height for line in on])
    return windows(pieces, [candidate for candidate in found if candidate.last - candidate.first == 1], on)


def scaled(strokes: Strokes, by: float, aside: float = 0.0) -> Strokes:
    return tuple(tuple((x * by + aside, y * by - aside) for x, y in stroke) for stroke in strokes)


def test_its_own_ink_stands_in_the_middle_as_high_as_the_line() -> None:
    own = seen((ONE, ANOTHER))[0, :, :, 0]
    rows, columns = np.nonzero(own > 100)
    assert abs(np.ptp(rows) - SCALE) <= 1
    assert abs(columns.mean() - WIDTH / 2) <= 1
    assert abs(rows.mean() - HEIGHT / 2) <= 1


def test_its_neighbours_are_seen_apart() -> None:
    dash = seen((ONE, DASH, ANOTHER))[1]
    assert dash[HEIGHT // 2, WIDTH // 2, 0] > 100
    others = np.flatnonzero(dash[HEIGHT // 2, :, 1] > 100)
    assert others.min() < WIDTH // 2 - 5
    assert others.max() > WIDTH // 2 + 5


@pytest.mark.parametrize(("by", "aside"), [(0.01, 0.0), (37.0, 900.0), (1e6, -1e7)])
def test_size_and_place_do_not_matter(by: float, aside: float) -> None:
    written = (ONE, DASH, ANOTHER)
    assert np.abs(seen(scaled(written, by, aside)).astype(int) - seen(written)).max() <= 2


def test_what_is_far_away_is_outside() -> None:
    alone, far = seen((ONE, DASH)), seen((ONE, DASH, ((1e9, 0.0), (1e9, 16.0))))
    assert (alone[0] == far[0]).all()


def test_the_witness_gives_chances() -> None:
    logs = Witness()(seen((ONE, DASH, ANOTHER)))
    assert np.exp(logs).sum(1) == pytest.approx(1.0, abs=0.01)
