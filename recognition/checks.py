"""What the environment cannot show is checked when the system starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from recognition.admission import OWNERS_SHARE, share


@register(Tags.compatibility)
def time_limit_below_visibility_timeout(**_: Any) -> list[CheckMessage]:
    """A message that becomes visible again while its task still runs is read twice at the same time."""
    if settings.TASK_TIME_LIMIT_SECONDS * 2 <= settings.VISIBILITY_TIMEOUT_SECONDS:
        return []
    return [
        Error(
            "TASK_TIME_LIMIT_SECONDS is more than half of VISIBILITY_TIMEOUT_SECONDS.",
            hint="Raise VISIBILITY_TIMEOUT_SECONDS to at least twice the time limit.",
            id="recognition.E001",
        )
    ]


@register(Tags.compatibility)
def a_batch_fits_into_its_owners_share(**_: Any) -> list[CheckMessage]:
    """A larger one would be told to come back later, for ever."""
    if share(settings.MAX_QUEUED_BATCH) >= settings.BATCH_MAX_ITEMS:
        return []
    least = settings.BATCH_MAX_ITEMS * OWNERS_SHARE
    return [
        Error(
            "BATCH_MAX_ITEMS is more than one owner's share of MAX_QUEUED_BATCH, a quarter of it.",
            hint=f"Raise MAX_QUEUED_BATCH to at least {least}, or lower BATCH_MAX_ITEMS.",
            id="recognition.E002",
        )
    ]
