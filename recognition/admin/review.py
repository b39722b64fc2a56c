"""Reviewing in the admin: one item a screen or a grid of many; the script asks for more and sends what was said."""

import json
import math
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from recognition.feedback import checked
from recognition.models import Prediction
from recognition.models.opinions import latest_of_each
from recognition.models.reviews import Review, standing
from recognition.refusals import Refused
from recognition.review import agreement as agreements
from recognition.review.items import Item
from recognition.review.queue import answer, let_go, take
from recognition.review.redrawn import redrawn

ONE, GRID = 8, 24  # how many are loaded at a time
SKIPPED = "skipped"  # in the session: not shown to this reviewer again
MOST_SKIPPED = 500
LONGEST = 3600.0


def addresses(site: admin.AdminSite) -> list[Any]:
    def address(route: str, view: Any, name: str) -> Any:
        return path(f"review{route}", site.admin_view(for_reviewers(view)), name=f"recognition_review{name}")

    return [
        address("", review, ""),
        address("/next", more, "_next"),
        address("/agreement", agreement, "_agreement"),
        address("/skip", skip, "_skip"),
        address("/<uuid:prediction_id>/answer", say, "_answer"),
        address("/said/<int:review_id>/undo", undo, "_undo"),
    ]


def for_reviewers(view: Any) -> Any:
    def guarded(request: HttpRequest, **names: Any) -> HttpResponse:
        if not may_review(request):
            raise PermissionDenied
        response: HttpResponse = view(request, **names)
        return response

    return guarded


def may_review(request: HttpRequest) -> bool:
    return request.user.has_perm("recognition.add_review")


@require_safe
def review(request: HttpRequest) -> HttpResponse:
    grid = request.GET.get("view") == "grid"
    context = {
        **admin.site.each_context(request),
        "title": "Review",
        "is_nav_sidebar_enabled": False,
        "grid": grid,
        "items": items(request, GRID if grid else ONE),
    }
    return render(request, "admin/review.html", context)


@require_safe
def agreement(request: HttpRequest) -> HttpResponse:
    pairs, names = agreements.pairs(), names_for(request)
    said = [
        (row, [str(word) for word in latest_of_each(standing(row.reviews.all()))]) for row in agreements.conflicts()
    ]
    context = {
        **admin.site.each_context(request),
        "title": "Agreement",
        "pairs": [([names(one) for one in pair.reviewers], pair) for pair in pairs],
        "conflicts": said,
    }
    return render(request, "admin/agreement.html", context)


def names_for(request: HttpRequest) -> Callable[[int], str]:
    """Who may not see accounts, sees who is who by a number."""
    if not request.user.has_perm("auth.view_user"):
        return lambda pk: "you" if pk == request.user.pk else f"reviewer {pk}"
    users = dict(User.objects.filter(is_staff=True).values_list("pk", "username"))
    return lambda pk: users.get(pk, f"reviewer {pk}")


@require_POST
def more(request: HttpRequest) -> HttpResponse:
    """The next items as a fragment; `have` are those that the page has already."""
    grid = request.POST.get("view") == "grid"
    found = items(request, GRID if grid else ONE, request.POST.getlist("have"))
    return render(request, "admin/_review_items.html", {"items": found})


@require_POST
def skip(request: HttpRequest) -> HttpResponse:
    """Not for this reviewer, for the length of their session; for others it is free."""
    ids = identities(request.POST.getlist("item"))
    skipped = [*request.session.get(SKIPPED, []), *(pk.hex for pk in ids)]
    request.session[SKIPPED] = skipped[-MOST_SKIPPED:]
    let_go(request.user, ids)  # type: ignore[arg-type]
    return JsonResponse({})


@require_POST
def say(request: HttpRequest, prediction_id: UUID) -> HttpResponse:
    row = get_object_or_404(Prediction.objects.defer("strokes", "preview", "glyphs"), pk=prediction_id)
    said = request.POST
    try:
        fields = judged(row, said.get("verdict", ""), said.get("label", ""), said.get("digits", ""))
    except Refused as refused:
        return JsonResponse({"detail": str(refused)}, status=refused.status)
    bulk = next(iter(identities([said.get("bulk", "")])), None)
    word = answer(row, request.user, **fields, seconds=seconds_of(said.get("seconds", "")), bulk=bulk)  # type: ignore[arg-type]
    return JsonResponse({"review": word.pk, "verdict": word.verdict, "label": word.label})


@require_POST
def undo(request: HttpRequest, review_id: int) -> HttpResponse:
    """Only one's own word."""
    word = get_object_or_404(Review.objects.select_related("prediction"), pk=review_id, reviewer=request.user)
    word.prediction.take_back(word, request.user)  # type: ignore[arg-type]
    return JsonResponse({})


def items(request: HttpRequest, count: int, have: list[str] | None = None) -> list[Item]:
    without = identities([*(have or []), *request.session.get(SKIPPED, [])])
    rows = take(request.user, count, without)  # type: ignore[arg-type]
    prefetch_related_objects(rows, "reviews")
    return [Item(row) for row in rows]


def judged(row: Prediction, verdict: str, label: str, digits: str) -> dict[str, Any]:
    """The fields of a Review. Raises Refused."""
    if not digits:
        return checked(row, verdict, label)
    try:
        given = json.loads(digits)
    except (ValueError, RecursionError):
        raise Refused(400, "not_json", "The digits did not arrive whole.") from None
    return redrawn(row, given)


def identities(texts: list[str]) -> list[UUID]:
    """Of those that are ids."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def seconds_of(text: str) -> float | None:
    try:
        seconds = float(text)
    except ValueError:
        return None
    return round(seconds, 3) if math.isfinite(seconds) and 0 <= seconds <= LONGEST else None
