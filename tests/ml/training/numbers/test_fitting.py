"""What the lattice is fitted to: each digit and each separator that is written must be found."""

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

pytest.importorskip("cv2", reason="OpenCV is not installed: requirements/train.txt")

from ml.classifier import Classifier
from ml.layout.pieces import Extent
from ml.numbers.features import NAMES, Candidate
from ml.numbers.scores import BLOCKS, Weights
from ml.numbers.segment import Looked
from ml.training.data.written import Written
from ml.training.numbers import fitting
from ml.training.numbers.crf import Batch, sample
from ml.training.numbers.fitting import QUARTERS, quarters, threshold

BOX = Extent(0, 0, 1, 1)
RANDOM = np.random.default_rng(2)


def looked(pieces: int) -> Looked:
    """So many pieces, each alone or with the next."""
    pairs = [(k, last) for k in range(pieces) for last in (k + 1, k + 2) if last <= pieces]
    found = [Candidate(first, last, BOX, 0) for first, last in pairs]
    count = len(found)
    tens = RANDOM.dirichlet(np.ones(10), (2, count))
    glyphs, none = np.zeros((count, 28, 28), np.uint8), np.zeros(count, np.float32)
    measured = RANDOM.normal(0, 1, (count, len(NAMES)))
    return Looked(found, glyphs, tens[0].astype(np.float32), none, measured, np.log(tens), (1.0,))


WEIGHTS = Weights(RANDOM.normal(0, 0.3, (len(BLOCKS), len(NAMES))), np.array([0.8, 0.3]))


def likelihood(seen: Looked, raw: str) -> float:
    return float(Batch([sample(seen, raw)]).likelihood(WEIGHTS)[0][0])


def test_a_dot_may_not_vanish_in_a_digit() -> None:
    assert np.isfinite(likelihood(looked(3), "3.4"))
    assert not np.isfinite(likelihood(looked(2), "3.4"))


def test_a_separator_may_be_in_two_pieces() -> None:
    assert np.isfinite(likelihood(looked(4), "3=4"))


def test_spaces_leave_nothing() -> None:
    seen = looked(2)
    assert likelihood(seen, "3 4") == likelihood(seen, "34")


def test_all_that_one_piece_can_be_is_certain() -> None:
    seen = looked(1)
    signs = [*"0123456789", "-", "/", "(", ")"]  # "-" may be drawn as a dot, so it stands for both
    assert sum(float(np.exp(likelihood(seen, sign))) for sign in signs) == pytest.approx(1.0)


def test_samples_of_several_sizes_are_as_each_alone() -> None:
    several = [sample(looked(4), "3-4"), sample(looked(2), "34"), sample(looked(2), "3.4"), sample(looked(5), "(3)")]
    together, slope, digit = Batch(several).likelihood(WEIGHTS)
    alone = [Batch([one]).likelihood(WEIGHTS) for one in several]
    np.testing.assert_allclose(together, [logs[0] for logs, _, _ in alone])
    np.testing.assert_allclose(slope, sum(blocks for _, blocks, _ in alone), atol=1e-12)
    np.testing.assert_allclose(digit, sum(digits for _, _, digits in alone), atol=1e-12)


@pytest.mark.parametrize("raw", ["34", "3-4", "(3)", "3:4"])
def test_the_gradient_is_the_slope(raw: str) -> None:
    one = Batch([sample(looked(4), raw, weight=1.0)])
    log, slope, by_digit = one.likelihood(WEIGHTS)
    step = 1e-5
    for block, name in [(0, 1), (1, 3), (2, 2), (5, 4)]:
        blocks = WEIGHTS.blocks.copy()
        blocks[block, name] += step
        change = one.likelihood(replace(WEIGHTS, blocks=blocks))[0] - log
        assert change[0] / step == pytest.approx(slope[block, name], rel=1e-2, abs=1e-3)
    for which in (0, 1):
        change = one.likelihood(replace(WEIGHTS, digit=WEIGHTS.digit + step * np.eye(2)[which]))[0] - log
        assert change[0] / step == pytest.approx(by_digit[which], rel=1e-2, abs=1e-3)


def test_quarters_part_the_writers_by_how_much_they_wrote() -> None:
    counts = {"a": 9, "b": 8, "c": 5, "d": 4, "e": 4, "f": 3, "g": 1}
    written = [Written("1", "digits", writer, False, ()) for writer, count in counts.items() for _ in range(count)]
    parted = quarters(written)
    loads = [sum(counts[writer] for writer, place in parted.items() if place == quarter) for quarter in range(QUARTERS)]
    assert set(parted) == set(counts)
    assert max(loads) - min(loads) <= 2


def test_the_threshold_of_numbers_leaves_few_mistakes_above_it() -> None:
    sure = [(0.99, True)] * 100 + [(0.9, True)] * 60 + [(0.9, False)] * 2 + [(0.7, True), (0.7, False)] * 20
    assert threshold(sure) == 0.71
    assert threshold([*sure, *[(0.95, False)] * 3]) == 0.96
    assert threshold([(0.9, False)]) == 0.91


def test_the_temperature_makes_confidence_true(monkeypatch: pytest.MonkeyPatch) -> None:
    def read_across(_: object, without: list[Weights]) -> tuple[list[object], list[object]]:
        sure = SimpleNamespace(number="12", confidence=1 - 0.25 * without[0].temperature)
        return [(SimpleNamespace(digits="12"), sure)] * 3, [(SimpleNamespace(digits="72"), sure)]  # right in 3 of 4

    monkeypatch.setattr(fitting, "read_across", read_across)
    found = fitting.temperature(cast("Classifier", None), [WEIGHTS])
    assert found == pytest.approx(1.0, abs=0.07)
