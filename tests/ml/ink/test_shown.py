"""Of a screenshot that shows a photo, the photo is read."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ml.ink.find import find_ink
from ml.ink.shown import shown
from ml.ink.tones import histogram

Array = NDArray[np.uint8]
Draw = Callable[[int, int, float, tuple[float, float], float], Array]

HIGH, WIDE = 480, 240


def photo(drawn: Array) -> Array:
    """Of a sheet in the light of a lamp."""
    light = np.linspace(0.8, 1, drawn.shape[1])[None, :] * np.linspace(0.9, 1, len(drawn))[:, None]
    noise = np.random.default_rng(0).normal(0, 2.5, drawn.shape)
    return np.clip(205 * light * (1 - 0.6 * drawn / 255.0) + noise, 0, 255).astype(np.uint8)


def chat(seen: Array, at: tuple[int, int], dark: bool = False) -> Array:
    """A phone's screen with a title, a photo at (x, y), and an answer."""
    screen = Image.new("L", (WIDE, HIGH), 18 if dark else 238)
    pencil, font = ImageDraw.Draw(screen), ImageFont.load_default(14)
    pencil.rectangle((0, 0, WIDE, 35), 60)
    pencil.text((40, 10), "Anna", 250, font)
    pencil.rounded_rectangle((20, 430, 130, 460), 8, 40 if dark else 255)
    pencil.text((30, 435), "what is it", 230 if dark else 20, font)
    screen.paste(Image.fromarray(seen), at)
    return np.array(screen)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("size", "at"), [((150, 150), (70, 120)), ((240, 330), (0, 60))])
def test_a_photo_in_a_chat_is_read(draw: Draw, size: tuple[int, int], at: tuple[int, int], dark: bool) -> None:
    drawn = np.pad(draw(7, 150, 90.0, (30, 30), 8.0), ((0, size[1] - 150), (0, size[0] - 150)))
    screen = chat(photo(drawn), at, dark)
    wanted = np.zeros((HIGH, WIDE), np.uint8)
    wanted[at[1] : at[1] + size[1], at[0] : at[0] + size[0]] = drawn[: HIGH - at[1]]
    found = find_ink(screen) > 127
    assert (found & (wanted > 127)).sum() > 0.7 * (found | (wanted > 127)).sum()


def test_a_photo_alone_a_drawing_and_two_photos_are_none(draw: Draw) -> None:
    drawn = draw(7, 200, 120.0, (40, 40), 10.0)
    both = chat(photo(drawn[:150, :150]), (70, 50))
    both[250:400, 60:210] = photo(drawn[:150, :150])
    for picture in (photo(drawn), np.asarray(255 - drawn), both):
        assert shown(picture, histogram(picture)) is None
