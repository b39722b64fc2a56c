"""Stands before the CSRF check, which reads the whole body of a form to find its token."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from recognition import uploads
from recognition.intake import longest_body
from recognition.pages.views import refusal


class BodyLimitMiddleware:
    """Refuse a body that is too long by its header. The API does it by itself, with a problem document."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            if not request.path.startswith("/api/"):
                uploads.check_length(request, longest_body() if request.path == reverse("batches") else None)
        except uploads.Refused as refused:
            return refusal(request, refused)
        return self.get_response(request)
