"""Accuracy from reviews is weighted for how they were drawn, and its interval holds what it promises."""

from itertools import starmap

import numpy as np
import pytest

from recognition.dashboard.estimates import Estimate, Stratum, estimate


def of(*strata: tuple[int, int, int]) -> Estimate:
    found = estimate(starmap(Stratum, strata))
    assert found
    return found


def test_what_users_call_wrong_does_not_outweigh_the_rest() -> None:
    """20 objections, all looked at, all wrong; 98 of 98 right among a tenth of the other 980."""
    assert of((20, 20, 0), (980, 98, 98)).share == pytest.approx(0.98)


def test_each_counts_for_as_many_as_it_stands_for() -> None:
    assert of((900, 9, 9), (100, 50, 25)).share == pytest.approx((900 + 50) / 1000)


def test_one_stratum_is_the_plain_share() -> None:
    found = of((1_000_000, 200, 190))
    assert found.share == pytest.approx(0.95)
    assert found.low == pytest.approx(0.9104, abs=0.004)  # Wilson's: 0.9104 to 0.9726
    assert found.high == pytest.approx(0.9726, abs=0.004)


def test_nothing_reviewed_says_nothing_and_a_part_of_it_speaks_for_itself_only() -> None:
    assert estimate([Stratum(10, 0, 0)]) is None
    assert estimate([]) is None
    assert of((10, 0, 0), (90, 9, 9)).population == 90


def test_when_all_are_looked_at_nothing_is_left_to_chance() -> None:
    found = of((40, 40, 38))
    assert (found.low, found.share, found.high) == (0.95, 0.95, 0.95)


def test_few_without_a_mistake_are_no_certainty() -> None:
    found = of((1000, 20, 20))
    assert found.share == 1
    assert 0.75 < found.low < 0.9


def test_the_interval_holds_the_truth_in_at_least_94_of_100_samples() -> None:
    """Two strata as a queue makes them: 30 of 3,000 objected to and all seen, the rest at one in ten."""
    rng = np.random.default_rng(1)
    truth = (30 * 0.2 + 2970 * 0.98) / 3000
    held = 0
    for _ in range(1000):
        few, many = rng.permutation(30) < 6, rng.permutation(2970) < 2911  # so many are right
        found = of((30, 30, int(few.sum())), (2970, 297, int(many[:297].sum())))
        held += found.low <= truth <= found.high
    assert held >= 940
