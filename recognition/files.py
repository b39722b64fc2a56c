"""Private pictures, sent to whoever the caller has already found to be allowed to see them."""

from django.http import Http404, HttpResponse

from recognition.models import Prediction

PRIVATE = {
    "Cache-Control": "private, max-age=3600",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


def picture_response(prediction: Prediction) -> HttpResponse:
    """The worker's preview where there is one, else the file as handed in (then it is small, or still queued)."""
    if prediction.preview:
        return HttpResponse(bytes(prediction.preview), content_type="image/jpeg", headers=PRIVATE)
    if not prediction.picture:
        raise Http404
    try:
        with prediction.picture.open("rb") as file:
            data = file.read()
    except FileNotFoundError:
        raise Http404 from None
    return HttpResponse(data, content_type=f"image/{prediction.picture_format.lower()}", headers=PRIVATE)


def glyphs_response(prediction: Prediction) -> HttpResponse:
    if not prediction.glyphs:
        raise Http404
    return HttpResponse(bytes(prediction.glyphs), content_type="image/png", headers=PRIVATE)
