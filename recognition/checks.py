"""What the environment cannot show is checked when the system starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


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
