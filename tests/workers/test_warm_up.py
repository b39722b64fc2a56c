"""A new process of a worker: what it has open when its threads start, and Celery closes what it takes for inherited."""

import pytest
from celery.fixups.django import DjangoWorkerFixup  # type: ignore[attr-defined]  # its stubs are older
from django.db import connection, connections

from workers import celery, presence, serving

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether a connection to the database was open when each of the threads would have started."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's connections have no descriptor that Celery could close")
    found: list[bool] = []

    def look() -> None:
        found.append(any(one.connection is not None for one in connections.all()))

    monkeypatch.setattr(serving, "keep_up", look)
    monkeypatch.setattr(presence, "start", look)
    return found


def test_the_network_is_loaded_and_no_connection_is_left_open(opened: list[bool]) -> None:
    serving.serving.cache_clear()
    celery.warm_up()
    assert serving.serving().description
    assert opened == [False, False]


def test_celery_closes_no_descriptor_then(opened: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[object] = []
    fixup = DjangoWorkerFixup(celery.app)
    monkeypatch.setattr(fixup, "_maybe_close_db_fd", closed.append)
    connection.ensure_connection()
    fixup.on_worker_process_init()
    assert closed == [connection]  # what it does with one that is open
    closed.clear()
    serving.serving.cache_clear()
    celery.warm_up()
    fixup.on_worker_process_init()
    assert closed == []
