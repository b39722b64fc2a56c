"""Strokes come from anybody: what is none is refused with a sentence, what is some comes back as floats."""

import json
import math

import pytest

from ml.strokes import MAX_POINTS, StrokesRejected, check


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (None, "not_strokes"),
        ({"strokes": []}, "not_strokes"),
        ("[[0, 0]]", "not_strokes"),
        ([], "empty"),
        ([[]], "empty"),
        ([[[0, 0]], []], "empty"),
        ([1, 2], "not_strokes"),
        ([[1, 2]], "not_strokes"),
        ([[[1]]], "not_strokes"),
        ([[[1, 2, 3]]], "not_strokes"),
        ([["ab"]], "not_strokes"),
        ([[{"x": 1, "y": 2}]], "not_strokes"),
        ([[[1, "2"]]], "not_a_number"),
        ([[[1, None]]], "not_a_number"),
        ([[[True, 2]]], "not_a_number"),
        ([[[1, [2]]]], "not_a_number"),
        ([[[math.nan, 2]]], "not_finite"),
        ([[[1, -math.inf]]], "not_finite"),
        ([[[1, 1e300]]], "too_far"),
        ([[[10**400, 1]]], "too_far"),
        ([[[0, 0]] * 100_000], "too_many_points"),
        ([[[0, 0]]] * (MAX_POINTS + 1), "too_many_points"),
    ],
)
def test_what_is_no_drawing_is_refused(raw: object, code: str) -> None:
    with pytest.raises(StrokesRejected) as caught:
        check(raw)
    assert caught.value.code == code
    assert caught.value.sentence.endswith(".")


def test_the_most_points_there_may_be_are_taken() -> None:
    assert len(check([[[0, 0]] * MAX_POINTS])[0]) == MAX_POINTS


def test_json_comes_back_as_floats() -> None:
    assert check(json.loads("[[[1, 2], [3.5, -4]], [[0, 0]]]")) == (((1.0, 2.0), (3.5, -4.0)), ((0.0, 0.0),))
