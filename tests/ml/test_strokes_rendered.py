"""Strokes are drawn with a pen that fits their size, whatever their unit."""

import numpy as np
import pytest

from ml.normalize import stroke_width
from ml.reader import Mode, Reader
from ml.strokes import MAX_POINTS, PEN, check, render


def test_the_pen_is_a_fixed_share_of_the_digit() -> None:
    ink = render(check([[[0, 0], [0, 30]]]))
    assert stroke_width(ink) / max(ink.shape) == pytest.approx(PEN, abs=0.015)


@pytest.mark.parametrize("unit", [1e-6, 0.01, 100.0, 1e6])
def test_the_unit_does_not_matter(unit: float) -> None:
    drawn = [[0.0, 0.0], [6.0, 2.0], [3.0, 9.0]]
    scaled = [[x * unit + 7 * unit, y * unit - 3 * unit] for x, y in drawn]
    ink, same = render(check([drawn])), render(check([scaled]))
    assert ink.shape == same.shape
    assert np.mean(ink != same) < 0.01


def test_a_single_point_is_a_round_dot() -> None:
    ink = render(check([[[5, 5]]])) > 0
    assert ink.any()
    assert abs(int(ink.any(0).sum()) - int(ink.any(1).sum())) <= 1
    assert ink.sum() / (ink.any(0).sum() * ink.any(1).sum()) == pytest.approx(np.pi / 4, abs=0.08)


def test_a_tap_beside_a_line_is_drawn_too() -> None:
    ink = render(check([[[0, 0], [0, 10]], [[8, 5]]])) > 0
    assert ink[ink.shape[0] // 2, -8:].any()


def test_ends_are_round_and_inside_the_picture() -> None:
    ink = render(check([[[0, 0], [10, 10]]]))
    edge = np.concatenate([ink[0], ink[-1], ink[:, 0], ink[:, -1]])
    assert not edge.any()


def test_the_size_is_bounded_however_long_and_thin() -> None:
    assert max(render(check([[[0, 0], [1e9, 1]]])).shape) <= 200
    assert max(render(check([[[i % 7, i % 11] for i in range(MAX_POINTS)]])).shape) <= 200


@pytest.mark.parametrize("mode", ["auto", "digit", "number"])
def test_a_drawing_of_no_size_is_no_crash(reader: Reader, mode: Mode) -> None:
    for strokes in ([[[0, 0], [1e-320, 0]]], [[[5, 5], [5, 5]]], [[[0, 0], [0, 1e-320]], [[1e-320, 0]]]):
        assert reader.read(check(strokes), mode).decision != "accepted"
