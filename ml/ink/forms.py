"""A mask of dark pixels without its printed lines: rules, boxes, cells, the rims of paper, and the teeth of combs."""

import numpy as np

from ml.arrays import Grey, Mask
from ml.components import Components, components
from ml.ink import print_lines
from ml.ink.print_lines import ENDS, STRIP, Box, Way
from ml.ink.rules import BARE, Line, erase, inked, lines, measured, reduced
from ml.ink.tones import quantile

SHORTEST = 0.18  # of the longer side: a box around a small digit
SLENDER = 10  # length / thickness of the stoutest line
THICK = 12  # pixels of a line in a small picture, at most
STRIP_SLENDER = 6  # and may be stouter
LEAST = 0.04  # of the longest line: the digit that must be left when the lines are gone
SQUARE = 0.9  # of the rectangle around a tick is inked: a pen's are seldom so upright
STEM = 0.5  # of a stem's length: what stands beside it and is smaller is no digit
TICK = 0.75  # of the digit's height at most: what parts the places of a comb
WRITTEN = 0.8  # of the ink is as dark as what is written, or paler
DARKER = 1.4  # times as dark as pale lines it is
UNBROKEN = 0.97  # of a line to write on is inked: of dashes and feet in a row up to 0.96
MOST_BARS = 1000  # beside one another: dither, and no comb


def without_lines(mask: Mask, ink: Grey | None = None) -> Mask:
    """`mask` (height, width) without its printed lines; unchanged when they are all that there is, as a lone stroke
    is the digit 1. In the `ink` (height, width) of a clean picture lines that are paler than what is written are print,
    wherever they end."""
    small, step = reduced(mask)
    height, width = small.shape
    # Between the places of a strip the lines are as short as the strip is narrow.
    sides = small, np.ascontiguousarray(small.T)
    shortest = [max(16.0, SHORTEST * min(max(side.shape), 3 * side.shape[1])) for side in sides]
    turned = print_lines.ends_at_border(small) >= ENDS
    level, upright = (lines(side, least, turned=turned) for side, least in zip(sides, shortest, strict=True))
    if turned:
        level, upright = (
            print_lines.in_company(some, side.shape) for some, side in zip((level, upright), sides, strict=True)
        )
    if not level and not upright:
        return mask
    if len(level) + len(upright) > 1:  # no line is compared with itself
        level, upright = (
            [measured(side, line) for line in some] for side, some in zip(sides, (level, upright), strict=True)
        )
    ways = Way(level, upright, (height, width)), Way(upright, level, (width, height))
    likely = [[line for line in way.along if print_lines.likely(line, way)] for way in ways]
    unbroken = [line for line in level if print_lines.is_long(line, ways[0]) and inked(small, line) >= UNBROKEN]
    likely[0] += [line for line in unbroken if line not in likely[0]]
    perhaps = print_lines.printed(likely, ways, None)
    if not any(perhaps):
        return mask  # whatever the digit is, before it is looked for
    bare = components(_erased(small, likely[0], likely[1], 1))
    digit = _digit(small, bare, likely, perhaps, ways)
    if digit is None:
        return mask
    carrying = [line for line in unbroken if print_lines.carries(measured(small, line), bare.boxes())]
    printed = print_lines.with_sides(print_lines.printed(likely, ways, digit, carrying), likely, ways, digit)
    if ink is not None and any(printed) and printed != likely:
        printed = _with_pale(printed, likely, np.where(mask, ink, 0), step)
    longest = max((line.length for line in (*printed[0], *printed[1])), default=0)
    if not longest or max(digit[1] - digit[0], digit[3] - digit[2]) < max(5, LEAST * longest):
        return mask
    left = _erased(mask, printed[0], printed[1], step)
    bases, walls = ([_scaled(line, step) for line in some] for some in printed)
    return _without_ticks(left, bases, walls, digit, step)


def _with_pale(printed: list[list[Line]], likely: list[list[Line]], levels: Grey, step: int) -> list[list[Line]]:
    """With those of the `likely` lines that are paler than what is written, by the `levels` of ink, else 0."""
    written = quantile(levels[levels > 0], WRITTEN)
    return [
        [line for line in some if line in sure or DARKER * _level(side, _scaled(line, step)) < written]
        for side, some, sure in zip((levels, levels.T), likely, printed, strict=True)
    ]


def _level(levels: Grey, line: Line) -> float:
    """How dark a line is, along which a stroke may run."""
    x = np.arange(max(0, line.start), min(levels.shape[1], line.end))
    y = np.rint(line.at(x)).astype(np.intp).clip(1, levels.shape[0] - 2)
    along = np.maximum(levels[y, x], np.maximum(levels[y - 1, x], levels[y + 1, x]))
    return quantile(along[along > 0], BARE) if along.any() else 0.0


def _digit(
    small: Mask, bare: Components, likely: list[list[Line]], perhaps: list[list[Line]], ways: tuple[Way, Way]
) -> Box | None:
    """The largest thing that is left without the `likely` lines, `bare`; or with those of them that are print beside no
    digit and end freely, if they are much longer: the stem of a 1 on a comb."""
    bound = [
        [line for line in some if line in sure or print_lines.is_tied(line, way)]
        for some, sure, way in zip(likely, perhaps, ways, strict=True)
    ]
    digit = _largest(bare)
    free = max(
        (one.length for some, kept in zip(likely, bound, strict=True) for one in some if one not in kept), default=0
    )
    if digit is not None and free * STEM <= max(digit[1] - digit[0], digit[3] - digit[2]):
        return digit
    return _largest(components(_erased(small, bound[0], bound[1], 1))) if free else digit


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


def _largest(parts: Components) -> Box | None:
    if not parts.count:
        return None
    boxes = parts.boxes()
    tall = np.maximum(boxes[:, 1] - boxes[:, 0], boxes[:, 3] - boxes[:, 2])
    top, bottom, left, right = boxes[int(tall.argmax())].tolist()
    return top, bottom, left, right


def _erased(mask: Mask, level: list[Line], upright: list[Line], step: int) -> Mask:
    left = mask.copy()
    for side, some in (left, level), (left.T, upright):
        for line in some:
            slender = STRIP_SLENDER if max(mask.shape) >= STRIP * min(mask.shape) else SLENDER
            thickest = min(max(THICK, max(mask.shape) // 32), int(line.length * step / slender))
            if thickest:
                erase(side, _scaled(line, step), step + 2, thickest)
    return left


def _scaled(line: Line, step: int) -> Line:
    middle = (step - 1) / 2
    offset = line.offset * step + middle - line.slope * middle
    return Line(line.slope, offset, line.start * step, line.end * step)
