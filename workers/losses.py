"""In the worker's parent process: it knows at once that a child died, and sends again what the child was reading."""

import logging
from collections.abc import Sequence
from typing import Any

from billiard.exceptions import TimeLimitExceeded, WorkerLostError
from celery.signals import task_failure

from recognition.submission import QUEUE_AWAY
from workers.celery import Lane, app

log = logging.getLogger(__name__)
READING_TASKS = {"workers.tasks.read", "workers.tasks.read_chunk"}


@task_failure.connect(weak=False)
def child_died(sender: Any = None, exception: object = None, args: Sequence[Any] = (), **_: Any) -> None:
    """Any other failure is announced in the child, which is alive and has released its row by itself."""
    if sender.name in READING_TASKS and isinstance(exception, WorkerLostError | TimeLimitExceeded):
        ids = args[0] if isinstance(args[0], list) else [args[0]]
        log.warning("%s: what it was reading is sent again: %s", exception, ids)
        try:
            app.send_task("workers.tasks.rescue", [ids], queue=Lane.MAINTENANCE.value, ignore_result=True, retry=False)
        except QUEUE_AWAY as error:
            log.warning("the sweeper will do it, the queue is away: %s", error)
