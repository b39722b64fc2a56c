"""`/metrics` for Prometheus, computed from rows and lanes at each scrape, so that every web process says the same.

Of days that are over, the rows are not read again: anybody may ask, and a scraper does every few seconds.
"""

from collections import Counter
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from recognition import overview, tallies
from recognition.models import ModelVersion
from workers.celery import Lane


class Rows(Collector):
    def collect(self) -> Iterator[Metric]:
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


class Lanes(Collector):
    def collect(self) -> Iterator[Metric]:
        messages = GaugeMetricFamily("digits_lane_messages", "Messages waiting in a lane", labels=["lane"])
        rows = GaugeMetricFamily("digits_lane_rows", "Rows waiting in a lane", labels=["lane"])
        oldest = GaugeMetricFamily("digits_lane_oldest_seconds", "Age of the oldest row waiting", labels=["lane"])
        up = GaugeMetricFamily("digits_redis_up", "1 when Redis answers")
        states = overview.lane_states()
        for state in states:
            if state.messages is not None:
                messages.add_metric([state.lane], state.messages)
            rows.add_metric([state.lane], state.rows)
            oldest.add_metric([state.lane], state.oldest_seconds or 0)
        up.add_metric([], all(state.messages is not None for state in states))
        yield from (messages, rows, oldest, up)


class Workers(Collector):
    def collect(self) -> Iterator[Metric]:
        present = GaugeMetricFamily("digits_reading_processes", "Processes by lane and model", labels=["lane", "model"])
        for (lane, model), count in Counter((one.lane, one.model) for one in overview.processes()).items():
            present.add_metric([lane, model], count)
        yield present


class Models(Collector):
    def collect(self) -> Iterator[Metric]:
        active = GaugeMetricFamily("digits_model_active", "1 for the model that is to read", labels=["name", "version"])
        broken = GaugeMetricFamily("digits_model_broken", "1 when workers cannot load it", labels=["name", "version"])
        for row in ModelVersion.objects.exclude(state=ModelVersion.State.RETIRED).defer("card", "comparison"):
            active.add_metric([row.name, row.version], row.state == ModelVersion.State.ACTIVE)
            broken.add_metric([row.name, row.version], bool(row.problem))
        yield active
        yield broken


def metrics(request: HttpRequest) -> HttpResponse:
    registry = CollectorRegistry()
    for collector in (Rows(), Lanes(), Workers(), Models()):
        registry.register(collector)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
