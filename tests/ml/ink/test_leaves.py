"""Notes and cards that lie on something are entered, however they are turned; boxes on paper are not."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml.ink.find import find_ink
from ml.ink.leaves import leaf

Array = NDArray[np.uint8]
Draw = Callable[[int, int, float, tuple[float, float], float], Array]

SIDE = 480


def lying(drawn: Array, turn: float = 9.0, table: int = 90, at: tuple[int, int] = (120, 150)) -> tuple[Array, Array]:
    """A picture of a note with `drawn` on a table, and where its ink is."""
    note = Image.fromarray(np.asarray(225 - 0.6 * drawn).astype(np.uint8))
    cover = Image.new("L", note.size, 255).rotate(turn, Image.Resampling.BICUBIC, expand=True)
    wood = table + 12 * np.sin(np.arange(SIDE) / 9) + np.random.default_rng(3).normal(0, 6, (SIDE, SIDE))
    page = Image.fromarray(wood.astype(np.uint8))
    page.paste(note.rotate(turn, Image.Resampling.BICUBIC, expand=True), at, cover)
    ink = Image.new("L", page.size)
    ink.paste(Image.fromarray(drawn).rotate(turn, Image.Resampling.BICUBIC, expand=True), at)
    return np.asarray(page), np.asarray(ink)


def test_a_turned_note_on_a_dark_table_is_entered(draw: Draw) -> None:
    page, drawn = lying(draw(3, 200, 90.0, (70, 50), 8.0))
    found = find_ink(page)
    both, either = (found > 127) & (drawn > 127), (found > 127) | (drawn > 127)
    assert both.sum() > 0.7 * either.sum()


def test_a_note_on_which_nothing_is_written_is_none() -> None:
    assert leaf(lying(np.zeros((200, 200), np.uint8))[0]) is None


def test_two_notes_are_none(draw: Draw) -> None:
    drawn = draw(3, 150, 70.0, (50, 40), 7.0)
    page, other = lying(drawn, at=(40, 40))[0], lying(drawn, at=(270, 270))[0]
    assert leaf(page) is not None
    assert leaf(np.maximum(page, other)) is None


def test_a_box_on_paper_is_none(draw: Draw) -> None:
    page = np.full((SIDE, SIDE), 220, np.uint8)
    page[138:342, 138:342] = 60
    page[150:330, 150:330] = 220 - 0.6 * draw(3, 180, 90.0, (60, 40), 8.0)
    assert leaf(page) is None


def test_what_is_around_a_leaf_is_made_alike(draw: Draw) -> None:
    page = lying(draw(3, 200, 90.0, (70, 50), 8.0))[0]
    found = leaf(page)
    assert found is not None
    assert found.of(page)[~found.own].min() > 200
