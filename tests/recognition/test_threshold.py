"""A reading is decided by the threshold of whoever handed it in, which is kept with it."""

import json
from typing import Any
from uuid import UUID

import pytest
import redis
from django.test import Client

from recognition.display.confidence import Confidence
from recognition.models import Prediction
from tests.conftest import SEVEN
from workers import reader

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
API = "/api/v1/predictions"
ALL_BUT_CERTAIN = {"strokes": SEVEN, "threshold": 1.0}


def post(client: Client, body: object, url: str = API) -> Any:
    return client.post(url, json.dumps(body), content_type="application/json")


def choose_the_strictest(client: Client) -> float:
    stops = Confidence.of_active_model().stops
    client.post("/settings", {"stop": len(stops) - 1, "theme": "system", "pen_width": 20, "keep_days": 0})
    return stops[-1].threshold


def test_an_api_caller_gives_the_threshold_with_the_request(queue: redis.Redis, stranger: Client) -> None:
    document = post(stranger, ALL_BUT_CERTAIN).json()
    reader.answer(UUID(document["id"]))
    document = stranger.get(document["links"]["self"]).json()
    assert (document["threshold"], document["decision"], document["reason"]) == (1.0, "uncertain", "low_confidence")
    assert document["number"] == "7"


def test_without_a_wish_the_models_own_threshold_decides(queue: redis.Redis, stranger: Client) -> None:
    document = post(stranger, {"strokes": SEVEN}).json()
    reader.answer(UUID(document["id"]))
    assert document["threshold"] is None
    assert Prediction.objects.get().decision == "accepted"


@pytest.mark.parametrize("threshold", [-0.1, 1.01, "high", [], {}, 10**400])
def test_a_threshold_that_is_no_share_is_refused(queue_away: None, stranger: Client, threshold: object) -> None:
    response = post(stranger, {"strokes": SEVEN, "threshold": threshold})
    assert (response.status_code, response.json()["code"]) == (400, "no_such_threshold")
    assert not Prediction.objects.exists()


@pytest.mark.parametrize("who", ["alice", "stranger"])
def test_the_settings_hold_for_the_page_and_the_api(
    queue: redis.Redis, who: str, request: pytest.FixtureRequest
) -> None:
    client: Client = request.getfixturevalue(who)
    strictest = choose_the_strictest(client)
    post(client, {"strokes": SEVEN}, "/draw")
    post(client, {"strokes": SEVEN})
    assert {row.threshold for row in Prediction.objects.all()} == {strictest}


def test_the_settings_of_one_are_not_those_of_another(queue_away: None, alice: Client, bob: Client) -> None:
    choose_the_strictest(alice)
    post(bob, {"strokes": SEVEN})
    assert Prediction.objects.get().threshold is None


def test_the_request_is_stronger_than_the_settings(queue_away: None, alice: Client) -> None:
    choose_the_strictest(alice)
    assert post(alice, {"strokes": SEVEN, "threshold": 0.5}).json()["threshold"] == 0.5


def test_a_later_change_leaves_what_was_handed_in_alone(queue_away: None, alice: Client) -> None:
    post(alice, {"strokes": SEVEN})
    choose_the_strictest(alice)
    assert Prediction.objects.get().threshold is None
