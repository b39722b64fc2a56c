"""`manage.py announce`: wait until `/readyz` is green, then print the address."""

import json
import time
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand

PATIENCE_SECONDS = 60


class Command(BaseCommand):
    help = "Print the address once the system is ready, or what is not ready after a minute."

    def handle(self, *args: Any, **options: Any) -> None:
        host = "127.0.0.1" if settings.HOST in {"0.0.0.0", "::"} else settings.HOST  # noqa: S104
        address = f"http://[{host}]:{settings.PORT}" if ":" in host else f"http://{host}:{settings.PORT}"
        ready, answer = wait_for(f"{address}/readyz", PATIENCE_SECONDS)
        logs = settings.VAR_DIR / "log"
        if ready:
            self.stdout.write(f"Ready at {address} (Ctrl-C stops everything; logs: {logs})")
        else:
            self.stdout.write(f"Not ready after {PATIENCE_SECONDS} s: {answer}. The logs are in {logs}")


def wait_for(url: str, seconds: float) -> tuple[bool, str]:
    deadline = time.monotonic() + seconds
    answer = "nothing answers"
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own address
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
