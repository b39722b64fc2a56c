"""The rows of `bench.dashboard`, and the clock around its page."""

import os
from statistics import median

import django

django.setup()

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench import history_rows
from bench.history_rows import plan, timed
from recognition.models import ModelVersion, tallies

PAGE = "/admin/recognition/prediction/dashboard"
MONTH = 30 * 24 * 3600
SLOWEST = 4  # plans of so many queries
REVIEWS = """
INSERT INTO recognition_review (prediction_id, reviewer_id, source, verdict, label, digits, created_at, sampled,
    probability)
SELECT id, %(reviewer)s, 'staff', CASE WHEN random() < 0.02 THEN 'corrected' ELSE 'accepted' END, '1',
    jsonb_build_array(jsonb_build_object('value', 1)), created_at + interval '1 day', 'random', 0.1
FROM recognition_prediction WHERE worth < 0 ORDER BY created_at LIMIT 20000
"""


def fill(rows: int) -> None:
    history_rows.fill(rows, timezone.now().isoformat(), MONTH / rows)
    version = ModelVersion.active()
    reviewer = User.objects.create_superuser("reviewer")
    with connection.cursor() as cursor:
        if version:
            names = [version.name, version.version]
            cursor.execute("UPDATE recognition_prediction SET model_name = %s, model_version = %s", names)
        cursor.execute(REVIEWS, {"reviewer": reviewer.pk})
        cursor.execute("VACUUM FULL recognition_prediction")
        cursor.execute("VACUUM ANALYZE")


def measure(rounds: int) -> str:
    """Prints the page's milliseconds; returns the plans of its slowest queries."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username="reviewer"))
    print(
        f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; milliseconds, wall clock and CPU of Django"
    )
    first = timed(client, PAGE)
    print(f"the first time, which counts 29 days for good: {first[0]:.0f} {first[1]:.0f}")
    for days in (7, 30, 90):
        address = f"{PAGE}?days={days}"
        client.get(address)
        walls, cpus = zip(*(timed(client, address) for _ in range(rounds)), strict=True)
        print(
            f"{days} days: p50 {median(walls):.0f}, min {min(walls):.0f}, max {max(walls):.0f}; CPU {median(cpus):.0f}"
        )
    tallies.forget(timezone.now().date() - 40 * tallies.ONE)
    with CaptureQueriesContext(connection) as once:
        client.get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        client.get(PAGE)
    slowest = sorted(asked.captured_queries, key=lambda query: -float(query["time"]))[:SLOWEST]
    counting = max(once.captured_queries, key=lambda query: float(query["time"]))
    print(f"{len(asked)} queries")
    told = [*(("the slowest, each time", query) for query in slowest), ("counting 29 days, once", counting)]
    return "\n".join("\n".join([f"-- {name}", query["sql"], *plan(query["sql"]), ""]) for name, query in told)
