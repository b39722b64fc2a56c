"""Rows as a worker leaves them, without a worker: quick to make, with the fields a history is narrowed by."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User

from recognition.models import Prediction, opinions
from tests.conftest import SEVEN

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def digit(value: int) -> dict[str, Any]:
    shares = [0.001] * 10
    shares[value] = 0.991
    box = {"x": 10 * value, "y": 0, "width": 9, "height": 20}
    return {"value": value, "confidence": 0.991, "probabilities": shares, "not_digit": 0.001, "line": 0, "box": box}


def read(owner: str, text: str = "7", minutes: int = 0, **fields: Any) -> Prediction:
    """A reading of `owner`, handed in `minutes` after noon."""
    number = "".join(text.split())
    at = NOON + timedelta(minutes=minutes)
    values: dict[str, Any] = {
        "channel": "draw",
        "source": "drawing",
        "strokes": SEVEN,
        "status": "succeeded",
        "created_at": at,
        "finished_at": at,
        "text": text,
        "number": number,
        "confidence": 0.99,
        "decision": "accepted",
        "digits": [digit(int(value)) for value in number],
        "model_name": "hand",
        "model_version": "1",
        "read_ms": 1.5,
    }
    row = Prediction(owner=User.objects.get(username=owner), **{**values, **fields})
    if "worth" not in fields and row.has_reading:
        row.worth = opinions.worth(row.pk, row.digits, row.reason, [])
    row.save(force_insert=True)
    return row
