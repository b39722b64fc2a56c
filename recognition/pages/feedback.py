"""The answer to “Is this right?” below a reading."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from recognition.display.wording import Shown
from recognition.feedback import checked
from recognition.models.reviews import Review
from recognition.owners import Owner
from recognition.pages.views import refusal
from recognition.selectors import predictions_of
from recognition.uploads import Refused


@require_POST
def review(request: HttpRequest, prediction_id: UUID) -> HttpResponse:
    """A form in, the form with what was said out. Only the owner answers: a key reads and changes nothing."""
    owner = Owner.of(request)
    row = get_object_or_404(predictions_of(owner), pk=prediction_id)
    said = request.POST
    try:
        fields = checked(
            row, said.get("verdict", Review.Verdict.CORRECTED), said.get("label", ""), said.getlist("digit")
        )
    except Refused as refused:
        return refusal(request, refused)
    row.review(**fields, reviewer_id=owner.user_id, visitor=owner.visitor, source=Review.Source.USER)
    if "X-Fragment" in request.headers:
        return render(request, "pages/_feedback.html", {"prediction": Shown(row), "answered": True})
    return redirect("prediction", prediction_id=prediction_id)
