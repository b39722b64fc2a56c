"""Lanes are bounded: what would wait too long is refused with a Retry-After, before anything is stored."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import redis
from django.contrib.auth.models import User
from django.core.checks import run_checks
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from recognition import admission
from recognition.models import Batch, Prediction
from tests.conftest import SEVEN

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
URL, BATCHES = "/api/v1/predictions", "/api/v1/batches"


@pytest.fixture(autouse=True)
def small(settings: Any) -> None:
    settings.MAX_QUEUED = settings.MAX_QUEUED_BATCH = 8


def waiting(count: int, **owner: Any) -> None:
    for _ in range(count):
        Prediction.objects.create(channel="api", source="drawing", strokes=SEVEN, **owner)


def draw(client: Client) -> Any:
    return client.post(URL, json.dumps({"strokes": SEVEN}), content_type="application/json")


def test_one_owner_has_a_quarter_of_the_lane(queue: redis.Redis, alice: Client, bob: Client) -> None:
    waiting(2, owner=User.objects.get(username="alice"))
    response = draw(alice)
    assert (response.status_code, response.json()["code"]) == (429, "too_many_waiting")
    assert int(response.headers["Retry-After"]) > 0
    assert response.json()["detail"].startswith("Too much of yours is waiting")
    assert draw(bob).status_code == 202


def test_an_anonymous_browser_has_a_share_too(queue: redis.Redis, stranger: Client) -> None:
    assert [draw(stranger).status_code for _ in range(3)] == [202, 202, 429]


def test_a_full_lane_refuses_everybody(queue: redis.Redis, alice: Client) -> None:
    waiting(8, visitor=uuid4())
    response = draw(alice)
    assert (response.status_code, response.json()["code"]) == (503, "queue_full")
    assert int(response.headers["Retry-After"]) > 0


def test_what_is_finished_does_not_wait(queue: redis.Redis, alice: Client) -> None:
    waiting(8, visitor=uuid4())
    for row in Prediction.objects.all():
        row.fail("blank", "There is nothing on it.")
    assert draw(alice).status_code == 202


def test_nothing_is_stored_and_no_message_sent(
    queue: redis.Redis, alice: Client, seven_png: bytes, pictures_folder: Path, tmp_path: Path
) -> None:
    waiting(8, visitor=uuid4())
    (tmp_path / "seven.png").write_bytes(seven_png)
    with (tmp_path / "seven.png").open("rb") as file:
        assert alice.post(URL, {"image": file}).status_code == 503
    assert Prediction.objects.count() == 8
    assert not pictures_folder.exists()
    assert queue.llen("interactive") == 0


def test_the_pages_say_it_in_a_sentence(queue: redis.Redis, alice: Client) -> None:
    waiting(2, owner=User.objects.get(username="alice"))
    body = json.dumps({"strokes": SEVEN})
    response = alice.post("/draw", body, content_type="application/json", headers={"X-Fragment": "1"})
    assert response.status_code == 429
    assert response.headers["Retry-After"]
    assert "Too much of yours is waiting" in response.content.decode()
    assert "data-problem" in response.content.decode()


def test_the_upload_page_keeps_its_form(queue: redis.Redis, alice: Client, seven_png: bytes, tmp_path: Path) -> None:
    waiting(2, owner=User.objects.get(username="alice"))
    (tmp_path / "seven.png").write_bytes(seven_png)
    with (tmp_path / "seven.png").open("rb") as file:
        response = alice.post("/upload", {"image": file})
    assert response.status_code == 429
    assert "<form" in response.content.decode()


def batch(announced: int, **fields: Any) -> Batch:
    return Batch.objects.create(name="batch", channel="api", mode="auto", announced=announced, **fields)


def hand_in(client: Client, png: bytes) -> Any:
    return client.post(BATCHES, {"files": SimpleUploadedFile("seven.png", png)})


def test_a_full_batch_lane_refuses_everybody(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    batch(8, visitor=uuid4())
    assert hand_in(alice, seven_png).json()["code"] == "queue_full"


def test_what_others_have_paused_does_not_fill_the_lane(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    paused = [batch(2, visitor=uuid4(), paused_at=timezone.now()) for _ in range(4)]
    assert hand_in(alice, seven_png).status_code == 202
    assert all(one.resume() for one in paused)
    assert hand_in(alice, seven_png).status_code == 503


def test_what_an_owner_has_paused_is_of_the_owners_share(
    queue: redis.Redis, alice: Client, bob: Client, seven_png: bytes
) -> None:
    mine = batch(2, owner=User.objects.get(username="alice"), paused_at=timezone.now())
    response = hand_in(alice, seven_png)
    assert (response.status_code, response.json()["code"]) == (429, "too_many_waiting")
    assert "cancel what you have paused" in response.json()["detail"]
    assert hand_in(bob, seven_png).status_code == 202
    mine.cancel()
    assert hand_in(alice, seven_png).status_code == 202


def test_a_document_of_many_pages_counts_as_many(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    batch(1, made=8, visitor=uuid4())
    assert hand_in(alice, seven_png).status_code == 503


@pytest.mark.parametrize(("items", "bound", "wrong"), [(2, 8, False), (3, 8, True), (1, 1, False)])
def test_a_batch_that_no_share_could_hold_stops_the_start(settings: Any, items: int, bound: int, wrong: bool) -> None:
    settings.BATCH_MAX_ITEMS, settings.MAX_QUEUED_BATCH = items, bound
    found = [error for error in run_checks() if error.id == "recognition.E002"]
    assert bool(found) == wrong
    assert all("at least 12" in str(error.hint) for error in found)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL decides by what is in the table")
def test_what_waits_is_counted_without_reading_what_is_finished() -> None:
    """SQLite took an index on `batch_id` for it: 6 ms for each submission, once 10,000 readings were there."""
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + admission.COUNT.format("visitor"), [uuid4().hex])
        assert "prediction_waiting" in str(cursor.fetchall())
