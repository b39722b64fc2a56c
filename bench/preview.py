"""`python -m bench.preview`: milliseconds from sending a drawing to its reading as a page shows it while one draws."""

import argparse
import http.client
import itertools
import json
import re
import sys
import tempfile
import time
from statistics import quantiles

from bench.__main__ import free_port, running

SEVEN = [(122, 116), (280, 116), (240, 168), (204, 230), (184, 304)]
ONE = [(200, 80), (200, 320)]


def drawn(corners: list[tuple[int, int]], right: int = 0) -> list[list[float]]:
    """A stroke as a pointer leaves it: about 25 points between two corners."""
    pairs = itertools.pairwise(corners)
    steps = [((ax, ay), (bx, by), part / 25) for (ax, ay), (bx, by) in pairs for part in range(25)]
    return [[round(right + a[0] + (b[0] - a[0]) * t, 1), round(a[1] + (b[1] - a[1]) * t, 1)] for a, b, t in steps]


DRAWINGS = {
    "one digit": ([drawn(SEVEN)], "auto"),
    "a number of five": ([drawn((SEVEN, ONE)[place % 2], 190 * place) for place in range(5)], "number"),
}


class Visitor:
    """A browser's connection, kept open, with the page's token."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._connection.request("GET", "/")
        page = self._connection.getresponse()
        html = page.read().decode()
        token, url = (re.search(rf'data-{name}="([^"]+)"', html) for name in ("csrf", "preview-url"))
        cookie = (page.getheader("Set-Cookie") or "").split(";")[0]
        assert token
        assert url
        self._url = url[1]
        self._headers = {"Content-Type": "application/json", "X-CSRFToken": token[1], "Cookie": cookie}

    def preview(self, body: str) -> float:
        """Milliseconds until the whole answer is there."""
        began = time.perf_counter()
        self._connection.request("POST", self._url, body, self._headers)
        response = self._connection.getresponse()
        answer = response.read()
        elapsed = (time.perf_counter() - began) * 1000
        if response.status != 200 or b"data-preview" not in answer:
            raise RuntimeError(f"{response.status}: {answer[:200]!r}")
        return elapsed


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.preview", description=__doc__)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    port = free_port()
    serve = [sys.executable, "manage.py", "serve"]
    with (
        tempfile.TemporaryDirectory(prefix="digits-bench-") as var,
        running(serve, f"http://127.0.0.1:{port}/readyz", PORT=str(port), VAR_DIR=var),
    ):
        visitor = Visitor(port)
        for name, (strokes, mode) in DRAWINGS.items():
            body = json.dumps({"strokes": strokes, "mode": mode})
            for _ in range(20):
                visitor.preview(body)  # connections, caches and templates are warm
            for _ in range(options.rounds):
                cuts = quantiles([visitor.preview(body) for _ in range(options.requests)], n=100, method="inclusive")
                print(f"{name}: p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms, p99 {cuts[98]:.1f} ms")


if __name__ == "__main__":
    main()
