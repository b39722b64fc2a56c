"""What the model decided, in words: no confident guess where there is a doubt."""

from typing import Any

import pytest
from django.template.loader import render_to_string

from recognition.display.wording import Shown
from recognition.models import Prediction


def digit(value: int, confidence: float, other: int = 0, probability: float = 0.0) -> dict[str, Any]:
    probabilities = [0.0] * 10
    probabilities[other], probabilities[value] = probability, confidence
    box = {"x": 0, "y": 0, "width": 9, "height": 9}
    return {"value": value, "confidence": confidence, "probabilities": probabilities, "not_digit": 0.0, "box": box}


def shown(decision: str, reason: str, *digits: dict[str, Any]) -> Shown:
    text = "".join(str(one["value"]) for one in digits)
    confidence = min((one["confidence"] for one in digits), default=0.0)
    finished = {"status": "succeeded", "decision": decision, "reason": reason}
    return Shown(Prediction(text=text, confidence=confidence, digits=list(digits), **finished))


FOUR_OR_NINE = digit(4, 0.55, 9, 0.41)


@pytest.mark.parametrize(
    ("reading", "heading"),
    [
        (shown("accepted", "", digit(7, 0.999)), "Very sure"),
        (shown("accepted", "", digit(7, 0.93)), "Sure"),
        (shown("accepted", "", digit(7, 0.8)), "Fairly sure"),
        (shown("uncertain", "low_confidence", FOUR_OR_NINE), "Not sure: 4 or 9?"),
        (shown("uncertain", "low_confidence", digit(1, 0.99), FOUR_OR_NINE), "Not sure about digit 2: 4 or 9?"),
        (shown("uncertain", "low_confidence", digit(1, 0.5), digit(2, 0.9)), "Not sure"),
        (shown("uncertain", "not_a_digit", digit(1, 0.9), digit(2, 0.9)), "Not sure"),
        (shown("rejected", "not_a_digit", FOUR_OR_NINE), "Not a digit"),
        (shown("rejected", "several_digits", digit(4, 0.9)), "Several digits"),
        (shown("rejected", "blank"), "Nothing there"),
    ],
)
def test_the_heading_says_how_sure_the_model_is(reading: Shown, heading: str) -> None:
    assert reading.heading == heading
    assert f"<h2>{heading}</h2>" in render_to_string("pages/_reading.html", {"prediction": reading})


def test_a_guess_at_what_is_no_digit_is_small_print() -> None:
    page = render_to_string("pages/_reading.html", {"prediction": shown("rejected", "not_a_digit", FOUR_OR_NINE)})
    assert 'class="read-text" aria-hidden' in page
    assert "The closest guess would be" in page


def test_no_guess_is_made_where_every_digit_is_as_unlikely() -> None:
    alike = shown("rejected", "not_a_digit", digit(8, 0.14, 3, 0.12))
    page = render_to_string("pages/_reading.html", {"prediction": alike})
    assert "closest guess" not in page
    assert "confident</p>" not in page


def test_one_strange_digit_does_not_hide_the_number() -> None:
    reading = shown("uncertain", "not_a_digit", digit(1, 0.9), digit(2, 0.9))
    page = render_to_string("pages/_reading.html", {"prediction": reading})
    assert "data-text>12</p>" in page
    assert "Part of it does not look like a digit." in page


def test_the_announcement_asks_the_same_question() -> None:
    words = render_to_string("pages/_announcement.html", {"prediction": shown("uncertain", "", FOUR_OR_NINE)})
    assert words == "Not sure: 4 or 9? 55 % confident."


def test_the_runner_up_is_named_and_never_with_no_percent_at_all() -> None:
    close = render_to_string("pages/_reading.html", {"prediction": shown("uncertain", "", FOUR_OR_NINE)})
    assert "Runner-up: <b>9</b>, 41 %." in close
    clear = shown("accepted", "", digit(7, 0.9999, 1, 0.0001))
    assert "Runner-up: <b>1</b>, under 0.1 %." in render_to_string("pages/_reading.html", {"prediction": clear})
