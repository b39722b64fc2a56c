"""What is said of a batch before it is unpacked, or meanwhile, holds for every item that comes out of it."""

import errno
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from recognition.batches import unpacking
from recognition.batches.contents import Piece
from recognition.batches.sweeper import sweep_batches
from recognition.models import Prediction
from recognition.models.batch import Batch
from tests.recognition.handed_in import hand_in, items, some
from tests.recognition.lane import work_off

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
WEEK = {"theme": "system", "pen_width": 20, "keep_days": 7}


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Something that happens in the middle of the next turn, after its row was read and before it makes an item."""

    def happen(what: Callable[[], object]) -> None:
        keep = unpacking.keep

        def interrupted(batch: Batch, pieces: list[Piece]) -> bool:
            what()
            return keep(batch, pieces)

        monkeypatch.setattr(unpacking, "keep", interrupted)

    return happen


def all_go_after_a_week() -> bool:
    rows = Prediction.objects.all()
    return len(rows) == 2 and all(row.forget_at == row.created_at + timedelta(days=7) for row in rows)


def test_a_time_chosen_before_holds(queue: redis.Redis, stranger: Client, seven_png: bytes) -> None:
    hand_in(stranger, some(2, seven_png))
    stranger.post("/settings", WEEK)
    work_off(queue)
    assert all_go_after_a_week()


def test_so_does_one_chosen_while_it_waits_paused(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    batch = hand_in(alice, some(2, seven_png))
    alice.post(f"{batch['links']['self']}/pause")
    alice.post("/settings", WEEK)
    alice.post(f"{batch['links']['self']}/resume")
    work_off(queue)
    assert all_go_after_a_week()


def test_so_does_one_chosen_meanwhile(
    queue: redis.Redis, alice: Client, seven_png: bytes, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    hand_in(alice, some(2, seven_png))
    meanwhile(lambda: alice.post("/settings", WEEK))
    work_off(queue)
    assert all_go_after_a_week()


def test_a_time_that_is_chosen_is_nobody_elses(
    queue: redis.Redis, alice: Client, bob: Client, seven_png: bytes
) -> None:
    hand_in(alice, some(2, seven_png))
    bob.post("/settings", WEEK)
    work_off(queue)
    assert Prediction.objects.filter(forget_at=None).count() == 2


def test_who_logs_in_meanwhile_takes_every_item_along(
    queue: redis.Redis,
    quick_hashes: None,
    stranger: Client,
    seven_png: bytes,
    meanwhile: Callable[[Callable[[], object]], None],
) -> None:
    carol = User.objects.create_user("carol", password="a-fine-evening-7")
    hand_in(stranger, some(2, seven_png))
    meanwhile(lambda: stranger.post("/login", {"username": "carol", "password": "a-fine-evening-7"}))
    work_off(queue)
    assert list(Prediction.objects.values_list("owner", "visitor", "status")) == [(carol.pk, None, "succeeded")] * 2


def test_a_disk_that_is_full_fails_no_item_however_long(
    queue: redis.Redis, alice: Client, seven_png: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file is to blame, and what was handed in is all there: it waits until there is room."""
    batch = hand_in(alice, some(3, seven_png))
    write, room = Path.write_bytes, [2]

    def write_if_there_is_room(path: Path, data: bytes) -> int:
        room[0] -= 1
        if room[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", write_if_there_is_room)
        for _ in range(settings.MAX_ATTEMPTS + 3):
            work_off(queue)
            assert Batch.objects.get().unpack_begun_at  # it is not tried again at once
            sweep_batches(timezone.now() + timedelta(seconds=settings.TASK_TIME_LIMIT_SECONDS + 5))
    assert not Prediction.objects.filter(status="failed").exists()
    work_off(queue)
    assert [item["status"] for item in items(alice, batch)] == ["succeeded"] * 3
    assert Batch.objects.get().is_over
