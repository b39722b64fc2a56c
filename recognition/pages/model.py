"""The model's own page: which one reads here, or another one that did, and how well."""

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from ml.evidence import MISTAKES
from recognition.display.portrait import LIMITS, Portrait
from recognition.models import Activation, ModelVersion

SHOWN = (ModelVersion.State.ACTIVE, ModelVersion.State.RETIRED)  # a candidate has read nothing of a visitor's


@require_safe
@cache_control(private=True, no_cache=True)  # the top names who is logged in; unchanged, it is not sent again
@conditional_page
def model(request: HttpRequest, name: str = "", version: str = "") -> HttpResponse:
    row = shown(name, version) if name else ModelVersion.active()
    if name and row is None:
        return redirect("model")  # an old reading may name a model that nobody here has a row of
    portrait = Portrait.of(row)
    since = row.activations.first() if row else None
    others = [other for other in ModelVersion.objects.filter(state__in=SHOWN) if other != row]
    context = {"portrait": portrait, "row": row, "since": since, "others": others, "limits": LIMITS}
    return render(request, "pages/model.html", {**context, "stamp": stamp(portrait, row, since, *others)})


def stamp(portrait: Portrait, *rows: ModelVersion | Activation | None) -> str:
    """Changes with whatever the page says: 400 cells and 60 pictures are drawn once in each process, not each time."""
    facts = (portrait.card, portrait.evidence_at, [(row, getattr(row, "state", "")) for row in rows])
    return sha256(repr(facts).encode()).hexdigest()


@require_safe
@cache_control(public=True, max_age=3600)
@conditional_page
def mistakes(request: HttpRequest, name: str, version: str) -> HttpResponse:
    """The strip of glyphs; of the model as its card is, or not at all."""
    row = shown(name, version)
    portrait = Portrait.of(row)
    if row is None or not portrait.mistakes:
        raise Http404
    strip = (portrait.folder / MISTAKES).read_bytes()
    return HttpResponse(strip, content_type="image/png", headers={"X-Content-Type-Options": "nosniff"})


def shown(name: str, version: str) -> ModelVersion | None:
    return ModelVersion.objects.filter(name=name, version=version, state__in=SHOWN).first()
