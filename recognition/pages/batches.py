"""Batches as pages: hand in, watch, steer, take away. Without scripts each button is a form and the page reloads."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from recognition import retention
from recognition.api.problems import status_of
from recognition.batches import actions, exports, intake
from recognition.batches.progress import Progress, progress_of, progress_of_each
from recognition.display.wording import DECISIONS, Shown
from recognition.models import Prediction
from recognition.models.batch import RETRYABLE, Batch
from recognition.models.idempotency import once
from recognition.owners import Owner, key_for
from recognition.pages.once import claim_of
from recognition.pages.views import problem
from recognition.paging import Cursor
from recognition.selectors import batches_of, deletable_batch, visible_batch
from recognition.uploads import Refused

NEWEST = 50
THUMBNAILS, FAILURES = 24, 20
DOUBTFUL = (Prediction.Decision.UNCERTAIN, Prediction.Decision.REJECTED)
HEAVY = ("digits", "glyphs", "preview", "strokes")


@csrf_exempt  # the check reads the form, so it must come after the spool is laid
@require_http_methods(["GET", "HEAD", "POST"])
def batches(request: HttpRequest) -> HttpResponseBase:
    with intake.spooling(request, hashes=True):
        return _batches(request)


@csrf_protect
def _batches(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        Owner.creating(request)  # with the page: an answer that is lost would take the name with it
        return _form(request)
    try:
        batch = _handed_in(request, Owner.creating(request), intake.spool_of(request))
    except Refused as refused:
        return _form(request, refused)
    address = reverse("batch", args=[batch.pk])
    if "X-Fragment" in request.headers:
        return HttpResponse(status=201, headers={"Location": address})
    return redirect(address)


def _handed_in(request: HttpRequest, owner: Owner, spool: intake.Spool) -> Batch:
    """Raises Refused."""
    files, form = request.FILES, request.POST
    spool.claim = claim_of(request, owner, intake.parts(spool, files, form))
    channel = Prediction.Channel.UPLOAD
    handed_in: tuple[Batch, bool] = once(
        spool.claim, lambda: intake.receive(spool, files, form, owner, channel), lambda batch: batch
    )
    return handed_in[0]


def _form(request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
    context: dict[str, Any] = {"problem": problem(refused) if refused else None}
    if "X-Fragment" in request.headers:
        return render(request, "pages/_problem.html", context, status=status_of(refused) if refused else 200)
    context |= _listed(request)
    return render(request, "pages/batches.html", context, status=status_of(refused) if refused else 200)


def _listed(request: HttpRequest) -> dict[str, Any]:
    """The newest, or those older than a place in the list."""
    before = request.GET.get("before")
    rows = batches_of(Owner.of(request)).defer("files")
    try:
        rows = Cursor.parse(before).older(rows) if before else rows
    except ValueError as error:
        raise SuspiciousOperation(str(error)) from None
    found = list(rows[: NEWEST + 1])
    mine, more = found[:NEWEST], len(found) > NEWEST
    shown = [Watched(row, progress) for row, progress in zip(mine, progress_of_each(mine), strict=True)]
    return {"batches": shown, "paged": before, "older": Cursor(mine[-1].created_at, mine[-1].pk) if more else None}


@require_safe
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The page; for a script only what changes in it."""
    watched = Watched.of(visible(request, batch_id), request.GET.get("key", ""))
    template = "pages/_batch.html" if "X-Fragment" in request.headers else "pages/batch.html"
    response = render(request, template, {"batch": watched, **shown_items(watched)})
    response.headers["Vary"] = "X-Fragment, Cookie"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
def act(request: HttpRequest, batch_id: UUID, verb: str) -> HttpResponse:
    found = visible(request, batch_id)
    actions.act(found, verb, request.POST.get("item", ""))
    return redirect(Watched(found, progress_of(found), request.GET.get("key", "")).address)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """GET asks, POST deletes."""
    key = request.GET.get("key", "")
    found = deletable_batch(Owner.of(request), batch_id, key)
    if request.method != "POST":
        watched = Watched.of(found, key)
        return render(request, "pages/batch_delete.html", {"batch": watched})
    found.erase()
    messages.success(request, f"Deleted “{found.name}”.")
    return redirect("batches")


@require_safe
def export(request: HttpRequest, batch_id: UUID, kind: str) -> StreamingHttpResponse:
    return exports.export(visible(request, batch_id), kind, spreadsheet=True)


def visible(request: HttpRequest, batch_id: UUID) -> Batch:
    return visible_batch(Owner.of(request), batch_id, request.GET.get("key", ""))


@dataclass(frozen=True, slots=True)
class Watched:
    """A batch with what the templates need on top of its row."""

    row: Batch
    progress: Progress
    key: str = ""

    @classmethod
    def of(cls, row: Batch, key: str = "") -> "Watched":
        return cls(row, progress_of(row), key)

    @property
    def query(self) -> str:
        return f"?key={self.key}" if self.key else ""

    def shown(self, item: Prediction) -> Shown:
        """A key opens one item, so for who came with the batch's each has its own."""
        return Shown(item, key_for(item.pk) if self.key else "")

    @property
    def waits_for_room(self) -> bool:
        return self.row.state == Batch.State.UNPACKING and self.row.no_room_since is not None

    @property
    def state(self) -> str:
        """In a word."""
        return "waiting" if self.waits_for_room else self.row.state

    @property
    def address(self) -> str:
        return reverse("batch", args=[self.row.pk]) + self.query

    @property
    def kept_until(self) -> datetime | None:
        return retention.kept_until(self.row)

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """Decisions first, then what came to no reading, if anything did; each with its word."""
        read = [(name, words, getattr(self.progress, name)) for name, words in DECISIONS.items()]
        never = self.progress.expected - self.progress.done if self.row.cancelled_at else 0
        others = [("failed", "Failed", self.progress.failed), ("cancelled", "Cancelled", never)]
        return read + [one for one in others if one[-1]]

    @property
    def percent(self) -> int:
        """Rounded down, so that only the end shows as 100."""
        return int(self.progress.share * 100)


def shown_items(batch: Watched) -> dict[str, Any]:
    """Failures first and what nobody has looked at yet, in their order; then the latest readings."""
    items = batch.row.items.defer(*HEAVY)
    failures = items.filter(status=Prediction.Status.FAILED).annotate(retryable=RETRYABLE).order_by("position")
    read = items.filter(status=Prediction.Status.SUCCEEDED)
    doubtful = list(read.filter(decision__in=DOUBTFUL, verdict="").order_by("position")[: THUMBNAILS + 1])
    latest = read.order_by("-finished_at", "-position")[:THUMBNAILS]
    return {
        "failures": failures[:FAILURES],
        "retryable": batch.progress.failed and batch.row.retryable(items).exists(),
        "doubtful": [batch.shown(item) for item in doubtful[:THUMBNAILS]],
        "more_doubtful": len(doubtful) > THUMBNAILS,
        "latest": [batch.shown(item) for item in latest],
    }
