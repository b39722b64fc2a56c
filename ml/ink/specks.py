"""Dirt on a small picture: pixels gone white or black, drops, dots. Nothing changes where there is none of it."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from ml.arrays import Grey, Mask
from ml.components import components
from ml.filters import grown
from ml.ink.tones import histogram, otsu

Ints = NDArray[np.integer]

SALTED = 0.01  # of the pixels stand alone, white or black: no pen does that
PASSES = (1, 2, 2)  # a pixel with so many neighbours of its tone is still a speck; the first pass frees the others
SPECK = 5  # pixels
DOT = 2  # pixels wide and high
FIRM = 200  # ink: strokes are as dark as this somewhere, drops are not
SEVERAL = 3  # drops, or dots: fewer are the faint or broken end of a stroke


def without_salt(grey: Grey) -> Grey:
    """`grey` (height, width) without single white and black pixels, as broken sensors and bad lines make them: the
    median of a pixel's surroundings in its place, but only there."""
    split = otsu(histogram(grey))
    if split is None:
        return grey
    low, high = int(grey.min()), int(grey.max())
    extreme = (grey <= low + 8) | (grey >= high - 8)
    if (extreme & (_alike(grey > split) == 0)).mean() < SALTED:
        return grey
    for most in PASSES:
        odd = (_alike(grey > split) <= most) & ((grey <= low + 8) | (grey >= high - 8))
        grey = np.where(odd, np.asarray(Image.fromarray(grey).filter(ImageFilter.MedianFilter(3))), grey)
    for light, other in (True, low), (False, high):
        parts = components((grey > split) == light)
        grey = np.where(parts.mask(parts.areas() <= SPECK), np.uint8(other), grey)
    return grey


def _alike(light: Mask) -> Ints:
    """(height, width) how many of the eight around are of a pixel's own tone; beyond the border all is as on it."""
    room = np.pad(light, 1, mode="edge").astype(np.int8)
    threes = room[:-2] + room[1:-1] + room[2:]
    lights = threes[:, :-2] + threes[:, 1:-1] + threes[:, 2:]
    return np.asarray(np.where(light, lights - 1, 9 - lights - 1))


def without_drops(ink: Grey) -> Grey:
    """`ink` (height, width) without what is paler than the strokes, where there are several such things."""
    parts = components(ink > 20)
    peaks = parts.peaks(ink)
    pale = peaks < FIRM
    if pale.sum() < SEVERAL or pale.all():
        return ink
    # Drops on a stroke are as pale as those beside it.
    firm = ink > peaks[pale].max()
    return np.where(grown(firm, 3) & ~parts.mask(pale), ink, np.uint8(0))


def without_dots(ink: Grey) -> Grey:
    """`ink` (height, width) without dots of a pixel or two, where there are several."""
    parts = components(ink > 96)
    extents = parts.extents()
    small = extents <= DOT
    if small.sum() < SEVERAL or extents.max() < 5 * DOT:
        return ink
    return np.where(grown(parts.mask(small), 3) & ~parts.mask(~small), np.uint8(0), ink)
