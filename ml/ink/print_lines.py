"""Which straight lines of a mask are print, by where they end and what is beside them: rules, boxes, cells, combs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ml.arrays import Ints, Mask
from ml.ink.rules import SLOPES, Line

Box = tuple[int, int, int, int]

LONG = 0.55  # of the side it runs along: a rule that is tied to nothing
NEAR = 0.03  # of the longer side: how far apart the ends of lines that meet may be
STRIP = 2  # length / width of a strip of places, whose lines are shorter than the strip is long
WHOLE = 0.9  # of the longest line across a strip: what is shorter is the stem of a digit
UNDER = 1.3  # length / digit's longer side of a line to write on, which goes on for
BEYOND = 0.2  # of that side at both ends: no foot of a 1 or a 2 does
ON = 0.35  # of its height at most from a line to the foot of what stands on it
CARRIES = 4  # times as long as that is high: no foot of a digit, nor of two that touch, is as long
AHEAD, FAR = 0.6, 6  # of that height does it go on at one end, else it is so many times as long: feet end with digits
SLENDER = 25  # times as long as thick: the feet of a felt pen's digits that run together are 16
HANGING = 0.25  # of the heights of what stands on it are those of what hangs from it at most
SIDES = 2  # printed lines, beside which another is a box's without a corner
ENDS = 8  # things at the border: as many lines of ruled paper have, be it turned
PARALLEL = 0.12  # by how much the slopes of such lines differ, seen from the side
COMPANY = 2  # others beside one


@dataclass(frozen=True)
class Way:
    """The lines of one direction, those across them, and the size (height, width) of the mask they lie in, as seen
    with these lines level."""

    along: list[Line]
    across: list[Line]
    shape: tuple[int, int]

    @property
    def near(self) -> float:
        return 2 + NEAR * min(max(self.shape), STRIP * min(self.shape))

    @property
    def crosses_strip(self) -> bool:
        return self.shape[0] >= STRIP * self.shape[1]


def ends_at_border(mask: Mask) -> int:
    """How many things end at the border of `mask`."""
    sides = (mask[0], mask[-1], mask[:, 0], mask[:, -1])
    return sum(int(np.count_nonzero(side[1:] & ~side[:-1])) + int(side[0]) for side in sides)


def in_company(some: list[Line], shape: tuple[int, ...]) -> list[Line]:
    """Without those that are steeper than others than ruled paper's may be: these go from border to border, with two
    and more as they do."""
    way = Way(some, [], (shape[0], shape[1]))
    through = [line for line in some if _is_out(line, line.start, way) and _is_out(line, line.end, way)]
    return [
        line
        for line in some
        if abs(line.slope) <= SLOPES[-1]
        or (line in through and sum(abs(line.slope - other.slope) < PARALLEL for other in through) > COMPANY)
    ]


def likely(line: Line, way: Way) -> bool:
    return line.length >= LONG * way.shape[1] or is_tied(line, way)


def is_long(line: Line, way: Way) -> bool:
    """Whether a line may be one to write on, however wide the picture is."""
    return line.length >= LONG * min(way.shape[1], STRIP * way.shape[0])


def is_tied(line: Line, way: Way) -> bool:
    return _tied(line, line.start, way) and _tied(line, line.end, way)


def _tied(line: Line, end: int, way: Way) -> bool:
    """Whether a line ends at the border, which it need not lie along, or on another line."""
    aside = _is_aside(line, end, way) and not _is_aside(line, line.start + line.end - end, way)
    return aside or _leaves(end, way) or any(_meets(line, end, other, way.near) for other in way.across)


def _leaves(end: int, way: Way) -> bool:
    return end <= way.near / 2 or end >= way.shape[1] - way.near / 2


def _meets(line: Line, end: int, other: Line, near: float) -> bool:
    y = float(line.at(end))
    return other.start - near <= y <= other.end + near and abs(float(other.at(y)) - end) <= near + other.thick / 2


def printed(
    likely: list[list[Line]], ways: tuple[Way, Way], digit: Box | None, carrying: Sequence[Line] = ()
) -> list[list[Line]]:
    """The level lines and the upright ones of those `likely` that are print beside this digit; None is any. Level ones
    that are `carrying` a number are."""
    boxes = digit, digit and (digit[2], digit[3], digit[0], digit[1])
    sure = carrying, ()
    return [
        [line for line in some if line in known or _is_printed(line, some, way, box, level=way is ways[0])]
        for some, known, way, box in zip(likely, sure, ways, boxes, strict=True)
    ]


def _is_printed(line: Line, likely: list[Line], way: Way, digit: Box | None, *, level: bool) -> bool:
    """A line that leaves the picture needs one as long beside it, or to stick out; the side of a box needs the
    opposite one; a line with a free end needs two, as the straight strokes of a 4, a 5 or a 7 are long too."""
    if way.crosses_strip and line.length < WHOLE * max(other.length for other in likely):
        return False
    beside = [
        other
        for other in likely
        if abs(other.length - line.length) < 3 * way.near
        and abs(other.offset - line.offset) > 2 * way.near
        and _as_thick(line, other)
        and (not way.crosses_strip or is_tied(other, way))  # the stems of a strip's digits keep company
    ]
    if not is_tied(line, way):
        return (len(beside) > 1 and not way.crosses_strip) or (level and (not digit or _is_written_on(line, digit)))
    if _leaves(line.start, way) or _leaves(line.end, way):
        far = line.length > 0.7 * way.shape[1]
        return bool(beside) or (far and (not digit or _sticks_out(line, way, digit)))
    return any(max(abs(other.start - line.start), abs(other.end - line.end)) < 2 * way.near for other in beside)


def with_sides(
    printed: list[list[Line]], likely: list[list[Line]], ways: tuple[Way, Way], digit: Box
) -> list[list[Line]]:
    """With the sides of a box of which some are `printed` and others cut off by the border."""
    boxes = digit, (digit[2], digit[3], digit[0], digit[1])
    return [
        [line for line in some if line in sure or _is_side(line, sure, across, way, box)]
        for some, sure, across, way, box in zip(likely, printed, printed[::-1], ways, boxes, strict=True)
    ]


def _is_side(line: Line, sure: list[Line], across: list[Line], way: Way, digit: Box) -> bool:
    """Whether a line as thick as those printed ends in corners with them; or goes from one of them, or the border, to
    another, past the digit, and from a corner, if but one is known."""
    known = (*sure, *across)
    if not any(_as_thick(line, one) for one in known):
        return False
    ends = (line.start, line.end)
    corners = [any(_turns(line, end, other, way.near) for other in across) for end in ends]
    if all(corners):
        return True
    tied = all(_is_out(line, end, way) or any(_meets(line, end, other, way.near) for other in across) for end in ends)
    if not tied or (len(known) < SIDES and not any(corners)):
        return False
    top, bottom, left, right = digit
    y = line.at(np.array([left, right]))
    past = (line.start < left or _is_out(line, line.start, way)) and (line.end > right or _is_out(line, line.end, way))
    return past and bool((y + line.thick / 2 < top).all() or (y - line.thick / 2 > bottom - 1).all())


def _turns(line: Line, end: int, other: Line, near: float) -> bool:
    """Whether both end where they meet, in a corner."""
    y = float(line.at(end))
    return _meets(line, end, other, near) and min(abs(y - other.start), abs(y - other.end)) <= near + line.thick / 2


def _as_thick(line: Line, other: Line) -> bool:
    return max(line.thick, other.thick) <= 2 * min(line.thick, other.thick) + 2


def _is_out(line: Line, end: int, way: Way) -> bool:
    """Whether a line leaves the picture, by whichever side."""
    return _leaves(end, way) or _is_aside(line, end, way)


def _is_aside(line: Line, end: int, way: Way) -> bool:
    """Whether a line is at the border that it runs along."""
    return not way.near / 2 < float(line.at(end)) < way.shape[0] - way.near / 2


def _is_written_on(line: Line, digit: Box) -> bool:
    """Whether a line lies under the digit, and goes on at both ends."""
    top, bottom, left, right = digit
    size = max(bottom - top, right - left)
    y = float(line.at((left + right) / 2))
    return (
        line.length > UNDER * size
        and line.start < left - BEYOND * size
        and line.end > right + BEYOND * size
        and y > bottom - 0.15 * size
    )


def carries(line: Line, written: Ints) -> bool:
    """Whether a number stands on a line: it is far longer than what stands on it is high, and hardly anything hangs
    from it. `written` (n, 4) are the boxes, top, bottom, left, right, of all that there is."""
    top, bottom, left, right = written.T
    high, middle = bottom - top, (left + right) / 2
    along, y = (line.start < middle) & (middle < line.end), line.at(middle)
    stands, hangs = (along & (np.abs(y - side) <= ON * high) for side in (bottom, top))
    if not stands.any():
        return False
    highest = high[stands].max()
    ahead = max(left[stands].min() - line.start, line.end - right[stands].max())
    least = CARRIES if ahead >= AHEAD * highest else FAR
    long = line.length >= max(least * highest, SLENDER * line.thick)
    return bool(long and high[hangs].sum() <= HANGING * high[stands].sum())


def _sticks_out(line: Line, way: Way, digit: Box) -> bool:
    """Whether a line goes on beyond the digit at both ends, and leaves it on one side or is far longer: the bar of a
    7 ends where its stem begins."""
    top, bottom, left, right = digit
    y = float(line.at((left + right) / 2))
    hugging = min(y, way.shape[0] - y) < 0.05 * way.shape[0] and line.length > 0.9 * way.shape[1]
    margin = (0.03 if hugging else 0.08) * line.length
    aside = hugging or y <= top + 0.1 * (bottom - top) or y >= bottom - 0.1 * (bottom - top)
    return line.start < left - margin and line.end > right + margin and (aside or line.length > 2 * (right - left))
