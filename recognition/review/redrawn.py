"""A reviewer's boxes: moved, split, merged, each with its digit; checked, and put into reading order."""

from itertools import groupby
from typing import Any

from recognition.feedback import checked, value_of
from recognition.models import Prediction
from recognition.models.reviews import Review
from recognition.uploads import Refused

SIDES = ("x", "y", "width", "height")
MOST = 1000
FARTHEST = 1_000_000
Digit = dict[str, Any]


def redrawn(row: Prediction, given: object) -> dict[str, Any]:
    """The fields of a Review of `row` that says which ink is which digit. Raises Refused.

    `given` is a list of objects with `value` (0 to 9, or null for what is no digit), `line` and `box`. Where the boxes
    are the reading's own, it is an answer digit by digit, which keeps the groups.
    """
    if not row.has_reading:
        raise Refused(409, "not_read", "There is no reading to judge here.")
    if not isinstance(given, list) or not 0 < len(given) <= MOST:
        raise Refused(400, "wrong_count", f"Give 1 to {MOST} digits.")
    digits = sorted(map(_digit, given), key=_order)
    by_box = {_place(digit): digit["value"] for digit in digits}
    if len(by_box) == len(row.digits) and all(_place(digit) in by_box for digit in row.digits):
        return checked(row, Review.Verdict.CORRECTED, values=[by_box[_place(digit)] for digit in row.digits])
    label = "\n".join(filter(None, (_text(line) for _, line in groupby(digits, key=lambda digit: digit["line"]))))
    if not label:
        return {"verdict": Review.Verdict.NOT_A_DIGIT, "digits": digits}
    if "".join(label.split()) == row.number:  # read right, though not from these boxes
        return {"verdict": Review.Verdict.ACCEPTED, "label": row.text, "digits": digits}
    return {"verdict": Review.Verdict.CORRECTED, "label": label, "digits": digits}


def _order(digit: Digit) -> tuple[int, float]:
    return digit["line"], digit["box"]["x"] + digit["box"]["width"] / 2


def _digit(given: object) -> Digit:
    try:
        value, line, box = (given[name] for name in ("value", "line", "box"))  # type: ignore[index]
        numbers = [_whole(line), *(_whole(box[side]) for side in SIDES)]
    except (TypeError, KeyError, ValueError):
        raise Refused(400, "no_box", "Each digit has a value, a line and a box of whole numbers.") from None
    return {"value": value_of(value), "line": numbers[0], "box": dict(zip(SIDES, numbers[1:], strict=True))}


def _whole(given: object) -> int:
    if type(given) is not int or abs(given) > FARTHEST:
        raise ValueError(given)
    return given


def _place(digit: Digit) -> tuple[int, ...]:
    return tuple(digit["box"][side] for side in SIDES)


def _text(line: Any) -> str:
    return "".join(str(digit["value"]) for digit in line if digit["value"] is not None)
