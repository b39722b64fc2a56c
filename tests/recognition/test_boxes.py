"""A reading's digits are shown as they stand in the picture: lines, groups, and what else each may be."""

from typing import Any

from recognition import boxes

PICTURE = {"width": 400, "height": 200}


def digit(value: int, *, second: tuple[int, float] = (0, 0.0), y: int = 60) -> dict[str, Any]:
    probabilities = [0.0] * 10
    probabilities[second[0]] = second[1]
    probabilities[value] = 1 - second[1]
    box = {"x": 10, "y": y, "width": 20, "height": 40}
    return {"value": value, "confidence": 0.9, "probabilities": probabilities, "not_digit": 0.0, "box": box}


def test_lines_and_groups_are_those_of_the_text() -> None:
    shown = boxes.shown([digit(value) for value in (5, 5, 0, 1, 4)], **PICTURE)
    arranged = boxes.lines("55 0\n14", shown)
    assert [[[d.value for d in group] for group in line] for line in arranged] == [[[5, 5], [0]], [[1, 4]]]
    assert [d.index for line in arranged for group in line for d in group] == [0, 1, 2, 3, 4]


def test_a_close_second_is_named() -> None:
    [close, clear] = boxes.shown([digit(4, second=(9, 0.3)), digit(4, second=(9, 0.04))], **PICTURE)
    assert (close.runner_up, close.second_probability) == (9, 0.3)
    assert (clear.runner_up, clear.second, clear.second_probability) == (None, 9, 0.04)


def test_the_runner_up_is_another_digit_even_where_the_reader_chose_a_less_likely_one() -> None:
    [chosen] = boxes.shown([digit(4, second=(9, 0.7))], **PICTURE)
    assert (chosen.value, chosen.runner_up) == (4, 9)


def test_a_label_stands_above_its_box_or_below_at_the_edge() -> None:
    [inside, at_the_top] = boxes.shown([digit(1, y=60), digit(1, y=2)], **PICTURE)
    assert 0 < inside.label.y < 60
    assert 42 < at_the_top.label.y < 200


def test_a_drawing_has_no_size_and_is_shown_all_the_same() -> None:
    assert boxes.shown([digit(3)], 0, 0)[0].value == 3
    assert boxes.shown([], 0, 0) == []
