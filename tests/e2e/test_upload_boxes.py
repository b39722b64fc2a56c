"""The boxes over a picture of several digits, by mouse, keyboard and finger."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_pages import sideways
from tests.e2e.uploads import NOTES, box, card, choose, picture, table


def test_lines_are_shown_as_lines(upload: Page) -> None:
    choose(upload, table())
    expect(upload.locator("[data-text]")).to_have_text(re.compile(r"^7 ?7 ?7\n7 ?7 ?7$"))
    expect(upload.locator(".choices .line")).to_have_count(2)
    expect(upload.locator(".box")).to_have_count(6)


def test_a_box_is_chosen_by_keyboard(upload: Page) -> None:
    choose(upload, table())
    box(upload, 1).focus()
    upload.keyboard.press("ArrowRight")
    upload.keyboard.press("ArrowRight")
    expect(box(upload, 3)).to_be_focused()
    expect(box(upload, 3)).to_be_checked()
    expect(upload.locator(".panel:visible")).to_contain_text("Digit 3 of 6: 7")
    expect(upload.get_by_role("button", name="Digit 3: 7")).to_have_attribute("aria-pressed", "true")
    upload.keyboard.press("End")
    expect(upload.locator(".panel:visible")).to_contain_text("Digit 6 of 6")


def test_the_boxes_are_one_stop_on_the_way_through_the_page(upload: Page) -> None:
    choose(upload, table())
    box(upload, 1).focus()
    upload.keyboard.press("Tab")
    expect(upload.get_by_role("button", name="Digit 1: 7")).to_be_focused()


def test_a_box_is_chosen_by_mouse(upload: Page) -> None:
    choose(upload, table())
    box(upload, 5).click()
    expect(box(upload, 5)).to_be_checked()
    expect(upload.locator(".panel:visible")).to_contain_text("Digit 5 of 6")
    expect(upload.locator(".panel:visible .bars li")).to_have_count(10)


def test_a_finger_beside_a_box_means_that_box(small: Page) -> None:
    choose(small, table())
    box(small, 2).scroll_into_view_if_needed()
    around = box(small, 2).locator("rect").last.bounding_box()
    assert around
    small.touchscreen.tap(around["x"] + around["width"] + 3, around["y"] + around["height"] + 3)
    expect(box(small, 2)).to_be_checked()


def test_a_digits_button_chooses_its_box(upload: Page) -> None:
    choose(upload, table())
    upload.get_by_role("button", name="Digit 4: 7").click()
    expect(box(upload, 4)).to_be_checked()


@pytest.mark.parametrize("device", ["upload", "small"])
def test_the_page_of_the_reading_has_the_boxes_too(device: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(device)
    choose(page, table())
    page.get_by_role("link", name="Link to this reading").click()
    expect(page.get_by_role("heading", name="A picture, read")).to_be_visible()
    page.wait_for_load_state()  # the scripts come last
    box(page, 1).focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".panel:visible")).to_contain_text("Digit 2 of 6")


def test_nothing_scrolls_sideways_at_320_pixels(small: Page) -> None:
    choose(small, table("a-table-with-a-very-long-name-indeed-as-phones-give-them.png"), NOTES, picture())
    expect(card(small, "seven.png")).to_contain_text("7")
    expect(box(small, 6)).to_be_visible()
    assert sideways(small) == 0
