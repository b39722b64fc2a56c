"""“Is this right?” in a real browser, below a reading on the draw page and on its own page."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import SEVEN
from tests.e2e.hand import SEVEN as HAND_SEVEN
from tests.e2e.hand import OpenPage, draw

ONE: list[list[list[float]]] = [[[150, 12], [150, 50], [150, 92]]]


def latest(page: Page) -> Any:
    return page.request.get("/api/v1/predictions?limit=1").json()["results"][0]["review"]


def expect_said(page: Page, words: str) -> None:
    expect(page.locator("[data-question]")).to_contain_text(f"You said: {words}.")


@pytest.fixture
def drawn(page: Page) -> Page:
    """The draw page with a reading of a 7."""
    draw(page, HAND_SEVEN)
    page.keyboard.press("Enter")
    expect(page.locator("[data-text]")).to_have_text("7")
    return page


@pytest.fixture
def number(open_page: OpenPage) -> Page:
    """The page of a 7 and a 1."""
    page = open_page("/livez", viewport={"width": 1280, "height": 900})
    body = {"strokes": SEVEN + ONE, "mode": "number"}
    answer = page.request.post("/api/v1/predictions", data=body, headers={"Prefer": "wait=10"}).json()
    assert answer["number"] == "71"
    page.goto(answer["links"]["page"].partition("?")[0])
    return page


def test_every_answer_fits_its_button_on_a_phone(drawn: Page) -> None:
    drawn.set_viewport_size({"width": 320, "height": 568})
    drawn.get_by_text("No", exact=True).click()
    buttons = drawn.locator("[data-feedback] button:visible").all()
    assert len(buttons) > 10
    assert [one.text_content() for one in buttons if one.evaluate("(e) => e.scrollWidth > e.clientWidth")] == []


def test_yes_is_one_press_and_is_announced(drawn: Page) -> None:
    drawn.get_by_role("button", name="Yes").click()
    expect_said(drawn, "right")
    expect(drawn.get_by_text("Change", exact=True)).to_be_focused()
    expect(drawn.get_by_role("status")).to_have_text("You said: right. Thank you.")
    assert latest(drawn)["verdict"] == "accepted"


def test_the_true_digit_is_two_presses_and_can_be_changed(drawn: Page) -> None:
    drawn.get_by_text("No", exact=True).click()
    drawn.get_by_role("group", name="Which digit is it?").get_by_role("button", name="1").click()
    expect_said(drawn, "it is 1")
    drawn.get_by_text("Change", exact=True).click()
    drawn.get_by_role("button", name="It was read right").click()
    expect_said(drawn, "right")
    assert latest(drawn)["label"] == "7"


def test_answering_does_not_read_the_drawing_again(drawn: Page) -> None:
    drawn.get_by_text("No", exact=True).click()
    drawn.get_by_label("Or the whole number").fill("17")
    drawn.get_by_label("Or the whole number").press("Enter")
    expect_said(drawn, "it is 17")
    assert len(drawn.request.get("/api/v1/predictions").json()["results"]) == 1


def test_each_digit_of_a_number_is_typed(number: Page) -> None:
    number.get_by_text("No", exact=True).click()
    number.get_by_label("Digit 2, read as 1").fill("7")
    number.keyboard.press("Enter")
    expect_said(number, "it is 77")
    assert [digit["value"] for digit in latest(number)["digits"]] == [7, 7]


def test_each_digit_of_a_number_is_tapped(number: Page) -> None:
    number.get_by_text("No", exact=True).click()
    keys = number.get_by_role("group", name="Keys for the chosen digit")
    for key in ("2", "No digit here"):
        keys.get_by_role("button", name=key).click()
    number.get_by_role("button", name="Save").click()
    expect_said(number, "it is 2")
    assert [digit["value"] for digit in latest(number)["digits"]] == [2, None]


def test_the_answer_is_still_there_when_the_page_is_opened_again(number: Page) -> None:
    number.get_by_text("No", exact=True).click()
    number.get_by_role("button", name="No digit").last.click()
    expect_said(number, "no digit")
    number.reload()
    expect_said(number, "no digit")


def test_a_lost_network_is_told_and_the_form_stays(number: Page) -> None:
    number.context.set_offline(True)
    number.get_by_role("button", name="Yes").click()
    expect(number.get_by_role("alert")).to_contain_text("Are you online?")
    number.context.set_offline(False)
    number.get_by_role("button", name="Yes").click()
    expect_said(number, "right")


def test_without_a_script_it_works_too(open_page: OpenPage) -> None:
    page = open_page("/livez", java_script_enabled=False)
    wait = {"Prefer": "wait=10"}
    answer = page.request.post("/api/v1/predictions", data={"strokes": SEVEN}, headers=wait).json()
    page.goto(answer["links"]["page"].partition("?")[0])
    page.get_by_text("No", exact=True).click()
    page.get_by_role("group", name="Which digit is it?").get_by_role("button", name="1").click()
    expect_said(page, "it is 1")
