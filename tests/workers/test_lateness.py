"""What nobody waits for any more is read after what somebody waits for; a dead child's work is sent again at once."""

import time
from uuid import uuid4

import pytest
import redis
from billiard.exceptions import TimeLimitExceeded, WorkerLostError

from recognition.models import Prediction
from recognition.owners import Owner
from recognition.submission import Item, enqueue, submit
from tests.conftest import SEVEN
from workers import losses, tasks
from workers.celery import Lane, Urgency, app

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
SOON, LATE = (Lane.INTERACTIVE.key(urgency) for urgency in (Urgency.SOON, Urgency.LATE))


def handed_in() -> Prediction:
    return submit(Owner(), "api", Item("drawing", strokes=SEVEN), "auto").prediction


def test_before_its_deadline_it_is_read(queue: redis.Redis) -> None:
    row = handed_in()
    handed_in()
    tasks.read(str(row.pk), time.time() + 60)
    row.refresh_from_db()
    assert row.status == "succeeded"


def test_after_its_deadline_it_goes_behind_what_is_fresh(queue: redis.Redis) -> None:
    row = handed_in()
    tasks.read(str(row.pk), time.time() - 1)
    row.refresh_from_db()
    assert (row.status, row.attempts) == ("queued", 0)
    assert queue.llen(LATE) == 1


def test_with_nothing_fresh_behind_it_it_is_read_late_or_not(queue: redis.Redis) -> None:
    row = handed_in()
    queue.delete(SOON)
    tasks.read(str(row.pk), time.time() - 1)
    row.refresh_from_db()
    assert row.status == "succeeded"


def test_the_late_are_taken_when_nothing_fresh_is_left(queue: redis.Redis) -> None:
    late, fresh = uuid4(), uuid4()
    enqueue(late)
    enqueue(fresh, time.time() + 60)
    with app.connection_for_read() as connection:
        lane = connection.SimpleQueue(Lane.INTERACTIVE.value)
        taken = [lane.get(timeout=5) for _ in range(2)]
        assert [message.payload[0][0] for message in taken] == [str(fresh), str(late)]
        for message in taken:
            message.ack()


@pytest.mark.parametrize("death", [WorkerLostError("signal 9"), TimeLimitExceeded(30)])
def test_what_a_dead_child_was_reading_is_sent_again_at_once(queue: redis.Redis, death: Exception) -> None:
    row = handed_in()
    row.begin()
    queue.delete(SOON)
    losses.child_died(sender=tasks.read, exception=death, args=[str(row.pk), None])
    assert queue.llen(Lane.MAINTENANCE.value) == 1
    tasks.rescue([str(row.pk)])
    assert queue.llen(LATE) == 1


def test_the_third_death_is_the_last(queue: redis.Redis) -> None:
    row = handed_in()
    for _ in range(3):
        assert row.begin()
        tasks.rescue([str(row.pk)])
    row.refresh_from_db()
    assert (row.status, row.error_code, row.attempts) == ("failed", "gave_up", 3)


def test_a_row_with_no_attempt_left_is_never_begun_again(queue: redis.Redis) -> None:
    row = handed_in()
    assert [row.begin() for _ in range(4)] == [True, True, True, False]


def test_other_failures_are_the_childs_own_to_handle(queue: redis.Redis) -> None:
    losses.child_died(sender=tasks.read, exception=RuntimeError("ours"), args=[str(uuid4()), None])
    losses.child_died(sender=tasks.sweep, exception=WorkerLostError("signal 9"), args=[])
    assert queue.llen(Lane.MAINTENANCE.value) == 0
