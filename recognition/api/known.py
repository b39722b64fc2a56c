"""A field or parameter that an operation does not know is refused: if a misspelt one did nothing, who would notice?"""

from collections.abc import Collection, Iterable

from recognition.refusals import Refused

KEY = ("key",)  # of a client without cookies, wherever one thing is asked for
CSRF = "csrfmiddlewaretoken"  # a form of a page of ours sends it besides


def fields(given: Iterable[str], known: Collection[str]) -> None:
    """Of a body. Raises Refused."""
    _only(given, known, "field")


def parameters(given: Iterable[str], known: Collection[str] = ()) -> None:
    """Of an address. Raises Refused."""
    _only(given, known, "parameter")


def _only(given: Iterable[str], known: Collection[str], what: str) -> None:
    strange = next((name for name in given if name not in known and name != CSRF), None)
    if strange is None:
        return
    names = ", ".join(f"“{name}”" for name in known) or "none"
    raise Refused(400, f"unknown_{what}", f"This operation has no {what} “{strange[:60]}”. It has {names}.")
