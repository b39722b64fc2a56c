"""The sweeper: the row is the truth, the message a hint."""

from datetime import timedelta

import pytest
import redis
from django.utils import timezone

from recognition.models import Prediction
from recognition.sweeper import sweep
from tests.conftest import SEVEN
from workers.celery import Lane
from workers.lanes import waiting

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


def row(seconds_ago: float, started: bool = False, attempts: int = 0) -> Prediction:
    then = timezone.now() - timedelta(seconds=seconds_ago)
    return Prediction.objects.create(
        channel="api",
        source="drawing",
        strokes=SEVEN,
        created_at=then,
        enqueued_at=then,
        started_at=then if started else None,
        attempts=attempts,
    )


def test_a_row_whose_message_was_lost_is_sent_again(queue: redis.Redis) -> None:
    row(seconds_ago=10)
    assert sweep() == 1
    assert waiting(Lane.INTERACTIVE) == 1


def test_it_is_sent_again_once_and_not_at_every_sweep(queue: redis.Redis) -> None:
    row(seconds_ago=10)
    sweep()
    assert sweep() == 0
    assert waiting(Lane.INTERACTIVE) == 1


def test_a_row_just_sent_is_left_alone(queue: redis.Redis) -> None:
    row(seconds_ago=1)
    assert sweep() == 0


def test_a_row_waiting_in_a_long_lane_is_left_alone(queue: redis.Redis) -> None:
    queue.lpush("interactive", "somebody else's message")
    row(seconds_ago=60)
    assert sweep() == 0


def test_a_row_that_a_worker_is_reading_is_left_alone(queue: redis.Redis) -> None:
    row(seconds_ago=10, started=True, attempts=1)
    assert sweep() == 0


def test_a_row_whose_worker_died_is_sent_again(queue: redis.Redis) -> None:
    dead = row(seconds_ago=40, started=True, attempts=1)
    assert sweep() == 1
    dead.refresh_from_db()
    assert dead.started_at is None


def test_after_three_attempts_it_fails_with_the_reason(queue: redis.Redis) -> None:
    poison = row(seconds_ago=40, started=True, attempts=3)
    assert sweep() == 1
    poison.refresh_from_db()
    assert (poison.status, poison.error_code) == ("failed", "gave_up")
    assert "3 times" in poison.error


def test_finished_rows_are_nobodys_business(queue: redis.Redis) -> None:
    row(seconds_ago=1000).fail("blank", "There is nothing on it.")
    assert sweep() == 0
