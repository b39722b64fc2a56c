"""Of ballpoint scans, on which nothing is printed, hardly a stroke is taken for print."""

import os
from pathlib import Path

import numpy as np
import pytest

from ml.ink.find import find_ink
from ml.ink.tones import histogram, otsu
from ml.pictures import decode
from ml.reader import MAX_PIXELS
from ml.training.data import sources

SCANS = Path(os.environ.get("DIGITS_DATA") or Path(__file__).parents[4] / "shared" / "data") / "scans-swiss-dev.zip"


def kept(data: bytes) -> float:
    """Of what is dark in a scan, how much is found to be ink."""
    grey = decode(data, MAX_PIXELS)
    level = otsu(histogram(grey))
    assert level is not None
    return float((find_ink(grey)[grey <= level] > 96).mean())


@pytest.mark.skipif(
    not SCANS.is_file(), reason="no scans: set DIGITS_DATA to the folder that holds scans-swiss-dev.zip"
)
def test_of_people_s_strokes_hardly_one_is_taken_for_print() -> None:
    shares = np.array([kept(picture) for picture, _, writer in sources.scans() if sources.role(writer) != "judge"])
    assert len(shares) > 4000
    assert (shares < 0.9).mean() < 0.0075  # shadows at the border and smears
    assert (shares < 0.7).sum() <= 3
