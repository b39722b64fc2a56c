"""What a person answers to “Is this right?”, checked: a verdict, the whole text, or the true digits one by one."""

import re
from collections.abc import Sequence
from typing import Any

from recognition.models import Prediction
from recognition.models.reviews import Review
from recognition.uploads import Refused

Verdict = Review.Verdict
MAX_LENGTH = 1000
SPACES = re.compile(r"[^\S\n]+")


def checked(row: Prediction, verdict: object, label: object = "", values: Sequence[object] = ()) -> dict[str, Any]:
    """The fields of a Review of `row`. Raises Refused.

    A correction is a `label`, or a value for each digit that was read: 0 to 9, or nothing for what is no digit. Where
    the two disagree, the label counts: somebody who types a whole number saw digits that the reader did not. What
    corrects nothing accepts.
    """
    if not row.has_reading:
        raise Refused(409, "not_read", "There is no reading to judge here.")
    if verdict not in Verdict.values:
        raise Refused(400, "no_such_verdict", f"“verdict” must be one of {', '.join(Verdict.values)}.")
    if verdict == Verdict.ACCEPTED:
        return {"verdict": verdict, "label": row.text, "digits": _digits(row, [digit["value"] for digit in row.digits])}
    if verdict != Verdict.CORRECTED:
        return {"verdict": verdict}
    return _corrected(row, _label(label), _values(row, values))


def _corrected(row: Prediction, label: str, values: list[int | None]) -> dict[str, Any]:
    if values and (not label or label == row.text):
        label = _text(row, values)
    if label == row.text and label:
        return checked(row, Verdict.ACCEPTED)
    if not label and values:
        return {"verdict": Verdict.NOT_A_DIGIT, "digits": _digits(row, values)}
    if not label:
        raise Refused(400, "no_label", "Say which digits it shows.")
    if not values or label != _text(row, values):
        values = laid(row.number, label) if len(row.number) == len(row.digits) else []
    return {"verdict": Verdict.CORRECTED, "label": label, "digits": _digits(row, values) if values else []}


def laid(read: str, label: str) -> list[int | None]:
    """The digits of `label` laid against those that were read, None for what is no digit; nothing where it is not sure
    which ink belongs to which.

    As many digits are taken one for one, while at most half of them differ: else they may be shifted. Fewer are what
    is left when some of the read ones are struck out (a bracket read as a 1), where that goes in one way only.
    """
    true = [character for character in label if character.isdigit()]
    if len(true) == len(read):
        differing = sum(one != other for one, other in zip(true, read, strict=True))
        return [int(one) for one in true] if differing <= max(1, len(read) // 2) else []
    first = _places(read, true)
    last = [len(read) - 1 - place for place in reversed(_places(read[::-1], true[::-1]))]
    if len(first) < len(true) or first != last:
        return []
    return [int(one) if place in first else None for place, one in enumerate(read)]


def _places(read: Sequence[str], true: Sequence[str]) -> list[int]:
    """Where `true` is found in `read`, one after the other, each as early as can be; fewer places if it is not."""
    found: list[int] = []
    for place, one in enumerate(read):
        if len(found) < len(true) and one == true[len(found)]:
            found.append(place)
    return found


def _label(label: object) -> str:
    """The text with one space between groups and a newline between lines, as a reading has it."""
    if not isinstance(label, str) or len(label) > MAX_LENGTH or not re.fullmatch(r"[0-9\s]*", label):
        raise Refused(400, "not_digits", f"A label is digits and spaces, at most {MAX_LENGTH} of them.")
    return "\n".join(filter(None, (SPACES.sub(" ", line).strip() for line in label.splitlines())))


def _values(row: Prediction, values: object) -> list[int | None]:
    if not isinstance(values, list | tuple) or len(values) not in {0, len(row.digits)}:
        raise Refused(400, "wrong_count", f"Give a value for each of the {len(row.digits)} digits that were read.")
    return [value_of(value) for value in values]


def value_of(value: object) -> int | None:
    text = "" if value is None else str(value).strip()
    if not re.fullmatch(r"[0-9]?", text):
        raise Refused(400, "not_digits", "A digit is 0 to 9, or nothing for what is no digit.")
    return int(text) if text else None


def _text(row: Prediction, values: Sequence[int | None]) -> str:
    """What was read with each digit replaced, its groups and lines kept; what is no digit falls out."""
    if len(values) != len(row.number):
        return "".join(str(value) for value in values if value is not None)
    left = iter(values)
    replaced = (_shown(next(left)) if character.isdigit() else character for character in row.text)
    return _label("".join(replaced))


def _shown(value: int | None) -> str:
    return "" if value is None else str(value)


def _digits(row: Prediction, values: Sequence[int | None]) -> list[dict[str, Any]]:
    """The true values with the ink they belong to."""
    return [
        {"value": value, "line": digit["line"], "box": digit["box"]}
        for value, digit in zip(values, row.digits, strict=True)
    ]
