"""Grey levels to ink, where one table will do: the paper is even, or nearly so."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml.arrays import Grey
from ml.ink.polarity import dark_is_ink

Counts = NDArray[np.integer]

FAINTEST = 12  # grey levels between paper and ink below which we see nothing
NOISE = 6  # the ink must stand out of the paper by as many deviations of the paper
GREYS = np.arange(256)
EIGHT = 0x0101010101010101
FEW = 20_000  # pixels: up to these numpy counts faster, beyond them Pillow


def tones(counts: Counts, split: int, small: Grey) -> Grey | None:
    """(256,) uint8: how much ink each grey level of a picture is, None when it shows none. `counts` (256,) are its
    levels', parted at `split`; `small` is the picture, perhaps reduced."""
    dark = small <= split
    if not dark_is_ink(dark):
        tones = _dark_tones(counts[::-1], 254 - split, _extent(~dark))
        return None if tones is None else tones[::-1]
    return _dark_tones(counts, split, _extent(dark))


def _dark_tones(counts: Counts, threshold: int, extent: float) -> Grey | None:
    """As _tones, for ink that is the levels up to `threshold` and measures `extent` of a glyph's 28
    pixels."""
    paper_counts = np.where(threshold < GREYS, counts, 0)
    paper = percentile(paper_counts, 0.5)
    deviation = 1.5 * percentile(np.bincount(np.abs(GREYS - paper), paper_counts, 256), 0.5)
    contrast = paper - percentile(np.where(threshold >= GREYS, counts, 0), 0.05)
    if contrast < max(FAINTEST, NOISE * deviation):
        return None
    # A pale pixel at the edge is a whole pixel of the glyph when the digit is 20 pixels tall, and JPEG's
    # ringing when it is 200: the larger the digit, the more of the faintest ink may go.
    floor = max(3.0 * deviation, 0.25 * contrast * (1 - min(1.0, 1 / max(extent, 1e-6))))
    strength = np.where(paper - GREYS > floor, paper - GREYS, 0)
    tones: Grey = np.minimum(strength * (255.0 / contrast) + 0.5, 255).astype(np.uint8)
    return tones


def _extent(mask: NDArray[np.bool_]) -> float:
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return float(max(rows[-1] - rows[0], columns[-1] - columns[0]) + 1) / 28 if rows.size else 0.0


def mapped(grey: Grey, table: Grey) -> Grey:
    """`table` (256,) at each of `grey` (height, width), read-only. Bytes are translated several times as fast as numpy
    takes or Pillow points."""
    return np.frombuffer(grey.tobytes().translate(table.tobytes()), np.uint8).reshape(grey.shape)


def histogram(grey: Grey) -> Counts:
    """(256,) how many of the pixels, one at least, have each grey level.

    Counting is slow where the level counted last comes again, so paper goes first, by eights like the first pixel.
    """
    flat = np.ascontiguousarray(grey).ravel()
    end = flat.size // 8 * 8
    eights = flat[:end].view(np.uint64)
    other = eights[eights != int(flat[0]) * EIGHT].view(np.uint8)
    rest = np.concatenate([other, flat[end:]])
    few = rest.size < FEW
    counts = np.bincount(rest, minlength=256) if few else np.array(Image.fromarray(rest[None]).histogram())
    counts[flat[0]] += end - other.size
    return counts


def otsu(counts: Counts) -> int | None:
    """The level that parts `counts` (256,) into two tones best: <= it is dark. None when there is but one
    level.

    N. Otsu, "A threshold selection method from gray-level histograms" (1979). Between two lone peaks every
    level parts them alike; the middle one is returned, so that edges go half to each side.
    """
    levels = counts.nonzero()[0]
    if levels.size < 2:
        return None
    first, last = int(levels[0]), int(levels[-1])
    own = counts[first : last + 1]
    below, moment = own.cumsum().astype(np.float64), (own * GREYS[first : last + 1]).cumsum()
    pixels, whole = below[-1], moment[-1]
    below, moment = below[:-1], moment[:-1]
    above = pixels - below
    between = below * above * (moment / below - (whole - moment) / above) ** 2
    best = (between >= between.max() * (1 - 1e-9)).nonzero()[0]
    return (2 * first + int(best[0]) + int(best[-1])) // 2


def percentile(counts: NDArray[np.generic], share: float) -> int:
    """The level that `share` (0 to 1) of what `counts` (n,) counts does not exceed; 0 where it counts nothing."""
    total = counts.cumsum()
    return int(total.searchsorted(share * float(total[-1]))) if total[-1] else 0


def median(counts: NDArray[np.generic]) -> float:
    """As np.median of the levels that `counts` (n,) counts, one at least."""
    total = counts.cumsum()
    low, high = total.searchsorted(((total[-1] - 1) // 2, total[-1] // 2), side="right")
    return float(low + high) / 2


def quantile(values: Grey, share: float) -> float:
    """As np.quantile of (n,) values, one at least, to the last bit, in a tenth of the time."""
    place = share * (values.size - 1)
    low = int(place)
    high = min(low + 1, values.size - 1)
    ordered = np.partition(values, (low, high))
    before, after, beyond = float(ordered[low]), float(ordered[high]), place - low
    step = after - before
    return before + step * beyond if beyond < 0.5 else after - step * (1 - beyond)
