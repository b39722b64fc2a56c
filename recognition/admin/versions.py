"""Models in the admin: what is published, which one reads; activating and taking back, by the model's own verbs."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods, require_POST

from recognition import model_uploads
from recognition.dashboard.beside import beside
from recognition.model_uploads import UploadRefused
from recognition.models.versions import Activation, ActivationRefused, ModelVersion

LIST = "admin:recognition_modelversion_changelist"


class Activations(admin.TabularInline):  # type: ignore[type-arg]  # not generic at run time
    model = Activation
    fk_name = "version"
    fields = readonly_fields = ("at", "by", "previous", "reason", "rolled_back")
    can_delete = False
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True  # whoever sees the version

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ModelVersion)
class ModelVersionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    list_display = ("__str__", "state", "verdict", "mnist_accuracy", "published_at", "problem")
    list_filter = ("state", "name")
    exclude = ("card", "comparison")
    readonly_fields = ("figures", "compared")
    inlines = (Activations,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ModelVersion | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ModelVersion | None = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/activate", wrap(self.activate), name="recognition_modelversion_activate"),
            path("<int:pk>/shadow", wrap(self.shadow), name="recognition_modelversion_shadow"),
            path("publish", wrap(self.publish), name="recognition_modelversion_publish"),
            path("roll-back", wrap(self.roll_back), name="recognition_modelversion_roll_back"),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def activate(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(ModelVersion, pk=pk)
        return self._exchange(request, lambda reason: row.activate(request.user, reason))  # type: ignore[arg-type]

    @method_decorator(require_POST)
    def publish(self, request: HttpRequest) -> HttpResponse:
        if not may_activate(request):
            raise PermissionDenied
        try:
            row = model_uploads.publish(request.FILES.dict())
        except (UploadRefused, ActivationRefused) as refused:
            messages.error(request, str(refused))
            return redirect(LIST)
        messages.success(request, f"{row} is a {row.state}.")
        return redirect("admin:recognition_modelversion_change", row.pk)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def roll_back(self, request: HttpRequest) -> HttpResponse:
        """Asks, then does it."""
        if request.method != "POST" and may_activate(request):
            words = {"title": "Roll back", "active": ModelVersion.active(), "before": ModelVersion.before()}
            return render(request, "admin/roll_back.html", {**self.admin_site.each_context(request), **words})
        return self._exchange(request, lambda reason: ModelVersion.roll_back(request.user, reason))  # type: ignore[arg-type]

    @method_decorator(require_POST)
    def shadow(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not may_activate(request):
            raise PermissionDenied
        row = get_object_or_404(ModelVersion, pk=pk)
        percent = request.POST.get("percent", "")
        try:
            row.shadow(int(percent) if percent.isdecimal() and len(percent) < 4 else 0)
        except ActivationRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{row} reads {row.shadow_percent} % of what comes in, beside the active one.")
        return redirect("admin:recognition_modelversion_change", pk)

    def _exchange(self, request: HttpRequest, verb: Callable[[str], object]) -> HttpResponse:
        if not may_activate(request):
            raise PermissionDenied
        try:
            verb(request.POST.get("reason", "").strip())
        except ActivationRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{ModelVersion.active()} is active. Workers read with it within seconds.")
        return redirect(LIST)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = {**(extra_context or {}), "title": "Published models", "may_activate": may_activate(request)}
        return super().changelist_view(request, context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = ModelVersion.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        found = beside(row) if row and self.has_view_permission(request, row) else None
        context = {**(extra_context or {}), "may_activate": may_activate(request), "beside": found}
        return super().change_view(request, object_id, form_url, context)

    @admin.display(description="card")
    def figures(self, row: ModelVersion) -> SafeString | str:
        """Its own, of each set of digits; the page that shows them to everybody has no candidates."""
        found = {name: one for name, one in row.card.get("metrics", {}).items() if "accuracy" in one}
        lines = ((one.get("title", name), f"{one['accuracy']:.2%}", one["digits"]) for name, one in found.items())
        return format_html_join(mark_safe("<br>"), "{}: {} of {}", lines) or "–"

    @admin.display(description="comparison")
    def compared(self, row: ModelVersion) -> SafeString | str:
        """A line a set: what only this one reads right, what only the other does, and McNemar's p-value."""
        sets = (row.comparison or {}).get("sets", {}).values()
        lines = format_html_join(
            mark_safe("<br>"),
            "{}: {} gained, {} lost of {} (p = {})",
            ((one["title"], one["gained"], one["lost"], one["digits"], one["p"]) for one in sets),
        )
        against = (row.comparison or {}).get("current", "")
        return format_html("{}, beside {}<br>{}", row.verdict, against, lines) if sets else row.verdict or "–"

    @admin.display(description="MNIST test")
    def mnist_accuracy(self, row: ModelVersion) -> str:
        accuracy = row.card.get("metrics", {}).get("mnist_test", {}).get("accuracy")
        return f"{accuracy:.2%}" if isinstance(accuracy, float) else "–"


def may_activate(request: HttpRequest) -> bool:
    return request.user.has_perm("recognition.activate_modelversion")
