"""What a page hands in under its key is one thing, however often a browser sends it."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import redis
from django.test import Client

from recognition.models import Batch, IdempotencyKey, Prediction
from tests.conftest import SEVEN, named
from tests.recognition.repeats import ELEVEN, files

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


def draw(client: Client, key: str = "one", strokes: object = SEVEN) -> Any:
    headers = {"Idempotency-Key": key, "X-Fragment": "1"}
    return client.post("/draw", json.dumps({"strokes": strokes}), content_type="application/json", headers=headers)


def upload(client: Client, png: bytes, key: str = "one", **more: str) -> Any:
    return client.post("/upload", {"image": named(png, "seven.png"), "once": key, **more})


def send(client: Client, png: bytes, key: str = "one", **more: str) -> Any:
    return client.post("/batches", {"files": named(png, "seven.png"), "once": key, **more})


def test_a_drawing_is_one_until_it_is_drawn_on_or_has_another_key(queue: redis.Redis, alice: Client) -> None:
    first, second = draw(alice), draw(alice)
    assert (first.status_code, second.status_code) == (202, 202)
    assert "data-reading" in second.content.decode()
    assert (Prediction.objects.count(), queue.llen("interactive")) == (1, 1)
    draw(alice, strokes=ELEVEN)
    draw(alice, "two")
    assert Prediction.objects.count() == 3


def test_a_form_is_one_until_another_picture_is_chosen(
    queue: redis.Redis, alice: Client, seven_png: bytes, pictures_folder: Path
) -> None:
    assert upload(alice, seven_png).url == upload(alice, seven_png).url
    assert (Prediction.objects.count(), len(files(pictures_folder))) == (1, 1)
    for answer in (
        upload(alice, seven_png + b"\0"),
        upload(alice, seven_png, mode="digit"),
        upload(alice, seven_png, ""),
    ):
        assert answer.status_code == 302
    assert Prediction.objects.count() == 4


def test_a_batch_is_one_until_it_is_another(
    queue: redis.Redis, alice: Client, seven_png: bytes, pictures_folder: Path
) -> None:
    assert send(alice, seven_png).url == send(alice, seven_png).url
    assert (Batch.objects.count(), queue.llen("batch"), len(files(pictures_folder))) == (1, 1, 1)
    for answer in (send(alice, seven_png + b"\0"), send(alice, seven_png, expect="5"), send(alice, seven_png, "")):
        assert answer.status_code == 302
    assert Batch.objects.count() == 4


def test_what_was_deleted_is_handed_in_anew(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    first = upload(alice, seven_png).url
    Prediction.objects.get().erase()
    assert upload(alice, seven_png).url != first


def test_one_key_is_two_peoples(queue: redis.Redis, alice: Client, bob: Client, stranger: Client) -> None:
    for client in (alice, bob, stranger):
        assert draw(client).status_code == 202
    assert Prediction.objects.count() == IdempotencyKey.objects.count() == 3


@pytest.mark.parametrize(("path", "hand_in"), [("/", draw), ("/upload", upload), ("/batches", send)])
def test_a_newcomer_has_a_name_before_anything_is_handed_in(
    queue: redis.Redis, stranger: Client, path: str, hand_in: Callable[..., Any], seven_png: bytes
) -> None:
    """Else an answer that is lost takes the name with it, and what was handed in is nobody's."""
    stranger.get(path)
    name = stranger.cookies["visitor"].value
    hand_in(stranger) if hand_in is draw else hand_in(stranger, seven_png)
    assert stranger.cookies["visitor"].value == name


@pytest.mark.parametrize("path", ["/upload", "/batches"])
def test_each_form_has_a_key_of_its_own(stranger: Client, path: str) -> None:
    found = [re.findall(r'name="once" value="([0-9a-f]{32})"', stranger.get(path).content.decode()) for _ in range(2)]
    assert [len(keys) for keys in found] == [1, 1]
    assert found[0] != found[1]


def test_what_may_be_taken_in_a_moment_offers_to_try_again(
    queue: redis.Redis, alice: Client, seven_png: bytes, settings: Any
) -> None:
    settings.MAX_QUEUED = 0
    assert 'data-problem="again"' in draw(alice).content.decode()
    assert 'data-problem=""' in draw(alice, strokes=[]).content.decode()
