"""What the network learns from is ink that `normalize` can take, and the same ink for the same seed."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from ml.normalize import normalize

pytest.importorskip("cv2", reason="OpenCV is not installed: requirements/train.txt")

from ml.training.glyphs import augment, doodles, negatives, templates

Drawing = list[list[list[float]]]


def glyph(rng: np.random.Generator, digit: Drawing) -> NDArray[np.uint8]:
    paths = [np.array(stroke, float) for stroke in digit]
    ink = augment.draw(augment.warp_paths(paths, rng), rng)
    return normalize(augment.spoil(augment.warp_ink(augment.enlarged(ink), rng), rng))


def test_the_same_seed_makes_the_same_glyphs(drawings: dict[int, Drawing]) -> None:
    made = [[glyph(np.random.default_rng([1, seed]), drawings[8]) for seed in range(40)] for _ in range(2)]
    np.testing.assert_array_equal(made[0], made[1])
    assert len({one.tobytes() for one in made[0]}) == 40


def test_no_digit_is_lost(drawings: dict[int, Drawing]) -> None:
    rng = np.random.default_rng(0)
    for digit in drawings.values():
        assert all(np.count_nonzero(glyph(rng, digit) > 127) > 8 for _ in range(30))


@pytest.mark.parametrize("digit", range(10))
def test_every_digit_has_its_shapes(digit: int) -> None:
    rng = np.random.default_rng(digit)
    for _ in range(20):
        strokes = templates.SHAPES[digit](rng)
        assert all(stroke.shape[1] == 2 and np.isfinite(stroke).all() for stroke in strokes)
        assert normalize(augment.draw(strokes, rng)).any()


def test_pens_are_as_wide_as_asked() -> None:
    line = [np.array([[0.0, 0.0], [0.0, 1.0]])]
    for width in (0.02, 0.1, 0.2):
        ink = augment.pen(line, width)
        assert np.count_nonzero(ink[ink.shape[0] // 2] > 127) == pytest.approx(100 * width, abs=1.5)


def test_signs_and_wrong_cuts_are_ink(drawings: dict[int, Drawing]) -> None:
    rng = np.random.default_rng(0)
    eight, three = (augment.pen([np.array(s, float) for s in drawings[d]], 0.12) for d in (8, 3))
    made = [negatives.sign(rng) for _ in range(60)] + [negatives.letter(rng) for _ in range(30)]
    made += [negatives.pair(eight, three, rng), negatives.with_part(eight, three, rng)]
    assert all(normalize(ink).any() for ink in made)


@pytest.mark.parametrize("draw", doodles.DOODLES, ids=lambda draw: draw.__name__.strip("_"))
def test_every_doodle_is_ink_and_the_same_for_the_same_seed(
    draw: Callable[[np.random.Generator], list[NDArray[np.float64]]],
) -> None:
    made = [normalize(augment.pen(draw(np.random.default_rng(seed)), 0.06)) for seed in (1, 1, 2)]
    assert all(np.count_nonzero(one > 127) > 20 for one in made)
    np.testing.assert_array_equal(made[0], made[1])


def test_half_an_upright_line_is_still_a_one(drawings: dict[int, Drawing]) -> None:
    one = augment.pen([np.array(stroke, float) for stroke in drawings[1]], 0.12)
    assert negatives.part(one, 1, np.random.default_rng(0)) is None
