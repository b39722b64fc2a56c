"""`manage.py serve`: prepare, then run every process of the system under one supervisor until Ctrl-C."""

import fcntl
import os
import re
import socket
import sys
from typing import Any

import redis
from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from recognition.processes import redis_server, services, supervision
from workers import replies

KEPT_DESCRIPTOR = 4
ALREADY_RUNS = "The system already runs from {}: stop it first (Ctrl-C where it runs), or set VAR_DIR to another."


class Command(BaseCommand):
    help = "Migrate, collect the static files, and run web, workers, beat and the embedded Redis under one supervisor."

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_odd_folders()
        lock_folder()
        prepare_redis()
        refuse_a_second_start()
        self.wait_for_services()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        config = supervision.write([sys.executable, "manage.py", "announce"])
        self.say("Starting …")
        os.execv(sys.executable, [sys.executable, "-m", "supervisor.supervisord", "--configuration", str(config)])  # noqa: S606

    def wait_for_services(self) -> None:
        try:
            services.wait_for_all(self.say)
        except services.Away as away:
            raise CommandError(str(away)) from None

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


def refuse_odd_folders() -> None:
    """supervisord expands percent signs twice and prints the environment when that fails; # and ? end a URL's path."""
    for folder in (settings.VAR_DIR, settings.BASE_DIR):
        if re.search(r"[%#?]|\s;", str(folder)):
            raise CommandError(f"{folder} has one of % # ? or a spaced ; in its name: move it, or set VAR_DIR.")


def lock_folder() -> None:
    """Hold VAR_DIR for as long as this process lives, as supervisord too: it closes descriptors from 5 upwards."""
    file = os.open(settings.VAR_DIR / "lock", os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise CommandError(ALREADY_RUNS.format(settings.VAR_DIR)) from None
    os.dup2(file, KEPT_DESCRIPTOR, inheritable=True)


def prepare_redis() -> None:
    """Before anything speaks to the socket: whoever owns its folder could answer there."""
    if settings.EMBEDDED_REDIS:
        try:
            redis_server.prepare()
        except OSError as error:
            raise CommandError(str(error)) from None


def refuse_a_second_start() -> None:
    """Say in a sentence what would otherwise be a restart loop in a log."""
    if settings.EMBEDDED_REDIS:
        try:
            replies.client().ping()
        except redis.RedisError:
            pass
        else:
            raise CommandError(ALREADY_RUNS.format(settings.VAR_DIR))
    try:
        family, *_, address = socket.getaddrinfo(settings.HOST, settings.PORT, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise CommandError(f"HOST={settings.HOST} is no address of this machine ({error.strerror}).") from None
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise CommandError(
                f"{settings.HOST}:{settings.PORT} cannot be used ({error.strerror}): "
                f"free it, or choose another: make run PORT={settings.PORT + 1}"
            ) from None
