"""The database and the Redis that were given by URL: waited for at the start, named in a sentence if they stay away."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

import redis
from django.conf import settings
from django.db import DatabaseError, connection

from workers import replies

PATIENCE_SECONDS = 30  # a machine that starts brings its services up in any order
PAUSE_SECONDS = 0.5


class Away(Exception):
    """A service that was named in the settings does not answer; the message says which, where and why."""


def wait_for_all(say: Callable[[str], None], seconds: float = PATIENCE_SECONDS) -> None:
    """Return once every service answers. Raises Away. What is ours (SQLite, the embedded Redis) is not waited for."""
    if connection.vendor != "sqlite":
        wait_for("DATABASE_URL", settings.DATABASE_URL, connection.ensure_connection, say, seconds)
    if not settings.EMBEDDED_REDIS:
        wait_for("REDIS_URL", settings.REDIS_URL, replies.client().ping, say, seconds)


def wait_for(name: str, url: str, ask: Callable[[], object], say: Callable[[str], None], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    said = False
    while True:
        try:
            ask()
        except (DatabaseError, redis.RedisError, OSError) as error:
            sentence = f"{where(name, url)} does not answer: {reason(error)}"
            if time.monotonic() > deadline:
                raise Away(f"{sentence}. Start it, or correct {name}.") from None
            if not said:
                say(f"{sentence}. Waiting for it …")
                said = True
            time.sleep(PAUSE_SECONDS)
        else:
            return


def where(name: str, url: str) -> str:
    """The setting and the server it names, without its password."""
    parts = urlsplit(url)
    return f"{name} ({parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path})"


def reason(error: Exception) -> str:
    """The last line of what a driver says; the lines before it are attempts at other addresses."""
    lines = str(error).strip().splitlines()
    return lines[-1].strip().rstrip(".") if lines else type(error).__name__
