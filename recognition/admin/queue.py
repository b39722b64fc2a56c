"""The operator's page in the admin: what waits, who works, how fast, what failed; retry and purge."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from recognition import overview
from recognition.admin import operations
from workers.celery import Lane

PAGE = "admin:recognition_queue"


def addresses(site: admin.AdminSite) -> list[Any]:
    return [
        path("queue", site.admin_view(queue), name="recognition_queue"),
        path("queue/<str:lane>/purge", site.admin_view(purge), name="recognition_queue_purge"),
        path("queue/<str:error_code>/retry", site.admin_view(retry), name="recognition_queue_retry"),
    ]


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("recognition.view_prediction"):
        raise PermissionDenied
    context = {
        **admin.site.each_context(request),
        "title": "The queue",
        "may_operate": may_operate(request),
        "lanes": overview.lane_states(),
        "processes": overview.processes(),
        "throughput": overview.throughput(),
        "failures": overview.failures(),
        "retryable": overview.retryable(),
    }
    return render(request, "admin/queue.html", context)


@require_POST
def purge(request: HttpRequest, lane: str) -> HttpResponse:
    """Only with the box ticked: what is cancelled does not come back."""
    if not may_operate(request):
        raise PermissionDenied
    if lane not in set(Lane):
        raise Http404
    if request.POST.get("sure") == "yes":
        messages.success(request, f"{operations.purge(Lane(lane))} cancelled in the {lane} lane.")
    else:
        messages.error(request, "Nothing was cancelled: tick the box to say that you are sure.")
    return redirect(PAGE)


@require_POST
def retry(request: HttpRequest, error_code: str) -> HttpResponse:
    if not may_operate(request):
        raise PermissionDenied
    messages.success(request, f"{operations.retry(error_code)} queued again.")
    return redirect(PAGE)


def may_operate(request: HttpRequest) -> bool:
    return request.user.has_perm("recognition.change_prediction")
