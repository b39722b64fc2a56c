"""A number's segments to groups and text: groups apart by one space, lines by a newline."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from ml.layout.pieces import Extent
from ml.numbers.features import Candidate
from ml.numbers.lattice import Segment

WIDE_GAP = 0.9  # of the line's height, and
WIDER = 2.5  # times the usual gap of the line: two groups, though nothing is written between them


def groups(
    path: Sequence[Segment], found: Sequence[Candidate], heights: Sequence[float], signs: Sequence[Extent] = ()
) -> list[list[Segment]]:
    """The digits of each group: separators, wide gaps, ends of lines and the `signs` that were left out part them."""
    grouped: list[list[Segment]] = []
    usual = _usual_gaps(path, found, len(heights))
    before: Candidate | None = None
    for segment in path:
        candidate = found[segment.candidate]
        if segment.label > 9:
            before = None
            continue
        line = candidate.line
        if (
            before is None
            or before.line != line
            or before.extent.gap(candidate.extent) > max(WIDE_GAP * heights[line], WIDER * usual[line])
            or any(_between(sign, before.extent, candidate.extent) for sign in signs)
        ):
            grouped.append([])
        grouped[-1].append(segment)
        before = candidate
    return grouped


def _between(sign: Extent, one: Extent, other: Extent) -> bool:
    x, y = sign.middle
    return one.middle[0] < x < other.middle[0] and min(one.top, other.top) < y < max(one.bottom, other.bottom)


def text(grouped: Sequence[Sequence[Segment]], found: Sequence[Candidate]) -> str:
    """Digits as they stand, with a space between groups, and a newline between lines."""
    written, before = "", None
    for group in grouped:
        line = found[group[0].candidate].line
        apart = "" if before is None else "\n" if line != before else " "
        written += apart + "".join(str(segment.label) for segment in group)
        before = line
    return written


def _usual_gaps(path: Sequence[Segment], found: Sequence[Candidate], lines: int) -> list[float]:
    digits = [found[segment.candidate] for segment in path if segment.label < 10]
    pairs = [(one, other) for one, other in pairwise(digits) if one.line == other.line]
    gaps = [[one.extent.gap(other.extent) for one, other in pairs if one.line == line] for line in range(lines)]
    return [max(0.0, float(np.median(gap))) if gap else 0.0 for gap in gaps]
