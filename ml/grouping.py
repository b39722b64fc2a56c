"""A number's segments to text: groups apart by one space, lines by a newline."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from ml.features import Candidate
from ml.lattice import Segment

WIDE_GAP = 0.9  # of the line's height, and
WIDER = 2.5  # times the usual gap of the line: two groups, though nothing is written between them


def text(path: Sequence[Segment], found: Sequence[Candidate], heights: Sequence[float]) -> str:
    """Digits as they stand; separators and wide gaps become a space."""
    written = ""
    usual = _usual_gaps(path, found, len(heights))
    before: Candidate | None = None
    parted = False
    for segment in path:
        candidate = found[segment.candidate]
        if segment.label > 9:
            parted = True
            continue
        if before is not None and before.line != candidate.line:
            written += "\n"
        elif before is not None:
            gap = before.extent.gap(candidate.extent)
            wide = gap > max(WIDE_GAP * heights[candidate.line], WIDER * usual[candidate.line])
            written += " " if parted or wide else ""
        written += str(segment.label)
        before, parted = candidate, False
    return written


def _usual_gaps(path: Sequence[Segment], found: Sequence[Candidate], lines: int) -> list[float]:
    digits = [found[segment.candidate] for segment in path if segment.label < 10]
    pairs = [(one, other) for one, other in pairwise(digits) if one.line == other.line]
    gaps = [[one.extent.gap(other.extent) for one, other in pairs if one.line == line] for line in range(lines)]
    return [max(0.0, float(np.median(gap))) if gap else 0.0 for gap in gaps]
