"""`/livez`, `/readyz` and `/metrics` tell the truth."""

import threading
import time
from datetime import timedelta

import pytest
import redis
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from redis.backoff import NoBackoff
from redis.retry import Retry

from recognition import health
from recognition.models import Prediction, Tally, tallies
from recognition.processes import supervision
from tests.conftest import SEVEN
from workers import replies

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_latest", (float("-inf"), None))


def test_livez_needs_nothing(client: Client) -> None:
    assert client.get("/livez").status_code == 200


def test_without_a_worker_it_is_not_ready_and_says_so(client: Client, queue: redis.Redis) -> None:
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["database"]["ok"]
    assert response.json()["redis"]["ok"]
    assert "no worker answered" in response.json()["worker"]["detail"]


def test_a_probe_that_failed_is_not_repeated_by_a_flood(client: Client, queue: redis.Redis) -> None:
    client.get("/readyz")
    sent = queue.llen("probes")
    assert client.get("/readyz").status_code == 503
    assert (sent, queue.llen("probes")) == (1, 1)


def test_a_backlog_stands_in_another_queue(client: Client, queue: redis.Redis) -> None:
    client.get("/readyz")
    assert queue.llen("interactive") == 0
    assert "interactive,probes" in " ".join(supervision.programs()["worker-interactive"])


def test_with_redis_away_it_is_not_ready_and_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> redis.Redis:
        return redis.Redis(unix_socket_path="/nonexistent/redis.sock", retry=Retry(NoBackoff(), 0))

    monkeypatch.setattr(replies, "client", away)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert not response.json()["redis"]["ok"]


def test_what_a_driver_says_is_for_the_log(
    client: Client, queue: redis.Redis, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse() -> str:
        raise OperationalError('connection to server at "10.0.0.3", port 5432 failed for user "digits"')

    monkeypatch.setitem(health.PARTS, "database", refuse)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]["ok"]) == (503, False)
    assert "10.0.0.3" not in answer.content.decode()
    assert "10.0.0.3" in caplog.text


def test_a_probe_that_a_worker_answers_makes_it_ready(client: Client, queue: redis.Redis) -> None:
    def answer() -> None:
        deadline = time.monotonic() + 5
        while not (message := queue.lpop("probes")) and time.monotonic() < deadline:
            time.sleep(0.01)
        token = str(message).split('"argsrepr": "[\'')[1].split("'")[0]
        replies.announce(token, "seed 1")

    worker = threading.Thread(target=answer)
    worker.start()
    response = client.get("/readyz")
    worker.join()
    assert (response.status_code, response.json()["worker"]["detail"]) == (200, "seed 1")


def test_metrics_count_rows_and_messages(client: Client, queue: redis.Redis) -> None:
    long_ago = timezone.now() - timedelta(days=9)
    Tally.objects.create(day=long_ago.date(), outcome="accepted", count=70)
    Prediction.objects.create(channel="api", source="drawing", strokes=SEVEN, created_at=long_ago)  # retried
    queue.lpush("batch", "a message")
    lines = client.get("/metrics").content.decode().splitlines()
    assert 'digits_predictions{status="queued"} 1.0' in lines
    assert 'digits_predictions{status="succeeded"} 70.0' in lines
    assert 'digits_lane_messages{lane="batch"} 1.0' in lines
    assert "digits_redis_up 1.0" in lines
    assert "digits_database_up 1.0" in lines


def test_metrics_without_a_database_say_so_and_what_redis_knows(
    client: Client, queue: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page of words would be a failed scrape: nobody would learn which of the two is away."""

    def away(*_: object, **__: object) -> None:
        raise OperationalError("the server closed the connection")

    queue.lpush("batch", "a message")
    monkeypatch.setattr(tallies, "totals", away)
    answer = client.get("/metrics")
    lines = answer.content.decode().splitlines()
    assert answer.status_code == 200
    assert {"digits_database_up 0.0", "digits_redis_up 1.0", 'digits_lane_messages{lane="batch"} 1.0'} <= set(lines)
    assert "digits_predictions{" not in answer.content.decode()


def test_a_redis_that_stands_still_is_waited_for_once_a_question(
    client: Client, redis_process: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each wait is 2 s, and Prometheus gives up after 10."""
    asked: list[str] = []

    class Frozen:
        def __getattr__(self, command: str) -> None:
            asked.append(command)
            raise redis.TimeoutError("Timeout reading from socket")

    monkeypatch.setattr(replies, "client", Frozen)
    lines = client.get("/metrics").content.decode().splitlines()
    assert "digits_redis_up 0.0" in lines
    assert len(asked) == 2
