"""What a page hands in has a key: a browser that sends it again, because the answer was lost, makes no second one.

A form has one from its template, and a script sends one, the same until there is an answer. Another thing under the
same key is simply another one: a form that was gone back to may be sent with another picture.
"""

from json import dumps
from typing import Any

from django.http import HttpRequest

from recognition.models.idempotency import Claim
from recognition.owners import Owner, visitor_of

FIELD = "once"


def claim_of(request: HttpRequest, owner: Owner, parts: list[Any]) -> Claim | None:
    """None without a key. `owner` has a name, so nobody else's key is in its way."""
    key = request.headers.get("Idempotency-Key") or request.POST.get(FIELD)
    return Claim.of(owner, visitor_of(request), dumps([key, parts]), parts) if key else None
