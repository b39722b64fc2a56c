"""Time passes for rows and files, in the tests of what is kept no longer."""

import os
import time
from datetime import timedelta
from pathlib import Path

from recognition.models import Prediction

WEEK = {"theme": "system", "pen_width": 20, "keep_days": 7}
FOR_EVER = {**WEEK, "keep_days": 0}


def age(days: float) -> None:
    for row in Prediction.objects.all():
        row.created_at -= timedelta(days=days)
        row.forget_at = row.forget_at and row.forget_at - timedelta(days=days)
        row.save()


def is_forgotten(row: Prediction) -> bool:
    row.refresh_from_db()
    return row.forgotten_at is not None


def age_files(*paths: Path) -> None:
    """Written two hours ago: longer ago than anything is being handed in."""
    two_hours_ago = time.time() - 7200
    for path in paths:
        os.utime(path, (two_hours_ago, two_hours_ago))
