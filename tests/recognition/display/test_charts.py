"""Charts put shares where they belong, and say nothing where there is too little to say."""

import pytest

from ml.evidence import Bin
from recognition.display import charts


def test_a_dot_is_where_it_said_and_was_right_with_its_interval_around() -> None:
    (dot,) = charts.reliability([Bin(0.9, 80, 100)])
    assert (dot.x, dot.y) == (90, 20)
    assert dot.high < dot.y < dot.low


def test_small_bins_go_with_their_neighbours_and_lose_nothing() -> None:
    found = charts.merged([Bin(0.1, 1, 4), Bin(0.2, 2, 4), Bin(0.4, 3, 4), Bin(0.9, 20, 20), Bin(1.0, 2, 2)])
    assert [one.of for one in found] == [12, 22]
    assert [one.right for one in found] == [6, 22]
    assert found[0].said == pytest.approx(0.7 / 3)


def test_a_single_small_bin_stays() -> None:
    assert charts.merged([Bin(0.5, 1, 2)]) == [Bin(0.5, 1, 2)]
    assert charts.merged([]) == []


def test_a_curve_runs_from_half_to_all_under_its_top() -> None:
    assert charts.coverage([(0.5, 0.0), (0.75, 0.01), (1.0, 0.02)], 0.02) == "M0 100L50 50L100 0"


@pytest.mark.parametrize(("most", "top"), [(0.0, 0.005), (0.0037, 0.005), (0.0158, 0.02), (0.9, 1.0)])
def test_the_top_is_a_round_share_above_every_curve(most: float, top: float) -> None:
    assert charts.top_of([[(0.5, 0.0), (1.0, most)], [(1.0, most / 2)]]) == top


def test_only_mistakes_are_marked_the_commonest_strongest() -> None:
    confusion = [[0] * 10 for _ in range(10)]
    confusion[3][3], confusion[4][9], confusion[7][1] = 90, 2, 8
    assert charts.mistakes(confusion) == [charts.Cell(4, 9, 2, 0.25), charts.Cell(7, 1, 8, 1.0)]


def test_an_interval_is_on_its_line() -> None:
    dot = charts.interval(0.975, 0.96, 0.99, charts.least_of([0.96, 0.98]))
    assert (dot.low, dot.x, dot.high) == (20, 50, 80)
