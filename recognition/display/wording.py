"""The words for what the model decided, and a prediction as the pages show it."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from recognition.display import boxes
from recognition.display.drawings import svg
from recognition.display.thumbnails import shows
from recognition.models import Batch, Prediction
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
# What to do about it, where it was a picture.
ADVICE = {
    "blank": "Take the picture from closer, sharp and in even light, or write darker.",
    "too_faint": "Use a darker pen or more light, and take the picture from closer.",
    "not_a_digit": "Cut the picture to the digits alone, and send that.",
    "low_confidence": "A sharper picture from closer, without shadows, often helps.",
    "several_digits": "Cut the picture to the digit that you mean.",
}
PROBLEMS = {
    # files
    "empty": "There is nothing in it",
    "not_an_image": "That is not a picture",
    "unsupported_format": "We cannot read this kind of file",
    "truncated": "The picture is not whole",
    "damaged": "The picture is damaged",
    "no_pixels": "The picture has no pixels",
    "too_many_pixels": "The picture is too large",
    "too_large": "The file is too large",
    "missing": "There is no picture",
    "not_a_data_url": "That is not a picture",
    "not_base64": "The picture is damaged",
    # drawings
    "not_json": "The drawing did not arrive",
    "not_strokes": "That is not a drawing",
    "not_a_number": "That is not a drawing",
    "not_finite": "That is not a drawing",
    "too_far": "The drawing is too large",
    "too_many_points": "The drawing is too long",
    # both
    "no_such_mode": "There is no such way to read",
    "no_pattern": "That is no pattern",
    "no_such_threshold": "There is no such threshold",
    "length_required": "The message has no length",
    "picture_deleted": "The picture is deleted",
    "picture_gone": "The picture is gone",
    "gave_up": "We could not read it",
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
    "unreadable": "The file cannot be unpacked",
    # what a program alone can do wrong
    "not_found": "There is nothing of yours at this address",
    "unknown_field": "The body has a field that the operation does not know",
    "unknown_parameter": "The address has a parameter that the operation does not know",
    "invalid": "A field or a parameter makes no sense",
    "parse_error": "The body cannot be taken apart",
    "no_such_item": "That is no id of an item",
    "no_idempotency_key": "That is no “Idempotency-Key”",
    "guessable_idempotency_key": "Others could guess the “Idempotency-Key”",
    "idempotency_key_busy": "The same is handed in and deleted elsewhere at this moment",
    "idempotency_key_reused": "Another request had the same “Idempotency-Key”",
    "not_read": "There is no reading to judge",
    "no_such_verdict": "There is no such verdict",
    "no_label": "The true digits are missing",
    "not_digits": "There is more in it than digits",
    "wrong_count": "There are not as many digits as were read",
    "bad_request": "The request is none that we can answer",
    "method_not_allowed": "The address does not take this method",
    "not_acceptable": "We answer in JSON alone",
    "unsupported_media_type": "The body is of a type that the address does not take",
    "permission_denied": "A browser's session must send its CSRF token",
    "fault": "Something broke on our side",
}
DECISIONS = {"accepted": "Sure", "uncertain": "Not sure", "rejected": "No digit"}
CHANNELS = {"draw": "Drawing", "upload": "Upload", "api": "API"}
SURE = [(99, "Very sure"), (90, "Sure"), (0, "Fairly sure")]  # from this many percent of confidence


def problem_title(code: str) -> str:
    """A heading for what was refused; the sentence below it says what to do."""
    return PROBLEMS.get(code, "That could not be read")


def channel_name(channel: str) -> str:
    return CHANNELS.get(channel, channel.capitalize())


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
    def advice(self) -> str:
        return ADVICE.get(self.row.reason, "") if self.has_picture else ""

    @property
    def error_title(self) -> str:
        return PROBLEMS.get(self.row.error_code, "This could not be read")

    @property
    def runner_up(self) -> int | None:
        """The second most likely digit of a single-digit reading, when it is a close second."""
        shown = self.shown_digits
        return shown[0].runner_up if len(shown) == 1 else None

    @cached_property
    def shown_digits(self) -> list[boxes.ShownDigit]:
        return boxes.shown(self.row.digits, self.row.width or 0, self.row.height or 0)

    @property
    def lines(self) -> list[list[list[boxes.ShownDigit]]]:
        return boxes.lines(self.row.text, self.shown_digits)

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
        least = min(self.shown_digits, key=lambda digit: digit.confidence, default=None)
        if least is None or least.runner_up is None:
            return "Not sure"
        where = "" if len(self.shown_digits) == 1 else f" about digit {least.index + 1}"
        return f"Not sure{where}: {least.value} or {least.runner_up}?"

    @property
    def is_not_a_digit(self) -> bool:
        """All of it; a number with one strange digit is still a number, and uncertain."""
        return self.row.decision == Prediction.Decision.REJECTED and self.row.reason == "not_a_digit"

    @property
    def closest_guess(self) -> str:
        """The digits nearest to what is none; nothing where one of them is less likely than all its others together."""
        likely = all(digit.probabilities[digit.value] >= 0.5 for digit in self.shown_digits)
        return self.row.text if self.is_not_a_digit and likely else ""

    @property
    def glyphs_url(self) -> str:
        """Of the strip of what the network saw; a preview has no address and carries its own."""
        if isinstance(self.row, Preview):
            return self.row.glyphs_url
        return reverse("prediction-glyphs", args=[self.row.pk]) + self.query

    @property
    def thumbnail(self) -> SafeString | str:
        return svg(self.row.strokes) if self.row.strokes else ""

    @property
    def decision_name(self) -> str:
        return DECISIONS.get(self.row.decision) or self._unread_name

    @property
    def is_paused(self) -> bool:
        row = self.row
        return isinstance(row, Prediction) and row.batch is not None and row.batch.state == Batch.State.PAUSED

    @property
    def _unread_name(self) -> str:
        if self.row.status != Prediction.Status.QUEUED:
            return "Cancelled" if self.row.status == Prediction.Status.CANCELLED else "Not read"
        if isinstance(self.row, Preview) or self.row.started_at:
            return "Still reading"
        return "Paused" if self.is_paused else "Waiting"

    @property
    def channel_name(self) -> str:
        return channel_name(self.row.channel)

    @property
    def is_drawing(self) -> bool:
        """Also of one whose strokes are gone, while a file in a batch that is no picture has none either."""
        return isinstance(self.row, Preview) or not (self.row.picture_format or self.row.batch_id)

    @property
    def has_picture(self) -> bool:
        return isinstance(self.row, Prediction) and bool(self.row.picture)

    @property
    def picture_shows(self) -> bool:
        """Whether a browser can show it, as far as a list can tell."""
        return isinstance(self.row, Prediction) and shows(self.row)
