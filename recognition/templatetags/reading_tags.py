"""Template filters for readings, and what forms that hand in need."""

import math
import re
from uuid import uuid4

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from recognition.pages.once import FIELD

register = template.Library()


@register.filter
def duration(seconds: float | None) -> str:
    """150 -> “2 min 30 s”."""
    if seconds is None:
        return "–"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


@register.filter
def percent(share: float | None) -> str:
    """0.9876 -> “98.7 %”: rounded down, so that only certainty shows as 100 %."""
    if share is None:
        return "–"
    tenths = math.floor(share * 1000 + 1e-9)
    return f"{tenths // 10} %" if tenths % 10 == 0 else f"{tenths / 10:.1f} %"


@register.filter
def hundredths(share: float) -> str:
    """0.9963 -> “99.63 %”: measured shares, where the second place still says something."""
    return f"{share:.2%}".replace("%", "\N{NO-BREAK SPACE}%")


@register.filter
def megabytes(size: int) -> str:
    """3809475 -> “3.8 MB”: of a million bytes, as everywhere here; Django's filter has them larger."""
    return f"{size / 1e6:.1f}\N{NO-BREAK SPACE}MB"


@register.filter
def likelihood(probability: float) -> str:
    """Like percent, for what is seldom nothing at all: 0.0004 -> “under 0.1 %”."""
    return percent(probability) if probability >= 0.001 else "under 0.1 %"


@register.filter
def with_code(text: str) -> SafeString:
    """What stands between backticks, as the OpenAPI document has it, as code."""
    return mark_safe(re.sub("`([^`]+)`", r"<code>\1</code>", escape(text)))  # noqa: S308 - escaped before


@register.simple_tag
def once() -> SafeString:
    """In a form: what it hands in is handed in once, however often the form is sent."""
    return format_html('<input type="hidden" name="{}" value="{}" autocomplete="off">', FIELD, uuid4().hex)
