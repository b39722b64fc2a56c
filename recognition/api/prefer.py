"""The `Prefer: wait=N` header of RFC 7240."""

import re

from django.conf import settings

WAIT = re.compile(r"(?:^|[,;\s])wait\s*=\s*\"?(\d{1,6})\"?", re.IGNORECASE)


def seconds_to_wait(header: str) -> int:
    """N of `wait=N`, at most MAX_WAIT_SECONDS; 0 when the client does not ask to wait."""
    match = WAIT.search(header)
    return min(int(match[1]), settings.MAX_WAIT_SECONDS) if match else 0
