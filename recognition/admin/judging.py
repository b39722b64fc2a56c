"""Reviews in the admin's lists: every row that was ever written, and many predictions judged by one press."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from recognition.admin.lists import LooksOnly, may_see_accounts
from recognition.admin.review import for_reviewers, may_review
from recognition.feedback import checked
from recognition.models import Prediction
from recognition.models.reviews import Review, standing
from recognition.review.items import Item
from recognition.review.queue import answer, said_at_once

AT_ONCE = 500  # one press of a button judges no more: some milliseconds each
LIST = "admin:recognition_prediction_changelist"


class MineFilter(admin.SimpleListFilter):
    title, parameter_name = "who", "who"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("me", "Mine")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Review]) -> QuerySet[Review]:
        return queryset.filter(reviewer=request.user) if self.value() else queryset  # type: ignore[misc]


@admin.register(Review)
class ReviewAdmin(LooksOnly):
    """Read only, as reviews are."""

    list_display = ("id", "prediction_link", "__str__", "source", "reviewer", "sampled", "seconds", "created_at")
    list_filter = (MineFilter, "verdict", "source", "sampled", "created_at")
    list_select_related = ("reviewer", "withdrawal")
    newest_by = "id"
    not_in_the_list = ("digits",)
    actions = ("take_back",)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return tuple(name for name in self.list_display if name != "reviewer" or may_see_accounts(request))

    def get_exclude(self, request: HttpRequest, obj: Review | None = None) -> tuple[str, ...]:
        return () if may_see_accounts(request) else ("reviewer", "visitor")

    def has_delete_permission(self, request: HttpRequest, obj: Review | None = None) -> bool:
        return False

    def has_review_permission(self, request: HttpRequest) -> bool:
        return may_review(request)

    @admin.display(description="prediction")
    def prediction_link(self, row: Review) -> SafeString:
        url = reverse("admin:recognition_prediction_change", args=[row.prediction_id])
        return format_html('<a href="{}">{}</a>', url, str(row.prediction_id)[:8])

    @admin.action(description="Take back (your own)", permissions=["review"])
    def take_back(self, request: HttpRequest, queryset: QuerySet[Review]) -> None:
        mine = queryset.filter(reviewer=request.user, withdraws=None).select_related("prediction")[:AT_ONCE]  # type: ignore[misc]
        taken = sum(word.prediction.take_back(word, request.user) for word in mine)  # type: ignore[arg-type]
        self.message_user(request, f"{taken} taken back; the rows are still here.")


class JudgingActions(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """What a reviewer does with many predictions of a list; a part of their admin."""

    def has_review_permission(self, request: HttpRequest) -> bool:
        return may_review(request)

    @admin.action(description="Review: read right", permissions=["review"])
    def accept(self, request: HttpRequest, queryset: QuerySet[Prediction]) -> None:
        self._judge(request, queryset, "")

    @admin.action(description="Review: no digit", permissions=["review"])
    def not_a_digit(self, request: HttpRequest, queryset: QuerySet[Prediction]) -> None:
        self._judge(request, queryset, Review.Verdict.NOT_A_DIGIT)

    @admin.action(description="Review: nobody can tell", permissions=["review"])
    def unclear(self, request: HttpRequest, queryset: QuerySet[Prediction]) -> None:
        self._judge(request, queryset, Review.Verdict.UNCLEAR)

    def _judge(self, request: HttpRequest, queryset: QuerySet[Prediction], verdict: str) -> None:
        read = queryset.filter(status=Prediction.Status.SUCCEEDED)
        rows = list(read.defer("glyphs", "preview", "strokes")[: AT_ONCE + 1])
        if len(rows) > AT_ONCE:
            self.message_user(request, f"Choose at most {AT_ONCE} at once; nothing was said.", messages.ERROR)
            return
        if not rows:
            self.message_user(request, "None of them has a reading to judge.", messages.WARNING)
            return
        bulk = uuid4()
        for row in rows:
            said = checked(row, verdict or Item(row).accepting)
            answer(row, request.user, **said, bulk=bulk, sampled=Review.Sampled.PICKED, probability=None)  # type: ignore[arg-type]
        url = reverse("admin:recognition_review_bulk", args=[bulk])
        self.message_user(request, format_html('{} reviewed. <a href="{}">Undo</a>', len(rows), url))

    @admin.display(description="reviews")
    def said(self, row: Prediction) -> SafeString | str:
        """Every word that was ever said, oldest first."""
        rows = sorted(row.reviews.select_related("reviewer"), key=lambda review: review.pk)
        stand = {review.pk for review in standing(rows)}
        return format_html_join("", "<p>{}</p>", ((line(one, stands=one.pk in stand),) for one in rows)) or "–"


def line(review: Review, *, stands: bool) -> SafeString:
    words = f"{review.created_at:%Y-%m-%d %H:%M} {review.get_source_display()}: {review}"
    took = f", {review.seconds:.1f} s" if review.seconds is not None else ""
    how = f" ({review.get_sampled_display().lower()})" if review.sampled else ""
    said = format_html("{}{}{}", words, took, how)
    return said if stands or review.withdraws_id else format_html("<s>{}</s>", said)


def addresses(site: admin.AdminSite) -> list[Any]:
    view = site.admin_view(for_reviewers(undo_bulk))
    return [path("review/at-once/<uuid:bulk>", view, name="recognition_review_bulk")]


@require_http_methods(["GET", "HEAD", "POST"])
def undo_bulk(request: HttpRequest, bulk: UUID) -> HttpResponse:
    """Asks, then takes back what this person said by that press of a button."""
    words = list(said_at_once(bulk, request.user).select_related("prediction"))  # type: ignore[arg-type]
    if not words:
        raise Http404
    if request.method != "POST":
        context = {**admin.site.each_context(request), "title": "Undo", "count": len(words)}
        return render(request, "admin/undo.html", context)
    taken = sum(word.prediction.take_back(word, request.user) for word in words)  # type: ignore[arg-type]
    messages.success(request, f"{taken} taken back; the rows are still in the history.")
    return redirect(LIST)
