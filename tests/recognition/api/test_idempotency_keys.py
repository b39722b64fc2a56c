"""What an `Idempotency-Key` looks like, whose it is, and how long it is kept."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import redis
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from recognition import retention
from recognition.models import Batch, IdempotencyKey, Prediction
from tests.recognition.repeats import ELEVEN, KEY, ONE, code, draw, send

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "schlüssel", "a\tb", '"', '"open', '"a"b"', '""', "\x7f"])
def test_what_is_no_key_is_told_what_one_looks_like(alice: Client, seven_png: bytes, key: str) -> None:
    for answer in (draw(alice, key), send(alice, seven_png, key)):
        assert code(answer) == (400, "no_idempotency_key")
        assert "1 to 255 printable ASCII characters" in answer.json()["detail"]
    assert not Prediction.objects.exists()
    assert not Batch.objects.exists()


@pytest.mark.parametrize(("first", "second"), [("order 7", '"order 7"'), (r"a\b" + "x" * 252, r"a\b" + "x" * 252)])
def test_a_key_may_stand_in_quotes_as_the_draft_has_it(
    queue: redis.Redis, alice: Client, first: str, second: str
) -> None:
    assert draw(alice, first).json()["id"] == draw(alice, second).json()["id"]


def test_keys_belong_to_who_asks(queue: redis.Redis, alice: Client, bob: Client, stranger: Client) -> None:
    ids = {draw(client).json()["id"] for client in (alice, bob, stranger)}
    assert len(ids) == 3
    assert {draw(client).json()["id"] for client in (alice, bob, stranger)} == ids
    assert Prediction.objects.count() == 3


def test_who_keeps_no_cookies_gets_the_same_addresses_with_their_key(queue: redis.Redis, seven_png: bytes) -> None:
    other = Client()
    first, second = draw(Client()), draw(other)
    assert second.json() == first.json()
    assert "?key=" in second.headers["Location"]
    assert Client().get(second.headers["Location"]).status_code == 200
    assert "visitor" not in other.cookies  # it would open all else that was handed in with it since
    batches = [send(Client(), seven_png, KEY[::-1]).json()["links"] for _ in range(2)]
    assert batches[0] == batches[1]


@pytest.mark.parametrize("key", ["order-7", "0" * 40, "12" * 20])
def test_without_a_name_a_key_must_be_none_that_others_guess(stranger: Client, seven_png: bytes, key: str) -> None:
    for answer in (draw(stranger, key), send(stranger, seven_png, key)):
        assert code(answer) == (400, "guessable_idempotency_key")
    assert not Prediction.objects.exists()


def test_a_random_key_is_never_called_guessable(queue: redis.Redis) -> None:
    assert {draw(Client(), uuid4().hex).status_code for _ in range(20)} == {202}


def test_a_browser_whose_first_answer_brought_its_cookie_is_known_again(queue: redis.Redis, stranger: Client) -> None:
    first = draw(stranger)
    assert "visitor" in stranger.cookies
    assert draw(stranger).json()["id"] == first.json()["id"]
    assert Prediction.objects.count() == 1


def test_what_came_along_into_an_account_is_found_there_and_nowhere_else(
    queue: redis.Redis, stranger: Client, quick_hashes: None
) -> None:
    first = draw(stranger, KEY).json()["id"]
    second = draw(stranger, "short").json()["id"]
    User.objects.create_user("carol", password="secret-of-carol")
    stranger.post("/login", {"username": "carol", "password": "secret-of-carol"})
    assert Prediction.objects.exclude(owner=None).count() == 2
    assert [draw(stranger, key).json()["id"] for key in (KEY, "short")] == [first, second]
    stranger.post("/logout")
    assert draw(stranger, "short").json()["id"] != second
    assert draw(Client(), KEY).json()["id"] != first


def test_neither_key_nor_request_is_kept(queue: redis.Redis, alice: Client) -> None:
    draw(alice)
    kept = IdempotencyKey.objects.get()
    assert [bool(re.fullmatch("[0-9a-f]{64}", value)) for value in (kept.key, kept.fingerprint)] == [True, True]
    assert timedelta(hours=23) < kept.ends_at - timezone.now() <= timedelta(hours=24)


def test_after_a_day_it_is_a_new_key_tidied_or_not(queue: redis.Redis, alice: Client) -> None:
    first = draw(alice).json()["id"]
    IdempotencyKey.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    second = draw(alice, strokes=ELEVEN)
    assert (second.status_code, second.json()["id"] != first) == (202, True)
    retention.tidy()
    assert IdempotencyKey.objects.count() == 1
    IdempotencyKey.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    retention.tidy()
    assert not IdempotencyKey.objects.exists()
    assert Prediction.objects.count() == 2


def test_keys_go_with_what_they_are_for(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    first = draw(alice).json()["id"]
    batch = send(alice, seven_png, "batch").json()
    alice.delete(f"{ONE}/{first}")
    assert IdempotencyKey.objects.get().batch_id == UUID(batch["id"])
    alice.delete(batch["links"]["self"])
    assert not IdempotencyKey.objects.exists()
    assert draw(alice).json()["id"] != first
    alice.post("/history/delete/all")
    assert not IdempotencyKey.objects.exists()


def test_keys_go_with_the_account(queue: redis.Redis, alice: Client, seven_png: bytes, quick_hashes: None) -> None:
    user = User.objects.get(username="alice")
    user.set_password("secret-of-alice")
    user.save()
    alice.force_login(user)
    draw(alice)
    send(alice, seven_png, "batch")
    assert IdempotencyKey.objects.count() == 2
    alice.post("/settings/delete", {"password": "secret-of-alice"})
    assert not User.objects.filter(username="alice").exists()
    assert not IdempotencyKey.objects.exists()
