"""Parts are killed and frozen in the middle of work; what was handed in is read all the same."""

import signal
import time
from collections.abc import Callable

import httpx
import psutil
import pytest

from tests.conftest import SEVEN
from tests.live.faults import ended
from tests.live.system import PATIENCE, System
from tests.waiting import wait_until

pytestmark = [pytest.mark.services, pytest.mark.timeout(420)]
QUICK = {"TASK_TIME_LIMIT_SECONDS": "3", "SWEEP_SECONDS": "1"}
HOLDS_NOBODY = 12  # seconds; two timeouts of two, and a machine that many share; without them it is 19 to 25 for each
OwnSystem = Callable[..., System]


@pytest.fixture
def system(own_system: OwnSystem) -> System:
    return own_system(**QUICK)


def hand_in(system: System, wait: str = "wait=5") -> httpx.Response:
    return httpx.post(f"{system.url}/api/v1/predictions", json={"strokes": SEVEN}, headers={"Prefer": wait}, timeout=30)


def is_read(system: System, response: httpx.Response) -> bool:
    answer = httpx.get(system.url + response.json()["links"]["self"], timeout=30).json()
    return bool(answer["status"] == "succeeded" and answer["number"] == "7")


def freeze(processes: list[psutil.Process]) -> None:
    assert processes
    for process in processes:
        process.suspend()


def test_a_killed_child_is_replaced_and_its_row_read_at_once(own_system: OwnSystem) -> None:
    """The sweeper would come only after the time limit, which is longer than this test waits."""
    system = own_system(TASK_TIME_LIMIT_SECONDS="300", VISIBILITY_TIMEOUT_SECONDS="600", SWEEP_SECONDS="1")
    _, *children = system.worker("interactive")
    freeze(children)
    response = hand_in(system, "wait=1")
    assert response.status_code == 202
    for child in children:
        child.send_signal(signal.SIGKILL)
    wait_until(lambda: is_read(system, response), seconds=PATIENCE)


def test_a_frozen_redis_holds_nobody_for_long_and_loses_nothing(system: System) -> None:
    server = redis_of(system)
    server.suspend()
    began = time.monotonic()
    response = hand_in(system)
    held = time.monotonic() - began
    server.resume()
    assert response.status_code == 202
    assert held < HOLDS_NOBODY
    wait_until(lambda: is_read(system, response), seconds=PATIENCE)


def test_a_killed_redis_holds_nobody_for_long_and_loses_nothing(system: System) -> None:
    redis_of(system).send_signal(signal.SIGKILL)
    began = time.monotonic()
    response = hand_in(system, "wait=1")
    assert time.monotonic() - began < HOLDS_NOBODY
    wait_until(lambda: is_read(system, response), seconds=PATIENCE)


def redis_of(system: System) -> psutil.Process:
    servers = system.processes("redis-server")
    if not servers:
        pytest.skip("this Redis is shared with others; only the system's own may be frozen or killed")
    return servers[0]


def test_sigterm_ends_every_process_and_a_new_start_goes_on_with_what_was_left(own_system: OwnSystem) -> None:
    first = own_system(**QUICK)
    family = first.family()
    response = hand_in(first)
    assert response.status_code == 201
    first.stop()
    assert not [process for process in family if not ended(process)]
    second = own_system(first.folder, **QUICK)
    assert is_read(second, response)
