"""Small print beside one large digit: captions, questions, receipts. Told by its size and by standing in rows."""

import numpy as np
from numpy.typing import NDArray

from ml.arrays import Mask
from ml.components import Components

SMALL = 0.35  # height / the digit's
ROW = 3  # letters: fewer are dots, dashes and broken strokes
LETTER = 0.4  # height / the next one's at least
APART = 2.0  # letter heights from one to the next at most
CAPITAL = 0.65  # height / the digit's at most of a letter that is higher than those beside it,
RISES = 2.0  # times as high as they are at most, while it
BASE = 0.3  # of their height higher or lower stands at most
CLOSE = 0.12  # of the digit's height: what is as near to it, and in no row, is a part of it
AT = 0.05  # of that height: so near to a digit that is sprayed there is a CROWD of drops
CROWD = 5
BAR = 0.15  # width / length of the largest thing: a bar is perhaps a line, and the rest what was written
MOST = 1000  # letters: more are grain
MOST_GRAIN = 5000  # components, with the grain that is no letter's
DUST = 0.04  # of the digit's height: where there are so many, no letter is as small


def captions(parts: Components, *, grainy: bool) -> Mask:
    """(count,) which components are print beside the digit, the largest thing; none where that lies at the border, is a
    bar, or, unless the picture is `grainy`, is drawn with a spray can. Of a grainy one it is the highest that is
    neither, for lines of print run together, and pages go on."""
    gone = np.zeros(parts.count, np.bool_)
    if not ROW < parts.count <= (MOST_GRAIN if grainy else MOST):
        return gone
    top, bottom, left, right = parts.boxes().T
    tall, wide, extents = bottom - top, right - left, parts.extents()
    ruled_out = (parts.contact() > 0) | (np.minimum(tall, wide) < BAR * extents)
    digit = int(np.where(ruled_out, 0, tall).argmax()) if grainy else int(extents.argmax())
    size = int(tall[digit])  # not its width: several digits that touch are as wide as you like
    if ruled_out[digit]:
        return gone
    across = np.maximum(left - right[digit], left[digit] - right)
    down = np.maximum(top - bottom[digit], top[digit] - bottom)
    away = np.maximum(across, down)
    if not grainy and (away <= AT * size).sum() > CROWD:
        return gone
    small = (tall <= SMALL * size) & (away >= 0)
    letters = np.flatnonzero(small & (tall >= (DUST * size if parts.count > MOST else 0)))
    if letters.size > MOST:
        return gone
    sides = [side[letters] for side in (top, bottom, left, right)]
    rows = letters[_in_rows(*sides) | _in_rows(*sides[2:], *sides[:2])]
    if rows.size:
        gone = small & (away > CLOSE * size)
        gone[rows] = True
        _add_capitals(parts, gone, float(np.median(tall[rows])), int(size * CAPITAL))
    return gone


def _add_capitals(parts: Components, gone: Mask, usual: float, tallest: int) -> None:
    """Adds to the words that are `gone`, the letters of which are of `usual` height, their letters up to the `tallest`
    that rise above the others, or hang below."""
    top, bottom, left, right = parts.boxes().T
    tall = bottom - top
    words = np.flatnonzero(gone & (tall >= LETTER * usual))
    while words.size:
        others = np.flatnonzero(~gone & (tall <= min(tallest, RISES * usual)))
        stands, hangs = (np.abs(side[others, None] - side[words]) <= BASE * tall[words] for side in (bottom, top))
        gap = np.maximum(left[others, None], left[words]) - np.minimum(right[others, None], right[words])
        words = others[((stands | hangs) & (gap <= tall[words])).any(1)]
        gone[words] = True


def _in_rows(top: NDArray[np.intp], bottom: NDArray[np.intp], left: NDArray[np.intp], right: NDArray[np.intp]) -> Mask:
    """(n,) which of the boxes stand in a row of as tall ones; in a column, if level and upright are swapped."""
    tall, middle = bottom - top, top + bottom
    taller = np.maximum(tall[:, None], tall)
    alike = np.minimum(tall[:, None], tall) >= LETTER * taller
    level = np.abs(middle[:, None] - middle) <= taller
    gap = np.maximum(left[:, None], left) - np.minimum(right[:, None], right)
    return np.asarray((alike & level & (gap <= APART * taller)).sum(1) >= ROW)
