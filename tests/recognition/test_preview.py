"""A preview goes through the queue and a worker's reader like every reading, and leaves nothing behind."""

import json
import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
import redis
from django.test import Client

from recognition import previews, submission
from recognition.models import Prediction
from tests.conftest import SEVEN
from workers import previewing, replies

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


DRAWING = UUID(int=7)


def post(client: Client, body: Any) -> Any:
    return client.post(f"/preview/{DRAWING}", json.dumps(body), content_type="application/json")


def take(queue: redis.Redis) -> dict[str, Any]:
    """The next message of the interactive lane, as a worker would get it."""
    deadline = time.monotonic() + 5
    while not (raw := queue.lpop("interactive")) and time.monotonic() < deadline:
        time.sleep(0.01)
    message: dict[str, Any] = json.loads(str(raw))
    return message


def readings_left(queue: redis.Redis) -> list[str]:
    """Replies nobody took, beside the empty ones that only wake who waits; all expire."""
    return [str(reply) for name in queue.keys("reply:*") for reply in queue.lrange(name, 0, -1) if reply]


def arguments(message: dict[str, Any]) -> list[Any]:
    found: list[Any] = json.loads(message["body"])[0]
    return found


def answered(queue: redis.Redis, ask: Callable[[], Any]) -> Any:
    """What `ask` returns while a thread does a worker's part."""
    worker = threading.Thread(target=lambda: previewing.answer(*arguments(take(queue))))
    worker.start()
    response = ask()
    worker.join()
    return response


def test_it_shows_the_reading_with_what_the_network_saw(queue: redis.Redis, client: Client) -> None:
    page = answered(queue, lambda: post(client, {"strokes": SEVEN, "mode": "digit"})).content.decode()
    assert "data-text>7</p>" in page
    assert 'href="data:image/png;base64,' in page
    assert "Runner-up" in page


def test_nothing_is_kept_and_nobody_gets_a_name(queue: redis.Redis, client: Client) -> None:
    response = answered(queue, lambda: post(client, {"strokes": SEVEN}))
    assert response.status_code == 200
    assert not Prediction.objects.exists()
    assert not response.cookies
    assert readings_left(queue) == []


def test_a_number_says_where_each_digit_is(queue: redis.Redis, client: Client) -> None:
    strokes = [*SEVEN, [[x + 120, y] for x, y in SEVEN[0]]]
    page = answered(queue, lambda: post(client, {"strokes": strokes, "mode": "number"})).content.decode()
    assert page.count("data-box=") == 2
    assert "data-text>77</p>" in page


def test_a_message_nobody_takes_in_time_is_dropped_by_its_expiry(queue: redis.Redis) -> None:
    assert submission.ask_preview("drawing", "token", SEVEN, "auto")
    message = take(queue)
    assert arguments(message) == ["drawing", "token", SEVEN, "auto"]
    assert message["headers"]["expires"]


def test_a_newer_state_of_a_drawing_ends_the_older_at_once(queue: redis.Redis, client: Client) -> None:
    older: list[int] = []
    asking = threading.Thread(target=lambda: older.append(post(Client(), {"strokes": [[[0, 0]]]}).status_code))
    asking.start()
    message = take(queue)
    assert answered(queue, lambda: post(client, {"strokes": SEVEN})).status_code == 200
    asking.join()
    assert older == [204]
    previewing.answer(*arguments(message))
    assert readings_left(queue) == []


def test_two_drawings_do_not_disturb_each_other(queue: redis.Redis) -> None:
    replies.take_over("one", "token")
    replies.take_over("other", "other token")
    assert replies.is_newest("one", "token")


def test_without_a_worker_it_says_so_and_nothing_waits_long(
    queue: redis.Redis, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previews, "PREVIEW_SECONDS", 0.1)
    assert post(client, {"strokes": SEVEN}).status_code == 204


def test_with_the_queue_away_it_says_so(queue_away: None, client: Client) -> None:
    assert post(client, {"strokes": SEVEN}).status_code == 204


@pytest.mark.parametrize("body", [{}, [], {"strokes": []}, {"strokes": [[[0, "a"]]]}, {"strokes": SEVEN, "mode": "x"}])
def test_what_is_no_drawing_is_refused_before_the_queue(queue: redis.Redis, client: Client, body: Any) -> None:
    assert post(client, body).status_code == 400
    assert queue.llen("interactive") == 0
