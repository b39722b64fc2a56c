"""Batches by API: hand files in, follow them, steer them, take the results."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recognition import uploads
from recognition.api import idempotency, known
from recognition.api.batch_documents import batch_document, batch_documents
from recognition.api.batch_serializers import (
    BatchSerializer,
    BatchUploadSerializer,
    ExportedSerializer,
    ItemsSerializer,
)
from recognition.api.documents import prediction_document
from recognition.api.negotiation import AsItIs
from recognition.api.serializers import ProblemSerializer
from recognition.api.views import KEY, LOCATION, PATIENCE, PROBLEM, PROBLEMS, UNFINISHED, json_object
from recognition.batches import actions, exports, intake
from recognition.models import Prediction
from recognition.models.batch import Batch
from recognition.owners import Owner
from recognition.selectors import batches_of, deletable_batch, visible_batch

NEWEST = 100
PAGE, LARGEST_PAGE = 100, 1000
HANDED_IN = tuple(BatchUploadSerializer().fields)
NOT_FOUND = {(status, PROBLEM): ProblemSerializer for status in (400, 404)}


class Batches(APIView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with intake.spooling(request):
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        uploads.check_length(request, intake.longest_body())  # before whoever asks for the form reads all of it
        super().initial(request, *args, **kwargs)

    @extend_schema(
        operation_id="list_batches", responses={200: BatchSerializer(many=True), (400, PROBLEM): ProblemSerializer}
    )
    def get(self, request: Request) -> Response:
        """Yours, the newest hundred."""
        known.parameters(request.GET)
        return Response(batch_documents(list(batches_of(Owner.of(request))[:NEWEST])))

    @extend_schema(
        operation_id="create_batch",
        request={"multipart/form-data": BatchUploadSerializer},
        responses={202: BatchSerializer, **PROBLEMS},
        parameters=[*idempotency.PARAMETERS, LOCATION, PATIENCE],
    )
    def post(self, request: Request) -> Response:
        """Hand in pictures, ZIPs of pictures and folders, TIFFs of several pages, PDFs of scans."""
        known.parameters(request.GET)
        key = idempotency.key_of(request)
        data = json_object(request)
        known.fields((name for name in data if name not in request.FILES), HANDED_IN)  # files come under any name
        had_a_name = Owner.of(request) != Owner()
        spool, files = intake.spool_of(request), request.FILES
        spool.claim = idempotency.claim_of(request, key, lambda: intake.parts(spool, files, data))

        def hand_in() -> Batch:
            return intake.receive(spool, files, data, Owner.creating(request), Prediction.Channel.API)

        batch, replayed = idempotency.once(request, spool.claim, hand_in, lambda batch: batch)
        document = batch_document(batch, with_key=not had_a_name)
        headers = {"Location": document["links"]["self"], "Retry-After": "1", **replayed}
        return Response(document, status=202, headers=headers)


class BatchDetail(APIView):
    @extend_schema(
        operation_id="get_batch", responses={200: BatchSerializer, **NOT_FOUND}, parameters=[KEY, UNFINISHED]
    )
    def get(self, request: Request, batch_id: UUID) -> Response:
        """How far it is: ask again until its `state` is finished or cancelled."""
        batch = visible(request, batch_id)
        headers = {} if batch.is_over else {"Retry-After": "1"}
        return Response(batch_document(batch, with_key="key" in request.GET), headers=headers)

    @extend_schema(operation_id="delete_batch", responses={204: None, **NOT_FOUND}, parameters=[KEY])
    def delete(self, request: Request, batch_id: UUID) -> Response:
        """The batch, its items, their pictures and results, gone. An account's only its owner can delete; without an
        account, the key does, too."""
        known.parameters(request.GET, known.KEY)
        deletable_batch(Owner.of(request), batch_id, request.GET.get("key", "")).erase()
        return Response(status=204)


class BatchAction(APIView):
    @extend_schema(
        operation_id="act_on_batch",
        request=None,
        responses={200: BatchSerializer, **NOT_FOUND},
        parameters=[KEY, OpenApiParameter("item", str, description="With retry: only this failed item.")],
    )
    def post(self, request: Request, batch_id: UUID, verb: str) -> Response:
        """pause, resume, cancel, or retry what failed."""
        batch = visible(request, batch_id, "item")
        actions.act(batch, verb, request.GET.get("item", ""))
        batch.refresh_from_db()
        return Response(batch_document(batch, with_key="key" in request.GET))


class BatchItems(APIView):
    @extend_schema(
        operation_id="list_batch_items",
        responses={200: ItemsSerializer, **NOT_FOUND},
        parameters=[
            KEY,
            OpenApiParameter("after", int, description="The position behind which to begin, from `next`."),
            OpenApiParameter(
                "limit", int, description=f"How many, at most {LARGEST_PAGE}; {PAGE} where nothing is said."
            ),
            OpenApiParameter("status", str, enum=list(Prediction.Status.values)),
        ],
    )
    def get(self, request: Request, batch_id: UUID) -> Response:
        """The items in the order of the files."""
        batch = visible(request, batch_id, "after", "limit", "status")
        after, limit = number(request, "after", -1), min(number(request, "limit", PAGE, least=1), LARGEST_PAGE)
        rows = batch.items.filter(position__gt=after).order_by("position").defer("glyphs", "preview")
        rows = rows.prefetch_related("reviews")
        if status := one_of(request, "status", Prediction.Status.values):
            rows = rows.filter(status=status)
        items = list(rows[:limit])
        following = items[-1].position if len(items) == limit else None
        with_key = "key" in request.GET
        documents = [item_document(item, with_key) for item in items]
        return Response({"items": documents, "next": following})


class BatchExport(APIView):
    content_negotiation_class = AsItIs

    @extend_schema(
        operation_id="export_batch",
        responses={(200, kind): OpenApiTypes.BINARY for kind, _ in exports.FORMATS.values()}
        | {(200, "application/json"): ExportedSerializer(many=True), **NOT_FOUND},
        parameters=[KEY],
    )
    def get(self, request: Request, batch_id: UUID, kind: str) -> StreamingHttpResponse:
        """What is finished so far, in the order of the files: csv, json, jsonl, or a zip of glyphs sorted by digit."""
        return exports.export(visible(request, batch_id), kind)


def item_document(item: Prediction, with_key: bool) -> dict[str, Any]:
    return {"position": item.position, **prediction_document(item, with_key)}


def number(request: Request, name: str, default: int, least: int | None = None) -> int:
    try:
        found = int(request.GET.get(name, default))
    except ValueError:
        raise ValidationError({name: ["must be a whole number."]}) from None
    if least is not None and found < least:
        raise ValidationError({name: [f"must be at least {least}."]})
    return found


def one_of(request: Request, name: str, choices: Sequence[str]) -> str:
    """Empty where nothing is asked for."""
    found = request.GET.get(name, "")
    if found and found not in choices:
        raise ValidationError({name: [f"must be one of {', '.join(choices)}."]})
    return found


def visible(request: Request, batch_id: UUID, *parameters: str) -> Batch:
    """`parameters`: those that the address takes beside the key."""
    known.parameters(request.GET, (*known.KEY, *parameters))
    return visible_batch(Owner.of(request), batch_id, request.GET.get("key", ""))
