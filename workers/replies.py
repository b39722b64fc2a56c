"""Short replies through Redis: a worker pushes onto `reply:<id>`, a waiting request sits in BLPOP on it.

Where questions about one subject follow each other quickly, `newest:<subject>` holds the key of the last."""

import time
from functools import cache
from uuid import UUID

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

REPLY_EXPIRES_SECONDS = 60
SLICE_SECONDS = 1  # one BLPOP must end before the socket's timeout does


@cache
def client() -> redis.Redis:
    """One pool a process. Every call on it ends within the timeout, answered or with a redis.RedisError."""
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=settings.REDIS_TIMEOUT_SECONDS,
        socket_connect_timeout=settings.REDIS_TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 0),
        decode_responses=True,
    )


def announce(key: UUID | str, message: str = "finished") -> None:
    """Wake whoever waits for `key`; nobody may, so the reply expires."""
    name = f"reply:{key}"
    with client().pipeline(transaction=False) as pipe:
        pipe.lpush(name, message)
        pipe.expire(name, REPLY_EXPIRES_SECONDS)
        pipe.execute()


def wait(key: UUID | str, seconds: float) -> str | None:
    """The message pushed for `key` within `seconds`, else None. Raises redis.RedisError when Redis is away."""
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        answer = client().blpop([f"reply:{key}"], timeout=max(min(left, SLICE_SECONDS), 0.01))
        if answer is not None:
            return str(answer[1])
    return None


def take_over(subject: str, key: str) -> None:
    """`key` is now the newest question about `subject`; who waits for the one before gets an empty message at once."""
    older = client().set(f"newest:{subject}", key, ex=REPLY_EXPIRES_SECONDS, get=True)
    if older:
        announce(str(older), "")


def is_newest(subject: str, key: str) -> bool:
    return client().get(f"newest:{subject}") == key
