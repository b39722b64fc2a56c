"""A batch as JSON; batch_serializers.py describes it."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from recognition.batches.progress import Progress, progress_of, progress_of_each
from recognition.models.batch import Batch
from recognition.owners import key_for


def batch_document(batch: Batch, with_key: bool) -> dict[str, Any]:
    return _document(batch, progress_of(batch), with_key)


def batch_documents(batches: Sequence[Batch]) -> list[dict[str, Any]]:
    """Of an owner's, who needs no key."""
    each = zip(batches, progress_of_each(batches), strict=True)
    return [_document(batch, progress, with_key=False) for batch, progress in each]


def _document(batch: Batch, progress: Progress, with_key: bool) -> dict[str, Any]:
    return {
        "id": batch.pk,
        "name": batch.name,
        "state": batch.state,
        "mode": batch.mode,
        "expect": batch.expect or None,
        "threshold": batch.threshold,
        "left_out": batch.left_out,
        "progress": {
            "expected": progress.expected,
            "finished": progress.finished,
            "accepted": progress.accepted,
            "uncertain": progress.uncertain,
            "rejected": progress.rejected,
            "failed": progress.failed,
            "cancelled": progress.cancelled,
            "rate": round(progress.rate, 1),
            "seconds_left": progress.seconds_left,
        },
        "created_at": batch.created_at,
        "unpacked_at": batch.unpacked_at,
        "finished_at": batch.finished_at,
        "links": links(batch, with_key),
    }


def links(batch: Batch, with_key: bool) -> dict[str, str]:
    query = f"?key={key_for(batch.pk)}" if with_key else ""
    address = reverse("api-batch", args=[batch.pk])
    exports = {kind: f"{address}/export.{kind}{query}" for kind in ("csv", "json", "jsonl", "zip")}
    return {
        "self": address + query,
        "items": f"{address}/items{query}",
        "page": reverse("batch", args=[batch.pk]) + query,
        **exports,
    }
