"""What a change of the code does to readings is told set by set, and one by one."""

import pytest

pytest.importorskip("cv2", reason="OpenCV is not installed: requirements/train.txt")

from ml.training.judging.readings import Kept, changes, counts, sets
from ml.training.synthetic import nothing
from ml.training.synthetic.troubles import TROUBLES

RIGHT: Kept = ("7", "7", "accepted")
DOUBTED: Kept = ("7", "7", "uncertain")
WRONG: Kept = ("7", "1", "accepted")
NOTHING: Kept = ("", "", "rejected")
TAKEN: Kept = ("", "3", "accepted")


def test_right_accepted_and_accepted_wrongly_are_counted() -> None:
    assert counts([RIGHT, DOUBTED, WRONG]) == (2, 2, 1)


def test_of_nothing_all_is_right_but_what_is_accepted() -> None:
    assert counts([NOTHING, ("", "1", "uncertain"), TAKEN]) == (2, 1, 1)


def test_a_reading_that_changed_is_named_with_its_place_and_its_set() -> None:
    before, after = {"lit": [RIGHT, DOUBTED], "ruled": [RIGHT]}, {"lit": [RIGHT, WRONG], "ruled": [RIGHT]}
    assert list(changes(before, after)) == [
        "lit: right, accepted, of these wrong (2, 1, 0) -> (1, 2, 1) of 2",
        "  1: 7, 7 uncertain -> 1 accepted",
    ]


def test_readings_of_other_pictures_are_not_compared() -> None:
    with pytest.raises(ValueError, match="other pictures"):
        list(changes({"lit": [RIGHT]}, {"lit": [RIGHT, RIGHT]}))


def test_every_kind_of_trouble_and_of_nothing_is_among_the_sets() -> None:
    names = [name for name, _, _ in sets()]
    assert set(names) >= {*TROUBLES, *(f"nothing {kind.__name__}" for kind in nothing.KINDS)}
    assert len(names) == len(set(names))
