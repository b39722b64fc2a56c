"""Another model goes live, and is taken back, while predictions are in flight: none fails, each says who read it."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any

import httpx
import pytest

from ml import registry
from tests.conftest import SEVEN
from tests.live.system import PATIENCE, System
from tests.waiting import wait_until

pytestmark = [pytest.mark.services, pytest.mark.timeout(420)]
SEED = registry.MODELS / "seed"


@pytest.fixture
def system(own_system: Callable[..., System]) -> System:
    return own_system()


def test_activation_and_rollback_under_load(system: System) -> None:
    system.manage("models", "publish", str(SEED))
    with traffic(system) as answers:
        wait_until(lambda: len(answers) >= 50, seconds=PATIENCE)
        system.manage("models", "activate", "seed", "1.0", "--reason=a test of the exchange")
        wait_until(lambda: names(answers)[-20:] == ["seed"] * 20, seconds=PATIENCE)
        system.manage("models", "rollback")
        wait_until(lambda: len(answers) >= 200 and names(answers)[-20:] == [registry.DEFAULT] * 20, seconds=PATIENCE)
    assert {answer["status"] for answer in answers} == {"succeeded"}
    assert {answer["number"] for answer in answers} == {"7"}
    assert set(names(answers)) == {registry.DEFAULT, "seed"}


def read(system: System) -> dict[str, Any]:
    answer = httpx.post(
        f"{system.url}/api/v1/predictions", json={"strokes": SEVEN}, headers={"Prefer": "wait=10"}, timeout=30
    )
    assert answer.status_code == 201
    document: dict[str, Any] = answer.json()
    return document


def names(answers: list[dict[str, Any]]) -> list[str]:
    return [answer["model"]["name"] for answer in answers]


@contextmanager
def traffic(system: System) -> Iterator[list[dict[str, Any]]]:
    """Four clients that hand in one drawing after the other, and what they were answered."""
    answers: list[dict[str, Any]] = []
    done = Event()

    def client() -> None:
        while not done.is_set():
            answers.append(read(system))

    with ThreadPoolExecutor(4) as pool:
        clients: list[Future[None]] = [pool.submit(client) for _ in range(4)]
        try:
            yield answers
        finally:
            done.set()
        for running in clients:
            running.result()
