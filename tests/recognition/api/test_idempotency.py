"""Who sends the same again under the same `Idempotency-Key`, because an answer was lost, gets the same thing again."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import redis
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from recognition.batches.intake import spool_of, spooling
from recognition.models import Batch, IdempotencyKey, Prediction
from tests.conftest import SEVEN, named
from tests.recognition.repeats import ELEVEN, KEY, MANY, ONE, code, draw, files, send
from workers import reader

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


def test_the_same_again_is_the_same_prediction(queue: redis.Redis, alice: Client) -> None:
    first, second = draw(alice), draw(alice)
    assert (first.status_code, second.status_code) == (202, 202)
    assert second.json() == first.json()
    assert second.headers["Location"] == first.headers["Location"]
    assert [answer.headers.get("Idempotent-Replayed") for answer in (first, second)] == [None, "true"]
    assert Prediction.objects.count() == 1
    assert queue.llen("interactive") == 1


def test_it_is_answered_as_it_is_now(queue: redis.Redis, alice: Client) -> None:
    first = draw(alice)
    reader.answer(UUID(first.json()["id"]))
    again = draw(alice, headers={"Prefer": "wait=5"})
    assert (again.status_code, again.json()["number"], again.json()["id"]) == (201, "7", first.json()["id"])


def test_a_picture_in_another_wrapping_is_the_same(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    """Each form has a boundary of its own, and a threshold in a form is text."""
    headers = {"Idempotency-Key": KEY}
    boundaries = ["one", "two-and-longer"]
    answers = []
    for mark in boundaries:
        head = f'--{mark}\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n\r\n'.encode()
        body = head + seven_png + f"\r\n--{mark}--\r\n".encode()
        kind = f"multipart/form-data; boundary={mark}"
        answers.append(alice.generic("POST", ONE, body, content_type=kind, headers=headers))
    assert answers[0].json()["id"] == answers[1].json()["id"]


def test_the_same_again_is_the_same_batch(
    queue: redis.Redis, alice: Client, seven_png: bytes, pictures_folder: Path
) -> None:
    first, second = send(alice, seven_png), send(alice, seven_png)
    assert (first.status_code, second.status_code) == (202, 202)
    assert second.json() == first.json()
    assert [answer.headers.get("Idempotent-Replayed") for answer in (first, second)] == [None, "true"]
    assert Batch.objects.count() == 1
    assert queue.llen("batch") == 1
    assert len(files(pictures_folder)) == 1


@pytest.mark.parametrize(
    "other", [{"strokes": ELEVEN}, {"mode": "number"}, {"threshold": 0.9}, {"strokes": [SEVEN[0][:-1]]}]
)
def test_another_request_under_the_same_key_is_refused(
    queue: redis.Redis, alice: Client, other: dict[str, Any]
) -> None:
    draw(alice)
    answer = draw(alice, **other)
    assert code(answer) == (422, "idempotency_key_reused")
    assert "a new one for each" in answer.json()["detail"]
    assert Prediction.objects.count() == 1


def test_another_batch_under_the_same_key_is_refused(
    queue: redis.Redis, alice: Client, seven_png: bytes, pictures_folder: Path
) -> None:
    send(alice, seven_png)
    longer = seven_png + b"\0"
    for answer in (
        send(alice, longer),
        send(alice, seven_png, name="other.png"),
        send(alice, seven_png, mode="number"),
        draw(alice),
    ):
        assert code(answer) == (422, "idempotency_key_reused")
    assert (Batch.objects.count(), Prediction.objects.count()) == (1, 0)
    assert len(files(pictures_folder)) == 1


def test_without_the_header_nothing_is_kept_of_a_request(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    for _ in range(2):
        alice.post(ONE, json.dumps({"strokes": SEVEN}), content_type="application/json")
        alice.post(MANY, {"files": named(seven_png, "seven.png")})
    assert (Prediction.objects.count(), Batch.objects.count()) == (2, 2)
    assert not IdempotencyKey.objects.exists()


def test_files_of_a_batch_are_hashed_as_they_come(alice: Client, seven_png: bytes) -> None:
    """None is in memory whole, nor read again; and without a key, none is hashed."""
    for headers, digests in (({"Idempotency-Key": KEY}, [sha256(seven_png * 300).hexdigest()]), ({}, [])):
        form = {"files": SimpleUploadedFile("a.png", seven_png * 300)}
        request = RequestFactory().post(MANY, form, headers=headers)
        request.user = User.objects.get(username="alice")
        with spooling(request):
            assert request.FILES
            assert [digest.hexdigest() for digest in spool_of(request).digests] == digests


def test_a_lane_that_is_full_says_still_what_is_in_it(queue: redis.Redis, alice: Client, settings: Any) -> None:
    first = draw(alice)
    settings.MAX_QUEUED = 0
    assert draw(alice).json()["id"] == first.json()["id"]
    assert draw(alice, "another").status_code == 503
