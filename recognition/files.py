"""Private pictures, sent to whoever the caller has already found to be allowed to see them."""

from django.http import Http404, HttpResponse

from recognition.models import Prediction
from recognition.uploads import Refused

PRIVATE = {
    "Cache-Control": "private, max-age=3600",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


def picture_response(prediction: Prediction) -> HttpResponse:
    """The worker's preview where there is one, else the file as handed in (then it is small, or still queued)."""
    refuse_forgotten(prediction)
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
    refuse_forgotten(prediction)
    if not prediction.glyphs:
        raise Http404
    return HttpResponse(bytes(prediction.glyphs), content_type="image/png", headers=PRIVATE)


def refuse_forgotten(prediction: Prediction) -> None:
    if prediction.forgotten_at:
        sentence = f"The picture was deleted on {prediction.forgotten_at:%d %B %Y}. What was read in it is kept."
        raise Refused(410, "picture_deleted", sentence)
