"""Cohen's kappa, against figures worked out by hand."""

import pytest

from recognition.review.kappa import kappa


def test_the_textbook_table() -> None:
    """20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: observed 0.7, by chance 0.5."""
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    assert kappa(pairs) == pytest.approx(0.4)


def test_always_alike_is_one() -> None:
    assert kappa([(digit, digit) for digit in range(10)]) == 1


def test_no_more_than_chance_is_nothing_and_less_is_below() -> None:
    assert kappa([(1, 1), (1, 2), (2, 1), (2, 2)]) == pytest.approx(0)
    assert kappa([(1, 2), (2, 1)]) == pytest.approx(-1)


def test_where_there_is_nothing_to_compare_nothing_is_said() -> None:
    assert kappa([]) is None
    assert kappa([(7, 7)] * 5) is None
