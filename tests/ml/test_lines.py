"""Pieces stand on lines, and are read from left to right."""

from ml import lines
from ml.layout.pieces import Extent


def row(y: float, slope: float = 0.0, count: int = 5) -> list[Extent]:
    return [Extent(12 * k, y + slope * 12 * k, 12 * k + 8, y + slope * 12 * k + 16) for k in range(count)]


def test_one_row_is_one_line() -> None:
    assert lines.assign(row(0)) == [0] * 5


def test_two_rows_are_two_lines_from_the_top() -> None:
    assert lines.assign(row(30) + row(0)) == [1] * 5 + [0] * 5


def test_lines_may_slant() -> None:
    assert lines.assign(row(0, 0.3, 12) + row(24, 0.3, 12)) == [0] * 12 + [1] * 12


def test_a_dash_belongs_to_the_line_it_stands_on() -> None:
    dash = Extent(62, 8, 68, 9)
    assert lines.assign([*row(0), *row(24), dash])[-1] == 0


def test_a_digit_in_an_upper_and_a_lower_half_is_one_line() -> None:
    assert lines.assign([Extent(0, 0, 8, 8), Extent(0, 9, 8, 17)]) == [0, 0]


def test_an_8_of_two_loops_is_on_the_line_of_what_is_as_high_as_both() -> None:
    eight = [Extent(1, 0, 7, 8), Extent(0, 8, 8, 17)]
    assert lines.assign([*eight, Extent(12, 1, 20, 17), Extent(24, 0, 32, 16)]) == [0] * 4
    assert lines.assign([Extent(-12, 0, -4, 17), *eight, Extent(13, 0, 19, 7), Extent(12, 8, 20, 17)]) == [0] * 5
    four = [Extent(12, 0, 20, 10), Extent(16, 5, 17, 17)]
    assert lines.assign([*eight, *four]) == [0] * 4


def test_close_lines_of_digits_are_lines() -> None:
    assert lines.assign(row(0, count=3) + row(18, count=3)) == [0] * 3 + [1] * 3


def test_digits_close_above_each_other_are_two_lines() -> None:
    assert lines.assign([Extent(0, 0, 8, 16), Extent(0, 20, 8, 36)]) == [0, 1]


def test_the_bar_of_a_slanted_four_stays_beside_it() -> None:
    four, bar, one = Extent(0, 0, 8, 10), Extent(8, 0, 12, 16), Extent(9, 0, 12, 16)
    assert lines.in_order([0, 1, 2], [four, bar, one], 16) == [0, 1, 2]


def test_what_was_written_out_of_turn_goes_to_its_place() -> None:
    assert lines.in_order([0, 1, 2, 3], [*row(0, count=3), Extent(1, 7, 7, 8)], 16) == [0, 3, 1, 2]
