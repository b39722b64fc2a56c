"""Lists in the admin that stay quick with a million rows: nothing is counted to its end, nothing sorted but by time."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin import SimpleListFilter
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from recognition import shadow
from recognition.admin import queue
from recognition.models import ModelVersion, Prediction

MOST = 5_000  # rows a list leads to: whoever wants more narrows it
NEWEST = 50_000  # a filter or a search looks through these; with days chosen, through all of those days


class BoundedPaginator(Paginator):  # type: ignore[type-arg]  # not generic at run time
    """Counts no further than MOST."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by()[:MOST].count())


class ByVersion(SimpleListFilter):
    """From the few published models, not from what stands in all rows."""

    title = "model"
    parameter_name = "model"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterator[tuple[str, str]]:
        return ((str(row.pk), str(row)) for row in ModelVersion.objects.only("name", "version"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        version = ModelVersion.objects.filter(pk=value).first() if value and value.isdecimal() else None
        return queryset.filter(model_name=version.name, model_version=version.version) if version else queryset


class NewestFirst(ChangeList):
    """Asks for the columns of a list only. What is rare is not looked for in all rows, but in the newest."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: list[str | None] | None = None) -> QuerySet[Any]:
        pages = cast("LooksOnly", self.model_admin)
        rows = super().get_queryset(request, exclude_parameters).defer(*pages.not_in_the_list)
        narrowed = self.query or any(name not in {"o", "p", "all"} for name in self.params)
        if not narrowed or any(name.startswith("created_at") for name in request.GET):
            return rows
        key = pages.newest_by
        before: Any = QuerySet(self.model).order_by(f"-{key}").values_list(key, flat=True)[NEWEST : NEWEST + 1]
        return rows.filter(**{f"{key}__gt": before[0]}) if before else rows


class LooksOnly(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Nothing is added or changed by hand. Who operates may have things read again."""

    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # they would count every filter
    sortable_by = ("created_at",)
    newest_by = "created_at"
    not_in_the_list: Sequence[str] = ()
    actions: Sequence[str] = ("read_again",)

    class Media:
        css = {"all": ["admin/recognition.css"]}  # noqa: RUF012 - Django's own spelling

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return NewestFirst

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_operate_permission(self, request: HttpRequest) -> bool:
        return queue.may_operate(request)

    @admin.action(description="Read again with the active model", permissions=["operate"])
    def read_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        active = ModelVersion.active()
        if active is None:
            self.message_user(request, "No model is active.", messages.ERROR)
            return
        asked, more = shadow.read_again(self.predictions(queryset), active)
        rest = " There are more: ask once more for them." if more else ""
        self.message_user(request, f"{active} reads {asked} again; what was read first stays as it is.{rest}")

    def predictions(self, chosen: QuerySet[Any]) -> QuerySet[Prediction]:
        return chosen


def may_see_accounts(request: HttpRequest) -> bool:
    return request.user.has_perm("auth.view_user")
