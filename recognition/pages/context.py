"""What every page's template sees."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    return {"site": {"max_upload_mb": settings.MAX_UPLOAD_MB, "user": getattr(request, "user", None)}}
