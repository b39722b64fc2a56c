"""Whether a picture is a drawing or a clean scan, of which one table of tones makes ink, or must be seen as a photo."""

import numpy as np

from ml.arrays import Grey
from ml.bits import holds_square
from ml.filters import eroded
from ml.ink.polarity import dark_is_ink
from ml.ink.tones import Counts

DRAWN = 0.6  # the share of a picture in its two commonest tones above which no light falls on it
THICKEST = 0.16  # stroke width / longer side of the picture
WIDEST = 0.25  # where two strokes meet
FILLED = 0.36  # of a soft digit of which a bowl is filled
SMALLEST_PHOTO = 20  # pixels: below this a stroke is not narrower than the paper around it
SMALLEST_FORM = 40  # pixels: below this the bar of a 7 is as thin as a form's line
SMALLEST_SHADED = 100  # pixels: below this JPEG's ringing is as large as a stroke in a shadow
SHADED = 0.004  # of the picture: what is left of the ink in a shadow, or of the shadow
SAME = 12  # grey levels: one tone
SIDE = 160  # shadows are looked for in a picture reduced to this


def is_drawn(counts: Counts, split: int, small: Grey) -> bool:
    """Whether a picture with `counts` (256,) of its grey levels, parted at `split`, is strokes in one even tone on
    another; `small` is the picture, perhaps reduced.

    Two even tones alone would do for a shadow on paper too, but that is no stroke.
    """
    shortest = min(small.shape)
    pixels = int(counts.sum())
    if shortest < SMALLEST_PHOTO:
        return True
    if float(counts[: split + 1].max() + counts[split + 1 :].max()) > DRAWN * pixels:
        # Not one level of noise: no camera has seen it.
        if shortest < SMALLEST_SHADED or not _has_third(counts, split):
            return True
        return _lies_within(small, int(counts.argmax()), split, WIDEST) or not _is_shaded(small, split)
    # JPEG's ringing reaches all of a small picture.
    even = np.convolve(counts, np.ones(3 if shortest >= SMALLEST_FORM else 11), "same")
    if float(even[: split + 1].max() + even[split + 1 :].max()) < DRAWN * pixels:
        return False
    dark = small <= split
    strokes = dark if dark_is_ink(dark) else ~dark
    return not holds_square(strokes, int(THICKEST * max(small.shape)))


def may_be_filled(counts: Counts, split: int, small: Grey) -> bool:
    """Whether a picture of which the strokes are too wide to be drawn may be a soft digit with a filled bowl on even
    paper."""
    paper = int(counts.argmax())
    return bool(counts[paper] > DRAWN * counts.sum()) and _lies_within(small, paper, split, FILLED)


def _lies_within(small: Grey, paper: int, split: int, widest: float) -> bool:
    """Whether all that stands out from `paper`, a grey level, lies away from the border and is as narrow as strokes, no
    wider than `widest` of the longer side: shadows come from outside, or are wider, or so pale that the table drops
    them."""
    away = np.abs(small.astype(np.int16) - paper) > abs(split - paper) // 2
    if away[0].any() or away[-1].any() or away[:, 0].any() or away[:, -1].any():
        return False
    return not holds_square(away, int(widest * max(small.shape)))


def _has_third(counts: Counts, split: int) -> bool:
    """Whether there may be a third tone: the greys of edges lie spread out between the two."""
    rest = counts.copy()
    for peak in (int(counts[: split + 1].argmax()), split + 1 + int(counts[split + 1 :].argmax())):
        rest[max(0, peak - SAME) : peak + SAME + 1] = 0
    least = SHADED * counts.sum()
    return bool(rest.sum() > least and np.convolve(rest, np.ones(5), "same").max() > least)


def _is_shaded(small: Grey, split: int) -> bool:
    """Whether either side of `split` is of two tones, more than an edge wide: a clean picture with a hard shadow."""
    step = -(-max(small.shape) // SIDE)
    coarse = small[::step, ::step]  # no tones between the tones
    for side in (coarse <= split, coarse > split):
        tones = np.bincount(coarse[eroded(side, 3) > 0], minlength=256)
        for _ in range(2):
            peak = int(tones.argmax())
            near = slice(max(0, peak - SAME), peak + SAME + 1)
            second = int(tones[near].sum())
            tones[near] = 0
        if second > SHADED * coarse.size:
            return True
    return False
