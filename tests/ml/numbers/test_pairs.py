"""Two digits that touch, read at once: what the network is shown, what the lattice makes of it, what is gained."""

from dataclasses import replace

import numpy as np
import pytest

from ml.expected import exactly, expect
from ml.layout.pieces import Extent
from ml.numbers import pairs
from ml.numbers.features import Candidate
from ml.numbers.lattice import LABELS, PAIRS, decode
from ml.numbers.scores import Weights, with_pairs

BOX = Extent(0, 0, 1, 1)
# Two pieces, alone or together.
FOUND = [Candidate(0, 1, BOX, 0), Candidate(0, 2, BOX, 0), Candidate(1, 2, BOX, 0)]


def scored(pair: int | None) -> np.ndarray:
    """Pieces that look like 3 and 5 where they are parted, and all together like this `pair` much more."""
    scores = np.full((3, PAIRS + 100), -np.inf)
    scores[:, :LABELS] = -4.0
    scores[0, 3] = scores[2, 5] = 1.0
    if pair is not None:
        scores[1, PAIRS + pair] = 9.0
    return scores


def test_two_at_once_outweigh_the_cut() -> None:
    assert decode(FOUND, scored(None), 2, expect())[0].digits == "35"
    assert decode(FOUND, scored(4), 2, expect())[0].digits == "04"


def test_two_at_once_are_two_digits_on_the_way() -> None:
    [best, *_] = decode(FOUND, scored(4), 2, expect())
    assert [(one.candidate, one.label, one.pair, one.second) for one in best.path] == [
        (0, 0, 1, False),
        (2, 4, 1, True),
    ]


def test_what_is_said_of_a_pair_counts_with_what_is_said_of_its_parts() -> None:
    apart, both = decode(FOUND, scored(None), 2, expect()), decode(FOUND, scored(35), 2, expect())
    assert both[0].digits == apart[0].digits == "35"
    assert 1 >= both[0].probability > apart[0].probability


@pytest.mark.parametrize(("pattern", "read"), [(exactly("35"), "35"), (expect(r"0\d"), "04"), (expect("1"), None)])
def test_what_is_expected_rules_pairs_too(pattern: object, read: str | None) -> None:
    [best, *_] = decode(FOUND, scored(4), 2, pattern)  # type: ignore[arg-type]
    assert best.digits == read or (read is None and len(best.digits) == 1)


def test_what_is_hardly_two_is_not_followed() -> None:
    weights = replace(Weights.load(), pair=np.array([0.5, 1.0, 1.0, -1.0]), temperature=2.0)
    likely = np.log(np.full((1, 10), 1e-5))
    likely[0, 7] = 0.0
    said = pairs.Pairs(np.array([1]), likely, likely, np.log([0.75]), np.log([0.25]))
    scores = with_pairs(weights, np.zeros((3, LABELS)), said)
    assert scores.shape == (3, PAIRS + 100)
    assert np.isneginf(scores[[0, 2], PAIRS:]).all()
    assert scores[1, PAIRS + 77] == pytest.approx((0.5 + np.log(0.75) - np.log(0.25)) / 2)
    assert np.isfinite(scores[1, PAIRS:]).sum() == 1
    assert np.log(1e-5) < pairs.LEAST_TWO


def test_a_window_shows_all_the_ink_in_the_middle() -> None:
    ink = np.zeros((300, 420), np.uint8)
    ink[40:260, 60:66] = ink[40:260, 340:346] = ink[150:156, 60:346] = 255
    shown = pairs.window(ink)
    assert shown.shape == (pairs.HEIGHT, pairs.WIDTH)
    rows, columns = np.nonzero(shown)
    assert abs(rows.min() + rows.max() - pairs.HEIGHT + 1) <= 1
    assert abs(columns.min() + columns.max() - pairs.WIDTH + 1) <= 1
    assert shown.max() == 255
    assert not pairs.window(np.zeros((20, 30), np.uint8)).any()
