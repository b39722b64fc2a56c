"""The batch lane is shared: nobody waits behind somebody else's ten batches, and nothing is read twice."""

from collections import Counter
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import redis
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from recognition.batches import dispatch, unpacking
from recognition.models import Prediction
from recognition.models.batch import Batch
from recognition.owners import Owner
from recognition.sweeper import sweep
from tests.recognition.hostile import packed
from tests.recognition.lane import take, work_off
from workers import chunks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
LONG_AGO = timedelta(seconds=1000)


@pytest.fixture
def alone(settings: pytest.FixtureRequest) -> None:
    """One batch worker, whatever the machine."""
    settings.BATCH_WORKERS = 1  # type: ignore[attr-defined]


def batch_of(visitor: UUID, items: int, picture: bytes = b"") -> Batch:
    """Unpacked, and nothing of it sent."""
    batch = Batch.objects.create(visitor=visitor, name="a", channel="api", mode="auto", unpacked_at=timezone.now())
    for position in range(items):
        row = Prediction(
            pk=batch.item_id(position), batch=batch, visitor=visitor, position=position, channel="api", enqueued_at=None
        )
        row.picture.save("a", ContentFile(picture), save=False)
        row.save(force_insert=True)
    return batch


def whose(queue: redis.Redis, most: int) -> list[UUID]:
    """The owners of the next chunks, each read and followed by what that sends."""
    owners: list[UUID] = []
    while len(owners) < most and (message := take(queue)):
        row = Prediction.objects.get(pk=message[1][0])
        assert row.visitor
        owners.append(row.visitor)
        chunks.answer(message[1])
    return owners


def test_one_batch_beside_ten_of_another_owner_has_half_of_the_lane(queue: redis.Redis, alone: None) -> None:
    many, few = uuid4(), uuid4()
    for _ in range(10):
        batch_of(many, 70)
    dispatch.fill(Owner(visitor=many))
    batch_of(few, 150)
    dispatch.fill(Owner(visitor=few))
    owners = whose(queue, 8)
    assert owners.count(few) == 3
    assert owners[3:6] == [few, few, few]


def test_an_owner_has_only_a_share_in_the_lane(queue: redis.Redis, alone: None) -> None:
    batch_of(visitor := uuid4(), 300)
    dispatch.fill(Owner(visitor=visitor))
    dispatch.fill(Owner(visitor=visitor))
    assert queue.llen("batch") == dispatch.CHUNKS_A_WORKER


def test_an_owners_batches_take_turns(queue: redis.Redis, alone: None) -> None:
    visitor = uuid4()
    batches = [batch_of(visitor, 100) for _ in range(3)]
    dispatch.fill(Owner(visitor=visitor))
    first = [take(queue) for _ in range(3)]
    of = {Prediction.objects.get(pk=message[1][0]).batch_id for message in first if message}
    assert of == {batch.pk for batch in batches}


def test_a_chunk_delivered_twice_is_read_once(queue: redis.Redis, seven_png: bytes) -> None:
    batch_of(visitor := uuid4(), 5, seven_png)
    dispatch.fill(Owner(visitor=visitor))
    message = take(queue)
    assert message
    assert chunks.answer(message[1])["read"] == 5
    assert chunks.answer(message[1]) == {"items": 0}
    assert Counter(Prediction.objects.values_list("attempts", "number")) == {(1, "7"): 5}


def test_what_broke_a_chunk_travels_alone_afterwards(queue: redis.Redis, alone: None) -> None:
    batch = batch_of(visitor := uuid4(), 4)
    batch.items.filter(position__lt=2).update(attempts=1)
    dispatch.fill(Owner(visitor=visitor))
    messages = [take(queue) for _ in range(3)]
    assert [len(message[1]) for message in messages if message] == [1, 1, 2]


def test_a_slow_chunk_hands_back_its_rest(
    queue: redis.Redis, seven_png: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch_of(visitor := uuid4(), 3, seven_png)
    dispatch.fill(Owner(visitor=visitor))
    monkeypatch.setattr(chunks, "SHARE_OF_TIME", 1e12)
    assert work_off(queue) == ["read_chunk"] * 3
    assert Counter(Prediction.objects.values_list("attempts", "status")) == {(1, "succeeded"): 3}


def test_the_sweeper_sends_a_lost_chunk_again(queue: redis.Redis, seven_png: bytes) -> None:
    batch_of(visitor := uuid4(), 3, seven_png)
    dispatch.fill(Owner(visitor=visitor))
    queue.flushdb()
    assert sweep() == 0
    Prediction.objects.update(enqueued_at=timezone.now() - LONG_AGO)
    assert sweep() == 3
    work_off(queue)
    assert set(Prediction.objects.values_list("status", flat=True)) == {"succeeded"}
    assert Batch.objects.get().state == "finished"


def test_the_sweeper_sends_again_what_a_dead_worker_had_begun(queue: redis.Redis, seven_png: bytes) -> None:
    batch_of(uuid4(), 2, seven_png)
    then = timezone.now() - LONG_AGO
    Prediction.objects.update(enqueued_at=then, started_at=then, attempts=1)
    sweep()
    assert work_off(queue) == ["read_chunk", "read_chunk"]
    assert set(Prediction.objects.values_list("status", flat=True)) == {"succeeded"}


def test_after_three_attempts_the_sweeper_fails_the_item(queue: redis.Redis, seven_png: bytes) -> None:
    batch_of(uuid4(), 2, seven_png)
    then = timezone.now() - LONG_AGO
    Prediction.objects.filter(position=0).update(enqueued_at=then, started_at=then, attempts=3)
    sweep()
    work_off(queue)
    sweep()
    assert list(Prediction.objects.order_by("position").values_list("error_code", "status")) == [
        ("gave_up", "failed"),
        ("", "succeeded"),
    ]
    assert Batch.objects.get().state == "finished"


def uploaded(data: bytes) -> Batch:
    batch = Batch.objects.create(
        visitor=uuid4(), name="a", channel="api", mode="auto", files=["a.zip"], unpack_sent_at=timezone.now()
    )
    default_storage.save(f"{batch.folder}/0", ContentFile(data))
    return batch


def test_unpacking_delivered_twice_makes_each_item_once(queue: redis.Redis, seven_png: bytes) -> None:
    batch = uploaded(packed(*((f"{number}.png", seven_png) for number in range(5))))
    again = Batch.objects.get()
    unpacking.unpack(batch.pk)
    unpacking.unpack(batch.pk)
    assert not unpacking.keep(again, list(unpacking.found(again)))
    assert Prediction.objects.count() == 5
    assert all(default_storage.exists(row.picture.name or "") for row in Prediction.objects.all())


def test_unpacking_takes_turns(queue: redis.Redis, seven_png: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "TURN_SECONDS", 0)
    monkeypatch.setattr(unpacking, "TOGETHER", 2)
    batch = uploaded(packed(*((f"{number}.png", seven_png) for number in range(5))))
    unpacking.unpack(batch.pk)
    assert (Prediction.objects.count(), Batch.objects.get().state) == (2, "unpacking")
    work_off(queue)
    assert list(Prediction.objects.order_by("position").values_list("source", flat=True)) == [
        f"{number}.png" for number in range(5)
    ]
    assert Batch.objects.get().state == "finished"


def test_a_file_that_breaks_its_worker_is_found_and_the_next_goes_on(queue: redis.Redis, seven_png: bytes) -> None:
    batch = uploaded(packed(("poison.png", seven_png), ("good.png", seven_png)))
    for _ in range(settings.MAX_ATTEMPTS):  # each time the process ended in the middle
        assert batch.begin_unpacking()
        then = timezone.now() - LONG_AGO
        Batch.objects.update(unpack_begun_at=then, unpack_sent_at=then)
        sweep()
        queue.delete("batch")
        batch.refresh_from_db()
    unpacking.unpack(batch.pk)
    work_off(queue)
    said = list(Prediction.objects.order_by("position").values_list("source", "status", "error_code"))
    assert said == [("a.zip", "failed", "gave_up"), ("good.png", "succeeded", "")]


def test_a_lost_message_to_unpack_is_sent_again(queue: redis.Redis, seven_png: bytes) -> None:
    uploaded(packed(("good.png", seven_png)))
    Batch.objects.update(unpack_sent_at=timezone.now() - LONG_AGO)
    sweep()
    work_off(queue)
    assert Batch.objects.get().state == "finished"
