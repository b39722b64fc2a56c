"""A small grey picture as a PNG is that picture again."""

import io

import numpy as np
import pytest
from PIL import Image

from ml.png import grey_png


@pytest.mark.parametrize("shape", [(28, 28), (28, 28 * 14), (1, 1), (3, 1000)])
def test_it_comes_back_to_the_last_level(shape: tuple[int, int]) -> None:
    grey = np.random.default_rng(0).integers(0, 256, shape).astype(np.uint8)
    with Image.open(io.BytesIO(grey_png(grey))) as image:
        assert (image.format, image.mode) == ("PNG", "L")
        assert (np.asarray(image) == grey).all()
