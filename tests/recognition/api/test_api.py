"""The API: 202 at once, 201 with the result when the client waits and a worker answers."""

import base64
import io
import json
import threading
from typing import Any
from uuid import UUID

import pytest
import redis
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from recognition.models import Prediction
from tests.conftest import SEVEN, named
from workers import reader

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
URL = "/api/v1/predictions"


def post(client: Client, body: object, **headers: str) -> Any:
    return client.post(URL, json.dumps(body), content_type="application/json", headers=headers)


def work_off(queue: redis.Redis) -> None:
    """What a worker does with the newest row, in a thread of the test's."""
    while not queue.llen("interactive"):
        pass
    reader.answer(Prediction.objects.latest("created_at").pk)
    BaseDatabaseWrapper.close(connections["default"])  # SQLite's own leaves one in memory open


def test_without_prefer_the_answer_is_202_and_says_where_to_look(queue: redis.Redis, stranger: Client) -> None:
    response = post(stranger, {"strokes": SEVEN})
    assert response.status_code == 202
    assert response.headers["Retry-After"] == "1"
    assert response.json()["status"] == "queued"
    assert stranger.get(response.headers["Location"]).json()["id"] == response.json()["id"]


def test_with_prefer_wait_the_worker_answers_201(queue: redis.Redis, stranger: Client) -> None:
    worker = threading.Thread(target=work_off, args=(queue,))
    worker.start()
    response = post(stranger, {"strokes": SEVEN}, Prefer="wait=5")
    worker.join()
    document = response.json()
    assert response.status_code == 201
    assert response.headers["Preference-Applied"] == "wait=5"
    assert (document["status"], document["number"], document["decision"]) == ("succeeded", "7", "accepted")
    assert len(document["digits"][0]["probabilities"]) == 10
    assert document["digits"][0]["box"] == {"x": 10, "y": 10, "width": 50, "height": 82}
    assert document["model"]["version"]
    assert document["timing"]["read_ms"] > 0


def test_waiting_ends_with_202_when_no_worker_answers(queue: redis.Redis, stranger: Client) -> None:
    assert post(stranger, {"strokes": SEVEN}, Prefer="wait=1").status_code == 202


def test_a_picture_comes_as_a_file_or_as_a_data_url(queue: redis.Redis, stranger: Client, seven_png: bytes) -> None:
    uploaded = stranger.post(URL, {"image": named(seven_png, "folder/seven.png")})
    inline = post(stranger, {"image": "data:image/png;base64," + base64.b64encode(seven_png).decode()})
    assert (uploaded.status_code, uploaded.json()["source"]) == (202, "seven.png")
    assert inline.status_code == 202
    for response in (uploaded, inline):
        reader.answer(UUID(response.json()["id"]))
        assert stranger.get(response.headers["Location"]).json()["number"] == "7"


def test_with_the_queue_away_it_is_202_and_kept(queue_away: None, stranger: Client) -> None:
    response = post(stranger, {"strokes": SEVEN}, Prefer="wait=5")
    assert response.status_code == 202
    assert Prediction.objects.get().status == "queued"


def test_a_picture_that_only_decoding_can_refuse_is_a_failed_row(
    queue: redis.Redis, stranger: Client, seven_png: bytes
) -> None:
    response = stranger.post(URL, {"image": named(seven_png[: len(seven_png) // 2], "half.png")})
    assert response.status_code == 202
    reader.answer(UUID(response.json()["id"]))
    document = stranger.get(response.headers["Location"]).json()
    assert (document["status"], document["error"]["code"]) == ("failed", "truncated")
    assert document["digits"] == []


def test_bytes_are_sent_whatever_type_is_asked_for(queue: redis.Redis, stranger: Client, seven_png: bytes) -> None:
    document = stranger.post(URL, {"image": io.BytesIO(seven_png)}).json()
    reader.answer(UUID(document["id"]))
    links = stranger.get(document["links"]["self"]).json()["links"]
    for name in ("picture", "glyphs"):
        for accept in ("image/png", "image/*", "text/html"):
            answer = stranger.get(links[name], headers={"accept": accept})
            assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    gone = stranger.get(f"{URL}/{UUID(int=0)}/picture", headers={"accept": "image/png"})
    assert (gone.status_code, gone.headers["Content-Type"]) == (404, "application/problem+json")


def test_one_thing_at_a_time_nothing_is_dropped_without_a_word(stranger: Client, seven_png: bytes) -> None:
    two = {"image": [io.BytesIO(seven_png), io.BytesIO(seven_png)]}
    both = {"strokes": SEVEN, "image": "data:image/png;base64," + base64.b64encode(seven_png).decode()}
    for answer in (stranger.post(URL, two), post(stranger, both)):
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
        assert "one" in answer.json()["detail"]
    assert not Prediction.objects.exists()


def test_a_truth_is_no_threshold(stranger: Client) -> None:
    answer = post(stranger, {"strokes": SEVEN, "threshold": True})
    assert (answer.status_code, answer.json()["code"]) == (400, "no_such_threshold")
