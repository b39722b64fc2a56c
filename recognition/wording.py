"""The words for what the model decided, and a prediction as the pages show it."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from recognition.drawings import svg
from recognition.models import Prediction
from recognition.previews import Preview

REASONS = {
    "blank": "There is nothing on it: no ink was found.",
    "too_faint": "The ink is too faint to be read.",
    "not_a_digit": "This does not look like a digit.",
    "low_confidence": "The model is not sure enough of its answer.",
    "several_digits": "There are several digits where one was asked for.",
    "not_as_expected": "What is written does not fit what was expected.",
}
REJECTED = {
    "blank": "Nothing there",
    "not_a_digit": "Not a digit",
    "several_digits": "Several digits",
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
    "picture_deleted": "The picture is deleted",
}
DECISIONS = {"accepted": "Sure", "uncertain": "Not sure", "rejected": "No digit"}
CHANNELS = {"draw": "Drawing", "upload": "Upload", "api": "API"}
SURE = [(99, "Very sure"), (90, "Sure"), (0, "Fairly sure")]  # from this many percent of confidence
CLOSE = 0.05  # a second digit with at least this probability is named as the runner-up


def problem_title(code: str) -> str:
    """A heading for what was refused; the sentence below it says what to do."""
    return PROBLEMS.get(code, "That could not be read")


def channel_name(channel: str) -> str:
    return CHANNELS.get(channel, channel.capitalize())


def runner_up(digit: dict[str, Any]) -> int:
    """The likeliest value beside the one that was read."""
    return max((value for value in range(10) if value != digit["value"]), key=digit["probabilities"].__getitem__)


def is_close(digit: dict[str, Any]) -> bool:
    return bool(digit["probabilities"][runner_up(digit)] >= CLOSE)


class Shown:
    """A prediction, or the preview of one, with what the templates need on top of its row."""

    def __init__(self, row: Prediction | Preview, key: str = "") -> None:
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
        if self.row.reason == "not_a_digit" and not self.is_not_a_digit:
            return "Part of it does not look like a digit."
        return REASONS.get(self.row.reason, "The model could not decide.") if self.row.reason else ""

    @property
    def runner_up(self) -> int | None:
        """The second most likely digit of a single-digit reading, when it is a close second."""
        digits = self.row.digits
        return runner_up(digits[0]) if len(digits) == 1 and is_close(digits[0]) else None

    @property
    def heading(self) -> str:
        if self.row.decision == Prediction.Decision.ACCEPTED:
            return next(words for percent, words in SURE if (self.confidence_percent or 0) >= percent)
        if self.row.decision == Prediction.Decision.REJECTED:
            return REJECTED.get(self.row.reason, "Not sure")
        return self.doubt

    @property
    def doubt(self) -> str:
        """Between which two values, where there is a close second; of a number, in its least sure digit."""
        digits = list(enumerate(self.row.digits, 1))
        place, digit = min(digits, key=lambda item: item[1]["confidence"], default=(0, None))
        if digit is None or not is_close(digit):
            return "Not sure"
        where = "" if len(digits) == 1 else f" about digit {place}"
        return f"Not sure{where}: {digit['value']} or {runner_up(digit)}?"

    @property
    def is_not_a_digit(self) -> bool:
        """All of it; a number with one strange digit is still a number, and uncertain."""
        return self.row.decision == Prediction.Decision.REJECTED and self.row.reason == "not_a_digit"

    @property
    def glyphs_url(self) -> str:
        """Of the strip of what the network saw; a preview has no address and carries its own."""
        if isinstance(self.row, Preview):
            return self.row.glyphs_url
        return reverse("prediction-glyphs", args=[self.row.pk]) + self.query

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
        return isinstance(self.row, Prediction) and bool(self.row.picture)
