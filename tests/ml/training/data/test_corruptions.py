"""The fifteen corruptions are pictures, differ from the digit, and are the same every time."""

import numpy as np
import pytest

pytest.importorskip("cv2", reason="OpenCV is not installed: requirements/train.txt")

from ml.training.data.corruptions import CORRUPTIONS, corrupted

DIGIT = np.zeros((1, 28, 28), np.uint8)
DIGIT[0, 5:23, 11:16] = 255


def test_there_are_fifteen() -> None:
    assert len(CORRUPTIONS) == 15


@pytest.mark.parametrize("name", list(CORRUPTIONS))
def test_a_corruption_changes_the_digit_and_repeats(name: str) -> None:
    made = corrupted(DIGIT, name)
    assert made.shape == DIGIT.shape
    assert (made != DIGIT).any()
    assert made.max() > 60
    np.testing.assert_array_equal(made, corrupted(DIGIT, name))
