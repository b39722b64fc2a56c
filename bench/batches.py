"""`python -m bench.batches`: a ZIP of MNIST's test digits, 100x100, through the HTTP API, beside a loop in one process.

Single drawings are sent once a second before and meanwhile. DATABASE_URL, where given, must name an empty database.
"""

import argparse
import http.client
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import numpy as np
import psutil
from PIL import Image

from bench.__main__ import free_port, running
from bench.load import BOUNDARY

MNIST = Path(os.environ.get("MNIST_PATH", "../shared/data/mnist.npz"))
SEVEN = {"strokes": [[[10, 12], [60, 10], [52, 30], [40, 55], [30, 92]]]}

SLOW_MS = 1000
TOLD = ("status", "attempts", "created_at", "started_at", "finished_at")


def make_zip(path: Path, items: int) -> None:
    with np.load(MNIST) as arrays, zipfile.ZipFile(path, "w") as archive:
        for number, digit in enumerate(arrays["x_test"][:items]):
            file = io.BytesIO()
            Image.fromarray(digit).resize((100, 100), Image.Resampling.BILINEAR).save(file, "PNG")
            archive.writestr(f"{number:05}.png", file.getvalue())


class Site:
    """The running system, as a client and as processes."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.slow: list[dict[str, Any]] = []

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        answer = response.read()
        connection.close()
        if response.status >= 400:
            raise RuntimeError(f"{response.status}: {answer[:300]!r}")
        return answer

    def upload(self, path: Path) -> dict[str, Any]:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{path.name}"\r\n\r\n'
        body = head.encode() + path.read_bytes() + f"\r\n--{BOUNDARY}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        return dict(json.loads(self.ask("POST", "/api/v1/batches", body, **kind)))

    def draw(self) -> float:
        """Milliseconds until one drawing is read; of a slow one, its row is kept."""
        began = time.perf_counter()
        headers = {"Content-Type": "application/json", "Prefer": "wait=10"}
        answer = self.ask("POST", "/api/v1/predictions", json.dumps(SEVEN).encode(), **headers)
        spent = (time.perf_counter() - began) * 1000
        if spent > SLOW_MS:
            row = json.loads(answer)
            self.slow.append({"ms": round(spent), **{name: row[name] for name in TOLD}})
        return spent

    def processes(self, *words: str) -> list[psutil.Process]:
        """Of this system: its supervisor is a child of ours."""
        found = psutil.Process().children(recursive=True)
        return [process for process in found if all(word in " ".join(process.cmdline()) for word in words)]


@contextmanager
def drawing(site: Site) -> Iterator[list[float]]:
    """One drawing a second, meanwhile; their milliseconds."""
    latencies: list[float] = []
    stop = threading.Event()

    def draw() -> None:
        while not stop.wait(max(0.0, 1 - (latencies[-1] / 1000 if latencies else 0))):
            latencies.append(site.draw())

    thread = threading.Thread(target=draw)
    thread.start()
    yield latencies
    stop.set()
    thread.join()


def cpu_seconds(processes: list[psutil.Process]) -> float:
    return sum(sum(process.cpu_times()[:2]) for process in processes)


def measure(site: Site, path: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    site.draw()
    with drawing(site) as before:
        time.sleep(15)
    everything, readers = site.processes(), site.processes("worker", "--queues=batch")
    used, read_used, largest = cpu_seconds(everything), cpu_seconds(readers), 0.0
    with drawing(site) as meanwhile:
        batch = site.upload(path)
        while not batch["finished_at"]:
            time.sleep(0.5)
            largest = max(largest, *(process.memory_info().rss / 1e6 for process in readers))
            batch = json.loads(site.ask("GET", batch["links"]["self"]))
    rows = [json.loads(line) for line in site.ask("GET", batch["links"]["jsonl"]).splitlines()]
    began, ended = (datetime.fromisoformat(batch[name]) for name in ("created_at", "finished_at"))
    seconds = (ended - began).total_seconds()
    return {
        "items": len(rows),
        "seconds": round(seconds, 2),
        "per_second": round(len(rows) / seconds, 1),
        "cpu_ms_an_item": round((cpu_seconds(everything) - used) / len(rows) * 1000, 2),
        "batch_workers_cpu_ms_an_item": round((cpu_seconds(readers) - read_used) / len(rows) * 1000, 2),
        "batch_worker_mb": round(largest),
        "drawing_ms_before": spread(before),
        "drawing_ms_meanwhile": spread(meanwhile),
        "slow_drawings": site.slow,
    }, rows


def spread(latencies: list[float]) -> dict[str, float]:
    cuts = quantiles(latencies, n=20, method="inclusive")
    return {
        "n": len(latencies),
        "p50": round(median(latencies), 1),
        "p95": round(cuts[18], 1),
        "max": round(max(latencies), 1),
    }


def in_process(path: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """`manage.py recognize` on the same file: no queue, no database, one process."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "manage.py", "recognize", str(path), "--format", "jsonl"]
    out = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    rows = [json.loads(line) for line in out.splitlines()]
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"per_second": round(len(rows) / seconds, 1), "cpu_ms_an_item": round(cpu / len(rows) * 1000, 2)}, rows


def wrong(rows: list[dict[str, Any]], alone: list[dict[str, Any]]) -> int:
    """How many are not in their place, or not what one process reads."""
    expected = [(f"{number:05}.png", row["number"]) for number, row in enumerate(alone)]
    return sum(said != (row["source"], row["number"]) for said, row in zip(expected, rows, strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.batches", description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    items = parser.parse_args().items
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="digits-bench-") as folder:
        path = Path(folder) / "mnist.zip"
        make_zip(path, items)
        command = [sys.executable, "manage.py", "serve"]
        with running(command, f"http://127.0.0.1:{port}/readyz", PORT=str(port), VAR_DIR=f"{folder}/var"):
            batch, rows = measure(Site(port), path)
        loop, alone = in_process(path)
    figures = {"batch": batch, "loop": loop, "wrong_or_out_of_order": wrong(rows, alone)}
    figures["batch_over_loop"] = round(batch["per_second"] / loop["per_second"], 2)
    print(
        json.dumps({"database": os.environ.get("DATABASE_URL", "sqlite"), "load": os.getloadavg(), **figures}, indent=1)
    )


if __name__ == "__main__":
    main()
