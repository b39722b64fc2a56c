"""A digit reads the same wherever it stands, however large, with whatever pen, dark on light or light on
dark."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from ml import strokes
from ml.reader import Reader

Array = NDArray[np.uint8]
Drawing = list[list[list[float]]]
Draw = Callable[[int, int, float, tuple[float, float], float], Array]
Png = Callable[[Array | Image.Image], bytes]

CORNERS = [(0.0, 0.0), (1.0, 0.0), (0.5, 0.5), (0.0, 1.0), (1.0, 1.0)]


@pytest.mark.parametrize("digit", range(10))
@pytest.mark.parametrize("pen", [0.03, 0.1, 0.18])
@pytest.mark.parametrize("size", [0.2, 0.4, 0.75])
def test_a_digit_reads_the_same_everywhere(  # noqa: PLR0917 - three cast members and a grid of three
    reader: Reader, draw: Draw, png: Png, digit: int, pen: float, size: float
) -> None:
    tall = 280 * size
    margin = max(1.0, tall * pen) / 2 + 1
    read = []
    for x, y in CORNERS:
        at = (margin + x * (280 - 2 * margin - tall * 10 / 16), margin + y * (280 - 2 * margin - tall))
        drawn = draw(digit, 280, tall, at, max(1.0, tall * pen))
        read += [reader.read(png(drawn)).text, reader.read(png(255 - drawn)).text]
    assert read == [str(digit)] * 10


@pytest.mark.parametrize("digit", range(10))
@pytest.mark.parametrize("side", [28, 64, 1000])
def test_the_size_of_the_picture_does_not_matter(reader: Reader, draw: Draw, png: Png, digit: int, side: int) -> None:
    drawn = draw(digit, side, side * 0.7, (side * 0.25, side * 0.15), side * 0.07)
    assert reader.read(png(drawn)).text == str(digit)


def test_strokes_read_as_they_were_drawn(reader: Reader, drawings: dict[int, Drawing]) -> None:
    read = {digit: reader.read(strokes.check(drawn)).text for digit, drawn in drawings.items()}
    assert read == {digit: str(digit) for digit in range(10)}
