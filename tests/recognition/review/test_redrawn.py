"""Boxes that a reviewer moved, split or merged: what they say, what is refused, and what they teach."""

from typing import Any

import pytest
from django.test import Client

from recognition.models import Prediction
from recognition.refusals import Refused
from recognition.review.redrawn import redrawn
from recognition.review.training_set import labels
from tests.recognition.rows import read

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture
def row(alice: Client) -> Prediction:
    """4, 1 and 9 at 40, 10 and 90."""
    return read("alice", "1 49")


def box(value: int | None, x: int, width: int = 9, line: int = 0) -> dict[str, Any]:
    return {"value": value, "line": line, "box": {"x": x, "y": 0, "width": width, "height": 20}}


def test_with_the_readings_own_boxes_it_is_an_answer_digit_by_digit(row: Prediction) -> None:
    said = redrawn(row, [box(7, 10), box(4, 40), box(9, 90)])
    assert (said["verdict"], said["label"]) == ("corrected", "7 49")
    assert redrawn(row, [box(1, 10), box(4, 40), box(9, 90)])["verdict"] == "accepted"


def test_split_and_merged_boxes_are_read_from_left_to_right_and_line_by_line(row: Prediction) -> None:
    said = redrawn(row, [box(3, 60), box(2, 0, line=1), box(1, 10), box(None, 80)])
    assert (said["verdict"], said["label"]) == ("corrected", "13\n2")
    assert [true["value"] for true in said["digits"]] == [1, 3, None, 2]


def test_a_moved_box_changes_nothing_in_what_was_read(row: Prediction) -> None:
    said = redrawn(row, [box(1, 12), box(4, 40), box(9, 90)])
    assert (said["verdict"], said["label"]) == ("accepted", "1 49")
    assert said["digits"][0]["box"]["x"] == 12


def test_what_is_no_digit_anywhere_is_no_digit(row: Prediction) -> None:
    assert redrawn(row, [box(None, 0, 99)])["verdict"] == "not_a_digit"


def test_only_ink_in_its_own_box_teaches(row: Prediction) -> None:
    review = row.review(**redrawn(row, [box(1, 12), box(4, 40), box(9, 90)]), source="staff")
    assert labels(row, review) == [None, 4, 9]


def test_what_was_not_read_cannot_be_judged(alice: Client) -> None:
    with pytest.raises(Refused) as refused:
        redrawn(read("alice", "", status="failed", error_code="damaged"), [box(7, 0)])
    assert refused.value.status == 409


@pytest.mark.parametrize(
    "given",
    [
        {},
        [],
        [7],
        [{"value": 7}],
        [box(7, 0)] * 1001,
        [{**box(7, 0), "value": 12}],
        [{**box(7, 0), "line": True}],
        [{**box(7, 0), "box": {"x": 0.5, "y": 0, "width": 1, "height": 1}}],
        [{**box(7, 0), "box": {"x": 10**9, "y": 0, "width": 1, "height": 1}}],
        [{**box(7, 0), "box": [0, 0, 1, 1]}],
    ],
)
def test_anything_else_is_refused(row: Prediction, given: object) -> None:
    with pytest.raises(Refused):
        redrawn(row, given)
