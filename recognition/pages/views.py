"""Server-rendered pages; scripts fetch the same fragments that the first load renders."""

import json
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Any, NoReturn
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ml.pictures import PictureRejected
from ml.strokes import StrokesRejected
from recognition import uploads
from recognition.accounts.preferences import preferences_of, terms_of
from recognition.api.problems import retry_after, status_of
from recognition.display.wording import Shown, problem_title
from recognition.files import glyphs_response, picture_response
from recognition.models import Prediction
from recognition.models.idempotency import once
from recognition.owners import Owner
from recognition.pages.once import claim_of
from recognition.previews import preview
from recognition.selectors import visible_prediction
from recognition.submission import Item, Ticket, parts, submit
from recognition.waiting import finished_within

PAGE_WAIT_SECONDS = 2
REFUSALS = (uploads.Refused, PictureRejected, StrokesRejected)


@require_safe
def draw(request: HttpRequest) -> HttpResponse:
    Owner.creating(request)  # with the page, as below: an answer that is lost would take the name with it
    return render(request, "pages/draw.html", {"drawing": uuid4()})


@require_POST
def draw_read(request: HttpRequest) -> HttpResponse:
    """Strokes in as JSON, the reading out as a fragment."""
    try:
        item, mode = drawn(request)
    except REFUSALS as refused:
        return refusal(request, refused)
    return answer(request, hand_in(request, Prediction.Channel.DRAW, item, mode))


@require_POST
def draw_preview(request: HttpRequest, drawing: UUID) -> HttpResponse:
    """Strokes in as JSON, what they read as so far out as a fragment; nothing is kept."""
    try:
        item, mode = drawn(request)
    except REFUSALS as refused:
        return refusal(request, refused)
    found = preview(drawing, item.strokes, mode)
    if found is None:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "pages/_reading.html", {"prediction": Shown(found)})


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        Owner.creating(request)  # with the page: its script sends several at once, and they are one visitor's
        return render(request, "pages/upload.html")
    try:
        item = uploads.from_file(request.FILES.get("image"))
        mode = uploads.mode_of(request.POST.get("mode", Prediction.Mode.AUTO))
    except REFUSALS as refused:
        return refusal(request, refused)
    ticket = hand_in(request, Prediction.Channel.UPLOAD, item, mode)
    if "X-Fragment" in request.headers:
        return answer(request, ticket)
    waited(ticket)
    return redirect("prediction", prediction_id=ticket.prediction.pk)


@require_safe
def prediction(request: HttpRequest, prediction_id: UUID) -> HttpResponse:
    return render(request, "pages/prediction.html", {"prediction": shown(request, visible(request, prediction_id))})


@require_safe
def reading(request: HttpRequest, prediction_id: UUID) -> HttpResponse:
    return fragment(request, visible(request, prediction_id))


@require_safe
def picture(request: HttpRequest, prediction_id: UUID) -> HttpResponse:
    return sent(request, picture_response, visible(request, prediction_id))


@require_safe
def glyphs(request: HttpRequest, prediction_id: UUID) -> HttpResponse:
    return sent(request, glyphs_response, visible(request, prediction_id))


def sent(request: HttpRequest, respond: Callable[[Prediction], HttpResponse], row: Prediction) -> HttpResponse:
    try:
        return respond(row)
    except uploads.Refused as refused:
        return refusal(request, refused)


def shown(request: HttpRequest, row: Prediction) -> Shown:
    return Shown(row, request.GET.get("key", ""))


def visible(request: HttpRequest, prediction_id: UUID) -> Prediction:
    return visible_prediction(Owner.of(request), prediction_id, request.GET.get("key", ""))


def drawn(request: HttpRequest) -> tuple[Item, str]:
    """A drawing and its mode, from the body. Raises one of REFUSALS."""
    body = parse_json(request.body)
    return uploads.from_strokes(body.get("strokes")), uploads.mode_of(body.get("mode", Prediction.Mode.AUTO))


def hand_in(request: HttpRequest, channel: str, item: Item, mode: str) -> Ticket:
    owner = Owner.creating(request)
    claim = claim_of(request, owner, parts(item, mode))
    terms = replace(terms_of(preferences_of(request)), waits=PAGE_WAIT_SECONDS, claim=claim)
    return once(claim, lambda: submit(owner, channel, item, mode, terms), Ticket.again)[0]


def waited(ticket: Ticket) -> Prediction:
    """`others`: a request whose browser has given up may wait for the same."""
    return finished_within(ticket, PAGE_WAIT_SECONDS, others=True)


def answer(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    return fragment(request, waited(ticket))


def fragment(request: HttpRequest, row: Prediction) -> HttpResponse:
    status = HTTPStatus.OK if row.is_finished else HTTPStatus.ACCEPTED
    return render(request, "pages/_answer.html", {"prediction": shown(request, row)}, status=status)


def problem(refused: Exception) -> dict[str, str | bool]:
    again = "Retry-After" in retry_after(refused)  # the very same may be taken in a moment
    many = isinstance(refused, uploads.ManyInOne)
    return {"title": problem_title(getattr(refused, "code", "")), "detail": str(refused), "again": again, "many": many}


def refusal(request: HttpRequest, refused: Exception) -> HttpResponse:
    """The problem as a fragment for a script, else in the page with the form, or in one of its own."""
    by_script = "X-Fragment" in request.headers or request.content_type == "application/json"
    page = "pages/upload.html" if request.path == reverse("upload") else "pages/problem.html"
    template = "pages/_problem.html" if by_script else page
    words = render_to_string(template, {"problem": problem(refused)}, request)
    return HttpResponse(words, status=status_of(refused), headers=retry_after(refused))


def parse_json(body: bytes) -> dict[str, Any]:
    """The JSON object in `body`. Raises Refused; NaN and Infinity are not JSON."""
    try:
        parsed = json.loads(body, parse_constant=refuse_constant)
    except (ValueError, RecursionError):
        parsed = None
    if not isinstance(parsed, dict):
        raise uploads.Refused(400, "not_json", "The drawing did not arrive whole. Please try again.")
    return parsed


def refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)
