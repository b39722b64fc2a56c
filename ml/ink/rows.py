"""Rows that a machine made, the dots of a line to write on or the holes and wires of a binding: things of one form,
evenly apart along a side of the page, away from what is written."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml.arrays import Mask
from ml.components import Components

Floats = NDArray[np.float64]

LEAST = 6  # in a row
ROWS = 4  # each way: four sides of a box, holes and wires
MOST = 1000  # things: more are dither
LARGEST = 60  # of the largest things are asked for others like them
ALIKE, EVEN = 0.35, 0.1  # by how much of their size and of their distance they differ
MADE, MANY_MADE = 0.7, 0.55  # of their form common to them, times the share of even distances; of digits up to 0.62,
MANY = 12  # and of so many 0.44
FORM_SIDE = 16
LEAST_WRITTEN, AS_LARGE = 0.25, 0.6  # of their size is the writing, which is apart from the row, and what is near it
SLOPES = np.linspace(-0.27, 0.27, 19)  # 15 degrees
LONG = 0.4  # of the side that a row runs along


def rows(parts: Components) -> Mask:
    """(count,) which components stand in such rows."""
    top, bottom, left, right = parts.boxes().T
    middle = (top + bottom) / 2, (left + right) / 2
    found = np.zeros(parts.count, np.bool_)
    if not LEAST < parts.count <= MOST:
        return found
    for along, across, length in ((*middle, parts.shape[0]), (*middle[::-1], parts.shape[1])):
        for _ in range(ROWS):
            row = _row(parts, found, along, across, length)
            if not row.any():
                break
            found |= row
    return found


def _row(parts: Components, gone: Mask, along: Floats, across: Floats, length: int) -> Mask:
    """The most in one row that goes `along` a side of so much `length` of what is not `gone`, none if it is no row."""
    measures = np.stack([*np.diff(parts.boxes().reshape(-1, 2, 2), axis=2)[..., 0].T, parts.areas()])
    none = np.zeros(parts.count, np.bool_)
    on, alike, size = none, none, 0.0
    for one in np.argsort(-parts.extents(), kind="stable")[:LARGEST].tolist():
        like = (np.abs(measures - measures[:, one, None]) <= ALIKE * measures[:, one, None] + 2).all(0) & ~gone
        if like.sum() <= max(LEAST - 1, (on & alike).sum()):
            continue
        level = across - SLOPES[:, None] * along
        near = np.abs(level - level[:, one, None]) <= measures[:2, one].max() / 2
        most = int((near & like).sum(1).argmax())
        if (near[most] & like).sum() > (on & alike).sum():
            on, alike, size = near[most], like, float(measures[:2, one].max())
            away = np.abs(level[most] - level[most, one])
    if (on & alike).sum() < LEAST:
        return none
    on &= parts.extents() <= 2 * size
    others, beside = ~on & ~gone, away <= 1.5 * size
    writing = (others & ~beside & (parts.extents() >= LEAST_WRITTEN * size)).any()
    apart = not (others & beside & (parts.extents() >= AS_LARGE * size)).any()
    return on if writing and apart and _is_made(parts, on & alike, along, length) else none


def _is_made(parts: Components, row: Mask, along: Floats, length: int) -> bool:
    """Whether what stands in a `row` was put there by a machine: evenly apart, and of one form."""
    places = np.sort(along[row])
    if np.ptp(places) < LONG * length:
        return False
    steps = np.diff(places)
    steps = steps / max(1.0, float(np.median(steps)))
    forms = np.stack([_form(parts.alone(label)) for label in np.flatnonzero(row).tolist()])
    usual = forms.mean(0)
    shared = np.median(np.minimum(forms, usual).sum((1, 2)) / np.maximum(forms, usual).sum((1, 2)))
    even = (np.abs(steps - np.rint(steps)) <= EVEN).mean()
    return bool(shared * even >= (MADE if places.size < MANY else MANY_MADE))


def _form(part: Mask) -> Floats:
    """(FORM_SIDE, FORM_SIDE) how much of each field of its box a part fills."""
    picture = Image.fromarray(part.view(np.uint8) * np.uint8(255))
    return np.asarray(picture.resize((FORM_SIDE, FORM_SIDE), Image.Resampling.BOX)) / 255.0
