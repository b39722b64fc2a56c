"""A prediction as a reviewer sees it: why it is shown, the picture with its boxes, and what the network saw."""

import base64
from functools import cached_property
from typing import Any

from django.urls import reverse

from recognition.display.wording import Shown
from recognition.models import Prediction
from recognition.models.opinions import CONFLICT, DISAGREEMENT
from recognition.models.reviews import Review, standing

MARGIN = 0.06  # of the longer side, around it
PEN = 0.05  # of a digit


class Item(Shown):
    """The drawing lies in its strokes' own units and the picture in its pixels, as the boxes do."""

    row: Prediction

    @property
    def why(self) -> str:
        worth = self.row.worth
        if worth is None:
            return "Reviewed"
        if worth >= CONFLICT:
            return "Reviewers disagree"
        if worth >= DISAGREEMENT:
            return f"Its user says: {self.users_word}"
        return "Drawn at random" if worth < 0 else self.doubt if self.row.digits else "Nothing found"

    @property
    def users_word(self) -> str:
        """What the person who wrote it says; nobody knows better what was meant."""
        words = [word for word in standing(self.row.reviews.all()) if word.source == Review.Source.USER]
        if not words:
            return ""
        return {"accepted": "right", "not_a_digit": "no digit", "unclear": "unclear"}.get(
            words[-1].verdict, words[-1].label
        )

    @property
    def accepting(self) -> str:
        """The verdict that agrees with the model."""
        return "not_a_digit" if self.row.reason == "not_a_digit" else "accepted"

    @property
    def boxes(self) -> list[dict[str, Any]]:
        return [{name: digit[name] for name in ("value", "line", "box")} for digit in self.row.digits]

    @cached_property
    def frame(self) -> tuple[float, float, float, float]:
        """Left, top, width and height of what is shown: with room around it, for the labels of a number above it."""
        left, top, width, height = self._extent
        room = MARGIN * max(width, height)
        above = room + (height / 4 if len(self.row.digits) > 1 else 0)
        return left - room, top - above, width + 2 * room, height + room + above

    @property
    def _extent(self) -> tuple[float, float, float, float]:
        if not self.row.strokes:
            return 0, 0, self.row.width or 1, self.row.height or 1
        xs, ys = zip(*((x, y) for stroke in self.row.strokes for x, y, *_ in stroke), strict=True)
        return min(xs), min(ys), max(xs) - min(xs) or 1, max(ys) - min(ys) or 1

    @property
    def view_box(self) -> str:
        return " ".join(f"{side:.2f}" for side in self.frame)

    @property
    def pen(self) -> str:
        """As wide as beside a digit, also where there are many."""
        _, _, width, height = self._extent
        return f"{PEN * max(height, width / max(len(self.row.digits), 1)):.2f}"

    @property
    def lines_drawn(self) -> list[str]:
        """For each stroke the points of a polyline; a tap is a line to itself."""
        return [
            " ".join(f"{x:.1f},{y:.1f}" for x, y, *_ in (stroke if len(stroke) > 1 else stroke * 2))
            for stroke in self.row.strokes or []
        ]

    @property
    def picture_url(self) -> str:
        shows = self.picture_shows and self.row.width
        return reverse("admin:recognition_picture", args=[self.row.pk]) if shows else ""

    @property
    def glyphs_url(self) -> str:
        """Small enough to come along, so that nothing is waited for."""
        return f"data:image/png;base64,{base64.b64encode(self.row.glyphs).decode()}" if self.row.glyphs else ""
