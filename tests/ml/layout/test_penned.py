"""Strokes that run on from one digit into the next are cut, and nothing of them is lost."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ml import strokes
from ml.layout.penned import PenSheet
from ml.strokes import Strokes

Path = list[list[float]]

ONE: Path = [[0, 0], [0.1, 10]]
# Two humps with a level way between them, points far apart as fast pens leave them.
JOINED: Path = [[4, 9], [6, 0], [8, 9], [16, 9], [18, 0], [20, 9]]


def checked(*drawn: Path) -> Strokes:
    return strokes.check(list(drawn))


def alike(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> bool:
    """But for what is rounded where the parts meet."""
    return bool((one != other).mean() < 0.003)


def test_both_parts_hold_the_point_of_the_cut() -> None:
    _, left, right = PenSheet(checked(ONE, JOINED)).pieces
    assert right.cut
    assert left.extent.right == right.extent.left
    assert left.distance(right) == 0


def test_together_the_parts_are_all_the_ink() -> None:
    sheet = PenSheet(checked(ONE, JOINED))
    assert alike(sheet.ink(1, 3), strokes.render(checked(JOINED)))


def test_parts_of_a_stroke_drawn_backwards_stand_from_left_to_right() -> None:
    forth, back = PenSheet(checked(ONE, JOINED)), PenSheet(checked(ONE, JOINED[::-1]))
    assert [piece.extent for piece in back.pieces] == [piece.extent for piece in forth.pieces]
    assert [piece.cut for piece in back.pieces] == [False, False, True]


def test_a_long_dash_of_two_points_stays_a_dash() -> None:
    sheet = PenSheet(checked(ONE, [[20, 5], [4, 5]]))
    assert len(sheet.pieces) == 3
    assert alike(sheet.ink(1, 3), strokes.render(checked([[4, 5], [20, 5]])))


def test_a_stroke_cut_twice_between_two_points() -> None:
    wide: Path = [[0, 0], [1, 10], [31, 0]]
    sheet = PenSheet(checked(ONE, wide))
    edges = [(piece.extent.left, piece.extent.right) for piece in sheet.pieces[1:]]
    assert all(one[1] == other[0] for one, other in pairwise(edges))
    assert edges[0][0] == 0
    assert edges[-1][1] == 31
