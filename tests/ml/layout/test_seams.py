"""Digits that touch are parted where the white between them runs, not by a straight cut."""

import numpy as np
from PIL import Image, ImageDraw

from ml.arrays import Ink
from ml.layout.inked import MOST_PIECES, InkSheet
from ml.layout.seams import seams

HEIGHT = 100


def inked(*paths: list[tuple[int, int]], width: int = 160) -> Ink:
    image = Image.new("L", (width, HEIGHT))
    for path in paths:
        ImageDraw.Draw(image).line(path, fill=255, width=8)
    return np.asarray(image)


def leaning(x: int) -> list[tuple[int, int]]:
    """A stem that leans so far that its foot is under the one before it."""
    return [(x + 45, 4), (x, 96)]


def test_a_seam_leans_as_the_stems_do() -> None:
    bridge = [(70, 50), (100, 50)]
    [seam] = [one for one in seams(inked(leaning(40), leaning(80), bridge), HEIGHT) if 70 < one[HEIGHT // 2] < 105]
    assert seam[8] - seam[92] > 10
    left, right = inked(leaning(40)) > 128, inked(leaning(80)) > 128
    beyond = np.arange(160) >= seam[:, None]
    assert (beyond & left).sum() < 0.05 * left.sum()
    assert (~beyond & right).sum() < 0.05 * right.sum()


def test_touching_digits_that_lean_are_pieces_of_their_own() -> None:
    sheet = InkSheet(inked(leaning(40), leaning(80), [(70, 50), (100, 50)]))
    assert len(sheet.pieces) >= 2
    assert [piece.cut for piece in sheet.pieces] == [False] + [True] * (len(sheet.pieces) - 1)
    whole = sheet.ink(0, len(sheet.pieces))
    assert (whole > 0).sum() == (inked(leaning(40), leaning(80), [(70, 50), (100, 50)]) > 0).sum()


def test_no_part_is_without_ink() -> None:
    for number in range(20):
        corners = np.random.default_rng(number).integers(0, (200, HEIGHT), (4, 3, 2)).tolist()
        ink = inked(*[[(x, y) for x, y in path] for path in corners], width=200)
        sheet = InkSheet(ink)
        assert all(piece.points.size for piece in sheet.pieces)


def test_seams_do_not_cross() -> None:
    found = seams(inked(leaning(20), leaning(60), leaning(100), [(30, 50), (140, 50)], width=200), HEIGHT)
    assert len(found) >= 2
    assert (np.diff(found, axis=0) >= 0).all()


def test_a_dot_and_a_line_lose_no_ink() -> None:
    for shape in ((1, 1), (2, 300), (300, 2)):
        sheet = InkSheet(np.full(shape, 255, np.uint8))
        assert (sheet.ink(0, len(sheet.pieces)) > 0).sum() == shape[0] * shape[1]


def test_a_page_of_lines_is_not_cut_into_thousands() -> None:
    page = np.zeros((700, 2000), np.uint8)
    page[::7] = 255
    page[:, ::150] = 0
    assert MOST_PIECES <= len(InkSheet(page).pieces) <= 2 * MOST_PIECES
