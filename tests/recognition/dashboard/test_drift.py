"""The stability index is 0 for the same confidences, grows with the change, and knows what chance alone gives."""

import numpy as np
import pytest

from ml import registry
from recognition.dashboard.drift import Histogram, by_chance, of_card, psi, verdict

CARD = {
    "metrics": {
        "calibration": {
            "held_out": {"mnist": 900, "pendigits": 100, "letters": 50},
            "table": [{"threshold": 0.5, "coverage": 0.98}, {"threshold": 0.9, "coverage": 0.9}],
        }
    }
}


def card() -> Histogram:
    found = of_card(CARD)
    assert found
    return found


def test_the_cards_table_is_a_histogram() -> None:
    assert card().edges == (0.5, 0.9)
    assert card().counts == pytest.approx((20, 80, 900))
    assert card().names == ["below 50 %", "50 % to 90 %", "from 90 %"]


def test_the_shipped_card_has_one_and_one_without_a_table_has_none() -> None:
    shipped = of_card(registry.read_card(registry.default_model()).as_json())
    assert shipped
    assert sum(shipped.shares) == pytest.approx(1)
    assert of_card(registry.read_card(registry.MODELS / "seed").as_json()) is None
    assert of_card({}) is None


def test_the_same_is_0_and_more_doubt_is_more() -> None:
    same = Histogram((0.5, 0.9), (20, 80, 900))
    assert psi(card(), same) == pytest.approx(0)
    doubtful, lost = (Histogram((0.5, 0.9), counts) for counts in ((40, 160, 800), (300, 400, 300)))
    assert 0 < psi(card(), doubtful) < psi(card(), lost)


def test_it_is_the_sum_that_it_says_it_is() -> None:
    found = Histogram((0.5, 0.9), (40_000, 160_000, 800_000))
    expected = Histogram((0.5, 0.9), (20_000, 80_000, 900_000))
    by_hand = 0.02 * np.log(2) + 0.08 * np.log(2) + (0.8 - 0.9) * np.log(0.8 / 0.9)
    assert psi(expected, found) == pytest.approx(by_hand, rel=1e-3)


def test_an_empty_bin_is_not_infinitely_much() -> None:
    assert np.isfinite(psi(card(), Histogram((0.5, 0.9), (0, 0, 50))))


def test_chance_alone_gives_what_it_says() -> None:
    rng = np.random.default_rng(1)
    expected = Histogram((0.25, 0.5, 0.75), (1e9, 1e9, 1e9, 1e9))
    found = [expected.like(rng.random(500)) for _ in range(300)]
    assert np.mean([psi(expected, one) for one in found]) == pytest.approx(by_chance(expected, found[0]), rel=0.15)


@pytest.mark.parametrize(
    ("index", "chance", "said"),
    [(0.05, 0.01, "steady"), (0.15, 0.01, "moved"), (0.3, 0.01, "changed"), (0.15, 0.1, "steady")],
)
def test_the_marks_are_the_customary_ones_unless_chance_explains_it(index: float, chance: float, said: str) -> None:
    assert verdict(index, chance) == said


def test_confidences_fall_into_their_bins() -> None:
    assert card().like([0.1, 0.5, 0.89, 0.9, 1.0]).counts == (1, 2, 2)
