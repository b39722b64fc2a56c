"""Faults that come from within: a slow database, a full disk, and a picture that kills the process that reads it."""

import errno
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db.backends.signals import connection_created

SLOW_SECONDS = 2
POISON = "poison.png"


class FaultPoints(AppConfig):
    name = "tests.live"
    label = "fault_points"
    path = str(Path(__file__).parent)  # a folder without __init__.py has none of its own

    def ready(self) -> None:
        connection_created.connect(slow_down, weak=False)
        from workers import reader

        healthy = reader.content

        def content(prediction: Any) -> bytes:
            if prediction.source == POISON:
                os.kill(os.getpid(), signal.SIGKILL)
            return healthy(prediction)

        vars(reader)["content"] = content


def is_set(name: str) -> bool:
    return Path(settings.VAR_DIR / name).exists()


def slow_down(connection: Any, **_: object) -> None:
    if wait_first not in connection.execute_wrappers:  # a connection that is opened again keeps its wrappers
        connection.execute_wrappers.append(wait_first)


def wait_first(execute: Callable[..., Any], *query: Any) -> Any:
    if is_set("slow-database"):
        time.sleep(SLOW_SECONDS)
    return execute(*query)


class Quota(FileSystemStorage):
    """A disk that is full: half of a file is written, then no more."""

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        if not is_set("full-disk"):
            return super().save(name, content, max_length)
        path = Path(self.path(str(name)))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.read()[: content.size // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
