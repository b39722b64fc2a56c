"""The `Idempotency-Key` header (IETF draft of that name): the same request again is answered with the same thing."""

import re
from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from recognition.models import idempotency
from recognition.models.idempotency import Answer, Claim
from recognition.owners import NEW_VISITOR, Owner, visitor_of
from recognition.refusals import Refused

NAME = "Idempotency-Key"
LONGEST = 255
PLAIN = re.compile(r'[!#-~][ -~]*|"((?:[ !#-\[\]-~]|\\["\\])*)"')  # as most send it, or in quotes, as the draft has it
RANDOM, DIFFERENT = 32, 8  # characters of a UUID without its dashes; of a random one so many differ, but once in 10^7
REPLAYED = {"Idempotent-Replayed": "true"}
PARAMETERS = [
    OpenApiParameter(
        NAME,
        str,
        OpenApiParameter.HEADER,
        description="A new random UUID for each thing that you hand in. Whoever sends the same again with it, because "
        "an answer was lost, gets the same thing again instead of another, for 24 hours.",
    ),
    OpenApiParameter(
        "Idempotent-Replayed",
        str,
        OpenApiParameter.HEADER,
        description="`true` where it was handed in before.",
        response=[201, 202],
    ),
]


def key_of(request: Request) -> str | None:
    """The key, None without one. Raises Refused when it is none that can be taken."""
    given = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if given is None:
        return None
    match = PLAIN.fullmatch(given.strip(" \t"))
    key = match[1] if match and match[1] is not None else match and match[0]
    if not key or len(key) > LONGEST:
        sentence = f"“{NAME}” must be 1 to {LONGEST} printable ASCII characters: best a new random UUID."
        raise Refused(400, "no_idempotency_key", sentence)
    if Owner.of(request) == Owner() and not _is_random(key):
        sentence = (
            f"Without an account or a cookie “{NAME}” is all that tells you from others, so nobody may guess it: "
            "please send a new random UUID."
        )
        raise Refused(400, "guessable_idempotency_key", sentence)
    return key


def claim_of(request: Request, key: str | None, parts: Callable[[], list[Any]]) -> Claim | None:
    """`parts`: what makes it another request, asked for only where there is a key."""
    return None if key is None else Claim.of(Owner.of(request), visitor_of(request), key, parts())


def once(
    request: Request, claim: Claim | None, hand_in: Callable[[], Answer], again: Callable[[Any], Answer]
) -> tuple[Answer, dict[str, str]]:
    """What `hand_in` gives, or what `again` makes of what was handed in before; and headers that say so."""
    answer, replayed = idempotency.once(claim, hand_in, again)
    if replayed:
        request.META.pop(NEW_VISITOR, None)  # that a try which came too late had made
    return answer, REPLAYED if replayed else {}


def _is_random(key: str) -> bool:
    """Long enough, and not one character over and over: who chose it well cannot be guessed."""
    return len(key) >= RANDOM and len(set(key)) >= DIFFERENT
