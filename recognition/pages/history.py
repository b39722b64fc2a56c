"""The history: what this person handed in, narrowed, exported and deleted."""

from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from recognition import exports, paging
from recognition.display.wording import Shown
from recognition.erasure import erase_some
from recognition.filters import HistoryFilter
from recognition.owners import Owner
from recognition.paging import Rows
from recognition.selectors import predictions_of

PAGE_SIZE = 30
HEAVY = ("digits", "glyphs", "preview", "batch__files")  # a list shows none of these


@require_safe
@vary_on_headers("X-Fragment")
@cache_control(private=True, no_cache=True)  # going back must not show the list without its page
def history(request: HttpRequest) -> HttpResponse:
    """The page; for a script only the list, which is what a filter changes."""
    wanted = HistoryFilter(request.GET)
    rows = wanted.narrow(mine(request)).select_related("batch").defer(*HEAVY).prefetch_related("reviews")
    places = {name: wanted.cleaned_data.get(name) for name in ("before", "after")}
    page = paging.page(rows, PAGE_SIZE, **places)
    context = {"filter": wanted, "page": page, "rows": [Shown(row) for row in page.rows], "paged": any(places.values())}
    template = "pages/_history.html" if "X-Fragment" in request.headers else "pages/history.html"
    return render(request, template, context, status=200 if wanted.is_valid() else 400)


@require_safe
def export(request: HttpRequest, extension: str) -> StreamingHttpResponse:
    return exports.export(narrowed(request), extension)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, what: str) -> HttpResponse:
    """GET asks; POST deletes for two seconds and says whether there is more. The address says what: the rows with the
    given ids, or everything that the filter shows, which without a filter is everything."""
    asked = moment(request.POST.get("asked", ""))
    rows = selected(request) if what == "selected" else narrowed(request).filter(created_at__lte=asked)
    erased = erase_some(rows) if request.method == "POST" else 0
    left = rows.count()
    count = counted(request.POST.get("count", ""), erased + left)
    if request.method == "POST" and not left:
        messages.success(request, f"Deleted {count:,} {'reading' if count == 1 else 'readings'}.")
    if request.method == "POST" and "X-Fragment" in request.headers:
        return JsonResponse({"erased": erased, "left": left})
    if left or request.method != "POST":
        context = {"what": what, "left": left, "erased": erased, "asked": asked, "filter": HistoryFilter(request.GET)}
        return render(request, "pages/delete.html", {**context, "count": count})
    return redirect("history")


def counted(text: str, otherwise: int) -> int:
    """How many there were when the question was put: it may take several answers until all are gone."""
    return int(text) if text.isdecimal() and len(text) < 10 else otherwise


def moment(text: str) -> datetime:
    """When the question was put, or now. One that makes no sense is none of ours."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC) if text else timezone.now()
    except (ValueError, OverflowError) as error:
        raise SuspiciousOperation(str(error)) from None


def mine(request: HttpRequest) -> Rows:
    return predictions_of(Owner.of(request))


def narrowed(request: HttpRequest) -> Rows:
    """What the page's filter shows. An address with a filter that makes no sense is none of ours."""
    wanted = HistoryFilter(request.GET)
    rows = wanted.narrow(mine(request))
    if wanted.errors:
        raise SuspiciousOperation(wanted.errors.as_text())
    return rows


def selected(request: HttpRequest) -> Rows:
    try:
        ids = [UUID(text) for text in request.GET.getlist("id")]
    except ValueError:
        raise Http404 from None
    return mine(request).filter(pk__in=ids)
