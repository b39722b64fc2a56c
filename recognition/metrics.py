"""`/metrics` for Prometheus, computed from rows and lanes at each scrape, so that every web process says the same."""

from collections.abc import Iterator

import redis
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from recognition.models import ModelVersion, Prediction
from workers import replies
from workers.celery import Lane


class Rows(Collector):
    def collect(self) -> Iterator[Metric]:
        rows = GaugeMetricFamily("digits_predictions", "Predictions by status", labels=["status"])
        for status, count in Prediction.objects.order_by().values_list("status").annotate(Count("pk")):
            rows.add_metric([status], count)
        yield rows
        waiting = GaugeMetricFamily("digits_lane_messages", "Messages waiting in a lane", labels=["lane"])
        up = GaugeMetricFamily("digits_redis_up", "1 when Redis answers")
        try:
            for lane in Lane:
                waiting.add_metric([lane.value], replies.client().llen(lane.value))
            up.add_metric([], 1)
        except redis.RedisError:
            up.add_metric([], 0)
        yield waiting
        yield up


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
    registry.register(Rows())
    registry.register(Models())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
