"""The paper: what a mouse, a finger and a stylus leave on it, how it is taken back, and that nothing is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.hand import (
    BAR,
    ONE,
    SEVEN,
    OpenPage,
    draw,
    expect_strokes,
    finger_down,
    has_ink,
    ink_across,
    on_screen,
    send_touch,
    stylus,
    touch,
)

ACROSS = [(0.3, 0.5), (0.7, 0.5)]  # crosses ONE, stays clear of BAR
HANDS: dict[str, Callable[..., None]] = {"mouse": draw, "finger": touch, "stylus": stylus}


@pytest.mark.parametrize("ratio", [1, 2, 3])
@pytest.mark.parametrize("hand", HANDS)
def test_ink_is_where_the_hand_was_and_as_sharp_as_the_screen(open_page: OpenPage, hand: str, ratio: int) -> None:
    page = open_page("/", viewport={"width": 600, "height": 900}, device_scale_factor=ratio, has_touch=True)
    HANDS[hand](page, SEVEN)
    expect_strokes(page, "one stroke")
    assert_aligned(page, ratio)
    expect(page.locator("[data-text]")).to_have_text("7")


def assert_aligned(page: Page, ratio: float) -> None:
    canvas = page.locator("canvas")
    box = canvas.bounding_box()
    assert box
    expect(canvas).to_have_js_property("width", round(ratio * box["width"]))
    assert has_ink(page, 0.5, 0.25)
    assert has_ink(page, 0.6, 0.45)
    assert not has_ink(page, 0.4, 0.4)


def test_ink_stays_sharp_and_aligned_under_css_zoom(page: Page) -> None:
    page.evaluate("document.body.style.zoom = 1.5")
    draw(page, SEVEN)
    expect_strokes(page, "one stroke")
    assert_aligned(page, 1)


def test_a_stylus_that_is_pressed_harder_makes_a_wider_line(page: Page) -> None:
    stylus(page, [(0.1, 0.3), (0.45, 0.3)], force=0.2)
    stylus(page, [(0.55, 0.3), (0.9, 0.3)], force=0.9)
    expect_strokes(page, "2 strokes")
    assert ink_across(page, 0.75) > 1.5 * ink_across(page, 0.3)


def test_the_seven_that_shows_how_lies_on_the_strip_whole(page: Page) -> None:
    """It was as large as the strip is wide, and cut off in the middle."""
    page.get_by_role("radio", name="Number").check()
    ghost, paper = page.locator(".ghost path").bounding_box(), page.locator("canvas").bounding_box()
    assert ghost
    assert paper
    assert ghost["y"] + ghost["height"] < paper["y"] + paper["height"]


def test_the_pen_can_be_made_wider(page: Page) -> None:
    draw(page, [(0.1, 0.3), (0.4, 0.3)])
    page.get_by_label("Pen width").fill("36")
    draw(page, [(0.6, 0.3), (0.9, 0.3)])
    expect_strokes(page, "2 strokes")
    assert ink_across(page, 0.75) > 1.4 * ink_across(page, 0.25)


def test_the_chosen_width_outlives_a_reload_but_not_another_wish_in_the_settings(page: Page) -> None:
    page.get_by_label("Pen width").fill("36")
    page.reload()
    expect(page.get_by_label("Pen width")).to_have_value("36")
    page.goto("/settings")
    page.get_by_role("radio", name="Fine").check()
    page.get_by_role("button", name="Save").click()
    page.goto("/")
    expect(page.get_by_label("Pen width")).to_have_value("12")


def test_undo_redo_and_clear_by_button(page: Page) -> None:
    draw(page, ONE, BAR)
    for name, left in [("Undo", "one stroke"), ("Redo", "2 strokes"), ("Clear", "empty"), ("Undo", "2 strokes")]:
        page.get_by_role("button", name=name).click()
        expect_strokes(page, left)


def test_undo_redo_and_clear_by_key(page: Page) -> None:
    draw(page, ONE, BAR)
    for keys, left in [("Control+z", "one stroke"), ("Control+Shift+z", "2 strokes"), ("Delete", "empty")]:
        page.keyboard.press(keys)
        expect_strokes(page, left)
    page.get_by_label("Pen width").focus()
    page.keyboard.press("Meta+z")
    expect_strokes(page, "2 strokes")


def test_what_cannot_be_done_is_disabled(page: Page) -> None:
    for name in ("Undo", "Redo", "Clear"):
        expect(page.get_by_role("button", name=name)).to_be_disabled()
    draw(page, ONE)
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    expect(page.get_by_role("button", name="Redo")).to_be_disabled()
    expect(page.get_by_role("button", name="Clear")).to_be_enabled()


@pytest.mark.parametrize("hand", HANDS)
def test_the_eraser_takes_the_stroke_it_crosses_and_undo_gives_it_back(open_page: OpenPage, hand: str) -> None:
    page = open_page("/", viewport={"width": 1280, "height": 800}, has_touch=True)
    draw(page, ONE, BAR)
    page.get_by_role("button", name="Eraser").click()
    HANDS[hand](page, ACROSS)
    expect_strokes(page, "one stroke")
    assert has_ink(page, 0.5, 0.9)
    assert not has_ink(page, 0.5, 0.5)
    page.keyboard.press("Control+z")
    expect_strokes(page, "2 strokes")


def test_the_way_back_outlives_a_reload(page: Page) -> None:
    draw(page, ONE, BAR)
    page.keyboard.press("Control+z")
    page.reload()
    expect_strokes(page, "one stroke")
    page.get_by_role("button", name="Redo").click()
    expect_strokes(page, "2 strokes")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect_strokes(page, "empty")


def test_a_drawing_outlives_a_reload_and_a_resize(page: Page) -> None:
    draw(page, SEVEN)
    page.reload()
    page.set_viewport_size({"width": 500, "height": 900})
    expect_strokes(page, "one stroke")
    assert_aligned(page, 1)
    expect(page.locator("[data-text]")).to_have_text("7")


def test_a_phone_that_is_turned_between_two_strokes_keeps_both_in_place(phone: Page) -> None:
    touch(phone, ONE)
    phone.set_viewport_size({"width": 667, "height": 375})
    touch(phone, BAR)
    expect_strokes(phone, "2 strokes")
    assert has_ink(phone, 0.5, 0.5)
    assert has_ink(phone, 0.5, 0.9)


def test_a_phone_that_is_turned_within_a_stroke_keeps_what_was_drawn(phone: Page) -> None:
    cdp = finger_down(phone, [(0.2, 0.3), (0.4, 0.3), (0.6, 0.3)])
    phone.set_viewport_size({"width": 667, "height": 375})
    expect_strokes(phone, "one stroke")
    send_touch(cdp, "touchEnd", [])
    expect_strokes(phone, "one stroke")
    assert has_ink(phone, 0.4, 0.3)
    assert not has_ink(phone, 0.4, 0.7)


def test_a_tab_that_is_left_within_a_stroke_keeps_it(page: Page) -> None:
    points = on_screen(page, BAR)
    page.mouse.move(*points[0])
    page.mouse.down()
    page.mouse.move(*points[1], steps=4)
    page.evaluate("""Object.defineProperty(document, "hidden", {value: true, configurable: true});
      document.dispatchEvent(new Event("visibilitychange")); delete document.hidden""")
    expect_strokes(page, "one stroke")
    page.reload()
    expect_strokes(page, "one stroke")


def test_a_scrolled_page_draws_under_the_finger(phone: Page) -> None:
    phone.evaluate("scrollTo(0, 120)")
    touch(phone, BAR)
    expect_strokes(phone, "one stroke")
    assert has_ink(phone, 0.5, 0.9)
    assert phone.evaluate("scrollY") > 0


def test_drawing_does_not_scroll_the_page(phone: Page) -> None:
    touch(phone, [(0.5, 0.9), (0.5, 0.6), (0.5, 0.1)])
    assert phone.evaluate("scrollY") == 0


def test_a_stroke_that_leaves_the_paper_is_held_until_it_is_let_go(page: Page) -> None:
    draw(page, [(0.5, 0.5), (1.3, 0.5), (1.3, 0.8), (0.5, 0.8)])
    expect_strokes(page, "one stroke")
    assert has_ink(page, 0.95, 0.5)
    assert has_ink(page, 0.7, 0.8)


def test_only_the_paper_takes_the_finger_from_the_page(phone: Page) -> None:
    held = """[...document.querySelectorAll("*")].filter((e) => getComputedStyle(e).touchAction === "none")
      .map((e) => e.tagName)"""
    assert phone.evaluate(held) == ["CANVAS"]


def test_a_cancelled_touch_leaves_no_ink(phone: Page) -> None:
    cdp = finger_down(phone, BAR)
    assert has_ink(phone, 0.5, 0.9)
    send_touch(cdp, "touchCancel", [])  # a palm lands, or a call comes in
    expect(phone.locator("[data-inked]")).to_have_count(0)
    assert not has_ink(phone, 0.5, 0.9)
    expect_strokes(phone, "empty")


def test_a_second_finger_draws_nothing(phone: Page) -> None:
    cdp = phone.context.new_cdp_session(phone)
    one, two = on_screen(phone, [(0.2, 0.2), (0.8, 0.8)])
    send_touch(cdp, "touchStart", [one])
    send_touch(cdp, "touchStart", [one, two])
    send_touch(cdp, "touchMove", [one, (two[0], two[1] - 60)])
    send_touch(cdp, "touchEnd", [])
    expect_strokes(phone, "one stroke")
    assert not has_ink(phone, 0.8, 0.8)
