"""The supervisor's configuration: every process of the system, started and kept running by supervisord."""

import shlex
import sys
from configparser import RawConfigParser
from pathlib import Path

from django.conf import settings

from recognition.processes import redis_server
from workers.celery import Lane

LOG_BYTES = "5MB"


def programs() -> dict[str, list[str]]:
    """Each process's name and command, in the order of their start; they stop in the opposite order."""
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "--app", "workers.celery"]
    lanes = {
        Lane.INTERACTIVE: settings.INTERACTIVE_WORKERS,
        Lane.BATCH: settings.BATCH_WORKERS,
        Lane.MAINTENANCE: 1,
    }
    commands = {"redis": redis_server.prepare()} if settings.EMBEDDED_REDIS else {}
    for lane, concurrency in lanes.items():
        commands[f"worker-{lane}"] = [*celery, *worker_options(lane, concurrency)]
    commands["beat"] = [
        *celery,
        "beat",
        "--loglevel=WARNING",
        f"--schedule={settings.VAR_DIR / 'beat'}",
        "--pidfile=",
    ]
    commands["web"] = [*python, "gunicorn", "--config", "config/gunicorn.py"]
    return commands


def worker_options(lane: str, concurrency: int) -> list[str]:
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=WARNING"]
    queues = ",".join(Lane(lane).queues)
    return ["worker", f"--queues={queues}", f"--hostname={lane}@%h", f"--concurrency={concurrency}", *quiet]


def configuration(announce: list[str]) -> RawConfigParser:
    """supervisord.conf, with one program more that prints the address once the system is ready."""
    config = RawConfigParser()
    config["supervisord"] = {
        "nodaemon": "true",
        "silent": "true",
        "logfile": str(settings.VAR_DIR / "log" / "supervisor.log"),
        "pidfile": str(settings.VAR_DIR / "supervisor.pid"),
        "directory": str(settings.BASE_DIR),
    }
    for priority, (name, command) in enumerate(programs().items()):
        config[f"program:{name}"] = {
            **program(command, priority),
            "autorestart": "true",
            "startretries": "1000000",  # a supervisor that gives up loses more than one that keeps trying
            "stopwaitsecs": str(settings.TASK_TIME_LIMIT_SECONDS + 5),
            "stdout_logfile": str(settings.VAR_DIR / "log" / f"{name}.log"),
            "stdout_logfile_maxbytes": LOG_BYTES,
        }
    # supervisord stops one group after the other; in one group the workers finish their work side by side.
    workers = [name for name in programs() if name.startswith("worker") or name == "beat"]
    config["group:workers"] = {"programs": ",".join(workers), "priority": "1"}
    config["program:announce"] = {
        **program(announce, 999),
        "autorestart": "false",
        "startsecs": "0",
        "stdout_logfile": "/dev/fd/1",
        "stdout_logfile_maxbytes": "0",
    }
    return config


def program(command: list[str], priority: int) -> dict[str, str]:
    line = shlex.join(command).replace("%", "%%")  # supervisord expands %(…)s
    return {"command": line, "priority": str(priority), "redirect_stderr": "true", "killasgroup": "true"}


def write(announce: list[str]) -> Path:
    (settings.VAR_DIR / "log").mkdir(exist_ok=True)
    path: Path = settings.VAR_DIR / "supervisord.conf"
    with path.open("w") as file:
        configuration(announce).write(file)
    return path
