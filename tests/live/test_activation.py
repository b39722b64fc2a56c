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


BREAK = """
from recognition.models import ModelVersion
row = ModelVersion.objects.get(name="seed")
ModelVersion.objects.filter(state="active").update(state="retired")
ModelVersion.objects.filter(pk=row.pk).update(state="active")
"""


def test_an_active_model_whose_file_is_broken_is_told_of_and_never_read_with(system: System) -> None:
    """As after a fault of the disk: the row says that it is active, the file is another."""
    system.manage("models", "publish", str(SEED))
    weights = system.folder / "models" / "seed-1.0" / registry.WEIGHTS
    weights.write_bytes(weights.read_bytes()[:-1])
    system.manage("shell", "--no-imports", "-c", BREAK)
    wait_until(lambda: "seed 1.0 cannot be served" in ready(system)["worker"]["detail"], seconds=PATIENCE)
    assert ready(system)["ready"] is True
    assert 'digits_model_broken{name="seed",version="1.0"} 1.0' in httpx.get(f"{system.url}/metrics").text
    answers = [read(system) for _ in range(10)]
    assert [(answer["number"], answer["model"]["name"]) for answer in answers] == [("7", registry.DEFAULT)] * 10


def ready(system: System) -> dict[str, Any]:
    document: dict[str, Any] = httpx.get(f"{system.url}/readyz", timeout=10).json()
    return document


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
