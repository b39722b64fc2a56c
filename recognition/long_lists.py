"""Lists of the admin that stay quick with a million rows: nothing is counted, or looked through, to the end."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

COUNTED = 2_000  # so many rows can be paged through; a filter leads to the others
NEWEST = 50_000  # a filter or a search looks through these; a filter by day through all of that day


class BoundedPaginator(Paginator):  # type: ignore[type-arg]  # not generic at run time
    @cached_property
    def count(self) -> int:
        """Of the rows, or COUNTED where there are more."""
        rows: Any = self.object_list
        return int(rows.order_by().values("pk")[:COUNTED].count())


class NewestFirst(ChangeList):
    """Asks for the columns of a list only, and narrows the newest rows only."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: list[str | None] | None = None) -> QuerySet[Any]:
        pages = cast("LongList", self.model_admin)
        rows = super().get_queryset(request, exclude_parameters).defer(*pages.not_in_the_list)
        narrowed = self.query or any(name not in {"o", "p", "all"} for name in self.params)
        by_day = any(name.startswith("created_at") for name in request.GET)
        if narrowed and not by_day:
            key = pages.newest_by
            oldest: Any = QuerySet(self.model).order_by(f"-{key}").values_list(key, flat=True)[NEWEST : NEWEST + 1]
            rows = rows.filter(**{f"{key}__gt": oldest[0]}) if oldest else rows
        return rows


class LongList(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    paginator = BoundedPaginator
    show_full_result_count = False
    newest_by = "created_at"
    not_in_the_list: Sequence[str] = ()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return NewestFirst
