"""A colour picture to the one grey in which its ink stands out most from its paper."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from ml.arrays import Grey

Colour = NDArray[np.uint8]

LUMA = np.array([0.299, 0.587, 0.114])
SIDE = 200
GAIN = 1.15  # a colour axis must show this much more contrast than luma; grey pictures must not change


def contrast_grey(colour: Colour) -> Grey:
    """(height, width, 3) uint8 to (height, width) uint8, light staying light: luma, or for coloured ink the sum of
    channels in which it is darkest, so that pale blue on white and blue on yellow keep their contrast."""
    red, green, blue = colour[..., 0], colour[..., 1], colour[..., 2]
    if (red == green).all() and (green == blue).all():
        return np.ascontiguousarray(green)
    image = Image.fromarray(colour)
    axis = _axis(image)
    if axis is None:
        return np.asarray(image.convert("L"))
    # Weights of which some are negative need a floor to stay above 0.
    row = (*axis.tolist(), 255.0 * float(-axis[axis < 0].sum()))
    return np.asarray(image.convert("L", row))


def _axis(image: Image.Image) -> NDArray[np.float64] | None:
    """(3,) weights, their absolute values summing to 1, or None for luma.

    The principal axis of what stands out of its surroundings, strong pixels first.
    """
    small = image if max(image.size) <= SIDE else image.reduce(-(-max(image.size) // SIDE))
    around = small.filter(ImageFilter.BoxBlur(max(2, max(small.size) // 12)))
    odd = (np.asarray(small, np.float64) - np.asarray(around, np.float64)).reshape(-1, 3)
    if np.ptp(odd, axis=1).max(initial=0) < 8:
        return None
    strong = odd * (odd**2).sum(1, keepdims=True)
    axis: NDArray[np.float64] = np.linalg.eigh(strong.T @ odd)[1][:, -1]
    axis *= np.sign(axis.sum()) or 1.0
    axis /= np.abs(axis).sum()
    seen, plain = (float((np.abs(odd @ weights) ** 3).mean()) ** (1 / 3) for weights in (axis, LUMA))
    return axis if seen > GAIN * plain else None
