"""A database that restarts costs a pause, and not the reading that was just made."""

import time
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

Result = TypeVar("Result")
PAUSE_SECONDS = 0.2


def patiently(act: Callable[[], Result]) -> Result:
    """What `act` returns, called again while the database is away, for half of a task's time limit.

    It may have been done although the answer was lost, so it must be such that a second time does no harm.
    """
    deadline = time.monotonic() + settings.TASK_TIME_LIMIT_SECONDS / 2
    while True:
        try:
            return act()
        except (OperationalError, InterfaceError):
            connection.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(PAUSE_SECONDS)
