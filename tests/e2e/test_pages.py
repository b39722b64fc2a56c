"""What holds on every page: it fits small screens, follows the theme, stays light and does not jump."""

import pytest
from playwright.sync_api import Page, Response, expect

from tests.e2e.hand import SEVEN, OpenPage, draw

PATHS = ["/", "/upload", "/history"]
LAYOUT_SHIFT = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; })
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 500);
})"""


def sideways(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("path", PATHS)
def test_nothing_scrolls_sideways_at_320_pixels(open_page: OpenPage, path: str) -> None:
    assert sideways(open_page(path, viewport={"width": 320, "height": 568})) == 0


def test_a_reading_does_not_scroll_sideways_at_320_pixels(open_page: OpenPage) -> None:
    page = open_page("/", viewport={"width": 320, "height": 568})
    draw(page, SEVEN)
    page.keyboard.press("Enter")
    expect(page.locator("[data-text]")).to_have_text("7")
    assert sideways(page) == 0


@pytest.mark.parametrize("path", PATHS)
def test_the_dark_theme_is_dark(open_page: OpenPage, path: str) -> None:
    background = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)"
    assert max(open_page(path, color_scheme="dark").evaluate(background)) < 64
    assert min(open_page(path, color_scheme="light").evaluate(background)) > 192


@pytest.mark.parametrize("path", PATHS)
def test_a_first_visit_takes_less_than_100_kb(open_page: OpenPage, path: str) -> None:
    page = open_page("/livez")
    responses: list[Response] = []

    def note(response: Response) -> None:
        responses.append(response)

    page.on("response", note)
    page.goto(path, wait_until="networkidle")
    assert 5_000 < sum(len(response.body()) for response in responses) < 100_000


def test_an_answer_does_not_move_the_page(page: Page) -> None:
    draw(page, SEVEN)
    page.keyboard.press("Enter")
    expect(page.locator("[data-text]")).to_have_text("7")
    assert page.evaluate(LAYOUT_SHIFT) < 0.01


def test_every_target_is_large_enough(page: Page) -> None:
    draw(page, SEVEN)
    page.keyboard.press("Enter")
    expect(page.locator("[data-text]")).to_have_text("7")
    sizes = """[...document.querySelectorAll("a:not(.skip), button, input")].map((e) => e.getBoundingClientRect())
      .filter((r) => r.width > 0).map((r) => Math.min(r.width, r.height))"""
    assert min(page.evaluate(sizes)) >= 24
