"""Errors as RFC 9457 problem documents: `application/problem+json`."""

import logging
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views import defaults
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from ml.pictures import PictureRejected
from ml.strokes import StrokesRejected
from recognition.refusals import Refused

log = logging.getLogger(__name__)
STATUS_OF_CODE = {"too_many_pixels": 413, "unsupported_format": 415, "not_an_image": 415}


class ProblemRenderer(JSONRenderer):
    media_type = "application/problem+json"


def status_of(error: Exception) -> int:
    """The HTTP status for input that was refused; 0 for any other exception."""
    if isinstance(error, Refused):
        return error.status
    if isinstance(error, PictureRejected | StrokesRejected):
        return STATUS_OF_CODE.get(error.code, 400)
    return 0


def retry_after(error: Exception) -> dict[str, str]:
    return error.headers if isinstance(error, Refused) else {}


def document(status: int, code: str, detail: str) -> dict[str, Any]:
    return {
        "type": f"urn:digits:problem:{code.replace('_', '-')}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
    }


def handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: what we refuse and what DRF refuses, in the same form. None: a case for those below."""
    if isinstance(error, OperationalError | InterfaceError):
        log.error("the database does not answer", exc_info=error)
        error = Refused.without_database()
    status, headers = status_of(error), {}
    if status:
        code, detail = error.code, error.sentence  # type: ignore[attr-defined]
        headers = retry_after(error)
    elif isinstance(error, Http404 | exceptions.NotFound):
        status, code, detail = 404, "not_found", "There is nothing of yours at this address."
    elif isinstance(error, exceptions.APIException):
        status, code, detail = error.status_code, str(error.default_code), instead(error, context["view"])
        if isinstance(error, exceptions.MethodNotAllowed):
            headers["Allow"] = ", ".join(context["view"].allowed_methods)
    else:
        return None
    asked = context["request"]  # the address itself may answer in YAML
    asked.accepted_renderer, asked.accepted_media_type = ProblemRenderer(), ProblemRenderer.media_type
    response = Response(document(status, code, detail), status=status, headers=headers)
    response.content_type = ProblemRenderer.media_type
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400: what it refuses by itself, before a view of ours or while one reads the body."""
    if not request.path.startswith("/api/"):
        return defaults.bad_request(request, exception)
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return problem(413, "too_large", "That is more than we take at once. Please send less.")
    return problem(400, "bad_request", "The request is none that we can answer. Please compare it with /api/docs.")


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500. Django logs the fault, with its traceback."""
    if not request.path.startswith("/api/"):
        return defaults.server_error(request)
    return problem(500, "fault", "Something broke on our side. It was noted; what you sent before is kept.")


def problem(status: int, code: str, detail: str) -> JsonResponse:
    return JsonResponse(document(status, code, detail), status=status, content_type=ProblemRenderer.media_type)


def instead(error: exceptions.APIException, view: APIView) -> str:
    """A sentence that says what would be taken, where the framework's own says only what is not."""
    match error:
        case exceptions.MethodNotAllowed():
            return f"This address takes {' and '.join(view.allowed_methods)} only."
        case exceptions.UnsupportedMediaType():
            types = " or ".join(str(parser.media_type) for parser in view.parser_classes)
            return f"The body must be {types}, as its Content-Type says."
        case exceptions.NotAcceptable():
            return "The answer is application/json: “Accept” must let it through."
    return sentence_of(error)


def sentence_of(error: exceptions.APIException) -> str:
    """One sentence from DRF's detail, which is text for most errors and nested for invalid fields."""
    detail = error.detail
    if isinstance(detail, dict):
        return " ".join(f"{name}: {' '.join(map(str, messages))}" for name, messages in detail.items())
    return " ".join(map(str, detail)) if isinstance(detail, list) else str(detail)
