"""The rows of `bench.history`, and the clock around its requests."""

import json
import os
import resource
from statistics import median
from time import perf_counter, process_time
from typing import Any

import django
import psutil

django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

# A drawing of 40 points and a reading of one digit: about as wide as real rows are. What is filtered for is spread so
# that there are common values, rare ones (1 in 1,000) and one in 50,000.
FILL = """
INSERT INTO recognition_prediction (id, owner_id, visitor, channel, source, mode, picture, picture_format, strokes,
    status, attempts, created_at, enqueued_at, started_at, finished_at, text, number, confidence, decision, reason,
    digits, model_name, model_version, read_ms, error_code, error, verdict, worth)
SELECT gen_random_uuid(),
    CASE WHEN i %% 5 = 0 THEN %(alice)s WHEN i %% 5 < 3 THEN %(bob)s END,
    CASE WHEN i %% 5 >= 3 THEN gen_random_uuid() END,
    CASE WHEN i %% 5000 = 0 THEN 'api' WHEN i %% 3 = 0 THEN 'upload' ELSE 'draw' END,
    CASE WHEN i %% 3 = 0 THEN 'scan-' || i || '.png' ELSE 'drawing' END,
    'auto', '', '', %(strokes)s::jsonb, 'succeeded', 1,
    %(newest)s::timestamptz - i * %(step)s * interval '1 second', now(), now(), now(),
    n, n, CASE WHEN i %% 1000 = 0 THEN 0.3 ELSE 0.9 + (i * 7919 %% 1000) / 10001.0 END,
    CASE WHEN i %% 1000 = 0 THEN 'rejected' WHEN i %% 35 = 0 THEN 'uncertain' ELSE 'accepted' END, '',
    %(digits)s::jsonb, 'hand', '2', 1.5, '', '',
    CASE WHEN i %% 5000 = 0 THEN 'corrected' WHEN i %% 250 = 0 THEN 'accepted' ELSE '' END,
    CASE WHEN i %% 10 = 0 THEN -random() WHEN i %% 5000 = 1 THEN 2.5 ELSE random() ^ 4 END
FROM (SELECT i, CASE WHEN i %% 50000 = 0 THEN '9071828' WHEN i %% 4 = 0 THEN lpad((i * 7919 %% 800000)::text, 6, '0')
      ELSE (i / 5 * 7919 %% 10)::text END AS n FROM generate_series(1::bigint, %(rows)s) AS i) AS numbered
"""
REVIEWS = """
INSERT INTO recognition_review (prediction_id, reviewer_id, source, verdict, label, digits, created_at)
SELECT id, owner_id, 'user', verdict, number, '[]', created_at FROM recognition_prediction WHERE verdict <> ''
"""
FILTERS = {
    "first page": "",
    "common digit": "text=7",
    "rare number": "text=9071828",
    "number nobody wrote": "text=99999999",
    "decision: accepted": "decision=accepted",
    "decision: rejected": "decision=rejected",
    "from: api": "channel=api",
    "file name, rare": "source=scan-500000",
    "file name, none": "source=holiday",
    "reviewed": "reviewed=yes",
    "corrected": "reviewed=corrected",
    "not reviewed": "reviewed=no",
    "confidence below 0.5": "max_confidence=0.5",
    "confidence 0.95 to 0.96": "min_confidence=0.95&max_confidence=0.96",
    "two days long ago": "since=2026-06-01&until=2026-06-02",
    "everything at once": "text=1&decision=uncertain&channel=upload&source=scan&reviewed=no&min_confidence=0.99",
}


def fill(rows: int, newest: str = "2026-11-22 18:00:00+00", step: float = 20) -> None:
    """`rows` readings, one every `step` seconds up to `newest`."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    strokes = [[[round(40 + 3.1 * i % 171, 1), round(20 + 4.7 * i % 263, 1)] for i in range(40)]]
    box = {"x": 40, "y": 20, "width": 171, "height": 263}
    shares = [0.000123] * 9 + [0.998893]
    digit = {"value": 9, "confidence": 0.998893, "probabilities": shares, "not_digit": 0.000211, "line": 0, "box": box}
    parameters: dict[str, str | float] = {
        "alice": User.objects.create_user("alice").pk,
        "bob": User.objects.create_user("bob").pk,
        "rows": rows,
        "newest": newest,
        "step": step,
        "strokes": json.dumps(strokes),
        "digits": json.dumps([digit]),
    }
    with connection.cursor() as cursor:
        cursor.execute(FILL, parameters)
        cursor.execute(REVIEWS)
        cursor.execute("VACUUM ANALYZE")  # what autovacuum does some time after so many rows


def measure(rounds: int) -> str:
    """Prints a line for each filter; returns the plans of the queries that choose the rows."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username="alice"))
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; milliseconds")
    print(f"{'filter':26}{'rows':>5}{'p50':>8}{'min':>8}{'max':>8}{'CPU: Django':>13}{'PostgreSQL':>12}")
    plans = [measure_one(client, name, f"/history?{query}", rounds) for name, query in FILTERS.items()]
    for extension in ("jsonl", "csv"):
        measure_export(client, extension)
    return "\n".join(plans)


def measure_addresses(addresses: dict[str, str], rounds: int) -> None:
    """As a superuser sees them: milliseconds, the median of `rounds` and the slowest, and what Django needed of it."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.create_superuser("root"))
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; milliseconds")
    print(f"{'address':32}{'p50':>8}{'max':>8}{'CPU: Django':>13}{'PostgreSQL':>12}")
    for name, address in addresses.items():
        assert client.get(address).status_code == 200, address
        before = cpu_of_database()
        walls, cpus = zip(*(timed(client, address) for _ in range(rounds)), strict=True)
        database = (cpu_of_database() - before) / rounds
        print(f"{name:32}{median(walls):>8.1f}{max(walls):>8.1f}{median(cpus):>13.1f}{database:>12.1f}", flush=True)


def measure_one(client: Client, name: str, address: str, rounds: int) -> str:
    client.get(address)  # caches are warm
    before = cpu_of_database()
    walls, cpus = zip(*(timed(client, address) for _ in range(rounds)), strict=True)
    database = (cpu_of_database() - before) / rounds
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    assert response.status_code == 200, response.content
    choosing = next(query["sql"] for query in asked.captured_queries if "recognition_prediction" in query["sql"])
    figures = f"{median(walls):>8.1f}{min(walls):>8.1f}{max(walls):>8.1f}{median(cpus):>13.1f}{database:>12.1f}"
    print(f"{name:26}{response.content.count(b'data-row'):>5}{figures}", flush=True)
    return "\n".join([f"-- {name}: {address}", choosing, *plan(choosing), ""])


def cpu_of_database() -> float:
    """Milliseconds that this connection's server process has worked, where it runs on this machine; the processes of a
    parallel plan are not among them (PGOPTIONS='-c max_parallel_workers_per_gather=0' does without)."""
    connection.ensure_connection()
    times = psutil.Process(connection.connection.info.backend_pid).cpu_times()
    return float(times.user + times.system) * 1000


def measure_export(client: Client, extension: str) -> None:
    """Everything of this person, to see that memory stays flat."""
    before, began = peak_memory(), perf_counter()
    response: Any = client.get(f"/history/export.{extension}")
    size = sum(len(part) for part in response) / 1e6
    seconds, grown = perf_counter() - began, peak_memory() - before
    print(f"export as {extension}: {size:.0f} MB in {seconds:.0f} s, {grown:.0f} MB more memory")


def peak_memory() -> float:
    """MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(client: Client, address: str) -> tuple[float, float]:
    """Milliseconds on the clock and of this process, the whole way through Django and the template."""
    clock, cpu = perf_counter(), process_time()
    client.get(address)
    return (perf_counter() - clock) * 1000, (process_time() - cpu) * 1000


def plan(sql: str) -> list[str]:
    with connection.connection.cursor() as cursor:  # the driver's own: Django's would take % in the SQL for parameters
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}")
        return [line for (line,) in cursor.fetchall()]
