"""A photo or a scan to its ink: dark strokes on paper under any light, with print, shadows and dirt around them."""

import numpy as np

from ml.arrays import Grey, Mask
from ml.components import Components, components
from ml.filters import FAINTEST, depth, eroded, grown, noise_floor, smooth
from ml.ink.captions import captions
from ml.ink.cells import Cells
from ml.ink.clutter import clutter
from ml.ink.forms import without_lines
from ml.ink.frames import CUT_OUT, emptied
from ml.ink.pen_width import pen_width
from ml.ink.polarity import light_on_dark
from ml.ink.rims import without_rims, without_soft
from ml.ink.shades import shades
from ml.ink.tones import GREYS, histogram, mapped, otsu, percentile, quantile

WIDEST = 0.3  # stroke width / shorter side of the picture: a thick digit that fills it
BESIDE = 0.2  # stroke width / longer side: one that does not
CROWDED = 0.6  # of the shorter side at most: in a long line, cut out, more than that is ink and falling light
PATTERN = 40.0  # grey levels: no grain of paper is as dark
WRITTEN = 0.25  # of the picture at most is ink on a pattern, and
STANDS_OUT = 2.0  # times as dark as the pattern is on the whole;
HIDDEN = 0.75  # of the floor: ink begins lower than that
PALEST = 0.3  # of the ink's own contrast: what is paler is noise, or shows through from the other side
FIRM = 0.5  # of the ink's own contrast: a stroke is as dark as this somewhere
OUTLINE = 0.4  # of it: as dark is a printed outline at least
SHADOW = 0.4  # of the light is left in it
FIRMER = 0.75  # the same at the border, where the tip of a shadow may come in
SPECK = 0.08  # of the largest thing's extent; the dots of numbers are 0.1
FAINT = 40.0  # grey levels of contrast under which the picture is looked at again, blurred
PALE = 28.0  # under which a number's digits would be lost here and there
AS_LARGE = 0.4  # of the largest piece: another digit on its line
BLOB = 0.36  # no stroke is as wide as this share of the digit, unless a thick pen has filled its loop:
SOLID = 0.76  # then less of its box is ink; of a disc's 0.79,
ALIKE = 0.7  # and something as high, but for so much, is beside it,
LEVEL = 0.6  # so much of the lower one's height level with it, and
NEAR = 1.2  # of its height at most away
NARROW = 0.7  # of the widest stroke: the pen is known
SHADED = 0.5  # of the largest thing in the light: what is written in a shadow


def photo_ink(grey: Grey) -> tuple[Grey, Cells]:
    """(height, width) uint8 of a photo to ink of the same shape: 0 = paper, 255 = full ink; all 0 for none. And the
    places of the form that it may be a photo of.

    Ink is dark; but light on a dark board where the picture says so clearly.
    """
    if light_on_dark(grey):
        grey = np.asarray(255 - grey)
    ink, contrast, cells = _dark_ink(grey, 0.8 if min(grey.shape) > 100 else 0.0)
    if contrast < FAINT and min(grey.shape) > 100:
        # As wide as a thin stroke, the blur costs the ink little and the grain of the paper much.
        blurred, seen, others = _dark_ink(grey, 1.5 + min(grey.shape) / 200)
        several = contrast >= PALE
        if seen and _alone(blurred, several=several) > _alone(ink, several=several):
            return blurred, others
        return (ink, cells) if _alone(ink, several=several) else (np.zeros_like(ink), ())
    return ink, cells


def _alone(ink: Grey, *, several: bool) -> int:
    """Extent of the largest piece of faint ink where it is a digit's: most of all the ink, away from the border, not
    tiny; else 0. What is left of paper's grain is many pieces. Of a number, where there may be `several` digits, those
    as large on its line are most of the ink."""
    parts = components(ink > 60)
    if not parts.count:
        return 0
    areas, extents, (top, bottom, _, _) = parts.areas(), parts.extents(), parts.boxes().T
    largest = int(extents.argmax())
    size = int(extents[largest])
    inside = parts.contact() <= 0.3 * extents
    level = np.abs(top + bottom - top[largest] - bottom[largest]) <= size
    beside = inside & level & (extents >= (AS_LARGE if several else 1) * size)
    if not inside[largest] or 2 * areas[beside].sum() < areas.sum() or size < 0.12 * min(ink.shape):
        return 0
    return size


def _dark_ink(grey: Grey, blur: float) -> tuple[Grey, float, Cells]:
    """The ink, its contrast in grey levels, and the places of a form."""
    quiet = smooth(grey, blur)
    widest = int(min(max(WIDEST, BESIDE * max(grey.shape) / min(grey.shape)), CROWDED) * min(grey.shape))
    depths = depth(quiet, widest)
    floor = _floor(depths)
    mask, rims, cells = _dark(depths, floor)
    bare = _without_captions(mask, depths)
    width = pen_width(quiet, bare, widest)
    if bare is not mask and width >= NARROW * widest:
        width = pen_width(quiet, mask, widest)
    if width < NARROW * widest:
        # Now that the pen can be measured, the paper is followed more closely: into the corners of shadows.
        depths = depth(quiet, width)
        floor = _floor(depths)
        closer, _, others = _dark(depths, floor)
        followed = mask & closer if rims is None else _with_shaded(mask & closer, closer & rims, depths, quiet)
        # What the captions seemed to be beside may have been a shadow.
        bare = followed if bare is mask else _without_captions(followed, depths)
        cells = others or cells
    mask = bare
    ink = np.zeros_like(grey)
    if mask.any():
        mask = _strokes(depths, quiet, mask, floor, form=bool(cells))
    if not mask.any():
        return ink, 0.0, cells
    window = _around(mask)  # often a quarter of the picture
    ink[window] = _toned(_even(depths[window], quiet[window]), mask[window])
    return ink, _contrast(depths[mask]), cells


def _around(mask: Mask) -> tuple[slice, slice]:
    """The rows and columns of what there is of `mask`, and one more on each side."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return slice(max(0, rows[0] - 1), rows[-1] + 2), slice(max(0, columns[0] - 1), columns[-1] + 2)


def _floor(depths: Grey) -> float:
    """The depth from which on something is darker than paper, and than a pattern that is printed all over it."""
    floor = max(FAINTEST, noise_floor(depths))
    if floor < PATTERN:
        return floor
    counts = histogram(depths)
    split = otsu(counts)
    dark = np.where((split or 0) < GREYS, counts, 0)
    few = 0 < dark.sum() <= WRITTEN * depths.size
    if split is None or not few or percentile(dark, 0.5) < STANDS_OUT * percentile(counts, 0.5):
        return floor
    return float(split) if split < HIDDEN * floor else floor


def _even(depths: Grey, quiet: Grey) -> Grey:
    """Depths as they would be on white paper: ink takes the same share of whatever light there is."""
    paper = np.maximum(depths.astype(np.uint16) + quiet, 48)
    return np.asarray(np.minimum(depths * np.uint16(255) // paper, 255).astype(np.uint8))


def _as_lit(depths: Grey, quiet: Grey, inked: Mask, wanted: Mask) -> Grey:
    """Depths as they would be in the light on what is `inked`, where they are `wanted`; but as they are on a table,
    which is darker than paper in a shadow."""
    light = quantile(depths[inked] + quiet[inked], 0.9)
    levels = np.arange(256)
    lit = np.where(levels < SHADOW * light, light, np.maximum(levels, 1)).astype(np.uint16)
    under = depths[wanted]
    even = np.zeros_like(depths)
    even[wanted] = np.minimum(under * np.uint16(255) // lit[under + quiet[wanted]], 255)
    return even


def _dark(depths: Grey, floor: float) -> tuple[Mask, Mask | None, Cells]:
    """What is darker than paper may be, without print and the rims of the picture; those rims, None where there are
    none; the places of a form."""
    dark, cells = emptied(without_soft(depths > int(floor), depths))
    if not cells and depths.size <= CUT_OUT:
        dark, cells = _without_firm_boxes(dark, depths)
    lined = without_lines(dark)  # the sides of a box make a rim of the digits that touch them
    inside = without_rims(lined, depths, floor)
    return (lined, None, cells) if inside is lined else (without_lines(inside), lined & ~inside, cells)


def _without_firm_boxes(dark: Mask, depths: Grey) -> tuple[Mask, Cells]:
    """The `dark` mask without the boxes, and their places, that are seen where what shows through, and hides their
    sides, is left out."""
    if not dark.any():
        return dark, ()
    firm = dark & (depths > int(OUTLINE * _contrast(depths[dark])))
    left, cells = emptied(firm)
    return (dark & ~grown(firm & ~left, 3) | left, cells) if cells else (dark, ())


def _with_shaded(inked: Mask, dark: Mask, depths: Grey, quiet: Grey) -> Mask:
    """`inked` with what is written in a shadow that seemed a rim: of the `dark` in it the things as large and as dark,
    by the light on them, as what is inked, away from the border."""
    if not inked.any() or not dark.any():
        return inked
    either = inked | dark
    even, parts = _as_lit(depths, quiet, inked, either), components(either)
    tall, contrast = components(inked).extents().max(), _contrast(even[inked])
    written = (parts.contact() == 0) & (parts.extents() > SHADED * tall) & (parts.peaks(even) > FIRM * contrast)
    return inked | parts.mask(written) if written.any() else inked


def _without_captions(mask: Mask, depths: Grey) -> Mask:
    parts = components(mask)
    peaks = parts.peaks(depths)
    parts = parts.only(peaks > PALEST * peaks.max(initial=0))  # no shadow, nor grain
    parts = parts.only(~shades(parts, parts.extents() == parts.extents().max(initial=0)))
    gone = captions(parts, grainy=True)
    return mask & ~parts.mask(gone) if gone.any() else mask


def _strokes(depths: Grey, quiet: Grey, mask: Mask, floor: float, *, form: bool) -> Mask:
    """The pixels of the pen's strokes: what shows through, by the light on it, and specks taken out; blobs and clutter,
    too, but not from a form, whose digits may be so small that they are blurred into one."""
    even = _as_lit(depths, quiet, mask, mask)
    contrast = _contrast(even[mask])
    parts = components(mask & (depths > int(floor)) & (even > int(PALEST * contrast)))
    least = np.where(parts.contact() > 0, FIRMER, FIRM) * contrast
    firm = (parts.peaks(depths) > 1.5 * floor) & (parts.peaks(even) > least)
    for _ in range(3):
        large = firm & _large_enough(parts, firm)
        kept = parts.mask(large)
        largest = int((parts.extents() * firm).max(initial=0))
        blobs = parts.peaks(eroded(kept, int(BLOB * largest) + 2)) > 0  # edges are blurred by as much
        if form or not blobs.any():
            break
        blobs &= ~_filled(parts, large, blobs)
        firm &= ~blobs
    parts = parts.only(large)
    shaded = shades(parts, np.ones(parts.count, np.bool_))
    rest = parts.only(~shaded)
    strange = clutter(rest, quiet, form=form)
    return rest.mask(~strange) if shaded.any() or strange.any() else kept


def _filled(parts: Components, large: Mask, blobs: Mask) -> Mask:
    """(count,) which `blobs` are digits of a pen so thick that it filled their loops: not solid, and alone or beside
    others of a number."""
    top, bottom, left, right = parts.boxes().T
    high = bottom - top
    hollow = parts.areas() < SOLID * high * (right - left)
    others = large & (hollow | ~blobs)
    filled = np.asarray(blobs & hollow & (np.count_nonzero(large) == 1))
    for blob in np.flatnonzero(blobs & hollow):
        low = np.minimum(high, high[blob])
        level = np.minimum(bottom, bottom[blob]) - np.maximum(top, top[blob]) >= LEVEL * low
        apart = np.maximum(left, left[blob]) - np.minimum(right, right[blob])
        beside = others & level & (low >= ALIKE * np.maximum(high, high[blob])) & (apart <= NEAR * high[blob])
        filled[blob] |= beside.sum() > 1  # it is beside itself, too
    return filled


def _contrast(inked: Grey) -> float:
    return quantile(inked, 0.9)


def _large_enough(parts: Components, firm: Mask) -> Mask:
    """Specks are far smaller than the largest thing on the page; what the border cuts off must be larger."""
    tall, areas = parts.extents(), parts.areas()
    largest = int((tall * firm).max(initial=0))
    area = int((areas * firm).max(initial=0))
    share = np.where(parts.contact() > 0, 0.3, SPECK)
    return np.asarray((tall >= share * largest) & (areas >= 0.005 * area) & (areas >= 4))


def _toned(depths: Grey, mask: Mask) -> Grey:
    """Ink as dark as the picture's contrast says; a pixel around the mask keeps the grey edge."""
    contrast = max(1.0, _contrast(depths[mask]) * 0.8)
    tones = np.clip(np.arange(256) * (255.0 / contrast) + 0.5, 0, 255).astype(np.uint8)
    return np.asarray(mapped(depths, tones) * grown(mask, 3))
