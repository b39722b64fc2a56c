"""`manage.py serve` refuses in a sentence what would otherwise be a loop of restarts in a log."""

import fcntl
import os
import re
import socket
import stat
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import psutil
import pytest
import redis
from django.core.management import CommandError
from django.test import override_settings

from config import settings as settings_module
from recognition.management.commands.announce import FAREWELL, wait_for
from recognition.management.commands.serve import (
    lock_folder,
    prepare_redis,
    refuse_a_second_start,
    refuse_odd_folders,
)
from recognition.processes import redis_server, supervision


def test_a_taken_port_is_named_with_a_way_out(settings: Any) -> None:
    settings.EMBEDDED_REDIS = False
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings.PORT = taken.getsockname()[1]
        with pytest.raises(CommandError, match=r"free it, or choose another: make run PORT="):
            refuse_a_second_start()


def test_a_folder_that_the_supervisor_would_misread(settings: Any) -> None:
    settings.VAR_DIR = Path("/srv/100%/var")
    with pytest.raises(CommandError, match=re.escape("has one of % # ?")):
        refuse_odd_folders()


def test_a_folder_can_be_held_once(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    with (tmp_path / "lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(CommandError, match="already runs from"):
            lock_folder()


def test_a_second_start_in_the_same_folder(queue: redis.Redis, settings: Any) -> None:
    if not settings.EMBEDDED_REDIS:
        pytest.skip("REDIS_URL is given: there is no Redis of our own to find running")
    with pytest.raises(CommandError, match="already runs from"):
        refuse_a_second_start()


def test_without_any_server_binary_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis_server, "binary", lambda: None)
    with pytest.raises(FileNotFoundError, match="apt-get install redis-server"):
        redis_server.prepare()


def test_the_server_comes_from_a_wheel_or_from_the_path() -> None:
    binary = redis_server.binary()
    assert binary is not None
    assert binary.stat().st_mode & stat.S_IXUSR


def test_the_redis_of_our_own_is_private_and_keeps_what_it_has(tmp_path: Path) -> None:
    command = " ".join(redis_server.command(Path("redis-server"), tmp_path / "redis.sock", tmp_path))
    for option in ("--port 0", "--unixsocketperm 700", "--appendonly yes", "--maxmemory-policy noeviction"):
        assert option in command


def test_a_folder_whose_name_is_too_long_for_a_socket_gets_one_elsewhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings_module, "VAR_DIR", tmp_path / ("deep" * 30))
    assert len(str(settings_module.embedded_redis_socket())) <= 100


def test_a_socket_folder_that_somebody_else_could_enter_is_refused(settings: Any, tmp_path: Path) -> None:
    settings.EMBEDDED_REDIS, settings.VAR_DIR = True, tmp_path
    settings.EMBEDDED_REDIS_SOCKET = tmp_path / "guessed" / "redis.sock"
    settings.EMBEDDED_REDIS_SOCKET.parent.mkdir(mode=0o700)
    prepare_redis()
    settings.EMBEDDED_REDIS_SOCKET.parent.chmod(0o777)
    with pytest.raises(CommandError, match="belongs to somebody else or is open to others"):
        prepare_redis()


def test_a_socket_folder_that_is_a_link_to_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / "guessed").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PermissionError):
        redis_server.private(tmp_path / "guessed")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a folder that belongs to somebody else")
def test_a_socket_folder_of_another_user_is_refused(tmp_path: Path) -> None:
    os.chown(redis_server.private(tmp_path / "guessed"), 65534, 65534)
    with pytest.raises(PermissionError):
        redis_server.private(tmp_path / "guessed")


@override_settings(EMBEDDED_REDIS=False)
def test_a_redis_that_was_given_is_not_started() -> None:
    assert "redis" not in supervision.programs()


def test_the_configuration_starts_redis_first_and_escapes_percent_signs() -> None:
    config = supervision.configuration(["announce"])
    assert "%%h" in config["program:worker-batch"]["command"]
    first = min(
        (name for name in config.sections() if name.startswith("program:")), key=lambda n: int(config[n]["priority"])
    )
    assert first == ("program:redis" if "program:redis" in config else "program:worker-interactive")


def test_whoever_stops_it_is_told_so_at_once() -> None:
    waiting = subprocess.Popen(["/bin/sh", "-c", FAREWELL], stdout=subprocess.PIPE, text=True)
    asleep = psutil.Process(waiting.pid)
    while not asleep.children():
        time.sleep(0.01)
    [sleep] = asleep.children()
    waiting.terminate()
    said, _ = waiting.communicate(timeout=10)
    assert said.startswith("Stopping: what is being read is finished first")
    assert waiting.returncode == 0
    sleep.wait(timeout=10)


def test_nothing_goes_on_where_it_is_stopped_as_soon_as_it_waits() -> None:
    for _ in range(200):  # one in forty went on for ever while its sleep was told to end, and not killed
        waiting = subprocess.Popen(["/bin/sh", "-c", FAREWELL], stdout=subprocess.PIPE, text=True)
        asleep = psutil.Process(waiting.pid)
        while not asleep.children():
            pass
        waiting.terminate()
        waiting.communicate(timeout=10)  # ends when all who can write to it have ended
        assert waiting.returncode == 0


class Particular(BaseHTTPRequestHandler):
    """Answers by one name only, as a site does whose ALLOWED_HOSTS lacks its HOST."""

    def do_GET(self) -> None:
        self.send_response(200 if self.headers["Host"] == "localhost" else 400)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_the_site_is_asked_by_a_name_that_it_always_has() -> None:
    with HTTPServer(("127.0.0.1", 0), Particular) as site:
        threading.Thread(target=site.serve_forever, args=(0.01,)).start()
        try:
            assert wait_for(f"http://127.0.0.1:{site.server_port}/readyz", 1) == (True, "")
        finally:
            site.shutdown()
