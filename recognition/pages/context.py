"""What every page's template sees."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from recognition.accounts.preferences import preferences_of


def site(request: HttpRequest) -> dict[str, Any]:
    limits = {
        "max_upload_mb": settings.MAX_UPLOAD_MB,
        "batch_max_mb": settings.BATCH_MAX_MB,
        "batch_max_items": settings.BATCH_MAX_ITEMS,
    }
    return {
        "site": {**limits, "user": getattr(request, "user", None)},
        "preferences": SimpleLazyObject(lambda: preferences_of(request)),
    }
