"""`make bench`: POST-to-answer latency and requests per second, ours beside the Flask peer, in turn in one run."""

import argparse
import io
import json
import os
import platform
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from statistics import median

from PIL import Image, ImageDraw

from bench.load import Result, Target, run

CLIENTS = (1, 8)
Rounds = dict[tuple[str, int], list[Result]]


def drawing() -> bytes:
    """A 7 on a 280x280 canvas, as such a demo's page would send it."""
    image = Image.new("L", (280, 280), 255)
    ImageDraw.Draw(image).line([(80, 60), (200, 60), (120, 230)], fill=0, width=20, joint="curve")
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], url: str, **environment: str) -> Iterator[None]:
    """The command's processes, from when `url` answers until the end of the block."""
    variables = {**os.environ, **environment}
    process = subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 120
        while not answers(url):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{' '.join(command)} did not start")
            time.sleep(0.2)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except urllib.error.HTTPError as error:
        return error.code in {404, 405}  # the peer has no page of its own
    except OSError:
        return False


def measure(rounds: int) -> Rounds:
    ours, theirs, png = free_port(), free_port(), drawing()
    targets = {
        "ours": (Target(ours, "/api/v1/predictions", {"Prefer": "wait=10"}, 201), 400),
        "peer": (Target(theirs, "/predict", {}, 200), 80),
    }
    results: Rounds = {}
    with (
        tempfile.TemporaryDirectory(prefix="digits-bench-") as var,
        running([sys.executable, "manage.py", "serve"], f"http://127.0.0.1:{ours}/readyz", PORT=str(ours), VAR_DIR=var),
        running([sys.executable, "-m", "bench.peer", str(theirs)], f"http://127.0.0.1:{theirs}/predict"),
    ):
        for target, _ in targets.values():
            run(target, png, clients=4, requests=40)  # connections, caches and traces are warm
        for _ in range(rounds):
            for clients in CLIENTS:
                for name, (target, requests) in targets.items():
                    results.setdefault((name, clients), []).append(run(target, png, clients, requests))
    return results


def summary(results: Rounds) -> list[dict[str, object]]:
    """The median over the rounds of each figure, and the lowest and highest requests per second."""
    rows: list[dict[str, object]] = []
    for (name, clients), rounds in sorted(results.items(), key=lambda item: (item[0][1], item[0][0])):
        row = {figure: round(median(asdict(r)[figure] for r in rounds), 1) for figure in asdict(rounds[0])}
        rates = [round(result.per_second, 1) for result in rounds]
        rows.append({"app": name, "clients": clients, **row, "per_second_spread": [min(rates), max(rates)]})
    return rows


def ratios(results: Rounds) -> dict[str, float]:
    """Medians of the ratios round by round, so that a machine whose speed drifts does not lie."""

    def ratio(figure: str, clients: int) -> float:
        pairs = zip(results["ours", clients], results["peer", clients], strict=True)
        return round(median(float(getattr(a, figure)) / float(getattr(b, figure)) for a, b in pairs), 3)

    return {
        "requests_per_second_8_clients": ratio("per_second", 8),
        "requests_per_second_1_client": ratio("per_second", 1),
        "median_latency_1_client": ratio("p50", 1),
        "median_latency_8_clients": ratio("p50", 8),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    results = measure(parser.parse_args().rounds)
    rows = summary(results)
    print(f"{'app':6}{'clients':>8}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'req/s':>9}")
    for row in rows:
        print("{app:6}{clients:>8}{p50:>9}{p95:>9}{p99:>9}{per_second:>9}".format(**row))
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(json.dumps({"machine": machine, "rows": rows, "ours_over_peer": ratios(results)}, indent=1))


if __name__ == "__main__":
    main()
