"""Doubtful numbers are read in several views, which vote."""

from collections.abc import Iterator

import numpy as np
import pytest

from ml import strokes
from ml.expected import exactly
from ml.layout import views
from ml.layout.inked import LARGEST, InkSheet
from ml.layout.penned import PenSheet
from ml.layout.pieces import Sheet
from ml.numbers.lattice import Number
from ml.numbers.votes import by_name, together
from ml.reader import Reader
from ml.strokes import Strokes

Drawing = list[list[list[float]]]
TWO: Drawing = [[[0, 4], [5, 0], [10, 4], [0, 16], [10, 16]]]
FOUR: Drawing = [[[7, 16], [7, 0], [0, 10], [10, 10]]]
FIVE: Drawing = [[[10, 0], [1, 0], [0, 7], [6, 6], [9, 11], [6, 16], [0, 15]]]


def beside(*digits: Drawing) -> Strokes:
    return strokes.check([[[x + 15 * k, y] for x, y in stroke] for k, digit in enumerate(digits) for stroke in digit])


def numbers(**chances: float) -> list[Number]:
    return [Number(digits.strip("n"), chance, ()) for digits, chance in chances.items()]


@pytest.mark.parametrize("degrees", views.LEANS)
def test_ink_leans_and_keeps_all_of_itself(degrees: float) -> None:
    ink = np.zeros((60, 20), np.uint8)
    ink[:, 8:12] = 255
    leaning = views.leaning(ink, degrees)
    assert leaning.sum() == pytest.approx(ink.sum(), rel=0.02)
    moved = np.flatnonzero(leaning[-1] > 128).mean() - np.flatnonzero(leaning[0] > 128).mean()
    assert moved == pytest.approx(-np.tan(np.radians(degrees)) * 59, abs=1)


def test_strokes_lean_both_ways_and_become_a_picture() -> None:
    one = strokes.check([[[10, 0], [10, 100]]])
    left, right, picture = views.of_strokes(one, 100)
    tops_and_feet = [(sheet.pieces[0].points[0][0], sheet.pieces[0].points[-1][0]) for sheet in (left, right)]
    assert tops_and_feet[0][0] < tops_and_feet[0][1]
    assert tops_and_feet[1][0] > tops_and_feet[1][1]
    assert isinstance(left, PenSheet)
    assert isinstance(picture, InkSheet)
    assert picture.pieces[0].extent.height == pytest.approx(views.HEIGHT + views.PEN, abs=1)


def test_strokes_far_apart_are_no_large_picture() -> None:
    apart = strokes.check([[[0, 0], [0, 1]], [[1e8, 0], [1e8, 1]]])
    *_, picture = views.of_strokes(apart, 1)
    assert max(picture.ink(0, len(picture.pieces)).shape) < 2 * LARGEST


def test_a_vote_is_as_large_as_a_view_is_sure() -> None:
    votes = together([numbers(n12=0.6, n72=0.4), numbers(n72=0.9, n12=0.1), numbers(n12=0.5, n42=0.3)])
    assert list(votes) == ["72", "12", "42"]
    assert votes["72"] > 1.3 / 3  # the mean is less sure than it is right
    assert sum(votes.values()) < 1  # what the third view does not name keeps its share


def test_exactly_these_digits() -> None:
    assert exactly("407").accepts([4, 0, 7])
    assert not any(exactly("407").accepts(digits) for digits in ([4, 0], [4, 0, 7, 7], [4, 1, 7]))


def test_a_sure_number_is_read_once(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "of_strokes", lambda *_: pytest.fail("looked at again"))
    reading = reader.read(beside(TWO, FIVE), "number")
    assert reading.number == "25"
    assert reading.confidence >= 0.95


def test_numbers_that_differ_only_in_what_is_left_out_are_as_likely_as_all_of_them() -> None:
    found = by_name(["14", "4", "4"], numbers(n14=0.4, n84=0.35, n94=0.2))
    assert found == {"4": pytest.approx(0.55), "14": 0.4}
    assert list(found) == ["4", "14"]


def test_the_views_of_a_doubtful_number_outvote_its_first_reading(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def plainly(*_: object) -> Iterator[Sheet]:
        yield from [PenSheet(beside(TWO, FOUR))] * 3

    monkeypatch.setattr("ml.numbers.whole.SURE_OF_NUMBER", 1.1)
    monkeypatch.setattr(views, "of_strokes", plainly)
    drawn = beside(TWO, FIVE)
    reading = reader.read(drawn, "number")
    assert reading.number == "24"
    assert 0.7 < reading.confidence < 0.9
    assert [number for number, _ in reading.alternatives][:2] == ["24", "25"]
    [_, second] = reading.digits
    assert second.box.x == pytest.approx(15, abs=1)


def test_what_is_in_more_pieces_than_a_number_is_read_once(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "of_strokes", lambda *_: pytest.fail("looked at again"))
    many = strokes.check([[[6 * k, 0], [6 * k + k % 3, 10 + k % 5]] for k in range(60)])
    assert reader.read(many, "number").digits
