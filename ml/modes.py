"""From whatever a decoder gives (palette, CMYK, 16 bits, transparency, a camera's turn) to upright grey or colour."""

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageOps

from ml.arrays import Grey

DEEP_MODES = ("I", "I;16", "I;16B", "I;16L", "I;16N", "F")


def upright(image: Image.Image) -> Image.Image:
    """Turned as the EXIF says that the camera was held; as it is where it says nothing, or is broken."""
    try:
        turned = image.getexif().get(ExifTags.Base.Orientation, 1) in range(2, 9)
        return ImageOps.exif_transpose(image) if turned else image
    except Exception:  # noqa: BLE001 - a broken EXIF block must not cost a picture that decoded
        return image


def has_colour(image: Image.Image) -> bool:
    """False for what is read in grey: no colour, more than 8 bits, or transparent."""
    return not (image.mode in (*DEEP_MODES, "1", "L", "LAB") or image.has_transparency_data)


def grey(image: Image.Image) -> Grey:
    """Any mode to (height, width) uint8, 0 black."""
    if image.mode in DEEP_MODES:
        return _from_deep(np.asarray(image))
    return np.asarray(colour(image).convert("L"))


def colour(image: Image.Image) -> Image.Image:
    """RGB, or L where there is no colour."""
    if image.mode in DEEP_MODES:
        return Image.fromarray(_from_deep(np.asarray(image)))
    if image.has_transparency_data:
        return _laid_on_paper(image.convert("RGBA"))
    if image.mode == "LAB":
        return image.getchannel("L")
    return image if image.mode in ("1", "L", "RGB") else image.convert("RGB")


def _laid_on_paper(image: Image.Image) -> Image.Image:
    """On white; but a drawing in white on nothing would vanish there, so that one is laid on black."""
    for paper in ("white", "black"):
        sheet = Image.new("RGBA", image.size, paper)
        laid = Image.alpha_composite(sheet, image).convert("RGB")
        if laid.convert("L").getextrema()[0] < 240:  # type: ignore[operator]  # one channel has one pair
            break
    return laid


def _from_deep(deep: NDArray[np.generic]) -> Grey:
    """More than 8 bits a pixel to 8. Files do not say their range: of whole numbers it is the power of two that holds
    the highest (12 bits of a camera come in files of 16), else from least to most."""
    values = np.nan_to_num(deep.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(values.min()), float(values.max())
    if deep.dtype.kind == "u" or (low >= 0 and 1 < high <= 65535):
        low, high = 0.0, float(max(255, (1 << int(high).bit_length()) - 1))
    span = (high - low) or 1.0
    return np.clip((values - low) * (255.0 / span) + 0.5, 0, 255).astype(np.uint8)
