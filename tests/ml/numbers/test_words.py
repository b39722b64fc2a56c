"""Currency signs and words before a number, and signs around it, are left out; what is strange in it is not."""

import numpy as np

from ml.decision import Found, decide
from ml.layout.pieces import Extent
from ml.numbers.features import Candidate
from ml.numbers.lattice import Segment
from ml.numbers.segment import Looked
from ml.numbers.words import without_words
from ml.reading import Box, Digit


def left(text: str, strange: str, gap: float = 0.5) -> str:
    """What is left of groups and lines of digits, `gap` heights apart, of which those above an "x" are strange."""
    grouped: list[list[Segment]] = []
    found: list[Candidate] = []
    for number, line in enumerate(text.split("/")):
        right = 0.0
        for group in line.split():
            grouped.append([])
            right += gap
            for sign in group:
                grouped[-1].append(Segment(len(found), int(sign)))
                found.append(Candidate(len(found), len(found) + 1, Extent(right, 0, right + 0.8, 1), number))
                right += 0.8
    not_digit = np.array([0.99 if mark == "x" else 0.0 for mark in strange if mark in "x."], np.float32)
    none = np.zeros((0, 0))
    looked = Looked(found, none.astype(np.uint8), none.astype(np.float32), not_digit, none, none, (1.0, 1.0))
    kept = without_words(grouped, looked, [segment for group in grouped for segment in group])
    return " ".join("".join(str(segment.label) for segment in group) for group in kept)


def test_a_sign_before_a_number_is_left_out() -> None:
    assert left("8 5627", "x ....") == "5627"


def test_a_word_before_a_number_is_left_out() -> None:
    assert left("101 23450", "x.x .....") == "23450"


def test_a_sign_before_the_second_line_is_left_out() -> None:
    assert left("234/8 567", ".../x ...") == "234 567"


def test_a_strange_digit_close_to_the_next_stays() -> None:
    assert left("8 5627", "x ....", gap=0.1) == "8 5627"
    assert left("101 23450", "x.x .....", gap=0.1) == "101 23450"


def test_what_is_strange_within_a_number_or_after_it_stays() -> None:
    assert left("4567 890", ".x.. ..x") == "4567 890"


def test_signs_on_both_sides_of_a_number_are_left_out() -> None:
    assert left("14 472 4", "xx ... x", gap=0.15) == "472"
    assert left("8 14 47 4", "x xx .. x", gap=0.15) == "47"
    assert left("14 54680 4", "xx ..x.. x", gap=0.15) == "54680"
    assert left("14 472/472 4", "xx .../... x") == "472 472 4"


def test_digits_that_touch_what_is_strange_at_both_ends_stay() -> None:
    assert left("4723", "x..x") == "4723"


def test_where_half_is_strange_only_digits_may_be_left() -> None:
    assert left("101 23", "xxx ..") == "23"
    assert left("101 234", "xxx ..x") == "101 234"
    assert left("101 2", "xxx .") == "101 2"


def test_a_number_of_which_something_was_left_out_is_uncertain() -> None:
    digit = Digit(3, 0.99, (0.0,) * 10, 0.0, 0, Box(0, 0, 9, 9), np.zeros((28, 28), np.uint8))
    found = Found((digit,), "3", 0.99, beside=True)
    assert decide(found, {"uncertain": 0.9, "not_digit": 0.5}, lambda _: False) == ("uncertain", "not_a_digit")
