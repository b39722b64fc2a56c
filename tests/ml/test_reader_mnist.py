"""MNIST's digits as 28x28 PNGs read as well as the model's card says."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from ml.reader import Reader

Array = NDArray[np.uint8]


@pytest.mark.timeout(600)  # ten thousand readings: 15 s on a quiet machine, over 180 on one that many share
def test_pictures_of_mnist_read_as_the_card_says(
    reader: Reader, mnist_test: tuple[Array, Array], png: Callable[[Array], bytes]
) -> None:
    pictures, labels = mnist_test
    right = [reader.read(png(picture)).text == str(label) for picture, label in zip(pictures, labels, strict=True)]
    assert np.mean(right) == pytest.approx(reader.card.metrics["mnist_test"]["accuracy"], abs=0.001)


def test_black_on_white_reads_as_white_on_black(
    reader: Reader, mnist_test: tuple[Array, Array], png: Callable[[Array], bytes]
) -> None:
    pictures = mnist_test[0][:500]
    turned = [reader.read(png(255 - picture)).text for picture in pictures]
    assert turned == [reader.read(png(picture)).text for picture in pictures]
