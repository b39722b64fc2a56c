"""The Celery app: three lanes, and a bound on every wait. The figures behind the bounds: docs/decisions.md."""

import os
import sys
from enum import IntEnum, StrEnum
from typing import Any

from celery import Celery
from celery.signals import celeryd_init, task_prerun, worker_process_init
from django.conf import settings
from django.db import close_old_connections, connections
from kombu import Exchange, Queue
from kombu.transport.redis import Channel

from workers import transport

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

BATCH_NICENESS = 10


class Lane(StrEnum):
    """A queue with workers of its own, so that slow work never stands before quick work."""

    INTERACTIVE = "interactive"
    BATCH = "batch"
    MAINTENANCE = "maintenance"

    @property
    def queues(self) -> tuple[str, ...]:
        """What its workers take messages from, in turn."""
        return (self.value, PROBES) if self is Lane.INTERACTIVE else (self.value,)

    def key(self, urgency: "Urgency") -> str:
        """The Redis list in which its messages of this urgency wait."""
        return f"{self.value}{Channel.sep}{urgency}" if urgency else self.value

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(map(self.key, Urgency))


class Urgency(IntEnum):
    """A message's priority within its lane: kombu's Redis transport takes all of the lower number first."""

    SOON = 0  # somebody may be waiting for the answer
    LATE = 9  # nobody does any more


PROBES = "probes"  # `/readyz` asks the interactive workers on a queue of its own, past what waits in their lane


def celery_url(redis_url: str) -> str:
    """kombu spells a unix socket's URL in its own way."""
    return redis_url.replace("unix://", "redis+socket://", 1)


transport.mend()
app = Celery("workers", set_as_current=True)
# Celery would close the database's connection before and after every task, and opening one took a tenth of a worker's
# processor time. We close it where Django does: when it is too old or broken (`keep_connection`).
app.conf["CELERY_DB_REUSE_MAX"] = sys.maxsize
app.conf.update(
    broker_url=celery_url(settings.REDIS_URL),
    result_backend=celery_url(settings.REDIS_URL),
    result_expires=24 * 3600,
    imports=["workers.tasks", "workers.losses", "workers.presence"],
    task_queues=[Queue(name, Exchange(name), routing_key=name) for lane in Lane for name in lane.queues],
    task_default_queue=Lane.MAINTENANCE.value,
    task_create_missing_queues=False,
    task_serializer="json",
    result_serializer="json",
    accept_content=["json"],
    timezone=settings.TIME_ZONE,
    # A message is acknowledged when its work is done, one at a time. What kills its process is not put back
    # at once (it would kill the next one): the sweeper counts attempts.
    task_acks_late=True,
    task_reject_on_worker_lost=False,
    worker_prefetch_multiplier=1,
    task_time_limit=settings.TASK_TIME_LIMIT_SECONDS,
    worker_proc_alive_timeout=60,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={
        "visibility_timeout": settings.VISIBILITY_TIMEOUT_SECONDS,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_timeout": settings.REDIS_TIMEOUT_SECONDS,
        "socket_connect_timeout": settings.REDIS_TIMEOUT_SECONDS,
        "max_retries": 0,
        "priority_steps": [urgency.value for urgency in Urgency],
    },
    redis_socket_timeout=settings.REDIS_TIMEOUT_SECONDS,
    redis_socket_connect_timeout=settings.REDIS_TIMEOUT_SECONDS,
    result_backend_transport_options={"retry_policy": {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}},
    task_publish_retry=False,
    beat_schedule={
        "sweep": {
            "task": "workers.tasks.sweep",
            "schedule": settings.SWEEP_SECONDS,
            "options": {"queue": Lane.MAINTENANCE.value, "expires": settings.SWEEP_SECONDS},
        },
        "reread": {
            "task": "workers.tasks.reread",
            "schedule": settings.SWEEP_SECONDS,
            "options": {"queue": Lane.MAINTENANCE.value, "expires": settings.SWEEP_SECONDS},
        },
        "tidy": {
            "task": "workers.tasks.tidy",
            "schedule": settings.TIDY_SECONDS,
            "options": {"queue": Lane.MAINTENANCE.value, "expires": settings.TIDY_SECONDS},
        },
    },
)


@celeryd_init.connect(weak=False)
def give_way(sender: str = "", **_: Any) -> None:
    """Batches take every core that is left over, and only that: a drawing beside them finds the processor free."""
    if sender.startswith(f"{Lane.BATCH}@"):
        os.nice(BATCH_NICENESS)


@task_prerun.connect(weak=False)
def keep_connection(**_: Any) -> None:
    close_old_connections()


@worker_process_init.connect(weak=False)
def warm_up(**_: Any) -> None:
    """Load the network in the child, after the fork, before it takes work.

    The database's connection is closed before any thread opens a socket. Celery, which is called after us, takes an
    open one for its parent's and closes its descriptor, then the connection: by that time the number may be another
    thread's socket to Redis, and the next connection to the database may get it. So a reply was written to PostgreSQL.
    """
    from workers import presence, serving  # noqa: PLC0415 - models may be imported only once Django is set up

    serving.load()
    connections.close_all()
    serving.keep_up()
    presence.start()
