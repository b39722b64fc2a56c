"""A picture to its ink: paper 0, ink up to 255, whichever of the two was the darker one."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml import thumbnail
from ml.colour import contrast_grey
from ml.components import components
from ml.forms import without_lines
from ml.paper import eroded, grown
from ml.patch import Region, innermost_patch
from ml.photo import photo_ink
from ml.polarity import dark_is_ink
from ml.shades import shades
from ml.tones import histogram, otsu, tones

Grey = NDArray[np.uint8]

ANALYSIS_SIDE = 320  # shapes are judged on a picture reduced to this
DRAWN = 0.6  # the share of a picture in its two commonest tones above which no light falls on it
THICKEST = 0.16  # stroke width / longer side of the picture
SMALLEST_PHOTO = 20  # pixels: below this a stroke is not narrower than the paper around it
SMALLEST_FORM = 40  # pixels: below this the bar of a 7 is as thin as a form's line
SHADED = 0.004  # of the picture: what is left of the ink in a shadow, or of the shadow
SAME = 12  # grey levels: one tone
SHADES_SIDE = 160
PALE = 40  # ink: a rule may be much paler than the pen


def find_ink(picture: Grey) -> Grey:
    """`picture` (height, width) or (height, width, 3) uint8 of either polarity to ink (height, width): uint8, 0 =
    paper, 255 = full ink.

    All 0 for a blank picture. Grey edges stay grey. A picture inside the picture (a photographed patch, a
    black square on a white page) is entered, and everything outside it counts as paper.
    """
    grey = contrast_grey(picture) if picture.ndim == 3 else picture
    if thumbnail.is_one(grey):
        grey = thumbnail.repaired(grey)
    step = max(1, -(-max(grey.shape) // ANALYSIS_SIDE))
    small = grey if step == 1 else np.asarray(Image.fromarray(grey).reduce(step))
    patch = innermost_patch(small)
    region = Region(patch.top * step, patch.bottom * step, patch.left * step, patch.right * step)
    ink = np.zeros_like(grey)
    region.of(ink)[:] = _on_paper(region.of(grey), patch.of(small))
    return ink


def _on_paper(grey: Grey, small: Grey) -> Grey:
    """The ink of one sheet of paper; `small` is the same, reduced for the analysis."""
    spoilt = thumbnail.spoilt_ink(grey)
    if spoilt is not None:
        return spoilt
    if not _is_drawn(grey, small):
        return photo_ink(grey)
    table = tones(small, grey)
    if table is None:
        return np.zeros_like(grey)
    return thumbnail.cleaned(table[grey]) if thumbnail.is_one(grey) else _without_print(table[grey])


def _without_print(ink: Grey) -> Grey:
    """`ink` (height, width) without printed lines, shadows, the grey at their edges, and what is pale all over."""
    if min(ink.shape) < SMALLEST_FORM:
        return ink
    mask = ink > PALE
    kept = without_lines(mask)
    parts = components(kept)
    gone = (parts.peaks(ink) < 100) | shades(parts, parts.contact() > 0)
    if gone.any():
        kept = parts.mask(~gone)
    return ink if kept is mask else np.where(grown(mask & ~kept, 5) & ~kept, np.uint8(0), ink)


def _is_drawn(grey: Grey, small: Grey) -> bool:
    """Whether the picture is strokes in one even tone on another, as drawings and good scans are.

    Two even tones alone would do for a shadow on paper too, but that is no stroke.
    """
    counts = histogram(grey)
    split = otsu(counts)
    if split is None or min(grey.shape) < SMALLEST_PHOTO:
        return True
    if float(counts[: split + 1].max() + counts[split + 1 :].max()) > DRAWN * grey.size:
        return min(grey.shape) < SMALLEST_FORM or not _is_shaded(
            small, split
        )  # not one level of noise: no camera has seen it
    # JPEG's ringing reaches all of a small picture.
    even = np.convolve(counts, np.ones(3 if min(grey.shape) >= SMALLEST_FORM else 11), "same")
    if float(even[: split + 1].max() + even[split + 1 :].max()) < DRAWN * grey.size:
        return False
    dark = small <= split
    strokes = dark if dark_is_ink(dark) else ~dark
    return not eroded(strokes, int(THICKEST * max(small.shape))).any()


def _is_shaded(small: Grey, split: int) -> bool:
    """Whether either side of `split` is of two tones, more than an edge wide: a clean picture with a hard shadow."""
    step = -(-max(small.shape) // SHADES_SIDE)
    coarse = small[::step, ::step]  # no tones between the tones
    for side in (coarse <= split, coarse > split):
        tones = histogram(coarse[eroded(side, 3) > 0][None])
        for _ in range(2):
            peak = int(tones.argmax())
            near = slice(max(0, peak - SAME), peak + SAME + 1)
            second = int(tones[near].sum())
            tones[near] = 0
        if second > SHADED * coarse.size:
            return True
    return False
