"""What every operation of the OpenAPI document answers beside what its view says."""

from typing import Any

from recognition.api.problems import ProblemRenderer

NOT_ACCEPTABLE = "406"  # `Accept` leaves JSON out
NO_DATABASE = "503"


def with_common_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A hook of drf-spectacular. Pictures and files are sent whatever `Accept` says: `recognition.api.negotiation`."""
    problem = {"$ref": "#/components/schemas/Problem"}
    answer = {"content": {ProblemRenderer.media_type: {"schema": problem}}, "description": ""}
    for operation in (operation for methods in result["paths"].values() for operation in methods.values()):
        answers = operation["responses"]
        good = {kind for status in answers if status < "300" for kind in answers[status].get("content", ())}
        common = [NO_DATABASE] if good - {"application/json"} else [NOT_ACCEPTABLE, NO_DATABASE]
        named = {**dict.fromkeys(common, answer), **answers}
        operation["responses"] = {status: named[status] for status in sorted(named)}
    return result
