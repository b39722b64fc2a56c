"""A batch through the running system: HTTP, storage, database, Redis, a real worker; killed in the middle, too."""

import io
import signal
import zipfile
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.live.system import PATIENCE, System
from tests.waiting import wait_until
from workers.celery import Lane

pytestmark = [pytest.mark.services, pytest.mark.timeout(420)]
URL = "/api/v1/batches"


def hand_in(client: httpx.Client, png: bytes, count: int) -> dict[str, Any]:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(count):
            archive.writestr(f"{number:04}.png", png)
    response = client.post(URL, files={"files": ("many.zip", file.getvalue())})
    assert response.status_code == 202, response.text
    return dict(response.json())


def document(client: httpx.Client, batch: dict[str, Any]) -> dict[str, Any]:
    return dict(client.get(batch["links"]["self"]).json())


def test_a_zip_is_read_by_a_worker_and_exported_in_its_order(live_system: System, seven_png: bytes) -> None:
    with live_system.client() as client:
        batch = hand_in(client, seven_png, 300)
        wait_until(lambda: document(client, batch)["state"] == "finished", seconds=PATIENCE)
        lines = client.get(batch["links"]["csv"]).text.splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == [f"{number:04}.png" for number in range(300)]
    assert {line.split(",")[2] for line in lines[1:]} == {"7"}


def test_a_drawing_does_not_wait_for_a_batch(live_system: System, seven_png: bytes) -> None:
    with live_system.client() as client:
        batch = hand_in(client, seven_png, 1500)
        strokes = [[[10, 12], [60, 10], [52, 30], [40, 55], [30, 92]]]
        answer = client.post("/api/v1/predictions", json={"strokes": strokes}, headers={"Prefer": "wait=10"})
        assert answer.status_code == 201
        assert document(client, batch)["state"] != "finished"
        client.delete(batch["links"]["self"])


def test_a_batch_whose_workers_are_killed_is_finished_by_others(
    own_system: Callable[..., System], seven_png: bytes
) -> None:
    system = own_system(TASK_TIME_LIMIT_SECONDS="5", SWEEP_SECONDS="1")
    with system.client() as client:
        batch = hand_in(client, seven_png, 600)
        wait_until(lambda: document(client, batch)["progress"]["finished"], seconds=PATIENCE)
        for process in reversed(system.worker(Lane.BATCH)):
            process.send_signal(signal.SIGKILL)
        wait_until(lambda: document(client, batch)["state"] == "finished", seconds=PATIENCE)
        assert document(client, batch)["progress"]["accepted"] == 600
