"""Letting another model read what has been read: asked for by a person, or a share of the traffic for a candidate."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, F, Q
from django.utils import timezone

from recognition.models import ModelVersion, Prediction, Rereading

LATELY = timedelta(minutes=10)
AT_ONCE = 500


def ask(predictions: Iterable[UUID], version: ModelVersion, purpose: str) -> int:
    """Have `version` read these too, a few seconds from now. How many it had not been asked for yet."""
    before = version.rereadings.count()
    rows = (Rereading(prediction_id=pk, version=version, purpose=purpose) for pk in predictions)
    Rereading.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return version.rereadings.count() - before


def follow_in_shadow() -> int:
    """Let the candidate with a share of the traffic read that share of what was read lately. How many more."""
    version = ModelVersion.objects.filter(state=ModelVersion.State.CANDIDATE, shadow_percent__gt=0).first()
    if version is None:
        return 0
    lately = Prediction.objects.filter(
        created_at__gt=timezone.now() - LATELY, finished_at__isnull=False, status=Prediction.Status.SUCCEEDED
    ).exclude(rereadings__version=version)
    return ask([pk for pk in lately.values_list("pk", flat=True)[:AT_ONCE] if falls_in(pk, version)], version, "shadow")


def falls_in(prediction_id: UUID, version: ModelVersion) -> bool:
    """The same share of ids whoever asks and whenever: the id's own random bits decide."""
    return prediction_id.int % 100 < version.shadow_percent


def agreement(version: ModelVersion) -> dict[str, int]:
    """Of what it read beside others: how many, how many alike, and how many otherwise that it would have accepted."""
    read = version.rereadings.filter(finished_at__isnull=False, error="", prediction__status="succeeded")
    differs = ~Q(number=F("prediction__number"))
    return read.aggregate(
        read=Count("pk"),
        alike=Count("pk", filter=~differs),
        otherwise=Count("pk", filter=differs & Q(decision="accepted")),
    )
