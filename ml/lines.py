"""Lines of writing: which piece stands on which, and in what order they are read."""

from collections.abc import Sequence

import numpy as np

from ml.layout.pieces import Extent

SMALL = 0.45  # of the tallest piece: dots, dashes and bars, which say nothing about where a line runs
SHARED = 0.25  # two pieces of one line share at least this much of the lower one's height
OUT_OF_TURN = 0.6  # of the line's height
CLOSE = 0.15  # of the lower one's height
BESIDE = 3.0  # heights of a digit in two halves: so near is another that
LIKE = 1.5  # times as high at most, and
UNEVEN = 0.3  # of a half's height at most leaves uncovered above or below
NARROW = 0.5  # stacked pieces that share this much of their width may be one broken digit


def assign(extents: Sequence[Extent]) -> list[int]:
    """The line, from the top, of each extent. Lines may slant: a piece joins the line whose last piece, to its left,
    stands at its height."""
    tallest = max(extent.height for extent in extents)
    tall = [k for k, extent in enumerate(extents) if extent.height >= SMALL * tallest]
    extents = _whole(extents, tall)
    lines: list[list[int]] = []
    for k in sorted(tall, key=lambda k: extents[k].left):
        shares = [_shared(extents[line[-1]], extents[k]) for line in lines]
        best = int(np.argmax(shares)) if shares else -1
        if best >= 0 and shares[best] >= SHARED:
            lines[best].append(k)
        else:
            lines.append([k])
    lines = _mended(lines, extents)
    lines.sort(key=lambda line: float(np.mean([extents[k].middle[1] for k in line])))
    on_line = {k: number for number, line in enumerate(lines) for k in line}
    nearest = [min(on_line, key=lambda other: _away(extent, extents[other])) for extent in extents]
    return [on_line.get(k, on_line[nearest[k]]) for k in range(len(extents))]


def _whole(extents: Sequence[Extent], tall: Sequence[int]) -> list[Extent]:
    """`extents`, of which an upper and a lower half that stand beside something as high as both have the extent of
    both: the loops of an 8 are on no two lines."""
    whole = list(extents)
    if len(tall) < 3:
        return whole
    boxes = np.array([[extents[k].left, extents[k].top, extents[k].right, extents[k].bottom] for k in tall])
    left, top, right, bottom = boxes.T
    wide, high = right - left, bottom - top
    across = np.minimum(right[:, None], right) - np.maximum(left[:, None], left)
    down = np.minimum(bottom[:, None], bottom) - np.maximum(top[:, None], top)
    above = across >= NARROW * np.minimum(wide[:, None], wide)
    crossing = above & (down >= SHARED * np.minimum(high[:, None], high))  # strokes of one digit
    above &= (top[:, None] + bottom[:, None] < top + bottom) & ~crossing
    above &= -down <= CLOSE * np.minimum(high[:, None], high)
    if not above.any():
        return whole
    highest, lowest = np.where(crossing, top, np.inf).min(1), np.where(crossing, bottom, -np.inf).max(1)
    for upper, lower in np.argwhere(above):
        tallness = bottom[lower] - top[upper]
        beside = (across[upper] < 0) & (-across[upper] <= BESIDE * tallness) & (lowest - highest <= LIKE * tallness)
        beside &= (highest <= top[upper] + UNEVEN * high[upper]) & (lowest >= bottom[lower] - UNEVEN * high[lower])
        if beside.any():
            one, other = tall[upper], tall[lower]
            whole[one] = whole[other] = extents[one].joined(extents[other])
    return whole


def height(extents: Sequence[Extent]) -> float:
    """The height of a digit on a line: the median of what is not small."""
    tallest = max(extent.height for extent in extents)
    tall = [extent.height for extent in extents if extent.height >= SMALL * tallest]
    widest = max(extent.width for extent in extents)
    return float(np.median(tall)) or widest or 1.0


def _shared(one: Extent, other: Extent) -> float:
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    return overlap / (min(one.height, other.height) or 1.0)


def _away(one: Extent, other: Extent) -> float:
    """Between the two boxes, heights counting double: a dash belongs to its line, not to a nearer one below."""
    across = max(0.0, one.gap(other))
    down = max(0.0, max(one.top, other.top) - min(one.bottom, other.bottom))
    return float(np.hypot(across, 2 * down)) + 1e-3 * abs(one.middle[1] - other.middle[1])


def _mended(lines: list[list[int]], extents: Sequence[Extent]) -> list[list[int]]:
    """A digit broken into an upper and a lower part, two loops of an 8, is on one line: a lone piece close above or
    below another goes to that one's line."""
    for lone in [line for line in lines if len(line) == 1]:
        others = [
            line for line in lines if line is not lone and any(_stacked(extents[lone[0]], extents[k]) for k in line)
        ]
        if others:
            others[0] += lone
            lines = [line for line in lines if line is not lone]
    return lines


def _stacked(one: Extent, other: Extent) -> bool:
    shared = -one.gap(other) >= NARROW * min(one.width, other.width)
    apart = max(one.top, other.top) - min(one.bottom, other.bottom)
    return shared and apart <= CLOSE * min(one.height, other.height)


def in_order(pieces: Sequence[int], extents: Sequence[Extent], height: float) -> list[int]:
    """`pieces` of one line, given in the order they were made, from left to right.

    Within a digit's own width the order of the pen tells more than places do: the bar of a slanted 4 may begin
    beyond the stroke of the next digit. So a piece goes to its place only when it was written out of turn.
    """
    ordered: list[int] = []
    for k in pieces:
        place = len(ordered)
        while place and extents[ordered[place - 1]].middle[0] > extents[k].middle[0] + OUT_OF_TURN * height:
            place -= 1
        ordered.insert(place, k)
    return ordered
