"""A prediction as JSON. Built by hand, because the serializers that describe it took 15 % of a request to run."""

from functools import cache
from typing import Any
from uuid import UUID

from django.urls import get_script_prefix, reverse

from recognition.models import Prediction
from recognition.models.reviews import Review
from recognition.owners import key_for

SOME_ID = UUID(int=0)


def prediction_document(row: Prediction, with_key: bool) -> dict[str, Any]:
    """What serializers.PredictionSerializer describes. The reading's fields are null until it has succeeded."""
    read = row.has_reading
    return {
        "id": row.pk,
        "status": row.status,
        "source": row.source,
        "page": row.page,
        "channel": row.channel,
        "mode": row.mode,
        "threshold": row.threshold,
        "text": row.text if read else None,
        "number": row.number if read else None,
        "confidence": row.confidence,
        "decision": row.decision or None,
        "reason": row.reason or None,
        "digits": row.digits,
        "model": {"name": row.model_name, "version": row.model_version} if read else None,
        "timing": {"read_ms": row.read_ms} if read else None,
        "error": {"code": row.error_code, "sentence": row.error} if row.error_code else None,
        "review": review_document(row.latest_review),
        "picture_deleted_at": row.forgotten_at,
        "created_at": row.created_at,
        "started_at": row.started_at,
        "finished_at": row.finished_at,
        "attempts": row.attempts,
        "links": links(row, with_key),
    }


def review_document(review: Review | None) -> dict[str, Any] | None:
    """What serializers.ReviewSerializer describes."""
    if review is None:
        return None
    return {name: getattr(review, name) for name in ("verdict", "label", "digits", "source", "created_at")}


def links(row: Prediction, with_key: bool) -> dict[str, str | None]:
    """Addresses that the owner can open; with a key, whoever holds it can."""
    query = f"?key={key_for(row.pk)}" if with_key else ""
    address = address_of("api-prediction", row.pk)
    return {
        "self": address + query,
        "picture": f"{address}/picture{query}" if row.picture else None,
        "glyphs": f"{address}/glyphs{query}" if row.digits and not row.forgotten_at else None,
        "page": address_of("prediction", row.pk) + query,
    }


def address_of(name: str, pk: UUID) -> str:
    """As `reverse`, which looks through all addresses of the site each time."""
    return address_of_some(name, get_script_prefix()).replace(str(SOME_ID), str(pk))


@cache
def address_of_some(name: str, prefix: str) -> str:
    """`prefix` is what `reverse` puts before it: it differs where the site is served below a path."""
    return reverse(name, args=[SOME_ID])
