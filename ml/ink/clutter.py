"""What else a photo shows beside the writing: edges of paper, things that reach in from outside, a notebook's binding.

None of it goes unless something is left that is no part of it, for a picture may be of such a stroke alone.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml.arrays import Grey, Ints, Mask
from ml.components import Components
from ml.filters import grown
from ml.ink.around import sides
from ml.ink.shades import slenderness

SMALLEST = 100  # pixels of the shorter side of the picture
LEAST = 0.03  # of the longer side: what is smaller is not what was written
MOST = 60  # of the largest things are asked for edges
EDGE = 0.6  # of all places lie between different papers; a shadow across a digit makes up to 0.3 of it so
FEW = 12  # places tell nothing
CUT = 0.35  # of its extent at least must be the writing for something at the border to go,
BAR, CUT_BAR = 4.0, 0.08  # but of a bar of such length / width so much
NEAR = 0.12  # of the smaller one's extent: so near they are one digit in two pieces
SIDE = 200  # distances are measured in a picture reduced to this
LEVEL = 0.5  # of the lower one's height side by side: another digit of the line, if
SHORT, TALL = 0.45, 1.7  # times as high as the writing
APART = 2.0  # of its height away at most
ROW = 6  # alike things in a straight row
ROWS = 3  # of holes and wires
ALIKE, EVEN = 0.35, 0.1  # by how much of their size and of their distance they differ
MADE, MANY_MADE = 0.7, 0.55  # of their form common to them, times the share of even distances; of digits up to 0.62,
MANY = 12  # and of so many 0.44
FORM_SIDE = 16
LEAST_WRITTEN, AS_LARGE = 0.25, 0.6  # of their size is the writing, which is apart from the row, and what is near it
SLOPES = np.linspace(-0.27, 0.27, 19)  # 15 degrees
LONG = 0.4  # of the side that a row runs along


def clutter(parts: Components, grey: Grey) -> Mask:
    """(count,) which of the `parts` of a photo's ink are none; `grey` (height, width) is the photo."""
    gone = np.zeros(parts.count, np.bool_)
    if parts.count < 2 or min(parts.shape) < SMALLEST:
        return gone
    for found in (binding(parts), _edges(parts, grey)):
        if _main(parts, gone | found) is not None:
            gone |= found
    return gone | _from_outside(parts, gone)


def _main(parts: Components, gone: Mask) -> int | None:
    """The largest thing that is not `gone` and lies away from the border; None where all are small."""
    extents = np.where(gone | (parts.contact() > 0), 0, parts.extents())
    largest = int(extents.argmax())
    return largest if extents[largest] > max(8, LEAST * max(parts.shape)) else None


def _edges(parts: Components, grey: Grey) -> Mask:
    """Those with one thing on one side and another on the other."""
    found = np.zeros(parts.count, np.bool_)
    for label in np.argsort(-parts.extents(), kind="stable")[:MOST].tolist():
        top, bottom, left, right = parts.boxes()[label].tolist()
        room = 4 + min(bottom - top, right - left) // 2
        rows = slice(max(0, top - room), bottom + room)
        columns = slice(max(0, left - room), right + room)
        seen = grey[rows, columns]
        own = np.zeros(seen.shape, np.uint8)
        y, x = top - rows.start, left - columns.start
        own[y : y + bottom - top, x : x + right - left] = parts.alone(label).view(np.uint8) * np.uint8(255)
        # Seen along an edge what is beside its end is itself.
        across = sides(seen[y : y + bottom - top, :, None], own[y : y + bottom - top])
        down = sides(seen.T[x : x + right - left, :, None], own.T[x : x + right - left])
        odd, places = across if bottom - top > right - left else down
        found[label] = places >= FEW and odd > EDGE * places
    return found


def _from_outside(parts: Components, gone: Mask) -> Mask:
    """What reaches in from the border: a finger, a pen, the tip of a shadow; but not what may be a digit that is cut
    off, or a piece of one."""
    contact, extents = parts.contact(), parts.extents()
    found = (contact > 0) & ~gone
    main = _main(parts, gone)
    if main is None or not found.any():
        return np.zeros_like(found)
    size = int(extents[main])
    found &= size >= CUT_BAR * extents
    found &= ~_on_line(parts.boxes(), main, ~found & ~gone)
    if found.any() and slenderness(_only(parts, main)) >= BAR:
        found &= extents > TALL * size  # other bars may be of a row with it, like the joints of tiles
    near = _near(parts, main) if found.any() else found
    for label in np.flatnonzero(found).tolist():
        bar = slenderness(_only(parts, label)) if size < CUT * extents[label] else BAR
        found[label] = not near[label] and bar >= BAR
    return found


def _only(parts: Components, label: int) -> Components:
    return parts.only(np.arange(parts.count) == label)


def _on_line(boxes: Ints, main: int, written: Mask) -> Mask:
    """(count,) which are as high as the `main` one and stand beside one of those `written` as the next digit does."""
    top, bottom, left, right = boxes.T
    high = bottom - top
    own = boxes[written]
    level = np.minimum(bottom[:, None], own[:, 1]) - np.maximum(top[:, None], own[:, 0])
    apart = np.maximum(left[:, None], own[:, 2]) - np.minimum(right[:, None], own[:, 3])
    beside = (level >= LEVEL * np.minimum(high[:, None], own[:, 1] - own[:, 0])) & (apart <= APART * high[main])
    return np.asarray(beside.any(1) & (high >= SHORT * high[main]) & (high <= TALL * high[main]))


def _near(parts: Components, main: int) -> Mask:
    """(count,) which come so near to the `main` one that they may be a part of it."""
    names = np.arange(parts.count)
    step = -(-max(parts.shape) // SIDE)
    own = _reduced(parts.mask(names == main), step)
    extents = parts.extents()
    near = np.zeros(parts.count, np.bool_)
    for label in np.flatnonzero(parts.contact() > 0).tolist():
        reach = NEAR * min(extents[label], extents[main]) / step
        near[label] = bool((grown(own, 2 * int(reach) + 1) & _reduced(parts.mask(names == label), step)).any())
    return near


def _reduced(mask: Mask, step: int) -> Mask:
    return mask if step == 1 else np.asarray(Image.fromarray(mask.astype(np.uint8) * np.uint8(255)).reduce(step)) > 0


def binding(parts: Components) -> Mask:
    """(count,) the holes and the wire of a binding: rows of things of one form, evenly apart, along a side."""
    top, bottom, left, right = parts.boxes().T
    middle = (top + bottom) / 2, (left + right) / 2
    found = np.zeros(parts.count, np.bool_)
    if parts.count <= ROW or min(parts.shape) < SMALLEST:
        return found
    for along, across, length in ((*middle, parts.shape[0]), (*middle[::-1], parts.shape[1])):
        for _ in range(ROWS):
            row = _row(parts, found, along, across, length)
            if not row.any():
                break
            found |= row
    return found


def _row(parts: Components, gone: Mask, along: NDArray[np.float64], across: NDArray[np.float64], length: int) -> Mask:
    """The most in one row that goes `along` a side of so much `length` of what is not `gone`, none if it is no row."""
    measures = np.stack([*np.diff(parts.boxes().reshape(-1, 2, 2), axis=2)[..., 0].T, parts.areas()])
    none = np.zeros(parts.count, np.bool_)
    on, alike, size = none, none, 0.0
    for one in np.argsort(-parts.extents(), kind="stable")[:MOST].tolist():
        like = (np.abs(measures - measures[:, one, None]) <= ALIKE * measures[:, one, None] + 2).all(0) & ~gone
        if like.sum() <= max(ROW - 1, (on & alike).sum()):
            continue
        level = across - SLOPES[:, None] * along
        near = np.abs(level - level[:, one, None]) <= measures[:2, one].max() / 2
        most = int((near & like).sum(1).argmax())
        if (near[most] & like).sum() > (on & alike).sum():
            on, alike, size = near[most], like, float(measures[:2, one].max())
            away = np.abs(level[most] - level[most, one])
    if (on & alike).sum() < ROW:
        return none
    on &= parts.extents() <= 2 * size
    others, beside = ~on & ~gone, away <= 1.5 * size
    writing = (others & ~beside & (parts.extents() >= LEAST_WRITTEN * size)).any()
    apart = not (others & beside & (parts.extents() >= AS_LARGE * size)).any()
    return on if writing and apart and _is_made(parts, on & alike, along, length) else none


def _is_made(parts: Components, row: Mask, along: NDArray[np.float64], length: int) -> bool:
    """Whether what stands in a `row` was put there by a machine: evenly apart, and of one form."""
    places = np.sort(along[row])
    if np.ptp(places) < LONG * length:
        return False
    steps = np.diff(places) / np.median(np.diff(places))
    forms = np.stack([_form(parts.alone(label)) for label in np.flatnonzero(row).tolist()])
    usual = forms.mean(0)
    shared = np.median(np.minimum(forms, usual).sum((1, 2)) / np.maximum(forms, usual).sum((1, 2)))
    even = (np.abs(steps - np.rint(steps)) <= EVEN).mean()
    return bool(shared * even >= (MADE if places.size < MANY else MANY_MADE))


def _form(part: Mask) -> NDArray[np.float64]:
    """(FORM_SIDE, FORM_SIDE) how much of each field of its box a part fills."""
    picture = Image.fromarray(part.view(np.uint8) * np.uint8(255))
    return np.asarray(picture.resize((FORM_SIDE, FORM_SIDE), Image.Resampling.BOX)) / 255.0
