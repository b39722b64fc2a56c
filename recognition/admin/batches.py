"""Batches in the admin: looked at, and read again as a whole."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from recognition.admin.lists import LooksOnly, may_see_accounts
from recognition.models import Prediction
from recognition.models.batch import Batch


@admin.register(Batch)
class BatchAdmin(LooksOnly):
    list_display = ("name", "state", "channel", "mode", "made", "left_out", "created_at")
    list_filter = ("channel", "mode")
    search_fields = ("name",)
    exclude = ("files", "place")

    def has_view_permission(self, request: HttpRequest, obj: Batch | None = None) -> bool:
        return request.user.has_perm("recognition.view_prediction")

    def has_delete_permission(self, request: HttpRequest, obj: Batch | None = None) -> bool:
        return False  # its owner deletes it

    def get_exclude(self, request: HttpRequest, obj: Batch | None = None) -> tuple[str, ...]:
        return self.exclude if may_see_accounts(request) else (*self.exclude, "owner", "visitor")

    def predictions(self, chosen: QuerySet[Any]) -> QuerySet[Prediction]:
        return Prediction.objects.filter(batch__in=chosen)
