"""`/metrics` for Prometheus, computed from rows and lanes at each scrape, so that every web process says the same.

Of days that are over, the rows are not read again: anybody may ask, and a scraper does every few seconds.
"""

from collections import Counter
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from recognition import overview
from recognition.models import ModelVersion, tallies
from workers.celery import Lane


class Database(Collector):
    def collect(self) -> Iterator[Metric]:
        up, found = GaugeMetricFamily("digits_database_up", "1 when the database answers"), list[Metric]()
        try:
            found += [*rows(), *lanes(), *models()]
        except (OperationalError, InterfaceError):
            found = []
        up.add_metric([], bool(found))
        yield from (*found, up)


class Redis(Collector):
    def collect(self) -> Iterator[Metric]:
        messages = GaugeMetricFamily("digits_lane_messages", "Messages waiting in a lane", labels=["lane"])
        present = GaugeMetricFamily("digits_reading_processes", "Processes by lane and model", labels=["lane", "model"])
        up = GaugeMetricFamily("digits_redis_up", "1 when Redis answers")
        waiting = overview.messages()
        for lane, count in (waiting or {}).items():
            messages.add_metric([lane], count)
        for (name, model), count in Counter((one.lane, one.model) for one in overview.processes()).items():
            present.add_metric([name, model], count)
        up.add_metric([], waiting is not None)
        yield from (messages, present, up)


def rows() -> Iterator[Metric]:
    rows = GaugeMetricFamily("digits_predictions", "Predictions so far, deleted ones too", labels=["status"])
    counts = tallies.totals()
    counts["queued"] = sum(overview.waiting_in(lane).count() for lane in Lane)  # retried ones of old days, too
    for status, count in counts.items():
        rows.add_metric([status], count)
    yield rows
    failed = GaugeMetricFamily("digits_failures", "What failed in the last day, by reason", labels=["reason"])
    for reason, count in overview.failures():
        failed.add_metric([reason], count)
    yield failed


def lanes() -> Iterator[Metric]:
    rows = GaugeMetricFamily("digits_lane_rows", "Rows waiting in a lane", labels=["lane"])
    oldest = GaugeMetricFamily("digits_lane_oldest_seconds", "Age of the oldest row waiting", labels=["lane"])
    for lane in Lane:
        state = overview.lane_state(lane)
        rows.add_metric([lane], state.rows)
        oldest.add_metric([lane], state.oldest_seconds or 0)
    yield from (rows, oldest)


def models() -> Iterator[Metric]:
    active = GaugeMetricFamily("digits_model_active", "1 for the model that is to read", labels=["name", "version"])
    broken = GaugeMetricFamily("digits_model_broken", "1 when workers cannot load it", labels=["name", "version"])
    for row in ModelVersion.objects.exclude(state=ModelVersion.State.RETIRED).defer("card", "comparison"):
        active.add_metric([row.name, row.version], row.state == ModelVersion.State.ACTIVE)
        broken.add_metric([row.name, row.version], bool(row.problem))
    yield from (active, broken)


def metrics(request: HttpRequest) -> HttpResponse:
    registry = CollectorRegistry()
    for collector in (Database(), Redis()):
        registry.register(collector)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
