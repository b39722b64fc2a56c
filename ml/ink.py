"""A grey picture to its ink: paper 0, ink up to 255, whichever of the two was the darker one.

For clean pictures and evenly lit paper. Uneven light needs a local estimate of the paper, which will come in
here.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml.colour import contrast_grey
from ml.components import components
from ml.forms import without_lines
from ml.paper import eroded, grown
from ml.photo import photo_ink
from ml.polarity import dark_is_ink

Grey = NDArray[np.uint8]
Counts = NDArray[np.integer]

FAINTEST = 12  # grey levels between paper and ink below which we see nothing
NOISE = 6  # the ink must stand out of the paper by as many deviations of the paper
ANALYSIS_SIDE = 320  # shapes are judged on a picture reduced to this
DRAWN = 0.6  # the share of a picture in its two commonest tones above which no light falls on it
THICKEST = 0.16  # stroke width / longer side of the picture
SMALLEST_PHOTO = 20  # pixels: below this a stroke is not narrower than the paper around it
SMALLEST_FORM = 40  # pixels: below this the bar of a 7 is as thin as a form's line
PALE = 40  # ink: a rule may be much paler than the pen
GREYS = np.arange(256)


@dataclass(frozen=True)
class Region:
    """A rectangle of a picture: rows top:bottom, columns left:right."""

    top: int
    bottom: int
    left: int
    right: int

    def of(self, picture: Grey) -> Grey:
        return picture[self.top : self.bottom, self.left : self.right]


def find_ink(picture: Grey) -> Grey:
    """`picture` (height, width) or (height, width, 3) uint8 of either polarity to ink (height, width): uint8, 0 =
    paper, 255 = full ink.

    All 0 for a blank picture. Grey edges stay grey. A picture inside the picture (a photographed patch, a
    black square on a white page) is entered, and everything outside it counts as paper.
    """
    grey = contrast_grey(picture) if picture.ndim == 3 else picture
    step = max(1, -(-max(grey.shape) // ANALYSIS_SIDE))
    small = grey if step == 1 else np.asarray(Image.fromarray(grey).reduce(step))
    patch = _innermost_patch(small)
    region = Region(patch.top * step, patch.bottom * step, patch.left * step, patch.right * step)
    ink = np.zeros_like(grey)
    if not _is_drawn(region.of(grey), patch.of(small)):
        region.of(ink)[:] = photo_ink(region.of(grey))
        return ink
    tones = _tones(patch.of(small), region.of(grey))
    if tones is not None:
        region.of(ink)[:] = tones[region.of(grey)]
        _take_out_lines(region.of(ink))
    return ink


def _take_out_lines(ink: Grey) -> None:
    """Clears the printed lines in `ink`, with the grey at their edges, and what is pale all over."""
    if min(ink.shape) < SMALLEST_FORM:
        return
    mask = ink > PALE
    kept = without_lines(mask)
    parts = components(kept)
    pale = parts.peaks(ink) < 100
    if pale.any():
        kept = parts.mask(~pale)
    if kept is not mask:
        ink[grown(mask & ~kept, 5) & ~kept] = 0


def _is_drawn(grey: Grey, small: Grey) -> bool:
    """Whether the picture is strokes in one even tone on another, as drawings and good scans are.

    Two even tones alone would do for a shadow on paper too, but that is no stroke.
    """
    counts = histogram(grey)
    split = otsu(counts)
    if split is None or min(grey.shape) < SMALLEST_PHOTO:
        return True
    if float(counts[: split + 1].max() + counts[split + 1 :].max()) > DRAWN * grey.size:
        return True  # not one level of noise: no camera has seen it
    # JPEG's ringing reaches all of a small picture.
    even = np.convolve(counts, np.ones(3 if min(grey.shape) >= SMALLEST_FORM else 11), "same")
    if float(even[: split + 1].max() + even[split + 1 :].max()) < DRAWN * grey.size:
        return False
    dark = small <= split
    strokes = dark if dark_is_ink(dark) else ~dark
    return not eroded(strokes, int(THICKEST * max(small.shape))).any()


def _tones(small: Grey, full: Grey) -> Grey | None:
    """(256,) uint8: how much ink each grey level of `full` is; None when it shows none."""
    counts = histogram(full)
    threshold = otsu(counts)
    if threshold is None:
        return None
    dark = small <= threshold
    if not dark_is_ink(dark):
        tones = _dark_tones(counts[::-1], 254 - threshold, _extent(~dark))
        return None if tones is None else tones[::-1]
    return _dark_tones(counts, threshold, _extent(dark))


def _dark_tones(counts: Counts, threshold: int, extent: float) -> Grey | None:
    """As _tones, for ink that is the levels up to `threshold` and measures `extent` of a glyph's 28
    pixels."""
    paper_counts = np.where(threshold < GREYS, counts, 0)
    paper = _percentile(paper_counts, 0.5)
    deviation = 1.5 * _percentile(np.bincount(np.abs(GREYS - paper), paper_counts, 256), 0.5)
    contrast = paper - _percentile(np.where(threshold >= GREYS, counts, 0), 0.05)
    if contrast < max(FAINTEST, NOISE * deviation):
        return None
    # A pale pixel at the edge is a whole pixel of the glyph when the digit is 20 pixels tall, and JPEG's
    # ringing when it is 200: the larger the digit, the more of the faintest ink may go.
    floor = max(3.0 * deviation, 0.25 * contrast * (1 - min(1.0, 1 / max(extent, 1e-6))))
    strength = np.where(paper - GREYS > floor, paper - GREYS, 0)
    tones: Grey = np.clip(strength * (255.0 / contrast) + 0.5, 0, 255).astype(np.uint8)
    return tones


def _extent(mask: NDArray[np.bool_]) -> float:
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return float(max(np.ptp(rows), np.ptp(columns)) + 1) / 28 if rows.size else 0.0


def histogram(grey: Grey) -> Counts:
    """(256,) how many pixels have each grey level."""
    return np.array(Image.fromarray(np.ascontiguousarray(grey)).histogram())


def otsu(counts: Counts) -> int | None:
    """The level that parts `counts` (256,) into two tones best: <= it is dark. None when there is but one
    level.

    N. Otsu, "A threshold selection method from gray-level histograms" (1979). Between two lone peaks every
    level parts them alike; the middle one is returned, so that edges go half to each side.
    """
    below = np.cumsum(counts).astype(np.float64)
    if np.count_nonzero(counts) < 2:
        return None
    moment = np.cumsum(counts * GREYS)
    above = below[-1] - below
    parted = (below > 0) & (above > 0)
    between = np.zeros(256)
    gap = moment[parted] / below[parted] - (moment[-1] - moment[parted]) / above[parted]
    between[parted] = below[parted] * above[parted] * gap**2
    best = np.flatnonzero(between >= between.max() * (1 - 1e-9))
    return int(best[0] + best[-1]) // 2


def _percentile(counts: NDArray[np.generic], share: float) -> int:
    total = np.cumsum(counts)
    return int(np.searchsorted(total, share * float(total[-1]), side="left")) if total[-1] else 0


def _innermost_patch(grey: Grey) -> Region:
    region = Region(0, grey.shape[0], 0, grey.shape[1])
    for _ in range(3):
        inner = _patch(region.of(grey))
        if inner is None:
            break
        region = Region(
            region.top + inner.top,
            region.top + inner.bottom,
            region.left + inner.left,
            region.left + inner.right,
        )
    return region


def _patch(grey: Grey) -> Region | None:
    """A rectangle of one tone, smaller than the picture, that has something in it; None when there is no such
    thing."""
    counts = histogram(grey)
    middle = otsu(counts)
    if middle is None:
        return None
    # Paper, patch and ink may be three tones, so the two that Otsu makes are parted once more.
    splits = [middle, otsu(np.where(middle < GREYS, counts, 0)), otsu(np.where(middle >= GREYS, counts, 0))]
    for split in splits:
        if split is None:
            continue
        for tone in (grey <= split, grey > split):
            region = _rectangle(tone)
            if region is not None and _written_on(region.of(grey)):
                return region
    return None


def _rectangle(tone: NDArray[np.bool_]) -> Region | None:
    """The bounds of `tone` when they are smaller than the picture and `tone` runs along all four of their
    sides."""
    rows, columns = np.flatnonzero(tone.any(1)), np.flatnonzero(tone.any(0))
    if not rows.size or (rows.size == tone.shape[0] and columns.size == tone.shape[1]):
        return None
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    inside = tone[top:bottom, left:right]
    if min(inside.shape) < 12 or inside.size < 0.05 * tone.size:
        return None
    if min(side.mean() for side in (inside[0], inside[-1], inside[:, 0], inside[:, -1])) < 0.9:
        return None
    return Region(top + 1, bottom - 1, left + 1, right - 1)  # its outermost pixels are blurred with what is around


def _written_on(patch: Grey) -> bool:
    """Whether a patch shows two tones of its own: an upright bar, the digit 1, is a rectangle too, but an
    even one."""
    counts = histogram(patch)
    split = otsu(counts)
    if split is None:
        return False
    dark = np.where(split >= GREYS, counts, 0)
    contrast = _percentile(counts - dark, 0.5) - _percentile(dark, 0.5)
    return contrast >= FAINTEST * 2 and 0.01 < float(dark.sum()) / patch.size < 0.99
