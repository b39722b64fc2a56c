"""What every operation of the OpenAPI document answers beside what its view says."""

import re
from typing import Any

from recognition.api.problems import ProblemRenderer

NOT_ACCEPTABLE = "406"
NO_DATABASE = "503"
FORGED = "403"  # a session's cookie without its CSRF token
MEANINGS = {
    "200": "What you asked for.",
    "201": "It is there.",
    "202": "Kept, and not finished yet: ask again at `Location`, after `Retry-After` seconds.",
    "204": "Gone.",
    "400": "Something in it makes no sense; `detail` says what.",
    "403": "A session's cookie came without its token in `X-CSRFToken`.",
    "404": "There is nothing of yours.",
    "406": "`Accept` leaves JSON out.",
    "409": "There is no reading to judge.",
    "410": "The picture is deleted; what was read stays.",
    "411": "The body does not say its length.",
    "413": "It is too large, or too many.",
    "415": "It is no picture that can be read, or the body is of another type.",
    "422": "Another request had this `Idempotency-Key`.",
    "429": "Too much of yours is waiting: try again after `Retry-After` seconds.",
    "503": "Too much is waiting, or the database is away: try again after `Retry-After` seconds.",
}


def with_common_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A hook of drf-spectacular. Pictures and files are sent whatever `Accept` says: `recognition.api.negotiation`."""
    answer = {"content": {ProblemRenderer.media_type: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for methods in result["paths"].values():
        for method, operation in methods.items():
            answers = operation["responses"]
            named = {**{status: dict(answer) for status in _common(method, answers)}, **answers}
            for status, one in named.items():
                one["description"] = MEANINGS[status]
            operation["responses"] = {status: named[status] for status in sorted(named)}
            for parameter in operation.get("parameters", ()):
                _as_choices(parameter["schema"])
    return result


def _common(method: str, answers: dict[str, Any]) -> list[str]:
    good = {kind for status in answers if status < "300" for kind in answers[status].get("content", ())}
    common = [NO_DATABASE] if good - {"application/json"} else [NOT_ACCEPTABLE, NO_DATABASE]
    return common if method == "get" else [FORGED, *common]


def _as_choices(schema: dict[str, Any]) -> None:
    """Of an address that is one of several words the generator makes the pattern ^a|b$, which `abc` fits, too."""
    words = re.fullmatch(r"\^(\w+(?:\|\w+)+)\$", schema.get("pattern", ""))
    if words:
        del schema["pattern"]
        schema["enum"] = words[1].split("|")
