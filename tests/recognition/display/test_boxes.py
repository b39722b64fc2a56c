"""A reading's digits are shown as they stand in the picture: lines, groups, and what else each may be."""

from typing import Any

from recognition.display import boxes

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
    far = digit(1, y=2)
    far["box"] = {**far["box"], "x": 200}
    [inside, at_the_top] = boxes.shown([digit(1, y=60), far], **PICTURE)
    assert 0 < inside.label.y < 60
    assert 42 < at_the_top.label.y < 200


def column(*tops: int) -> list[boxes.ShownDigit]:
    """Digits of 40 pixels under each other, in a picture of 400x400."""
    return boxes.shown([digit(1, y=top) for top in tops], width=400, height=400)


def test_labels_of_tight_lines_are_smaller_and_touch_no_line() -> None:
    for place, one in enumerate(column(100, 152, 204)):
        assert one.label.has_room
        assert one.label.y - one.label.size >= (0, 140, 192)[place]
        assert one.label.y <= one.box["y"]


def test_where_there_is_no_room_at_all_the_label_waits_until_its_box_is_chosen() -> None:
    assert [one.label.has_room for one in column(100, 142, 184)] == [True, False, True]


def test_of_two_lines_that_could_share_a_gap_the_lower_one_has_it_where_it_is_small() -> None:
    assert [one.label.has_room for one in column(2, 60, 118)] == [False, True, True]
    assert [one.label.has_room for one in column(2, 80, 138)] == [True, True, True]


def test_a_label_goes_below_where_only_there_is_room() -> None:
    last = column(100, 142)[1]
    assert (last.label.has_room, last.label.y > 182) == (True, True)


def test_a_box_beside_takes_no_room() -> None:
    beside = digit(1, y=30)
    beside["box"] = {**beside["box"], "x": 100}
    alone, _ = boxes.shown([digit(1, y=60), beside], **PICTURE)
    assert alone.label == boxes.shown([digit(1, y=60)], **PICTURE)[0].label


def test_a_drawing_has_no_size_and_is_shown_all_the_same() -> None:
    assert boxes.shown([digit(3)], 0, 0)[0].value == 3
    assert boxes.shown([], 0, 0) == []
