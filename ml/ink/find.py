"""A picture to its ink: paper 0, ink up to 255, whichever of the two was the darker one."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml.arrays import Grey, Mask
from ml.components import Components, components
from ml.filters import grown
from ml.ink import thumbnail
from ml.ink.canvas import canvas
from ml.ink.captions import captions
from ml.ink.cells import Cells
from ml.ink.colour import contrast_grey
from ml.ink.drawing import SMALLEST_FORM, is_drawn, may_be_filled
from ml.ink.forms import without_lines
from ml.ink.frames import emptied
from ml.ink.leaves import Leaf, leaf
from ml.ink.patch import Region, innermost_patch
from ml.ink.photo import photo_ink
from ml.ink.rows import rows
from ml.ink.shades import shades
from ml.ink.shown import shown
from ml.ink.tones import Counts, histogram, mapped, otsu, tones

ANALYSIS_SIDE = 320  # shapes are judged on a picture reduced to this
PALE = 40  # ink: a rule may be much paler than the pen
DUST = 0.03  # of the largest thing's extent: smaller than any pen's dot
DIRT = 0.08  # the same where it is a CROWD; the dots of numbers are few
CROWD = 5
MANY = 24  # specks at least tell where specks lie,
TILES = 4  # to a side of the picture, in so many rows and columns of tiles,
AS_THICK = 0.35  # of what is in a tile on the whole at least in three quarters of them
LITTLE = 0.1  # of all ink: what a spray can leaves is dots too, but they are the digit


def find_ink(picture: Grey) -> Grey:
    """`picture` (height, width) or (height, width, 3) uint8 of either polarity to ink (height, width): uint8, 0 =
    paper, 255 = full ink.

    All 0 for a blank picture. Grey edges stay grey. A picture inside the picture (a photographed patch, a
    black square on a white page) is entered, and everything outside it counts as paper.
    """
    return written(picture)[0]


def written(picture: Grey) -> tuple[Grey, Cells]:
    """The ink, as `find_ink` gives it, and the places of the form that the picture may be of."""
    grey = contrast_grey(picture) if picture.ndim == 3 else picture
    if thumbnail.is_one(grey):
        grey = thumbnail.repaired(grey)
    step = max(1, -(-max(grey.shape) // ANALYSIS_SIDE))
    small = grey if step == 1 else np.asarray(Image.fromarray(grey).reduce(step))
    counts = histogram(small)
    split = otsu(counts)
    patch = _sheet(small, counts, split, reduced=step > 1)
    region = Region(patch.top * step, patch.bottom * step, patch.left * step, patch.right * step)
    sheet = region.of(grey)
    if sheet.size < small.size or step > 1:
        counts = histogram(sheet)
        split = otsu(counts)
    found, cells = _on_paper(sheet, region.of(picture), patch.of(small), counts, split)
    if found.shape == grey.shape:
        return found, cells
    ink = np.zeros_like(grey)
    region.of(ink)[:] = found
    return ink, tuple(cell.moved(region.left, region.top) for cell in cells)


def _sheet(small: Grey, counts: Counts, split: int | None, *, reduced: bool) -> Region:
    """What of `small`, perhaps `reduced`, whose levels are `counts` (256,), parted at `split`, is written on. A screen
    that shows a photo is larger than what is not reduced."""
    drawn_on = (shown(small, counts) if reduced else None) or canvas(small, counts)
    if drawn_on is None:
        return innermost_patch(small, counts, split)
    inside = drawn_on.of(small)
    counts = histogram(inside)
    return innermost_patch(inside, counts, otsu(counts)).moved(drawn_on.left, drawn_on.top)


def _on_paper(
    grey: Grey, picture: NDArray[np.uint8], small: Grey, counts: Counts, split: int | None
) -> tuple[Grey, Cells]:
    """The ink of one sheet of paper, and the places of a form on it; `picture` is the same in its colours, and `small`
    is reduced for the analysis; `counts` (256,) are the sheet's grey levels', parted at `split`."""
    spoilt = thumbnail.spoilt_ink(grey)
    if spoilt is not None:
        return spoilt, ()
    if split is None:
        return np.zeros_like(grey), ()
    if not is_drawn(counts, split, small):
        lying = leaf(grey)
        found, cells = photo_ink(grey) if lying is None else _within(lying, picture)
        if lying is not None or not may_be_filled(counts, split, small) or _is_most(found, counts, split):
            return found, cells
    table = tones(counts, split, small)
    if table is None:
        return np.zeros_like(grey), ()
    ink = mapped(grey, table)
    return (thumbnail.cleaned(ink), ()) if thumbnail.is_one(grey) else _without_print(ink)


def _is_most(ink: Grey, counts: Counts, split: int) -> bool:
    """Whether there is `ink` in half of what one side of `split` is, the side with fewer of the `counts` (256,)."""
    dark = counts[: split + 1].sum() / counts.sum()
    return bool(2 * np.count_nonzero(ink > 127) > min(dark, 1 - dark) * ink.size)


def _within(lying: Leaf, picture: NDArray[np.uint8]) -> tuple[Grey, Cells]:
    """The ink on a leaf of paper in a `picture`, and the places of a form on it."""
    found, cells = written(lying.of(picture))
    ink = np.zeros(picture.shape[:2], np.uint8)
    lying.on(ink)[:] = np.where(lying.own, found, 0)
    return ink, tuple(cell.moved(lying.left, lying.top) for cell in cells)


def _without_print(ink: Grey) -> tuple[Grey, Cells]:
    """`ink` (height, width) without printed lines, shadows, the grey at their edges, and what is pale all over; the
    places of a form."""
    if min(ink.shape) < SMALLEST_FORM and max(ink.shape) < 2 * SMALLEST_FORM:
        return ink, ()
    mask = ink > PALE
    parts = components(mask)
    open_mask, cells = emptied(mask, parts)
    kept = without_lines(open_mask, ink)
    if kept is not mask:
        parts = components(kept)
    if (printed := rows(parts)).any():
        parts = parts.only(~printed)
        kept = parts.mask(np.ones(parts.count, np.bool_))
    # Most drawings are one blot, whose peak is the picture's.
    peaks = ink.max(keepdims=True)[0] if parts.count == 1 and kept is mask else parts.peaks(ink)
    gone = (peaks < 100) | shades(parts, parts.contact() > 0) | _dirt(parts) | captions(parts, grainy=False)
    if gone.any():
        kept = parts.mask(~gone)
    return ink if kept is mask else np.where(grown(mask & ~kept, 5) & ~kept, np.uint8(0), ink), cells


def _dirt(parts: Components) -> Mask:
    """(count,) which components are the specks of a scan or a copy."""
    extents = parts.extents()
    largest = int(extents.max(initial=0))
    small = extents <= DIRT * largest
    if not small.any():
        return small
    dirt = small if small.sum() >= CROWD else extents <= DUST * largest
    areas = parts.areas()
    return dirt if areas[dirt].sum() < LITTLE * areas.sum() or _is_everywhere(parts, dirt) else np.zeros_like(dirt)


def _is_everywhere(parts: Components, dirt: Mask) -> bool:
    """Whether the `dirt` (count,) lies as thick in most of the picture as in all of it: a spray can's does not."""
    if dirt.sum() < MANY:
        return False
    top, bottom, left, right = parts.boxes()[dirt].T
    height, width = parts.shape
    tile = (top + bottom) * TILES // (2 * height) * TILES + (left + right) * TILES // (2 * width)
    counts = np.sort(np.bincount(tile, minlength=TILES * TILES))
    return bool(counts[TILES] >= AS_THICK * counts.mean())
