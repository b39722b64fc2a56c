"""Letting another model read what has been read: asked for by a person, or a share of the traffic for a candidate."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import chain, islice
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from recognition.models import Batch, ModelVersion, Prediction, Rereading
from recognition.paging import Rows

LATELY = timedelta(minutes=10)
LONGEST_WAIT = timedelta(hours=1)
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
    lately = timezone.now() - LATELY
    asked = set(version.rereadings.filter(asked_at__gt=lately).values_list("prediction", flat=True))
    read = chain.from_iterable(rows.values_list("pk", flat=True).iterator() for rows in read_since(lately))
    chosen = (pk for pk in read if falls_in(pk, version) and pk not in asked)
    return ask(list(islice(chosen, AT_ONCE)), version, "shadow")


def read_since(moment: datetime) -> tuple[Rows, Rows]:
    """What was read after `moment`, in batches and else. No index is by that time, so it is looked for in the batches
    that were running then, and among what came by itself and waited a while at most."""
    running = Batch.objects.filter(Q(finished_at=None) | Q(finished_at__gt=moment))
    found = Prediction.objects.filter(status=Prediction.Status.SUCCEEDED, finished_at__gt=moment).order_by()
    by_itself = found.filter(batch=None, created_at__gt=moment - LONGEST_WAIT)
    return found.filter(batch__in=list(running.values_list("pk", flat=True))), by_itself


def falls_in(prediction_id: UUID, version: ModelVersion) -> bool:
    """The same share of ids whoever asks and whenever: the id's own random bits decide."""
    return prediction_id.int % 100 < version.shadow_percent
