"""The words for what the model decided, and a prediction as the pages show it."""

from typing import Any
from urllib.parse import urlencode

from django.utils.safestring import SafeString

from recognition.drawings import svg
from recognition.models import Prediction

REASONS = {
    "blank": "There is nothing on it: no ink was found.",
    "too_faint": "The ink is too faint to be read.",
    "not_a_digit": "This does not look like a digit.",
    "low_confidence": "The model is not sure enough of its answer.",
    "several_digits": "There are several digits where one was asked for.",
    "not_as_expected": "What is written does not fit what was expected.",
}
PROBLEMS = {
    "empty": "The file is empty",
    "not_an_image": "That is not a picture",
    "unsupported_format": "We cannot read this kind of picture",
    "truncated": "The picture is not whole",
    "damaged": "The picture is damaged",
    "no_pixels": "The picture has no pixels",
    "too_many_pixels": "The picture is too large",
    "too_large": "The file is too large",
    "missing": "There is no picture",
    "queue_full": "Too much is waiting",
    "too_many_waiting": "Too much of yours is waiting",
    "storage_full": "There is no room for pictures",
    "database_away": "We cannot look that up right now",
    "too_many": "That is too much for one batch",
    "empty_zip": "The ZIP is empty",
    "truncated_zip": "The ZIP is not whole",
    "damaged_zip": "The ZIP is damaged",
    "bad_names": "The ZIP is damaged",
    "encrypted": "That is encrypted",
    "nested_zip": "There are only ZIPs in the ZIP",
}
DECISIONS = {"accepted": "Sure", "uncertain": "Not sure", "rejected": "No digit"}
CHANNELS = {"draw": "Drawing", "upload": "Upload", "api": "API"}
CLOSE = 0.05  # a second digit with at least this probability is named as the runner-up


def problem_title(code: str) -> str:
    """A heading for what was refused; the sentence below it says what to do."""
    return PROBLEMS.get(code, "That could not be read")


def channel_name(channel: str) -> str:
    return CHANNELS.get(channel, channel.capitalize())


class Shown:
    """A prediction with what the templates need on top of its row."""

    def __init__(self, row: Prediction, key: str = "") -> None:
        self.row = row
        self.query = f"?{urlencode({'key': key})}" if key else ""  # for the addresses on a page opened by its key

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)

    @property
    def confidence_percent(self) -> int | None:
        """Rounded down, so that only certainty shows as 100."""
        return None if self.row.confidence is None else int(self.row.confidence * 100)

    @property
    def reason_sentence(self) -> str:
        return REASONS.get(self.row.reason, "The model could not decide.") if self.row.reason else ""

    @property
    def runner_up(self) -> int | None:
        """The second most likely digit of a single-digit reading, when it is a close second."""
        if len(self.row.digits) != 1:
            return None
        probabilities = self.row.digits[0]["probabilities"]
        second = sorted(range(10), key=probabilities.__getitem__)[-2]
        return second if probabilities[second] >= CLOSE else None

    @property
    def thumbnail(self) -> SafeString | str:
        return svg(self.row.strokes, most_points=160) if self.row.strokes else ""

    @property
    def decision_name(self) -> str:
        return DECISIONS.get(self.row.decision, "Not read")

    @property
    def channel_name(self) -> str:
        return channel_name(self.row.channel)

    @property
    def has_picture(self) -> bool:
        return bool(self.row.picture)
