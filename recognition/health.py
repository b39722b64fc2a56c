"""`/livez`: this process answers. `/readyz`: database, Redis, and a worker that really takes a message and replies.

Anybody may ask. What a driver says of hosts, ports and users is for the log.
"""

import logging
import secrets
import time
from collections.abc import Callable

import redis
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from kombu.exceptions import OperationalError

from workers import replies
from workers.celery import PROBES, app

log = logging.getLogger(__name__)
PROBE_SECONDS = 1.5
KEEP_SECONDS = 1.0  # a flood of probes must not become a flood of messages
KEEP_FAILURE_SECONDS = 0.5  # shorter, so that a start is seen soon
_latest: tuple[float, str | None] = (float("-inf"), None)  # until when it holds, and what answered


class Silent(Exception):
    """No worker answers, in words."""


def livez(request: HttpRequest) -> HttpResponse:
    return HttpResponse("alive\n", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """200 when all parts answer, else 503; each part says `ok` or what is wrong with it."""
    parts = {name: outcome(check) for name, check in PARTS.items()}
    ready = all(part["ok"] for part in parts.values())
    return JsonResponse({"ready": ready, **parts}, status=200 if ready else 503, headers={"Cache-Control": "no-store"})


def outcome(check: Callable[[], str]) -> dict[str, object]:
    try:
        return {"ok": True, "detail": check()}
    except Silent as silent:
        return {"ok": False, "detail": str(silent)}
    except (DatabaseError, redis.RedisError, OperationalError, OSError) as error:
        log.warning("not ready: %s: %s", type(error).__name__, error)
        return {"ok": False, "detail": f"it does not answer ({type(error).__name__}); the log says more"}


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return connection.vendor


def queue() -> str:
    replies.client().ping()
    return "redis"


def worker() -> str:
    """The model of the worker that answered a probe. Raises Silent when none does."""
    global _latest  # noqa: PLW0603 - a cache of one value, and losing a race only costs a probe
    holds_until, found = _latest
    if time.monotonic() > holds_until:
        found = probe()
        _latest = (time.monotonic() + (KEEP_SECONDS if found else KEEP_FAILURE_SECONDS), found)
    if found is None:
        raise Silent(f"no worker answered within {PROBE_SECONDS} s")
    return found


def probe() -> str | None:
    """Sent on a queue of its own, which the interactive workers serve in turn with their lane: a backlog in the lane
    does not hold it up, and a worker that cannot read does not answer it."""
    token = secrets.token_hex(8)
    app.send_task(
        "workers.tasks.probe",
        [token],
        queue=PROBES,
        ignore_result=True,
        retry=False,
        expires=PROBE_SECONDS,
    )
    return replies.wait(token, PROBE_SECONDS)


PARTS: dict[str, Callable[[], str]] = {"database": database, "redis": queue, "worker": worker}
