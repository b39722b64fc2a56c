"""A digit of each kind, drawn by hand with few points, and the ways to make a picture of it."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ml.reader import Reader

Array = NDArray[np.uint8]
Drawing = list[list[list[float]]]

# In a box of about 10 x 16.
DRAWINGS: dict[int, Drawing] = {
    0: [[[5, 0], [2, 1], [0, 5], [0, 10], [2, 15], [5, 16], [8, 15], [10, 10], [10, 5], [8, 1], [5, 0]]],
    1: [[[6, 0], [5, 8], [4, 16]]],
    2: [[[1, 3], [3, 0.5], [6, 0], [8, 2], [8, 6], [5, 11], [1, 15], [0, 13.5], [2, 12.5], [6, 15], [10, 15]]],
    3: [[[0, 2], [4, 0], [8, 1], [9, 4], [7, 7], [3, 8], [7, 8.5], [10, 11], [9, 14], [5, 16], [0, 15]]],
    4: [[[3, 0], [1, 5], [0, 9], [5, 9.5], [10, 9]], [[9, 1], [8, 8], [7, 16]]],
    5: [[[9, 0], [2, 0.5], [1, 7], [5, 6.5], [8, 8], [9, 11], [7, 15], [4, 16], [0, 15]]],
    6: [[[7, 0], [3, 4], [0, 9], [0, 13], [3, 16], [7, 15], [8, 12], [6, 9.5], [3, 10], [1, 13]]],
    7: [[[0, 1], [5, 0.5], [10, 0], [7, 7], [4, 16]]],
    8: [[[8, 1], [4, 0], [1, 3], [4, 7], [8, 10], [8, 14], [4, 16], [1, 13], [3, 9], [8, 4], [8, 1]]],
    9: [[[8, 2], [4, 0], [0, 3], [1, 7], [5, 7.5], [8, 4], [8, 2], [8, 9], [6, 16]]],
}


def png(picture: Array | Image.Image) -> bytes:
    file = io.BytesIO()
    (picture if isinstance(picture, Image.Image) else Image.fromarray(picture)).save(file, "PNG")
    return file.getvalue()


def draw(digit: int, side: int, size: float, at: tuple[float, float], pen: float) -> Array:
    """White on black: `digit`, `size` pixels tall, with its top left at `at`, in a square of `side`
    pixels."""
    fine = 4 if side < 400 else 1
    sheet = Image.new("L", (side * fine, side * fine))
    pencil, scale, half = ImageDraw.Draw(sheet), size / 16 * fine, max(1.0, pen * fine / 2)
    for stroke in DRAWINGS[digit]:
        path = [(x * scale + at[0] * fine, y * scale + at[1] * fine) for x, y in stroke]
        pencil.line(path, 255, max(1, round(pen * fine)))
        for x, y in path:
            pencil.ellipse((x - half, y - half, x + half, y + half), 255)
    return np.asarray(sheet.resize((side, side), Image.Resampling.BOX))


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader.load()


@pytest.fixture(name="drawings")
def _drawings() -> dict[int, Drawing]:
    return DRAWINGS


@pytest.fixture(name="draw")
def _draw() -> Callable[[int, int, float, tuple[float, float], float], Array]:
    return draw


@pytest.fixture(name="png")
def _png() -> Callable[[Array | Image.Image], bytes]:
    return png


@pytest.fixture(scope="session")
def mnist_test() -> tuple[Array, Array]:
    """MNIST's 10,000 test pictures and labels, where this machine has them."""
    path = Path(os.environ.get("MNIST_PATH") or Path(__file__).parents[3] / "shared" / "data" / "mnist.npz")
    if not path.is_file():
        pytest.skip("no MNIST here: MNIST_PATH names none and there is no copy beside the project")
    with np.load(path) as file:
        return file["x_test"], file["y_test"]
