"""`python -m bench.worker_start`: seconds from starting a worker to its first answer, and the memory it then holds."""

import os
import subprocess
import sys
import tempfile
import time
from statistics import median

os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="digits-bench-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

import psutil
import redis

from recognition.processes import redis_server, supervision
from workers import replies
from workers.celery import app


def first_answer() -> tuple[float, list[float]]:
    """Seconds until a new worker has answered a probe, and the megabytes of its processes (resident, unshared)."""
    command = [sys.executable, "-m", "celery", "--app", "workers.celery", *supervision.worker_options("interactive", 1)]
    began = time.perf_counter()
    worker = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    token = f"bench-{worker.pid}"
    app.send_task("workers.tasks.probe", [token], queue="interactive", ignore_result=True)
    if replies.wait(token, 30) is None:
        raise RuntimeError("the worker did not answer within 30 s")
    seconds = time.perf_counter() - began
    parent = psutil.Process(worker.pid)
    memory = [process.memory_info().rss / 1e6 for process in [parent, *parent.children()]]
    worker.terminate()
    worker.wait()
    return seconds, memory


def main() -> None:
    server = subprocess.Popen(redis_server.prepare(), stdout=subprocess.DEVNULL)
    try:
        while True:
            try:
                replies.client().ping()
                break
            except redis.RedisError:
                time.sleep(0.05)
        runs = [first_answer() for _ in range(5)]
    finally:
        server.terminate()
    seconds = [run[0] for run in runs]
    print(f"first answer after {median(seconds):.2f} s (from {min(seconds):.2f} to {max(seconds):.2f})")
    print("resident memory, parent and child: " + ", ".join(f"{megabytes:.0f} MB" for megabytes in runs[-1][1]))


if __name__ == "__main__":
    main()
