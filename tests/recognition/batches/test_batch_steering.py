"""A batch is paused, resumed, cancelled, retried and deleted, also where two do so at once."""

from pathlib import Path

import pytest
import redis
from django.test import Client
from django.utils import timezone

from recognition.models import Prediction
from recognition.models.batch import Batch
from tests.recognition.handed_in import URL, hand_in, items, some
from tests.recognition.lane import work_off

GAVE_UP = {"status": "failed", "error_code": "gave_up"}

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


def test_pause_takes_back_what_waits_and_resume_goes_on(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    batch = hand_in(alice, some(200, seven_png))
    work_off(queue, most=2)
    assert alice.post(f"{URL}/{batch['id']}/pause").json()["state"] == "paused"
    work_off(queue)
    assert Prediction.objects.filter(finished_at=None).count() == 200 - 64
    assert alice.post(f"{URL}/{batch['id']}/resume").json()["state"] == "reading"
    work_off(queue)
    assert {item.status for item in Prediction.objects.all()} == {"succeeded"}


def test_cancel_ends_every_item_and_keeps_what_was_read(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    batch = hand_in(alice, some(100, seven_png))
    work_off(queue, most=2)
    answer = alice.post(f"{URL}/{batch['id']}/cancel").json()
    work_off(queue)
    assert (answer["state"], answer["progress"]["accepted"], answer["progress"]["cancelled"]) == ("cancelled", 64, 36)
    assert not Prediction.objects.filter(finished_at=None).exists()


def test_cancelled_before_it_is_unpacked_nothing_is_made(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    batch = hand_in(alice, some(3, seven_png))
    alice.post(f"{URL}/{batch['id']}/cancel")
    work_off(queue)
    assert not Prediction.objects.exists()


def test_a_cancelled_batch_counts_what_was_handed_in_though_it_was_never_unpacked(
    queue: redis.Redis, alice: Client, seven_png: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """“512 of 512” was said of 6,000 that were handed in."""
    monkeypatch.setattr("recognition.batches.unpacking.TURN_SECONDS", 0)
    batch = hand_in(alice, some(600, seven_png))
    work_off(queue, most=1)
    cancelled = alice.post(f"{URL}/{batch['id']}/cancel").json()["progress"]
    assert (cancelled["expected"], cancelled["cancelled"]) == (600, 256)


def test_failed_items_are_retried_one_or_all(
    queue: redis.Redis, alice: Client, seven_png: bytes, pictures_folder: Path
) -> None:
    batch = hand_in(alice, some(3, seven_png))
    work_off(queue, most=1)
    rows = list(Prediction.objects.order_by("position"))
    kept = {row.pk: Path(row.picture.path).read_bytes() for row in rows}
    for row in rows:
        Path(row.picture.path).unlink()
    work_off(queue)
    assert {item["error"]["code"] for item in items(alice, batch)} == {"picture_gone"}
    for row in rows:
        Path(row.picture.path).write_bytes(kept[row.pk])
    alice.post(f"{URL}/{batch['id']}/retry?item={rows[1].pk}")
    work_off(queue)
    assert [item["status"] for item in items(alice, batch)] == ["failed", "succeeded", "failed"]
    alice.post(f"{URL}/{batch['id']}/retry")
    work_off(queue)
    assert {item["status"] for item in items(alice, batch)} == {"succeeded"}
    assert alice.get(batch["links"]["self"]).json()["state"] == "finished"


def test_a_retry_at_the_last_moment_keeps_the_batch_open(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else's retry gets the row's lock first, after nothing seemed left."""
    now = timezone.now()
    batch = Batch.objects.create(name="batch", unpacked_at=now)
    fields = {"batch": batch, "position": 0, "finished_at": now, "picture": "aa/aa", **GAVE_UP}
    Prediction.objects.create(channel="api", source="7.png", mode="auto", **fields)
    theirs = Batch.objects.get()

    def lock(self: Batch) -> None:
        if self is batch:
            assert theirs.retry(Prediction.objects.all()) == 1

    monkeypatch.setattr(Batch, "_lock", lock)
    assert not batch.finish()
    assert Batch.objects.get().finished_at is None


def test_a_batch_that_is_cancelled_at_the_last_moment_is_not_retried(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else's cancel gets the row's lock first."""
    batch = Batch.objects.create(name="batch")
    fields = {"batch": batch, "position": 0, "finished_at": timezone.now(), "picture": "aa/aa", **GAVE_UP}
    Prediction.objects.create(channel="api", source="7.png", mode="auto", **fields)
    monkeypatch.setattr(Batch, "_lock", lambda self: Batch.objects.get().cancel())
    assert batch.retry(Prediction.objects.all()) == 0
    assert Prediction.objects.get().status == "failed"
    assert Batch.objects.get().finished_at is not None


def test_what_is_unpacked_at_the_last_moment_goes_too(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else gets the row's lock first. Without it, one in six of those that were deleted while they were
    unpacked was an error: an item was there of which nobody knew."""
    batch = Batch.objects.create(name="batch")
    made: list[Prediction] = []

    def lock(self: Batch) -> None:
        made.append(Prediction.objects.create(channel="api", source="7.png", batch=batch, position=0))

    monkeypatch.setattr(Batch, "_lock", lock)
    batch.erase()
    assert len(made) == 1
    assert not Prediction.objects.exists()


def test_delete_takes_everything_along(
    queue: redis.Redis, alice: Client, seven_png: bytes, pictures_folder: Path
) -> None:
    read, waiting = hand_in(alice, some(3, seven_png)), hand_in(alice, some(3, seven_png))
    work_off(queue, most=2)
    for batch in (read, waiting):
        assert alice.delete(batch["links"]["self"]).status_code == 204
    work_off(queue)
    assert not Prediction.objects.exists()
    assert not [path for path in pictures_folder.rglob("*") if path.is_file()]
