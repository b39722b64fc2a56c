"""The API's views: check, submit, wait for the worker's reply, answer."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recognition import uploads
from recognition.api.documents import prediction_document
from recognition.api.prefer import seconds_to_wait
from recognition.api.serializers import (
    PredictionSerializer,
    ProblemSerializer,
    SubmissionSerializer,
    UploadSerializer,
)
from recognition.files import glyphs_response, picture_response
from recognition.models import Prediction
from recognition.owners import Owner
from recognition.selectors import visible_prediction
from recognition.submission import Item, submit
from recognition.waiting import finished_within

PREFER = OpenApiParameter(
    "Prefer",
    str,
    OpenApiParameter.HEADER,
    description="wait=N: answer with the result if it is there within N seconds.",
)
KEY = OpenApiParameter("key", str, description="From `links`, for a client that keeps no cookies.")
PROBLEM = "application/problem+json"
PROBLEMS = {(status, PROBLEM): ProblemSerializer for status in (400, 413, 415, 429, 503)}


class Predictions(APIView):
    """Hand something in."""

    @extend_schema(
        operation_id="create_prediction",
        request={"application/json": SubmissionSerializer, "multipart/form-data": UploadSerializer},
        responses={201: PredictionSerializer, 202: PredictionSerializer, **PROBLEMS},
        parameters=[PREFER],
    )
    def post(self, request: Request) -> Response:
        uploads.check_length(request)
        item, mode = parse(request)
        had_a_name = Owner.of(request) != Owner()
        seconds = seconds_to_wait(request.headers.get("Prefer", ""))
        ticket = submit(Owner.creating(request), Prediction.Channel.API, item, mode, waits=seconds)
        prediction = finished_within(ticket, seconds)
        document = prediction_document(prediction, with_key=not had_a_name)
        headers = {"Location": document["links"]["self"]}
        if seconds:
            headers["Preference-Applied"] = f"wait={seconds}"
        if prediction.is_finished:
            return Response(document, status=201, headers=headers)
        return Response(document, status=202, headers={**headers, "Retry-After": "1"})


class PredictionDetail(APIView):
    @extend_schema(
        operation_id="get_prediction",
        responses={200: PredictionSerializer, (404, PROBLEM): ProblemSerializer},
        parameters=[KEY],
    )
    def get(self, request: Request, prediction_id: UUID) -> Response:
        prediction = visible(request, prediction_id)
        headers = {} if prediction.is_finished else {"Retry-After": "1"}
        return Response(prediction_document(prediction, with_key="key" in request.GET), headers=headers)


class Picture(APIView):
    @extend_schema(operation_id="get_picture", responses={(200, "image/*"): OpenApiTypes.BINARY}, parameters=[KEY])
    def get(self, request: Request, prediction_id: UUID) -> HttpResponse:
        return picture_response(visible(request, prediction_id))


class Glyphs(APIView):
    """What the network saw: the 28x28 glyphs side by side."""

    @extend_schema(operation_id="get_glyphs", responses={(200, "image/png"): OpenApiTypes.BINARY}, parameters=[KEY])
    def get(self, request: Request, prediction_id: UUID) -> HttpResponse:
        return glyphs_response(visible(request, prediction_id))


@extend_schema(exclude=True)
class Nowhere(APIView):
    """Any other address under /api/: a problem document, as promised for every error."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise NotFound


def visible(request: Request, prediction_id: UUID) -> Prediction:
    return visible_prediction(Owner.of(request), prediction_id, request.GET.get("key", ""))


def parse(request: Request) -> tuple[Item, str]:
    """What was handed in, from either kind of body."""
    data: Any = request.data
    if not hasattr(data, "get"):
        raise ValidationError("The body must be a JSON object with “strokes” or “image”.")
    mode = uploads.mode_of(data.get("mode", Prediction.Mode.AUTO))
    if "image" in request.FILES:
        return uploads.from_file(request.FILES["image"]), mode
    if "strokes" in data:
        return uploads.from_strokes(data["strokes"]), mode
    if "image" in data:
        return uploads.from_data_url(data["image"]), mode
    raise ValidationError("Send a picture as “image” or pen strokes as “strokes”.")
