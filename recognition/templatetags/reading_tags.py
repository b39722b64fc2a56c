"""Template filters for readings."""

import math

from django import template

register = template.Library()


@register.filter
def percent(share: float | None) -> str:
    """0.9876 -> “98.7 %”: rounded down, so that only certainty shows as 100 %."""
    if share is None:
        return "–"
    tenths = math.floor(share * 1000 + 1e-9)
    return f"{tenths // 10} %" if tenths % 10 == 0 else f"{tenths / 10:.1f} %"


@register.filter
def likelihood(probability: float) -> str:
    """Like percent, for what is seldom nothing at all: 0.0004 -> “under 0.1 %”."""
    return percent(probability) if probability >= 0.001 else "under 0.1 %"
