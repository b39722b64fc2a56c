"""What a reading gains by looking like a date, a telephone number or an amount."""

import pytest

from ml.layout.pieces import Extent
from ml.numbers.features import Candidate
from ml.numbers.formats import NO_FORMAT, gain, weighed
from ml.numbers.lattice import SEPARATORS, Number, Segment

BOX = Extent(0, 0, 1, 1)


def number(text: str, probability: float) -> Number:
    path = tuple(
        Segment(place, int(sign) if sign.isdigit() else 10 + SEPARATORS.index(sign)) for place, sign in enumerate(text)
    )
    return Number("".join(filter(str.isdigit, text)), probability, path)


def in_line(signs: int, line: int = 0) -> list[Candidate]:
    return [Candidate(place, place + 1, BOX, line) for place in range(signs)]


@pytest.mark.parametrize(
    ("written", "mistaken"),
    [
        ("05/03/94", "05103/94"),
        ("3/7/89", "317189"),
        ("4.13.69", "4.73.69"),
        ("974-3145", "974-3/45"),
        ("(404)213-0756", "1404)213-0756"),
        ("12.50", "12/50"),
    ],
)
def test_what_people_write_gains_more(written: str, mistaken: str) -> None:
    assert gain([written]) > 2 * gain([mistaken])


def test_a_plain_number_loses_little_to_a_date_without_a_year() -> None:
    assert gain(["12/2"]) < 1.5 * gain(["1212"])


def test_impossible_dates_gain_less_and_are_not_ruled_out() -> None:
    assert gain(["31114/90"]) < gain(["31/14/90"]) < gain(["31/12/90"])


def test_nothing_is_ruled_out_and_lines_multiply() -> None:
    assert gain(["-/-."]) == pytest.approx(0.1)
    assert gain(["12.50", "(404)213-0756"]) == pytest.approx(gain(["12.50"]) * gain(["(404)213-0756"]))


def test_a_line_longer_than_any_format() -> None:
    assert gain(["1" * NO_FORMAT * 50]) == pytest.approx(0.1)


def test_likelier_formats_come_first_and_the_rest_keeps_its_share() -> None:
    [best, other] = weighed([number("05103/94", 0.5), number("05/03/94", 0.3)], in_line(8))
    assert (best.digits, other.digits) == ("050394", "0510394")
    assert best.probability > 0.3
    assert 0 < 1 - best.probability - other.probability < 0.2
    assert 0.2 * other.probability == pytest.approx(0.5 * (1 - best.probability - other.probability), rel=0.1)


def test_what_the_ink_says_is_not_overruled() -> None:
    [best, _] = weighed([number("05103/94", 0.98), number("05/03/94", 0.001)], in_line(8))
    assert best.digits == "0510394"


def test_each_line_has_a_format_of_its_own() -> None:
    two = number("12.50555-0199", 0.4)
    found = [*in_line(5), *in_line(8, line=1)]
    [apart], [together] = weighed([two], found), weighed([two], in_line(13))
    assert apart.probability > together.probability


def test_no_numbers() -> None:
    assert weighed([], []) == []
