"""What a history can be narrowed to: one form for the page, the API and the exports."""

from collections.abc import Callable
from datetime import UTC, datetime, time, tzinfo
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import forms
from django.core.validators import RegexValidator
from django.db.models import Q

from recognition.display.wording import DECISIONS, channel_name
from recognition.models import Prediction
from recognition.models.reviews import Review
from recognition.paging import Cursor, Rows

ANY = ("", "Any")
UNREAD = "none"
SHARES = [ANY, *((str(percent / 100), f"{percent:g} %") for percent in (50, 80, 90, 95, 99, 99.9))]
digits = RegexValidator(r"^[\d\s]*$", "Digits only: what was read holds nothing else.")


class CursorField(forms.CharField):
    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        try:
            return Cursor.parse(text) if text else None
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None


def share(label: str, help_text: str) -> forms.FloatField:
    return forms.FloatField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=0,
        max_value=1,
        widget=forms.Select(choices=SHARES),
    )


def one_of(label: str, help_text: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    names = ", ".join(value for value, _ in choices)
    refused = {"invalid_choice": f"This must be one of: {names}."}
    return forms.ChoiceField(
        label=label, help_text=help_text, required=False, choices=[ANY, *choices], error_messages=refused
    )


def day(label: str, help_text: str) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"})
    refused = {"invalid": "This must be a day, as YYYY-MM-DD."}
    return forms.DateField(label=label, help_text=help_text, required=False, widget=widget, error_messages=refused)


def zone_of(name: str) -> tzinfo | None:
    """UTC for no name; None where there is no such zone."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


class HistoryFilter(forms.Form):
    """Every field is optional; `before` and `after` are places in the list, not filters."""

    text = forms.CharField(
        label="Digits",
        help_text="Readings with these digits in a row, among their first 100.",
        required=False,
        max_length=100,
        validators=[digits],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "7 or 555"}),
    )
    decision = one_of(
        "Decision",
        "What the reader decided; “none” where nothing could be read.",
        [*DECISIONS.items(), (UNREAD, "Not read")],
    )
    channel = one_of(
        "From", "Where it was handed in.", [(name, channel_name(name)) for name in Prediction.Channel.values]
    )
    source = forms.CharField(
        label="File name",
        help_text="A part of the file's name.",
        required=False,
        max_length=255,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "scan-17"}),
    )
    since = day("Since", "The first day, as YYYY-MM-DD.")
    until = day("Until", "The last day, as YYYY-MM-DD.")
    reviewed = one_of(
        "Your answer",
        "Whether somebody has said if it is right.",
        [("yes", "Answered"), ("no", "Not yet"), (Review.Verdict.CORRECTED.value, "Corrected")],
    )
    min_confidence = share("Confidence from", "The lowest confidence, 0 to 1.")
    max_confidence = share("Confidence to", "The highest confidence, 0 to 1.")
    timezone = forms.CharField(
        help_text="Whose days `since` and `until` are, such as Europe/Berlin; else UTC.",
        required=False,
        max_length=60,
        widget=forms.HiddenInput,
    )
    before = CursorField(help_text="From `next`: the page older than this.", required=False, widget=forms.HiddenInput)
    after = CursorField(help_text="The page newer than this.", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("min_confidence", "max_confidence"):  # an address may ask for a share that is not on the menu
            asked = self.data.get(name, "")
            if asked not in dict(SHARES):
                self.fields[name].widget.choices = [*SHARES, (asked, asked)]

    def clean_timezone(self) -> tzinfo:
        return zone_of(self.cleaned_data["timezone"]) or UTC

    @property
    def common_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in COMMON]

    @property
    def further_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in WANTED if name not in COMMON]

    @property
    def is_detailed(self) -> bool:
        return any(name not in COMMON for name in self.filters)

    @property
    def filters(self) -> dict[str, Any]:
        """The fields in use, as they came: what the page's own links repeat."""
        return {name: self.data[name] for name in WANTED if self.data.get(name)}

    @property
    def query(self) -> str:
        kept = {name: self.data[name] for name in ("timezone",) if self.data.get(name) and self.filters}
        return urlencode({**self.filters, **kept})

    def narrow(self, rows: Rows) -> Rows:
        """The rows that every field in use lets through; none when a field makes no sense."""
        if not self.is_valid():
            return rows.none()
        for name, condition in WANTED.items():
            if self.cleaned_data[name] not in {None, ""}:
                rows = rows.filter(condition(self.cleaned_data))
        return rows


COMMON = ("text", "decision", "channel", "reviewed")


def _at(clean: dict[str, Any], name: str, clock: time) -> datetime:
    moment = datetime.combine(clean[name], clock, clean["timezone"])
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # the first or the last day there is, in a zone where it begins or ends beyond
        return moment.replace(tzinfo=UTC)


WANTED: dict[str, Callable[[dict[str, Any]], Q]] = {
    "text": lambda clean: Q(number_start__contains="".join(clean["text"].split())),
    "decision": lambda clean: Q(decision="" if clean["decision"] == UNREAD else clean["decision"]),
    "channel": lambda clean: Q(channel=clean["channel"]),
    "source": lambda clean: Q(source__icontains=clean["source"]),
    "since": lambda clean: Q(created_at__gte=_at(clean, "since", time.min)),
    "until": lambda clean: Q(created_at__lte=_at(clean, "until", time.max)),
    "reviewed": lambda clean: {"yes": ~Q(verdict=""), "no": Q(verdict="")}.get(
        clean["reviewed"], Q(verdict=clean["reviewed"])
    ),
    "min_confidence": lambda clean: Q(confidence__gte=clean["min_confidence"]),
    "max_confidence": lambda clean: Q(confidence__lte=clean["max_confidence"]),
}
