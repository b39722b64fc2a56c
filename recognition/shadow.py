"""Letting another model read what has been read: asked for by a person, or a share of the traffic for a candidate."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from recognition.models import ModelVersion, Prediction, Rereading
from recognition.paging import Rows

LATELY = timedelta(minutes=10)
AT_ONCE = 500
MOST_AGAIN = 10_000  # rows of one press of a button: some seconds


def ask(predictions: Iterable[UUID], version: ModelVersion, purpose: str) -> int:
    """Have `version` read these too, a few seconds from now. How many it had not been asked for yet."""
    before = version.rereadings.count()
    rows = (Rereading(prediction_id=pk, version=version, purpose=purpose) for pk in predictions)
    Rereading.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return version.rereadings.count() - before


def read_again(rows: Rows, version: ModelVersion) -> tuple[int, bool]:
    """Have `version` read again what is finished among `rows`, the newest first. (How many, whether there are more than
    one request can ask for: then ask once more.)"""
    readable = rows.filter(finished_at__isnull=False, forgotten_at=None).exclude(rereadings__version=version)
    ids = list(readable.order_by("-created_at", "-id").values_list("pk", flat=True)[: MOST_AGAIN + 1])
    return ask(ids[:MOST_AGAIN], version, Rereading.Purpose.AGAIN), len(ids) > MOST_AGAIN


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
