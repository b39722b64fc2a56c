"""`manage.py announce`: wait until `/readyz` is green, then print the address; and say so when everything stops."""

import json
import os
import time
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand

PATIENCE_SECONDS = 60
# The supervisor stops this process first. It waits for that as a shell, which takes a megabyte and not forty. Its sleep
# is killed: told to end before it has become `sleep`, it still has the shell's trap, and would go on for ever.
FAREWELL = (
    "trap 'echo \"Stopping: what is being read is finished first …\"; kill -KILL $!; exit 0' TERM;"
    " sleep 2147483647 & wait"
)


class Command(BaseCommand):
    help = (
        "Print the address once the system is ready, or what is not ready after a minute; wait, and say when it stops."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        host = "127.0.0.1" if settings.HOST in {"0.0.0.0", "::"} else settings.HOST  # noqa: S104
        address = f"http://[{host}]:{settings.PORT}" if ":" in host else f"http://{host}:{settings.PORT}"
        ready, answer = wait_for(f"{address}/readyz", PATIENCE_SECONDS)
        logs = settings.VAR_DIR / "log"
        if ready:
            self.stdout.write(f"Ready at {address} (Ctrl-C stops everything; logs: {logs})")
        else:
            self.stdout.write(f"Not ready after {PATIENCE_SECONDS} s: {answer}. The logs are in {logs}")
        self.stdout.flush()
        os.execv("/bin/sh", ["sh", "-c", FAREWELL])  # noqa: S606 - our own words


def wait_for(url: str, seconds: float) -> tuple[bool, str]:
    request = urllib.request.Request(url, headers={"Host": "localhost"})  # noqa: S310 - HOST need not be in ALLOWED_HOSTS
    deadline = time.monotonic() + seconds
    answer = "nothing answers"
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(request, timeout=5):  # noqa: S310 - our own address
                return True, ""
        except urllib.error.HTTPError as error:
            answer = describe(error.read())
        except OSError as error:
            answer = str(error)
        time.sleep(0.1)
    return False, answer


def describe(body: bytes) -> str:
    try:
        parts = json.loads(body)
    except ValueError:
        return "the web process answers with an error"
    return "; ".join(f"{name}: {part['detail']}" for name, part in parts.items() if name != "ready" and not part["ok"])
