"""A load of keep-alive clients, each sending its next request when it has the last answer."""

import http.client
import threading
import time
from dataclasses import dataclass
from statistics import quantiles

BOUNDARY = "digits-bench"


@dataclass(frozen=True, slots=True)
class Target:
    port: int
    path: str
    headers: dict[str, str]
    expected: int

    def body(self, png: bytes) -> bytes:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="image"; filename="digit.png"\r\n'
        return head.encode() + b"Content-Type: image/png\r\n\r\n" + png + f"\r\n--{BOUNDARY}--\r\n".encode()


@dataclass(frozen=True, slots=True)
class Result:
    """Milliseconds, and requests per second."""

    p50: float
    p95: float
    p99: float
    per_second: float


def run(target: Target, png: bytes, clients: int, requests: int) -> Result:
    """`requests` requests in all by `clients` clients at once. Raises RuntimeError for any unexpected answer."""
    latencies: list[float] = []
    failures: list[str] = []
    share = requests // clients
    threads = [threading.Thread(target=client, args=(target, png, share, latencies, failures)) for _ in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - began
    if failures:
        raise RuntimeError(f"{len(failures)} requests failed, the first with {failures[0]}")
    cuts = quantiles(latencies, n=100, method="inclusive")
    return Result(p50=cuts[49], p95=cuts[94], p99=cuts[98], per_second=len(latencies) / elapsed)


def client(target: Target, png: bytes, requests: int, latencies: list[float], failures: list[str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=60)
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", **target.headers}
    body = target.body(png)
    for _ in range(requests):
        began = time.perf_counter()
        connection.request("POST", target.path, body, headers)
        response = connection.getresponse()
        answer = response.read()
        latencies.append((time.perf_counter() - began) * 1000)
        if response.status != target.expected:
            failures.append(f"{response.status}: {answer[:200]!r}")
    connection.close()
