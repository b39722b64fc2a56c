"""Readings while one draws: soon, never stored, never an old one over a newer one; and the strip for numbers."""

import re
from contextlib import suppress

import httpx
from playwright.sync_api import Error, Page, Request, Route, expect

from tests.e2e.hand import ONE, SEVEN, OpenPage, Stroke, draw, expect_strokes, touch

PREVIEW = "[data-preview] [data-text]"


def rows(site: str) -> float:
    """How many predictions there are, whatever their status."""
    lines = httpx.get(f"{site}/metrics", timeout=10).text.splitlines()
    return sum(float(line.split()[-1]) for line in lines if line.startswith("digits_predictions{"))


def narrow(stroke: Stroke, left: float) -> Stroke:
    """The stroke on a strip, where the paper is two and a half times as wide as it is high."""
    return [(left + x / 2.5, y) for x, y in stroke]


def test_each_stroke_is_read_and_nothing_is_kept(page: Page, live_site: str) -> None:
    before = rows(live_site)
    draw(page, SEVEN)
    expect(page.locator(PREVIEW)).to_have_text("7")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"\b7\b"))
    page.keyboard.press("Control+z")
    expect(page.get_by_role("heading", name="The reading appears here")).to_be_visible()
    page.keyboard.press("Control+Shift+z")
    expect(page.locator(PREVIEW)).to_have_text("7")
    assert rows(live_site) == before


def test_read_keeps_what_the_preview_showed(page: Page) -> None:
    draw(page, SEVEN)
    expect(page.locator(PREVIEW)).to_have_text("7")
    expect(page.get_by_role("link", name="Link to this reading")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Link to this reading")).to_be_visible()
    expect(page.locator("[data-text]")).to_have_text("7")


def test_the_footer_says_how_long_it_took(page: Page) -> None:
    draw(page, SEVEN)
    expect(page.get_by_role("contentinfo")).to_contain_text(re.compile(r"Preview in \d+ ms"))


def test_an_older_preview_is_dropped_and_never_replaces_a_newer_one(page: Page) -> None:
    held: list[Route] = []
    failed: list[Request] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    def note(request: Request) -> None:
        failed.append(request)

    page.on("requestfailed", note)
    page.route("**/preview/*", hold_the_first)
    draw(page, ONE)
    page.keyboard.press("Delete")
    draw(page, SEVEN)
    expect(page.locator(PREVIEW)).to_have_text("7")
    with suppress(Error):  # the browser has hung up already
        held[0].fulfill(body='<article data-reading data-preview><p class="verdict" data-text>1</p></article>')
    page.wait_for_timeout(200)
    expect(page.locator(PREVIEW)).to_have_text("7")
    assert held[0].request in failed


def test_on_a_slow_network_the_last_stroke_is_what_is_read(page: Page) -> None:
    slow = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
    page.get_by_role("radio", name="Number").check()
    draw(page, *(narrow(SEVEN, left) for left in (0.0, 0.2, 0.4, 0.6)))
    expect(page.locator(PREVIEW)).to_have_text("7777")
    page.wait_for_timeout(600)
    expect(page.locator(PREVIEW)).to_have_text("7777")


def test_a_preview_on_a_phone_does_not_scroll_and_is_seen_beside_the_paper(phone: Page) -> None:
    touch(phone, SEVEN)
    expect(phone.locator("[data-glimpse]")).to_contain_text("7")
    expect(phone.locator("[data-glimpse]")).to_be_in_viewport()
    assert phone.evaluate("scrollY") == 0


def test_a_reload_reads_the_drawing_again(page: Page) -> None:
    draw(page, SEVEN)
    page.reload()
    expect(page.locator(PREVIEW)).to_have_text("7")


def test_a_number_is_read_on_a_strip_with_a_box_for_each_digit(page: Page) -> None:
    page.get_by_role("radio", name="Number").check()
    canvas = page.locator("canvas").bounding_box()
    assert canvas
    assert canvas["width"] / canvas["height"] > 2
    draw(page, narrow(SEVEN, 0.1), narrow(ONE, 0.4))
    expect(page.locator(PREVIEW)).to_have_text("71")
    expect(page.locator("[data-boxes] text")).to_have_text(["7", "1"])
    page.get_by_role("button", name=re.compile("Digit 2")).click()
    expect(page.locator("[data-boxes] text[data-chosen]")).to_have_text("1")
    page.keyboard.press("Delete")
    expect(page.locator("[data-boxes] rect")).to_have_count(0)


def test_a_box_is_around_its_ink(page: Page) -> None:
    page.get_by_role("radio", name="Number").check()
    draw(page, narrow(SEVEN, 0.5))
    expect(page.locator(PREVIEW)).to_have_text("7")
    canvas, box = page.locator("canvas").bounding_box(), page.locator("[data-boxes] rect").bounding_box()
    assert canvas
    assert box
    left, right = (box["x"] - canvas["x"]) / canvas["width"], (box["x"] + box["width"] - canvas["x"]) / canvas["width"]
    assert 0.57 < left < 0.62
    assert 0.78 < right < 0.83


def test_the_paper_changes_with_the_ink_on_it_and_undo_changes_it_back(page: Page) -> None:
    page.get_by_role("radio", name="Number").check()
    draw(page, narrow(SEVEN, 0.1), narrow(ONE, 0.6))
    page.get_by_role("radio", name="One digit").check()
    expect_strokes(page, "2 strokes")
    expect(page.locator(PREVIEW)).to_have_text("71")
    page.keyboard.press("Control+z")
    expect(page.get_by_role("radio", name="Number")).to_be_checked()


def test_a_number_fits_a_small_phone(open_page: OpenPage) -> None:
    page = open_page("/", viewport={"width": 320, "height": 568})
    page.get_by_role("radio", name="Number").check()
    draw(page, narrow(SEVEN, 0.1), narrow(ONE, 0.4))
    expect(page.locator(PREVIEW)).to_have_text("71")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
