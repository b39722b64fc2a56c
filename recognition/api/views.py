"""The API's views: check, submit, wait for the worker's reply, answer."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recognition import uploads
from recognition.accounts.preferences import preferences_of, terms_of
from recognition.api import idempotency, known, listing
from recognition.api.documents import prediction_document, review_document
from recognition.api.forms import SmallFormParser
from recognition.api.negotiation import AsItIs
from recognition.api.parsers import BoundedJSONParser
from recognition.api.prefer import seconds_to_wait
from recognition.api.serializers import (
    JudgementSerializer,
    PredictionPageSerializer,
    PredictionSerializer,
    ProblemSerializer,
    ReviewSerializer,
    SubmissionSerializer,
    UploadSerializer,
)
from recognition.feedback import checked
from recognition.files import glyphs_response, picture_response
from recognition.models import Prediction
from recognition.models.reviews import Review
from recognition.owners import Owner
from recognition.selectors import predictions_of, visible_prediction
from recognition.submission import Item, Terms, Ticket, parts, submit
from recognition.waiting import finished_within

PREFER = OpenApiParameter(
    "Prefer",
    str,
    OpenApiParameter.HEADER,
    description="wait=N: answer with the result if it is there within N seconds.",
)
LOCATION = OpenApiParameter(
    "Location", str, OpenApiParameter.HEADER, description="Where to ask for it.", response=[201, 202]
)
PATIENCE = OpenApiParameter(
    "Retry-After", int, OpenApiParameter.HEADER, description="Seconds.", response=[202, 429, 503]
)
UNFINISHED = OpenApiParameter(
    "Retry-After", int, OpenApiParameter.HEADER, description="Seconds, while it is not finished.", response=[200]
)
KEY = OpenApiParameter("key", str, description="From `links`, for a client that keeps no cookies.")
PROBLEM = "application/problem+json"
PROBLEMS = {(status, PROBLEM): ProblemSerializer for status in (400, 411, 413, 415, 422, 429, 503)}
HANDED_IN, JUDGEMENT = tuple(SubmissionSerializer().fields), tuple(JudgementSerializer().fields)
GONE = {(status, PROBLEM): ProblemSerializer for status in (400, 404, 410)}
NOT_FOUND = {(status, PROBLEM): ProblemSerializer for status in (400, 404)}


class Predictions(APIView):
    parser_classes = (BoundedJSONParser, SmallFormParser)

    @extend_schema(
        operation_id="list_predictions",
        description="What you handed in, newest first. Pages stay right while more arrives.",
        responses={200: PredictionPageSerializer, (400, PROBLEM): ProblemSerializer},
        parameters=listing.PARAMETERS,
    )
    def get(self, request: Request) -> Response:
        return Response(listing.page_document(Owner.of(request), request.GET, request.path))

    @extend_schema(
        operation_id="create_prediction",
        description="Hand in a picture or a drawing. 201: read within the time that `Prefer` gives; else 202.",
        request={"application/json": SubmissionSerializer, "multipart/form-data": UploadSerializer},
        responses={201: PredictionSerializer, 202: PredictionSerializer, **PROBLEMS},
        parameters=[PREFER, *idempotency.PARAMETERS, LOCATION, PATIENCE],
    )
    def post(self, request: Request) -> Response:
        uploads.check_length(request)
        known.parameters(request.GET)
        key = idempotency.key_of(request)
        item, mode = parse(request)
        had_a_name = Owner.of(request) != Owner()
        seconds = seconds_to_wait(request.headers.get("Prefer", ""))
        claim = idempotency.claim_of(request, key, lambda: [*parts(item, mode), threshold_of(request)])

        def hand_in() -> Ticket:
            wanted = replace(terms(request), waits=seconds, claim=claim)
            return submit(Owner.creating(request), Prediction.Channel.API, item, mode, wanted)

        ticket, replayed = idempotency.once(request, claim, hand_in, Ticket.again)
        prediction = finished_within(ticket, seconds, others=claim is not None)
        document = prediction_document(prediction, with_key=not had_a_name)
        headers = {"Location": document["links"]["self"], **replayed}
        if seconds:
            headers["Preference-Applied"] = f"wait={seconds}"
        if prediction.is_finished:
            return Response(document, status=201, headers=headers)
        return Response(document, status=202, headers={**headers, "Retry-After": "1"})


class PredictionDetail(APIView):
    @extend_schema(
        operation_id="get_prediction",
        description="A prediction: ask again while its `status` is queued.",
        responses={200: PredictionSerializer, **NOT_FOUND},
        parameters=[KEY, UNFINISHED],
    )
    def get(self, request: Request, prediction_id: UUID) -> Response:
        prediction = visible(request, prediction_id)
        headers = {} if prediction.is_finished else {"Retry-After": "1"}
        return Response(prediction_document(prediction, with_key="key" in request.GET), headers=headers)

    @extend_schema(
        operation_id="delete_prediction",
        description="Delete it for good, with its picture. Only its owner can; a key reads.",
        responses={204: None, **NOT_FOUND},
    )
    def delete(self, request: Request, prediction_id: UUID) -> Response:
        known.parameters(request.GET, known.KEY)
        get_object_or_404(predictions_of(Owner.of(request)), pk=prediction_id).erase()
        return Response(status=204)


class Reviews(APIView):
    parser_classes = (BoundedJSONParser,)

    @extend_schema(
        operation_id="review_prediction",
        description="Say whether it was read right. Each answer is kept; the latest counts. Only its owner can.",
        request=JudgementSerializer,
        responses={201: ReviewSerializer, **{(status, PROBLEM): ProblemSerializer for status in (400, 404, 409)}},
    )
    def post(self, request: Request, prediction_id: UUID) -> Response:
        owner = Owner.of(request)
        row = get_object_or_404(predictions_of(owner), pk=prediction_id)
        said = json_object(request)
        known.parameters(request.GET)
        known.fields(said, JUDGEMENT)
        fields = judged(row, said.get("verdict"), said.get("label") or "", said.get("digits") or ())
        review = row.review(**fields, reviewer_id=owner.user_id, visitor=owner.visitor, source=Review.Source.USER)
        return Response(review_document(review), status=201)


class Picture(APIView):
    """The picture as it was handed in."""

    content_negotiation_class = AsItIs

    @extend_schema(
        operation_id="get_picture", responses={(200, "image/*"): OpenApiTypes.BINARY, **GONE}, parameters=[KEY]
    )
    def get(self, request: Request, prediction_id: UUID) -> HttpResponse:
        return picture_response(visible(request, prediction_id))


class Glyphs(APIView):
    """What the network saw: the 28x28 glyphs side by side."""

    content_negotiation_class = AsItIs

    @extend_schema(
        operation_id="get_glyphs", responses={(200, "image/png"): OpenApiTypes.BINARY, **GONE}, parameters=[KEY]
    )
    def get(self, request: Request, prediction_id: UUID) -> HttpResponse:
        return glyphs_response(visible(request, prediction_id))


@extend_schema(exclude=True)
class Nowhere(APIView):
    """Any other address under /api/: a problem document, as promised for every error."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise NotFound


def visible(request: Request, prediction_id: UUID) -> Prediction:
    known.parameters(request.GET, known.KEY)
    return visible_prediction(Owner.of(request), prediction_id, request.GET.get("key", ""))


def judged(row: Prediction, verdict: object, label: object, values: Sequence[object]) -> dict[str, Any]:
    """The fields of a Review. Raises Refused, and ValidationError where a correction stands beside another verdict."""
    fields = checked(row, verdict, label, values)
    corrects = verdict != Review.Verdict.CORRECTED and (label or values)
    if corrects and checked(row, Review.Verdict.CORRECTED, label, values)["verdict"] != verdict:
        raise ValidationError("“label” and “digits” go with the verdict “corrected”: what is it to be?")
    return fields


def json_object(request: Request) -> Any:
    """The body: a JSON object, or a form, which can be asked the same way."""
    if not hasattr(request.data, "get"):
        raise ValidationError("The body must be a JSON object.")
    return request.data


def terms(request: Request) -> Terms:
    """As the caller's settings have it; a threshold that comes with the request is stronger."""
    chosen, threshold = terms_of(preferences_of(request)), threshold_of(request)
    return chosen if threshold is None else replace(chosen, threshold=threshold)


def threshold_of(request: Request) -> float | None:
    data: Any = request.data
    threshold = data.get("threshold")
    return None if threshold is None else uploads.threshold_of(threshold)


def parse(request: Request) -> tuple[Item, str]:
    """What was handed in, from either kind of body."""
    data = json_object(request)
    known.fields(data, HANDED_IN)
    mode = uploads.mode_of(data.get("mode", Prediction.Mode.AUTO))
    if len(request.FILES.getlist("image")) > 1 or all(data.get(name) is not None for name in ("strokes", "image")):
        raise ValidationError("Send one picture or one drawing at a time; /api/v1/batches takes many pictures.")
    if "image" in request.FILES:
        return uploads.from_file(request.FILES["image"]), mode
    if "strokes" in data:
        return uploads.from_strokes(data["strokes"]), mode
    if "image" in data:
        return uploads.from_data_url(data["image"]), mode
    raise ValidationError("Send a picture as “image” or pen strokes as “strokes”.")
