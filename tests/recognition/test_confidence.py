"""The slider's figures are the model's own measurements."""

import pytest

from ml.card import Card, default_model, read_card
from recognition import confidence


def test_every_measured_threshold_is_a_stop() -> None:
    table = read_card(default_model()).metrics["calibration"]["table"]
    assert [stop.threshold for stop in confidence.stops()] == [row["threshold"] for row in table]


def test_undecided_and_mistakes_add_up_with_what_is_read_right() -> None:
    row = read_card(default_model()).metrics["calibration"]["table"][0]
    stop = confidence.stops()[0]
    right = row["coverage"] * (1 - row["error"])
    assert stop.undecided + stop.mistakes + round(10_000 * right) == pytest.approx(10_000, abs=1)


def test_a_higher_threshold_leaves_more_undecided() -> None:
    undecided = [stop.undecided for stop in confidence.stops()]
    assert undecided == sorted(undecided)
    assert undecided[0] < undecided[-1]


def test_without_a_wish_the_models_own_threshold_is_the_stop() -> None:
    place = confidence.nearest_stop(None)
    assert confidence.stops()[place].threshold == confidence.own_threshold()


def test_a_threshold_that_was_not_measured_shows_at_the_nearest_that_was() -> None:
    assert confidence.stops()[confidence.nearest_stop(0.52)].threshold == 0.5


def test_letters_are_no_digits() -> None:
    held_out = read_card(default_model()).metrics["calibration"]["held_out"]
    assert confidence.digits_measured() == sum(held_out.values()) - held_out["letters"]


def test_a_model_without_measurements_has_no_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = Card("bare", "1", "0", "hand", 1, 1, {"uncertain": 0.9})
    monkeypatch.setattr(confidence, "card", lambda: bare)
    confidence.stops.cache_clear()
    try:
        assert confidence.stops() == ()
        assert confidence.nearest_stop(None) == 0
    finally:
        confidence.stops.cache_clear()
