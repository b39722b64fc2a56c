"""No picture that decodes makes the reader fail, however odd its shape or its content."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from ml.ink.find import find_ink
from ml.normalize import normalize

Array = NDArray[np.uint8]

SIDES = st.sampled_from([1, 2, 3, 13, 29, 64, 321, 700])


@settings(deadline=None)
@given(height=SIDES, width=SIDES, levels=st.integers(1, 256), seed=st.integers(0, 9))
def test_random_pictures(height: int, width: int, levels: int, seed: int) -> None:
    grey = np.random.default_rng(seed).integers(0, levels, (height, width)).astype(np.uint8)
    ink = find_ink(grey)
    assert ink.shape == grey.shape
    assert normalize(ink).shape == (28, 28)


@settings(deadline=None)
@given(arrays(np.uint8, st.tuples(st.integers(1, 12), st.integers(1, 12))))
def test_small_pictures_of_anything(grey: Array) -> None:
    assert find_ink(grey).shape == grey.shape


@settings(deadline=None)
@given(arrays(np.uint8, st.tuples(st.integers(1, 40), st.integers(1, 40)), elements=st.sampled_from([0, 255])))
def test_ink_of_any_shape_keeps_inside_the_glyph(ink: Array) -> None:
    glyph = normalize(ink)
    assert glyph.shape == (28, 28)
    assert bool(glyph.any()) == bool(ink.any())


def test_a_page_of_40_million_pixels_is_bounded() -> None:
    page = np.full((5000, 8000), 255, np.uint8)
    page[100:4900, 4000] = 0
    assert normalize(find_ink(page)).any()
