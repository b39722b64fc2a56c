"""Numbers from strokes and from pictures, in groups and lines; and single digits that do not fall apart."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("cv2", reason="OpenCV is not installed: requirements/train.txt")

from ml import strokes
from ml.expected import PatternRejected
from ml.reader import Mode, Reader
from ml.strokes import Strokes
from ml.training.synthetic.strings import picture

Array = NDArray[np.uint8]
Drawing = list[list[list[float]]]
Drawings = dict[int, Drawing]
Png = Callable[[Array], bytes]

SIGNS: dict[str, Drawing] = {
    "-": [[[0, 8], [3, 7.9], [6, 8]]],
    ".": [[[0, 15], [0.8, 15.2], [0.8, 16], [0, 15.8], [0, 15]]],
    "/": [[[6, -1], [3, 8], [0, 17]]],
    "(": [[[3, -2], [1, 2], [0, 8], [1, 14], [3, 18]]],
    ")": [[[0, -2], [2, 2], [3, 8], [2, 14], [0, 18]]],
}
SEVEN_CROSSED: Drawing = [[[0, 1], [5, 0.5], [10, 0], [7, 7], [4, 16]], [[2, 8], [9, 7.5]]]
FIVE_WITH_ITS_BAR: Drawing = [
    [[2, 0.5], [1, 7], [5, 6.5], [8, 8], [9, 11], [7, 15], [4, 16], [0, 15]],
    [[2, 1], [9, 0]],
]


@pytest.fixture(name="write")
def _write(drawings: Drawings) -> Callable[[str], Strokes]:
    """Lines of digits and SIGNS as strokes."""

    def write(text: str, gap: float = 3.5) -> Strokes:
        written: Drawing = []
        for number, line in enumerate(text.split("\n")):
            x = 0.0
            for sign in line:
                shape = SIGNS.get(sign) or ([] if sign == " " else drawings[int(sign)])
                written += [[[px + x, py + 26 * number] for px, py in stroke] for stroke in shape]
                x += gap + max([px for stroke in shape for px, _ in stroke], default=14)
        return strokes.check(written)

    return write


NUMBERS = [
    ("2024", "2024"),
    ("555-0199", "555 0199"),
    ("12/05", "12 05"),
    ("3.47", "3 47"),
    ("(20)468", "20 468"),
    ("86 32", "86 32"),
    ("407\n935", "407\n935"),
]


@pytest.mark.parametrize(("written", "text"), NUMBERS)
def test_a_number_of_strokes(reader: Reader, write: Callable[[str], Strokes], written: str, text: str) -> None:
    reading = reader.read(write(written), "number")
    assert (reading.text, reading.number) == (text, "".join(filter(str.isdigit, text)))
    assert [digit.line for digit in reading.digits] == [
        number for number, line in enumerate(text.split("\n")) for sign in line if sign.isdigit()
    ]


@pytest.mark.parametrize(("written", "text"), NUMBERS)
@pytest.mark.parametrize("height", [90])
def test_a_number_in_a_picture(  # noqa: PLR0917 - three cast members, and what is written how large
    reader: Reader, write: Callable[[str], Strokes], png: Png, written: str, text: str, height: int
) -> None:
    tall = height * (2.6 if "\n" in written else 1)
    ink = np.pad(picture(write(written), tall, 0.09 * height / tall), 20)
    assert reader.read(png(255 - ink), "number").text == text


@pytest.mark.parametrize("number", ["25", "47", "69", "28"])
def test_digits_that_touch_are_parted(reader: Reader, write: Callable[..., Strokes], png: Png, number: str) -> None:
    ink = picture(write(number, gap=-0.6), 60, 0.1)
    assert reader.read(png(255 - np.pad(ink, 20))).text == number


@pytest.mark.parametrize("mode", ["auto", "digit", "number"])
def test_a_digit_of_two_strokes_does_not_fall_apart(reader: Reader, drawings: Drawings, mode: Mode) -> None:
    shapes = {"7": SEVEN_CROSSED, "5": FIVE_WITH_ITS_BAR, "4": drawings[4]}
    assert {reader.read(strokes.check(shape), mode).text: None for shape in shapes.values()} == dict.fromkeys(shapes)


def test_several_digits_where_one_was_asked_for(reader: Reader, write: Callable[[str], Strokes]) -> None:
    reading = reader.read(write("10"), "digit")
    assert (reading.decision, reading.reason) == ("rejected", "several_digits")
    assert len(reading.digits) == 1


def test_what_is_expected_constrains_the_reading(reader: Reader, write: Callable[[str], Strokes]) -> None:
    assert len(reader.read(write("12345"), expect="5").number) == 5
    assert reader.read(write("407"), expect="[4][01]7").number == "407"


def test_what_cannot_be_as_expected_is_read_and_said(reader: Reader, write: Callable[[str], Strokes]) -> None:
    reading = reader.read(write("407"), expect=r"\d{12}")
    assert (reading.number, reading.decision, reading.reason) == ("407", "uncertain", "not_as_expected")


def test_an_expectation_that_says_nothing_is_refused(reader: Reader, write: Callable[[str], Strokes]) -> None:
    with pytest.raises(PatternRejected):
        reader.read(write("4"), expect="four")


def test_alternatives_come_with_their_probabilities(reader: Reader, write: Callable[[str], Strokes]) -> None:
    reading = reader.read(write("407"))
    assert reading.alternatives[0][0] == "407"
    chances = [chance for _, chance in reading.alternatives]
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) <= 1.0001


def test_the_boxes_of_a_number_are_where_its_digits_are(
    reader: Reader, png: Png, write: Callable[[str], Strokes]
) -> None:
    ink = np.pad(picture(write("407"), 60, 0.1), 30)
    digits = reader.read(png(255 - ink), "number").digits
    assert len(digits) == 3
    for digit in digits:
        box = digit.box
        inside = ink[box.y : box.y + box.height, box.x : box.x + box.width]
        assert min(edge.max() for edge in (inside[0], inside[-1], inside[:, 0], inside[:, -1])) > 90


def test_a_page_of_noise_is_bounded_and_not_accepted(reader: Reader, png: Png) -> None:
    noise = np.where(np.random.default_rng(1).random((700, 900)) < 0.1, 0, 255).astype(np.uint8)
    assert reader.read(png(noise)).decision != "accepted"
