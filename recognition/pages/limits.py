"""What a page refuses, wherever it turns out: before its view runs, inside it, or because the database is away."""

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from recognition import uploads
from recognition.batches.intake import longest_body
from recognition.pages.views import problem, refusal
from recognition.refusals import Refused

log = logging.getLogger(__name__)


class RefusalMiddleware:
    """Shows a refusal as a page. The API does it by itself, with a problem document.

    A body that is too long is refused by its header, before the CSRF check reads all of a form to find its token.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            if not request.path.startswith("/api/"):
                uploads.check_length(request, longest_body() if request.path == reverse("batches") else None)
        except Refused as refused:
            return refusal(request, refused)
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not request.path.startswith("/api/"):
            response.content = render_to_string("405.html", request=request)  # a browser would show a fault of its own
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return refusal(request, exception)
        if isinstance(exception, OperationalError | InterfaceError):
            log.error("the database does not answer", exc_info=exception)
            return without_database(request)
        return None


def without_database(request: HttpRequest) -> HttpResponse:
    """Rendered without the request, because whose page it is stands in the database, too."""
    refused = Refused.without_database()
    template = "pages/_problem.html" if "X-Fragment" in request.headers else "503.html"
    words = render_to_string(template, {"problem": problem(refused)})
    return HttpResponse(words, status=refused.status, headers=refused.headers)
