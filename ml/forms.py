"""Which straight lines of a mask are print, and not strokes of a digit: rules, boxes, cells, the rims of paper."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ml.arrays import Grey, Mask
from ml.components import components
from ml.labels import labelled
from ml.rules import SLOPES, Line, erase, lines, measured, reduced

Box = tuple[int, int, int, int]
Darkness = Callable[[tuple[slice, slice]], Grey]

SHORTEST = 0.18  # of the longer side: a box around a small digit
LONG = 0.55  # of the side it runs along: a rule that is tied to nothing
NEAR = 0.03  # of the longer side: how far apart the ends of lines that meet may be
SLENDER = 10  # length / thickness of the stoutest line
THICK = 12  # pixels of a line in a small picture, at most
STRIP = 2  # length / width of a strip of places, whose lines are shorter than the strip is long
WHOLE = 0.9  # of the longest line across a strip: what is shorter is the stem of a digit
STRIP_SLENDER = 6  # and may be stouter
LEAST = 0.04  # of the longest line: the digit that must be left when the lines are gone
UNDER = 1.3  # length / digit's longer side of a line to write on, which goes on for
BEYOND = 0.2  # of that side at both ends: no foot of a 1 or a 2 does
SIDES = 2  # printed lines, beside which another is a box's without a corner
SQUARE = 0.9  # of the rectangle around a tick is inked: a pen's are seldom so upright
STEM = 0.5  # of a stem's length: what stands beside it and is smaller is no digit
TICK = 0.75  # of the digit's height at most: what parts the places of a comb
ENDS = 8  # things at the border: as many lines of ruled paper have, be it turned
PARALLEL = 0.12  # by how much the slopes of such lines differ, seen from the side
COMPANY = 2  # others beside one
RULED = 3  # lines of one direction: a page, and no cell of a form, the lines of which end where the digit does
DARKER = 1.4  # times as dark as the lines is a stroke upon one
ALONG = 0.15  # of the digit's size is such a stroke long at least: crossings of lines are darker, too
MOST_BARS = 1000  # beside one another: dither, and no comb


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


def without_lines(mask: Mask, darkness: Darkness | None = None) -> Mask:
    """`mask` (height, width) without its printed lines; unchanged when they are all that there is, as a lone stroke
    is the digit 1. Where the `darkness` of a photo's windows is told, whatever the light, strokes that run along a line
    of ruled paper stay, as they are darker than it is."""
    small, step = reduced(mask)
    height, width = small.shape
    # Between the places of a strip the lines are as short as the strip is narrow.
    sides = small, np.ascontiguousarray(small.T)
    shortest = [max(16.0, SHORTEST * min(max(side.shape), 3 * side.shape[1])) for side in sides]
    turned = _ends_at_border(small) >= ENDS
    level, upright = (lines(side, least, turned=turned) for side, least in zip(sides, shortest, strict=True))
    if turned:
        level, upright = (_in_company(some, side.shape) for some, side in zip((level, upright), sides, strict=True))
    if not level and not upright:
        return mask
    if len(level) + len(upright) > 1:  # no line is compared with itself
        level, upright = (
            [measured(side, line) for line in some] for side, some in zip(sides, (level, upright), strict=True)
        )
    ways = Way(level, upright, (height, width)), Way(upright, level, (width, height))
    likely = [[line for line in way.along if _likely(line, way)] for way in ways]
    perhaps = _printed(likely, ways, None)
    if not any(perhaps):
        return mask  # whatever the digit is, before it is looked for
    digit = _digit(small, likely, perhaps, ways)
    if digit is None:
        return mask
    printed = _with_sides(_printed(likely, ways, digit), likely, ways, digit)
    longest = max((line.length for line in (*printed[0], *printed[1])), default=0)
    if not longest or max(digit[1] - digit[0], digit[3] - digit[2]) < max(5, LEAST * longest):
        return mask
    left = _erased(mask, printed[0], printed[1], step)
    if darkness is not None and max(map(len, printed)) >= RULED:
        left = _with_strokes(left, mask & ~left, darkness, digit, step)
    bases, walls = ([_scaled(line, step) for line in some] for some in printed)
    return _without_ticks(left, bases, walls, digit, step)


def _digit(small: Mask, likely: list[list[Line]], perhaps: list[list[Line]], ways: tuple[Way, Way]) -> Box | None:
    """What there is without the `likely` lines; or with those of them that are print beside no digit and end freely, if
    they are much longer: the stem of a 1 on a comb."""
    bound = [
        [line for line in some if line in sure or _is_tied(line, way)]
        for some, sure, way in zip(likely, perhaps, ways, strict=True)
    ]
    digit = _largest(_erased(small, likely[0], likely[1], 1))
    free = max(
        (one.length for some, kept in zip(likely, bound, strict=True) for one in some if one not in kept), default=0
    )
    if digit is not None and free * STEM <= max(digit[1] - digit[0], digit[3] - digit[2]):
        return digit
    return _largest(_erased(small, bound[0], bound[1], 1)) if free else digit


def _with_strokes(left: Mask, gone: Mask, darkness: Darkness, digit: Box, step: int) -> Mask:
    """`left` with those strokes of the `digit` that are `gone` with a line: darker than the lines are, long, and in one
    piece with what is left."""
    top, bottom, first, last = (side * step for side in digit)
    room = max(bottom - top, last - first) // 3
    near = np.s_[max(0, top - room) : bottom + room, max(0, first - room) : last + room]
    gone = gone[near]
    if not gone.any():
        return left
    levels = darkness(near)
    dark = gone & (levels > DARKER * np.median(levels[gone]))
    whole = components(dark | left[near])
    pieces = components(dark)
    if not pieces.count:
        return left
    long = pieces.extents() > ALONG * max(bottom - top, last - first)
    names = labelled(whole)
    tied = np.isin(names, np.unique(names[left[near]]))
    found = pieces.mask(long) & tied
    if not found.any():
        return left
    left = left.copy()
    left[near] |= found
    return left


def _ends_at_border(mask: Mask) -> int:
    """How many things end at the border of `mask`."""
    sides = (mask[0], mask[-1], mask[:, 0], mask[:, -1])
    return sum(int(np.count_nonzero(side[1:] & ~side[:-1])) + int(side[0]) for side in sides)


def _in_company(some: list[Line], shape: tuple[int, ...]) -> list[Line]:
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


def _likely(line: Line, way: Way) -> bool:
    return line.length >= LONG * way.shape[1] or _is_tied(line, way)


def _is_tied(line: Line, way: Way) -> bool:
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


def _printed(likely: list[list[Line]], ways: tuple[Way, Way], digit: Box | None) -> list[list[Line]]:
    """The level lines and the upright ones of those `likely` that are print beside this digit; None is any."""
    boxes = digit, digit and (digit[2], digit[3], digit[0], digit[1])
    return [
        [line for line in some if _is_printed(line, some, way, box, level=way is ways[0])]
        for some, way, box in zip(likely, ways, boxes, strict=True)
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
        and (not way.crosses_strip or _is_tied(other, way))  # the stems of a strip's digits keep company
    ]
    if not _is_tied(line, way):
        return (len(beside) > 1 and not way.crosses_strip) or (level and (not digit or _is_written_on(line, digit)))
    if _leaves(line.start, way) or _leaves(line.end, way):
        far = line.length > 0.7 * way.shape[1]
        return bool(beside) or (far and (not digit or _sticks_out(line, way, digit)))
    return any(max(abs(other.start - line.start), abs(other.end - line.end)) < 2 * way.near for other in beside)


def _with_sides(
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


def _sticks_out(line: Line, way: Way, digit: Box) -> bool:
    """Whether a line goes on beyond the digit at both ends, and leaves it on one side or is far longer: the bar of a
    7 ends where its stem begins."""
    top, bottom, left, right = digit
    y = float(line.at((left + right) / 2))
    hugging = min(y, way.shape[0] - y) < 0.05 * way.shape[0] and line.length > 0.9 * way.shape[1]
    margin = (0.03 if hugging else 0.08) * line.length
    aside = hugging or y <= top + 0.1 * (bottom - top) or y >= bottom - 0.1 * (bottom - top)
    return line.start < left - margin and line.end > right + margin and (aside or line.length > 2 * (right - left))


def _without_ticks(mask: Mask, bases: list[Line], walls: list[Line], digit: Box, step: int) -> Mask:
    """`mask` without the two and more bars, as tall as each other, that stood on a line beside the digit: short ones,
    or such as print alone makes so alike on both sides. One short one goes if it is a rectangle, or others were
    `walls`."""
    if not bases:
        return mask
    parts = components(mask)
    top, bottom, left, right = (side * step for side in digit)
    up, down, first, last = parts.boxes().T
    tall, wide, middle = down - up, last - first, (first + last) / 2
    stands = np.any([np.abs(line.at(middle) - down) < 4 * step + 0.02 * max(mask.shape) for line in bases], axis=0)
    before, after = last < left, first > right
    bars = (tall > 3 * wide) & (before | after) & stands
    ticks = bars & (tall < TICK * (bottom - top))
    if ticks.any():
        ticks &= np.abs(tall - np.median(tall[ticks])) <= 1 + 0.1 * tall
    if ticks.sum() == 1 and (walls or (parts.areas()[ticks] >= SQUARE * (tall * wide)[ticks]).all()):
        return parts.mask(~ticks)
    if ticks.sum() < 2:
        at = np.flatnonzero(bars)
        if at.size > MOST_BARS:
            return mask
        up, tall, wide, before, after = up[at], tall[at], wide[at], before[at], after[at]
        alike = (np.abs(up[:, None] - up) <= 1 + 0.03 * tall) & (np.abs(wide[:, None] - wide) <= 1 + step)
        ticks = np.zeros_like(bars)
        ticks[at] = (alike & before).any(1) & after | (alike & after).any(1) & before
    return parts.mask(~ticks) if ticks.sum() > 1 else mask


def _largest(mask: Mask) -> Box | None:
    parts = components(mask)
    if not parts.count:
        return None
    boxes = parts.boxes()
    tall = np.maximum(boxes[:, 1] - boxes[:, 0], boxes[:, 3] - boxes[:, 2])
    top, bottom, left, right = boxes[int(tall.argmax())].tolist()
    return top, bottom, left, right


def _erased(mask: Mask, level: list[Line], upright: list[Line], step: int) -> Mask:
    for line in level:
        mask = _without(mask, line, step)
    mask = mask.T
    for line in upright:
        mask = _without(mask, line, step)
    return mask.T


def _without(mask: Mask, line: Line, step: int) -> Mask:
    slender = STRIP_SLENDER if max(mask.shape) >= STRIP * min(mask.shape) else SLENDER
    thickest = min(max(THICK, max(mask.shape) // 32), int(line.length * step / slender))
    return erase(mask, _scaled(line, step), step + 2, thickest) if thickest else mask


def _scaled(line: Line, step: int) -> Line:
    middle = (step - 1) / 2
    offset = line.offset * step + middle - line.slope * middle
    return Line(line.slope, offset, line.start * step, line.end * step)
