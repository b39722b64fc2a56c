"""The whole system, really running: `manage.py serve` with a port, a folder, a Redis and a database of its own."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import httpx
import psutil
import psycopg
import redis
from django.conf import settings

from tests.waiting import wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 180  # seconds to start or to stop, on a machine that many share; both take a few on a quiet one
# The tests' own messages are in the database that was given; of the others each of pytest's workers has its own.
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
WORKERS = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
FREE_DATABASES = [*range(8 + WORKER % 8, 16, WORKERS)]


@dataclass
class System:
    """One start of the system. `folder` is its VAR_DIR and survives a stop."""

    folder: Path
    port: int
    process: subprocess.Popen[str]
    environment: dict[str, str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=30)

    def is_ready(self) -> bool:
        assert self.process.poll() is None, self.log()
        try:
            return httpx.get(f"{self.url}/readyz", timeout=10).status_code == 200
        except httpx.HTTPError:
            return False

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def processes(self, *words: str) -> list[psutil.Process]:
        """The system's processes whose command line holds all `words`, a parent before its children."""
        return [process for process in self.family() if all(word in command_of(process) for word in words)]

    def worker(self, lane: str) -> list[psutil.Process]:
        """The lane's worker: the process that takes messages, then the children that read."""
        return self.processes("worker", f"--hostname={lane}@")

    def manage(self, *arguments: str) -> str:
        """What `manage.py` prints, run beside the system."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True
        ).stdout

    def stop(self) -> None:
        """As Ctrl-C does. One that does not end by itself is killed, so that nothing of it is left running."""
        family = self.family() if self.process.poll() is None else []
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=PATIENCE)
        finally:
            if self.process.poll() is None:
                self.kill(family)

    def kill(self, family: list[psutil.Process]) -> None:
        self.process.kill()
        self.process.wait()
        for process in family:
            with suppress(psutil.NoSuchProcess):
                process.kill()

    def log(self) -> str:
        return "\n".join(f"{path.name}:\n{path.read_text()[-3000:]}" for path in (self.folder / "log").glob("*.log"))


def command_of(process: psutil.Process) -> str:
    """Nothing, for one that has ended since it was listed."""
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(folder: Path, **environment: str) -> System:
    port = free_port()
    variables = {**os.environ, "VAR_DIR": str(folder), "PORT": str(port), **environment}
    with (folder / "stdout").open("a") as stdout:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=variables,
            stdout=stdout,
            stderr=subprocess.STDOUT,
            text=True,
        )
    system = System(folder, port, process, variables)
    try:
        wait_until(system.is_ready, seconds=PATIENCE)
    except BaseException:
        system.stop()  # nobody else knows of it yet
        raise
    return system


@contextmanager
def services() -> Iterator[dict[str, str]]:
    """A database and a Redis of one system's own on the given servers; nothing where the default is tested."""
    with database() as database_url, redis_database() as redis_url:
        yield {**database_url, **redis_url}


@contextmanager
def redis_database() -> Iterator[dict[str, str]]:
    """Another database of the given Redis for each system: two on one would take each other's messages."""
    if settings.EMBEDDED_REDIS:
        yield {}
        return
    free = FREE_DATABASES.pop(0)
    url = urlunsplit(urlsplit(settings.REDIS_URL)._replace(path=f"/{free}"))
    with redis.Redis.from_url(url) as client:
        client.flushdb()
    try:
        yield {"REDIS_URL": url}
    finally:
        FREE_DATABASES.append(free)


@contextmanager
def database() -> Iterator[dict[str, str]]:
    """DATABASE_URL of a fresh database on the PostgreSQL that was given; nothing where the default is tested."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield {}
        return
    name = f"digits_live_{uuid4().hex[:8]}"
    parts = urlsplit(settings.DATABASE_URL)
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield {"DATABASE_URL": urlunsplit(parts._replace(path=f"/{name}"))}
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
