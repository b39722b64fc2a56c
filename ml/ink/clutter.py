"""What else a photo shows beside the writing: edges of paper, things that reach in from outside, rows of print.

None of it goes unless something is left that is no part of it, for a picture may be of such a stroke alone.
"""

import numpy as np
from PIL import Image

from ml.arrays import Grey, Ints, Mask
from ml.components import Components
from ml.filters import grown
from ml.ink.around import sides
from ml.ink.rows import rows
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


def clutter(parts: Components, grey: Grey, *, form: bool) -> Mask:
    """(count,) which of the `parts` of a photo's ink are none; `grey` (height, width) is the photo. In a `form`, whose
    digits end at one another's cells, rows of print alone."""
    gone = rows(parts)
    if form or parts.count < 2 or min(parts.shape) < SMALLEST:
        return gone
    edges = _edges(parts, grey)
    if _main(parts, gone | edges) is not None:
        gone |= edges
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
