"""The dashboard's page in the admin, for whoever may see predictions."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from recognition.dashboard.page import WINDOWS, Dashboard

USUAL = 30


def addresses(site: admin.AdminSite) -> list[Any]:
    return [path("dashboard", site.admin_view(dashboard), name="recognition_dashboard")]


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("recognition.view_prediction"):
        raise PermissionDenied
    asked = request.GET.get("days", "")
    days = int(asked) if asked.isdecimal() and int(asked) in WINDOWS else USUAL
    context = {
        **admin.site.each_context(request),
        "title": "Dashboard",
        "board": Dashboard(days),
        "windows": WINDOWS,
    }
    return render(request, "admin/dashboard.html", context)
