"""Which processes read, and with which model: each says so in Redis every few seconds, and is forgotten when silent."""

import json
import os
import resource
import threading
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import redis
from celery.signals import celeryd_init

from workers import replies
from workers.serving import serving

KEY = "workers"
SAY_SECONDS = 5.0
SILENT_SECONDS = 20.0  # a few missed: the machine may be busy
_worker = {"name": "worker@here"}


@dataclass(frozen=True, slots=True)
class Present:
    """One reading process. `worker` is Celery's name of its parent, which begins with the lane; times are Unix time."""

    worker: str
    pid: int
    model: str
    since: float
    said: float
    peak_mb: float

    @property
    def began(self) -> datetime:
        return datetime.fromtimestamp(self.since, UTC)

    @property
    def lane(self) -> str:
        return self.worker.partition("@")[0]


@celeryd_init.connect(weak=False)
def remember(sender: str = "", **_: object) -> None:
    """In the parent, before the fork: the children know no name."""
    _worker["name"] = sender


def start() -> None:
    """In a child that has its model."""
    threading.Thread(target=keep_saying, name="presence", daemon=True).start()


def keep_saying() -> None:
    since, pause = time.time(), threading.Event()
    while True:
        say(since)
        pause.wait(SAY_SECONDS)


def say(since: float) -> None:
    """While Redis is away nobody hears it, and nobody asks."""
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    this = Present(_worker["name"], os.getpid(), serving().description, since, time.time(), round(peak_mb))
    try:
        replies.client().hset(KEY, f"{this.worker}/{this.pid}", json.dumps(asdict(this)))
    except redis.RedisError:
        return


def present() -> list[Present]:
    """The reading processes that were heard lately, by lane. Raises redis.RedisError."""
    heard: dict[str, str] = replies.client().hgetall(KEY)  # type: ignore[assignment]  # not the asynchronous client
    known = {name: Present(**json.loads(said)) for name, said in heard.items()}
    silent = [name for name, process in known.items() if time.time() - process.said > SILENT_SECONDS]
    if silent:
        replies.client().hdel(KEY, *silent)
    return sorted((known[name] for name in known if name not in silent), key=lambda one: (one.worker, one.pid))
