"""What the lattice is fitted to: each digit and each separator that is written must be found."""

import numpy as np
import pytest

pytest.importorskip("cv2", reason="OpenCV is not installed: requirements/train.txt")

from ml.features import NAMES, Candidate
from ml.pieces import Extent
from ml.scores import BLOCKS, Weights
from ml.segment import Looked
from ml.training.lattice import likelihood, sample

BOX = Extent(0, 0, 1, 1)
RANDOM = np.random.default_rng(2)


def looked(pieces: int) -> Looked:
    """So many pieces, each alone or with the next."""
    pairs = [(k, last) for k in range(pieces) for last in (k + 1, k + 2) if last <= pieces]
    found = [Candidate(first, last, BOX, 0) for first, last in pairs]
    count = len(found)
    tens = RANDOM.dirichlet(np.ones(10), count)
    glyphs, none = np.zeros((count, 28, 28), np.uint8), np.zeros(count, np.float32)
    return Looked(
        found, glyphs, tens.astype(np.float32), none, RANDOM.normal(0, 1, (count, len(NAMES))), np.log(tens), (1.0,)
    )


WEIGHTS = Weights(RANDOM.normal(0, 0.3, (len(BLOCKS), len(NAMES))), 0.8)


def test_a_dot_may_not_vanish_in_a_digit() -> None:
    assert np.isfinite(likelihood(sample(looked(3), "3.4"), WEIGHTS)[0])
    assert not np.isfinite(likelihood(sample(looked(2), "3.4"), WEIGHTS)[0])


def test_a_separator_may_be_in_two_pieces() -> None:
    assert np.isfinite(likelihood(sample(looked(4), "3=4"), WEIGHTS)[0])


def test_spaces_leave_nothing() -> None:
    seen = looked(2)
    assert likelihood(sample(seen, "3 4"), WEIGHTS)[0] == likelihood(sample(seen, "34"), WEIGHTS)[0]


@pytest.mark.parametrize("raw", ["34", "3-4", "(3)", "3:4"])
def test_the_gradient_is_the_slope(raw: str) -> None:
    one = sample(looked(4), raw)
    _, slope, by_digit = likelihood(one, WEIGHTS)
    step = 1e-5
    for block, name in [(0, 1), (1, 3), (2, 2), (5, 4)]:
        blocks = WEIGHTS.blocks.copy()
        blocks[block, name] += step
        change = likelihood(one, Weights(blocks, WEIGHTS.digit))[0] - likelihood(one, WEIGHTS)[0]
        assert change / step == pytest.approx(slope[block, name], rel=1e-2, abs=1e-3)
    change = likelihood(one, Weights(WEIGHTS.blocks, WEIGHTS.digit + step))[0] - likelihood(one, WEIGHTS)[0]
    assert change / step == pytest.approx(by_digit, rel=1e-2, abs=1e-3)
