"""Django admin: every prediction with a thumbnail, read only; what the model said is never overwritten."""

import base64
import math
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from recognition.admin import dashboard, judging, queue, review
from recognition.admin.lists import NEWEST, ByVersion, LooksOnly, may_see_accounts
from recognition.display.thumbnails import thumbnail
from recognition.erasure import erase_some
from recognition.files import picture_response
from recognition.models import Prediction, Rereading

# What one opens a prediction's page for; the other fields follow.
FIRST = ("thumbnail", "text", "confidence", "decision", "reason", "what_the_network_saw", "said")


@admin.register(Prediction)
class PredictionAdmin(judging.JudgingActions, LooksOnly):
    list_display = (
        "thumbnail",
        "id",
        "text",
        "confidence",
        "decision",
        "status",
        "source",
        "owner",
        "created_at",
    )
    list_display_links = ("thumbnail", "id")
    list_filter = ("status", "decision", "channel", ByVersion, "created_at")
    search_fields = ("=number", "source", "=error_code")
    search_help_text = f"Filters and searches look through the newest {NEWEST:,}, or through the chosen days."
    not_in_the_list = ("glyphs", "preview", "digits")
    actions = ("accept", "not_a_digit", "unclear", "read_again")
    list_select_related = ("owner",)
    exclude = ("glyphs", "preview", "strokes", "picture")
    readonly_fields = ("thumbnail", "what_the_network_saw", "read_by_others", "said")

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Whose it is, is for those who may see accounts."""
        return tuple(name for name in self.list_display if name != "owner" or may_see_accounts(request))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {**(extra_context or {}), "may_operate": queue.may_operate(request)}
        return super().change_view(request, object_id, form_url, context)

    def get_fields(self, request: HttpRequest, obj: Prediction | None = None) -> list[Any]:
        names = list(super().get_fields(request, obj))
        return [*(name for name in FIRST if name in names), *(name for name in names if name not in FIRST)]

    def get_exclude(self, request: HttpRequest, obj: Prediction | None = None) -> tuple[str, ...]:
        return self.exclude if may_see_accounts(request) else (*self.exclude, "owner", "visitor")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Reviews are not deleted by themselves, but with what they are about."""
        listed, counts, needed, protected = super().get_deleted_objects(objs, request)
        return listed, counts, needed - {"review"}, protected

    def delete_model(self, request: HttpRequest, obj: Prediction) -> None:
        obj.erase()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Prediction]) -> None:
        erase_some(queryset.select_related(None), seconds=math.inf)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.picture_view)
        return [
            path("<uuid:prediction_id>/picture", view, name="recognition_picture"),
            *dashboard.addresses(self.admin_site),
            *queue.addresses(self.admin_site),
            *review.addresses(self.admin_site),
            *judging.addresses(self.admin_site),
            *super().get_urls(),
        ]

    def picture_view(self, request: HttpRequest, prediction_id: UUID) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return picture_response(get_object_or_404(Prediction, pk=prediction_id))

    @admin.display(description="picture")
    def thumbnail(self, row: Prediction) -> SafeString | str:
        return thumbnail(row)

    @admin.display(description="read by other models")
    def read_by_others(self, row: Prediction) -> SafeString | str:
        lines = ((f"{one.version} ({one.purpose}): ", one.number or one.error or "–") for one in others_of(row))
        return format_html_join(mark_safe("<br>"), "{}{}", lines) or "–"

    @admin.display(description="what the network saw")
    def what_the_network_saw(self, row: Prediction) -> SafeString | str:
        if not row.glyphs:
            return "–"
        encoded = base64.b64encode(row.glyphs).decode()
        return format_html('<img class="glyphs" src="data:image/png;base64,{}" alt="28x28 glyphs">', encoded)


def others_of(row: Prediction) -> QuerySet[Rereading]:
    return row.rereadings.select_related("version")
