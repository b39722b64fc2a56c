"""Whether what was taken for ink lies on the picture as a pen's strokes do: what the reader sees is the ink alone.

A stroke has paper on both sides; the edge of a thing or of a shadow has it on one. No pen draws bars that all begin and
end together, and writing seldom runs out of the picture.
"""

import numpy as np
from numpy.typing import NDArray

from ml.arrays import Ink, Mask
from ml.components import runs
from ml.normalize import stroke_width

Picture = NDArray[np.uint8]
Box = tuple[int, int, int, int]

LINES = 30  # so many of the ink's rows and columns are looked along
EDGE = 64  # ink: so much is the grey at the edge of a stroke
SAME = 0.5  # of the contrast of the other side must the paper have on this side
ONE_SIDED = 0.36  # of all places: a shadow across the paper makes up to 0.3 of a digit so
FEW = 20  # places, or rows of a bar, tell nothing
BARS = 4  # as many make a row
LONGER = 1.15  # times as long as the ink are bars that it may be one of: a 1 in a form is shorter than the walls there
MANY = 12  # bars: of whatever length
DARK = 0.7  # of the bars are dark where they all are
ENDED = 0.3  # at most, where all have ended
ALONG = 0.6  # of its size: so much of the ink lies along the picture's border
COVERED = 0.6  # of a picture that is cut out around a digit at least is covered by it
CUT_AWAY = 0.8  # of its strokes' length at most lies along the border then: with half of the pen lost 0.8, of edges 1
CUT_PLAIN = 0.62  # the same of a 1 or a 7, as two edges are one
CUT = 0.8  # of its thickness: what runs out of the picture is as thick at the border; a pen's end is round


def one_sided(picture: Picture, ink: Ink, box: Box) -> bool:
    """Whether what lies on one side of the `ink` (height, width) in its `box` (top, bottom, left, right) is often not
    what lies on the other, in the `picture` (height, width) or (height, width, 3)."""
    seen = picture.reshape(*ink.shape, -1)
    top, bottom, left, right = box
    some = [sides(seen[top:bottom], ink[top:bottom]), sides(seen[:, left:right].swapaxes(0, 1), ink[:, left:right].T)]
    odd, places = (sum(found) for found in zip(*some, strict=True))
    return bool(places > FEW and odd > ONE_SIDED * places)


def sides(seen: Picture, ink: Ink) -> tuple[int, int]:
    """At how many places, of how many, the two ends of a level run of `ink` (height, width) lie on different paper in
    the picture that is `seen` (height, width, channels)."""
    step = -(-ink.shape[0] // LINES)
    seen, ink = seen[step // 2 :: step], ink[step // 2 :: step]
    row, start, end = runs(ink > EDGE)
    beyond = 2 + (end - start) // 4
    before, after = start - beyond, end - 1 + beyond
    whole = (before >= 0) & (after < ink.shape[1])
    row, middle, before, after = row[whole], ((start + end) // 2)[whole], before[whole], after[whole]
    bare = np.maximum(ink[row, before], ink[row, after]) <= EDGE  # beyond it may be another stroke
    row = row[bare]
    stroke, left, right = (seen[row, at[bare]].astype(np.int32) for at in (middle, before, after))
    left, right = left - stroke, right - stroke
    most = np.maximum((left**2).sum(1), (right**2).sum(1))
    return int(np.count_nonzero((left * right).sum(1) < SAME * most)), row.size


def is_bar_of_row(picture: Picture, ink: Ink, box: Box, *, form: bool) -> bool:
    """Whether the `ink`, which looks like a 1 in this `box` (top, bottom, left, right), is of a row of bars that begin
    and end together, like a bar code's or the walls of empty boxes; in a `form` there are walls beside each 1, but
    longer ones."""
    top, bottom = box[:2]
    height, middle = bottom - top, (top + bottom) // 2
    seen = picture.reshape(*ink.shape, -1)
    tones = _tones(seen[middle], ink[middle])
    if _count(_dark(seen[middle], tones)) < BARS:
        return False
    columns = np.asarray(_dark(seen[[top + height // 4, middle, top + 3 * height // 4]], tones).all(0))
    count = _count(columns)
    if count < BARS:
        return False
    share = _dark(seen[:, columns], tones).mean(1)
    light = np.flatnonzero(share < DARK)
    above, below = light[light < middle], light[light > middle]
    if not above.size or not below.size:
        return False
    first, last = int(above[-1]), int(below[0])
    blur = max(2, (last - first) // 30)
    ended = max(share[max(0, first - blur + 1)], share[min(share.size - 1, last + blur - 1)]) < ENDED
    return bool(ended and (last - first - 1 <= LONGER * height or (count >= MANY and not form)))


def _tones(row: Picture, inked: Ink) -> tuple[Picture, Picture]:
    """Of a `row` (width, channels) the tones (channels,) of its ink, and of what is farthest from that."""
    stroke = row[int(inked.argmax())]
    low, high = row.min(0), row.max(0)
    return stroke, np.where(stroke.astype(np.int16) - low > high.astype(np.int16) - stroke, low, high)


def _dark(seen: Picture, tones: tuple[Picture, Picture]) -> Mask:
    """What of `seen` (..., channels) is nearer to the first tone than to the second, in the channel that shows it
    best."""
    stroke, paper = (tone.astype(np.int16) for tone in tones)
    best = int(np.abs(paper - stroke).argmax())
    middle, level = (paper[best] + stroke[best]) / 2, seen[..., best]
    return np.asarray(level < middle if stroke[best] < paper[best] else level > middle)


def _count(dark: Mask) -> int:
    """How many runs there are in `dark` (width,)."""
    return int(dark[0]) + int(np.count_nonzero(dark[1:] & ~dark[:-1]))


def lies_along(ink: Ink, box: Box) -> bool:
    """Whether most of the ink's size lies along the border of the picture."""
    top, bottom, left, right = box
    return sum(contact(ink)) > ALONG * max(bottom - top, right - left)


def contact(ink: Ink) -> list[int]:
    """How many pixels of each side of the picture are inked."""
    return [int(np.count_nonzero(side > EDGE)) for side in (ink[0], ink[-1], ink[:, 0], ink[:, -1])]


def is_cut_out(ink: Ink, box: Box, *, plain: bool) -> bool:
    """Whether the picture seems cut out closely around a whole digit, so that its strokes lie along the border here and
    there; `plain` where it looks like a 1 or a 7, which must reach all four sides."""
    top, bottom, left, right = box
    sides = contact(ink)
    if (plain and not all(sides)) or (bottom - top) * (right - left) < COVERED * ink.size:
        return False
    strokes = ink[top:bottom, left:right]
    length = np.count_nonzero(strokes > EDGE) / stroke_width(strokes)
    return bool(sum(sides) <= (CUT_PLAIN if plain else CUT_AWAY) * length)


def runs_out(ink: Ink) -> bool:
    """Whether a stroke ends at the border, as thick as it is inside."""
    for sheet in (ink, ink[::-1], ink.T, ink.T[::-1]):
        wide = np.count_nonzero(sheet[0] > EDGE)
        if wide > 2 and wide >= CUT * np.count_nonzero(sheet[min(wide, sheet.shape[0] - 1)] > EDGE):
            return True
    return False
