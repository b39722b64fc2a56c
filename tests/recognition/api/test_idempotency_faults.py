"""Under an `Idempotency-Key` things are handed in once, whatever breaks meanwhile, and however many ask at a time."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import redis
from django.db import OperationalError, connection
from django.test import Client

from recognition import admission, statements
from recognition.models import Batch, IdempotencyKey, Prediction
from recognition.models.idempotency import Claim
from recognition.owners import Owner
from tests.conftest import named
from tests.recognition.repeats import KEY, ONE, code, draw, files, send
from workers import reader

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


def upload(client: Client, png: bytes) -> Any:
    return client.post(ONE, {"image": named(png, "seven.png")}, headers={"Idempotency-Key": KEY})


def test_what_was_refused_or_failed_leaves_the_key_free(
    queue: redis.Redis, alice: Client, seven_png: bytes, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    assert draw(alice, strokes=[]).status_code == 400
    assert send(alice, b"text" * 20).status_code == 415
    settings.MAX_QUEUED = settings.MAX_QUEUED_BATCH = 0
    assert (draw(alice).status_code, send(alice, seven_png).status_code) == (503, 503)
    settings.MAX_QUEUED = settings.MAX_QUEUED_BATCH = 1000

    def refuse(*_: object) -> None:
        raise OperationalError("the server closed the connection")

    with monkeypatch.context() as patch:
        patch.setattr(statements, "insert", refuse)
        patch.setattr(Batch, "save", lambda *_, **__: refuse())
        assert (code(draw(alice)), code(send(alice, seven_png))) == ((503, "database_away"),) * 2
    assert not IdempotencyKey.objects.exists()
    assert draw(alice).status_code == 202
    assert send(alice, seven_png, "another").status_code == 202


def test_with_the_queue_away_it_is_kept_once(queue_away: None, alice: Client, seven_png: bytes) -> None:
    assert draw(alice).json()["id"] == draw(alice).json()["id"]
    assert send(alice, seven_png, "batch").json()["id"] == send(alice, seven_png, "batch").json()["id"]
    assert (Prediction.objects.count(), Batch.objects.count()) == (1, 1)


@pytest.mark.parametrize("lost", ["insert", "commit"])
def test_a_commit_whose_answer_was_lost_is_found_again(
    queue: redis.Redis, alice: Client, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    """The server had committed when it went away; the client is told 503, and asks again."""
    commit, insert = connection.commit, statements.insert

    def commit_and_lose() -> None:
        commit()
        raise OperationalError("server closed the connection unexpectedly")

    def insert_and_lose(row: Any) -> None:
        insert(row)
        raise OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as patch:
        if lost == "commit":
            patch.setattr(connection, "commit", commit_and_lose)
        else:
            patch.setattr(statements, "insert", insert_and_lose)
        assert draw(alice).status_code == 503
    assert Prediction.objects.count() == (lost == "commit")
    again = draw(alice)
    assert ("Idempotent-Replayed" in again.headers) == (lost == "commit")
    assert Prediction.objects.count() == 1


def test_of_two_at_the_same_time_the_second_finds_the_first(
    queue: redis.Redis, alice: Client, seven_png: bytes, pictures_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first is kept when the second has looked for it, and is about to be kept itself."""
    admit, first = admission.admit, []

    def meanwhile(owner: Owner) -> None:
        admit(owner)
        monkeypatch.setattr(admission, "admit", admit)
        first.append(upload(alice, seven_png).json()["id"])

    monkeypatch.setattr(admission, "admit", meanwhile)
    second = upload(alice, seven_png)
    assert (second.json()["id"], second.headers["Idempotent-Replayed"]) == (first[0], "true")
    assert Prediction.objects.count() == 1
    assert len(files(pictures_folder)) == 1
    assert queue.llen("interactive") == 1


def test_of_two_without_a_name_the_second_gets_no_cookie_of_nobody(
    queue: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    admit, first = admission.admit, []

    def meanwhile(owner: Owner) -> None:
        admit(owner)
        monkeypatch.setattr(admission, "admit", admit)
        first.append(draw(Client()).json())

    monkeypatch.setattr(admission, "admit", meanwhile)
    second = draw(Client())
    assert second.json() == first[0]
    assert "visitor" not in second.cookies
    assert Prediction.objects.count() == 1


def test_of_two_batches_at_the_same_time_one_is_made(
    queue: redis.Redis, alice: Client, seven_png: bytes, pictures_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    admit, first = admission.admit_batch, []

    def meanwhile(*asked: Any) -> None:
        admit(*asked)
        monkeypatch.setattr(admission, "admit_batch", admit)
        first.append(send(alice, seven_png).json()["id"])

    monkeypatch.setattr(admission, "admit_batch", meanwhile)
    assert send(alice, seven_png).json()["id"] == first[0]
    assert Batch.objects.count() == 1
    assert len(files(pictures_folder)) == 1
    assert queue.llen("batch") == 1


def test_a_key_that_is_taken_and_never_found_is_to_be_sent_again(
    queue: redis.Redis, alice: Client, seven_png: bytes, pictures_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two who hand it in and delete it in turns: each time one looks it is gone, each time it is kept the other's."""
    draw(alice)
    send(alice, seven_png, "batch")
    monkeypatch.setattr(Claim, "found", lambda _: None)
    for answer in (draw(alice), send(alice, seven_png, "batch")):
        assert code(answer) == (503, "idempotency_key_busy")
        assert answer.headers["Retry-After"] == "1"
    assert (Prediction.objects.count(), Batch.objects.count(), len(files(pictures_folder))) == (1, 1, 1)


def test_many_at_the_same_time_make_one(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite's test database is in memory, where threads are refused instead of made to wait")

    def ask(number: int) -> str:
        client = Client()
        client.cookies = alice.cookies
        try:
            return str((send(client, seven_png) if number % 2 else draw(client, "drawing")).json()["id"])
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(ask, range(16)))
    assert len(ids) == 2
    assert (Prediction.objects.count(), Batch.objects.count(), IdempotencyKey.objects.count()) == (1, 1, 2)


def test_all_who_wait_for_it_hear_of_it(queue: redis.Redis, alice: Client) -> None:
    """The first answer may be lost, and its request wait on without its client: there is one reply for both."""
    row = UUID(draw(alice).json()["id"])
    reader.answer(row)
    Prediction.objects.filter(pk=row).update(finished_at=None, status="queued")  # as they saw it before they waited
    for _ in range(2):
        answer = draw(alice, headers={"Prefer": "wait=2"})
        assert (answer.status_code, answer.json()["number"]) == (201, "7")
