"""Strokes as a small SVG, for lists and the admin's pages."""

import math
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SIDE = 100  # of the view box
MARGIN = 8
MOST_POINTS = 160  # or about so many: at this size nobody sees more, and a drawing may have 20,000


def svg(strokes: Sequence[Sequence[Sequence[float]]]) -> SafeString:
    """`strokes`, lists of [x, y] in any unit, fitted into a square with the aspect kept."""
    xs = [point[0] for stroke in strokes for point in stroke]
    ys = [point[1] for stroke in strokes for point in stroke]
    left, top = min(xs), min(ys)
    width, height = max(xs) - left, max(ys) - top
    scale = (SIDE - 2 * MARGIN) / (max(width, height) or 1)
    dx, dy = (SIDE - width * scale) / 2, (SIDE - height * scale) / 2
    step = math.ceil(len(xs) / MOST_POINTS)

    def points(stroke: Sequence[Sequence[float]]) -> str:
        ends = [*stroke[:-1:step], stroke[-1]] if len(stroke) > 1 else [*stroke, *stroke]  # a tap: a line to itself
        return " ".join(f"{(x - left) * scale + dx:.1f},{(y - top) * scale + dy:.1f}" for x, y in ends)

    lines = format_html_join("", '<polyline points="{}"/>', ((points(stroke),) for stroke in strokes))
    return format_html(
        '<svg class="drawing" viewBox="0 0 {0} {0}" role="img" aria-label="the drawing">{1}</svg>',
        SIDE,
        lines,
    )
