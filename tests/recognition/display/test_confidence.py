"""The slider's figures are the active model's own measurements."""

from dataclasses import replace

import pytest

from ml.card import Card
from ml.registry import default_model, read_card
from recognition.display.confidence import Confidence
from recognition.models import ModelVersion


@pytest.fixture
def card() -> Card:
    return read_card(default_model())


def test_every_measured_threshold_is_a_stop(card: Card) -> None:
    table = card.metrics["calibration"]["table"]
    assert [stop.threshold for stop in Confidence(card).stops] == [row["threshold"] for row in table]


def test_undecided_and_mistakes_add_up_with_what_is_read_right(card: Card) -> None:
    row, stop = card.metrics["calibration"]["table"][0], Confidence(card).stops[0]
    right = row["coverage"] * (1 - row["error"])
    assert stop.undecided + stop.mistakes + round(10_000 * right) == pytest.approx(10_000, abs=1)


def test_a_higher_threshold_leaves_more_undecided(card: Card) -> None:
    undecided = [stop.undecided for stop in Confidence(card).stops]
    assert undecided == sorted(undecided)
    assert undecided[0] < undecided[-1]


def test_without_a_wish_the_models_own_threshold_is_the_stop(card: Card) -> None:
    confidence = Confidence(card)
    assert confidence.stops[confidence.nearest(None)].threshold == confidence.own_threshold


def test_a_threshold_that_was_not_measured_shows_at_the_nearest_that_was(card: Card) -> None:
    lowest = card.metrics["calibration"]["table"][0]["threshold"]
    assert Confidence(card).nearest(lowest - 0.02) == 0


def test_letters_are_no_digits(card: Card) -> None:
    held_out = card.metrics["calibration"]["held_out"]
    assert Confidence(card).digits_measured == sum(held_out.values()) - held_out["letters"]


def test_a_model_without_measurements_has_no_stops(card: Card) -> None:
    bare = Confidence(replace(card, metrics={}))
    assert (bare.stops, bare.nearest(None), bare.digits_measured) == ((), 0, 0)


@pytest.mark.django_db
def test_it_is_the_active_models(card: Card) -> None:
    ModelVersion.objects.update(state="retired")
    other = replace(card, name="other", thresholds={"uncertain": 0.5})
    ModelVersion.objects.create(name="other", version="2", sha256="0", card=other.as_json(), state="active")
    assert Confidence.of_active_model().own_threshold == 0.5
