"""Pictures hardly larger than a glyph, spoilt: one pixel of dirt is as wide as half a stroke there, and a cloud in the
background as wide as a digit. Everything here leaves clean pictures as they are."""

import numpy as np
from PIL import Image, ImageFilter

from ml.arrays import Grey
from ml.filters import depth, noise_floor
from ml.ink.bands import without_bands
from ml.ink.hairline import without_hairline
from ml.ink.outline import filled
from ml.ink.specks import without_dots, without_drops, without_salt

SMALLEST, LARGEST = 16, 40  # pixels of the shorter and of the longer side
EVEN = 3  # grey levels
MOSTLY = 0.75  # of the border
UNEVEN = 0.25  # of the picture's range, along the border
SHARP = 0.25  # steps of half the contrast, from one pixel to the next, for each pixel of ink
WIDEST = 0.25  # stroke width / shorter side
LIGHTER = 1.5  # times as much stands out that is light


def is_one(grey: Grey) -> bool:
    """Whether `grey` (height, width) is so small that it is mended as a thumbnail."""
    return bool(min(grey.shape) >= SMALLEST and max(grey.shape) <= LARGEST)


def repaired(grey: Grey) -> Grey:
    """`grey` (height, width) of either polarity with its bands turned and its salt taken out."""
    return without_salt(without_bands(grey))


def cleaned(ink: Grey) -> Grey:
    """`ink` (height, width) without drops, a line across, dots; outlines filled."""
    return filled(without_dots(without_hairline(without_drops(ink))))


def spoilt_ink(grey: Grey) -> Grey | None:
    """The ink (height, width) of a small picture out of focus, shaken, or clouded; None for any other."""
    if not is_one(grey):
        return None
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]]).astype(np.int16)
    paper = int(np.median(border))
    if (np.abs(border - paper) <= EVEN).mean() > MOSTLY:
        return _blurred_ink(grey, paper)
    spread = float(np.ptp(np.percentile(border, [10, 90])))
    return _clouded_ink(grey) if spread >= UNEVEN * np.ptp(grey) and _light_stands_out(grey) else None


def _blurred_ink(grey: Grey, paper: int) -> Grey | None:
    away = np.abs(grey.astype(np.int16) - paper)
    half = int(away.max()) // 2
    steps = sum(int((np.abs(np.diff(away, axis=axis)) > half).sum()) for axis in (0, 1))
    if steps > SHARP * int((away >= half).sum()):
        return None
    quiet = _smooth(away.astype(np.uint8), 0.8)
    return _stretched(quiet, 0.15 * int(quiet.max()), 0.7 * int(quiet.max()))


def _clouded_ink(grey: Grey) -> Grey:
    depths = depth(np.asarray(255 - _smooth(grey, 0.5)), int(WIDEST * min(grey.shape)))
    full = float(np.percentile(depths, 97))
    return _stretched(depths, 0.4 * full, 0.7 * full)


def _light_stands_out(grey: Grey) -> bool:
    energy = [0.0, 0.0]
    for share in (0.12, 0.2):
        for side, picture in enumerate((grey, np.asarray(255 - grey))):
            depths = depth(picture, int(share * min(grey.shape)))
            energy[side] += float((np.maximum(depths - noise_floor(depths), 0) ** 2).sum())
    return energy[1] > LIGHTER * energy[0]


def _smooth(grey: Grey, radius: float) -> Grey:
    return np.asarray(Image.fromarray(grey).filter(ImageFilter.GaussianBlur(radius)))


def _stretched(grey: Grey, low: float, high: float) -> Grey:
    return np.asarray(((grey - low) * (255 / max(1.0, high - low))).clip(0, 255).astype(np.uint8))
