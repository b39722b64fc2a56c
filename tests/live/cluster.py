"""A PostgreSQL of the tests' own, made by initdb in a temporary folder, so that it may be restarted and killed."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.live.system import free_port

NOBODY = 65534
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "on",  # a killed server must find everything it has promised
    "max_connections": "100",
    "shared_buffers": "32MB",
}


def binaries() -> Path | None:
    """Where initdb and pg_ctl are: on the PATH, else the newest of Debian's."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    return folders[-1].parent if folders else None


@dataclass(frozen=True, slots=True)
class Cluster:
    bin: Path
    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgres://tester@127.0.0.1:{self.port}/postgres"

    def initialise(self) -> None:
        options = ["--username=tester", "--auth=trust", "--encoding=UTF8", "--locale=C"]
        run([str(self.bin / "initdb"), "-D", str(self.folder / "data"), *options])

    def restart(self, mode: str) -> None:
        """`fast` ends every connection, `immediate` is a crash with recovery."""
        self.control("restart", "-m", mode)

    def control(self, *words: str) -> None:
        """The server's own messages go to its log: a pipe that it inherits would never end."""
        run([str(self.bin / "pg_ctl"), "-D", str(self.folder / "data"), "-l", str(self.folder / "log"), "-w", *words])


def run(command: list[str]) -> None:
    """As somebody who is not root, because PostgreSQL refuses to run as root."""
    who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", timeout=120, **who)  # type: ignore[call-overload]


@contextmanager
def cluster() -> Iterator[Cluster | None]:
    """None where PostgreSQL is not installed."""
    found = binaries()
    if found is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="digits-pg-"))
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
    server = Cluster(found, folder, free_port())
    try:
        run(
            [
                str(found / "initdb"),
                "-D",
                str(folder / "data"),
                "-U",
                "tester",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
            ]
        )
        options = {**SETTINGS, "port": str(server.port), "unix_socket_directories": str(folder)}
        server.control("-o", " ".join(f"-c {name}={value}" for name, value in options.items()), "start")
        try:
            yield server
        finally:
            server.control("stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder)
