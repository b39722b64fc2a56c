"""What holds on every page: it fits small screens, follows the theme, stays light, does not jump, needs no mouse."""

import pytest
from playwright.sync_api import Page, Response, expect

from tests.e2e.hand import SEVEN, OpenPage, draw
from tests.e2e.people import sign_up

PATHS = ["/", "/upload", "/batches", "/history", "/settings", "/login", "/signup", "/model", "/api/docs", "/nowhere"]
SOME = ["/", "/settings"]
LAYOUT_SHIFT = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; })
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 500);
})"""
BACKGROUND = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)"
# A link within a sentence may be as small as its words (WCAG 2.2, 2.5.8). What is hidden is pressed by its label.
TARGETS = """[...document.querySelectorAll("a:not(.skip, p a), button, input:not([type=hidden]), select, summary")]
  .map((e) => e.closest("label") ?? (e.matches(".visually-hidden") ? e.labels[0] : e))
  .map((e) => e.getBoundingClientRect()).filter((r) => r.width > 0).map((r) => Math.min(r.width, r.height))"""
ROWS = """new Set([...document.querySelectorAll(".top a")].map((a) => a.getBoundingClientRect())
  .filter((r) => r.width > 0).map((r) => Math.round(r.y + r.height / 2))).size"""
# The ring may be around the control, its label or the box that it fills.
RING = """(e) => [e, e.labels?.[0], e.parentElement].filter(Boolean).map((one) => getComputedStyle(one))
  .some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)"""


def sideways(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("width", [320, 1280])
def test_a_page_fits_does_not_jump_and_has_targets_large_enough(open_page: OpenPage, path: str, width: int) -> None:
    page = open_page(path, viewport={"width": width, "height": 700})
    assert sideways(page) == 0
    assert min(page.evaluate(TARGETS)) >= 24
    assert page.evaluate(LAYOUT_SHIFT) < 0.01


def test_the_pages_of_an_account_fit_at_320_pixels(open_page: OpenPage) -> None:
    page = open_page("/", viewport={"width": 320, "height": 568})
    sign_up(page)
    for path in ("/settings", "/settings/password", "/settings/delete"):
        page.goto(path)
        assert sideways(page) == 0
        assert page.evaluate(ROWS) == 2


def test_the_links_of_the_top_take_two_rows_at_320_pixels(open_page: OpenPage) -> None:
    page = open_page("/", viewport={"width": 320, "height": 568})
    assert page.evaluate(ROWS) == 2
    assert sideways(page) == 0


@pytest.mark.parametrize("width", [320, 390])
def test_the_pen_stands_beside_the_kinds_of_paper_on_a_phone(open_page: OpenPage, width: int) -> None:
    page = open_page("/", viewport={"width": width, "height": 700})
    pen, kinds = page.get_by_label("Pen width").bounding_box(), page.locator(".segments").bounding_box()
    assert pen
    assert kinds
    assert kinds["x"] + kinds["width"] <= pen["x"]
    assert kinds["y"] < pen["y"] < kinds["y"] + kinds["height"]


@pytest.mark.parametrize("path", SOME)
def test_the_dark_theme_is_dark(open_page: OpenPage, path: str) -> None:
    page = open_page(path, color_scheme="dark")
    assert max(page.evaluate(BACKGROUND)) < 64
    page.emulate_media(color_scheme="light")
    assert min(page.evaluate(BACKGROUND)) > 192


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


@pytest.mark.parametrize("path", SOME)
def test_the_first_tab_skips_to_the_page(open_page: OpenPage, path: str) -> None:
    page = open_page(path)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the page")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("path", PATHS)
def test_focus_is_seen_at_every_stop_in_any_colours(open_page: OpenPage, path: str) -> None:
    """In the page's own colours, and in those that a person forces on every page."""
    page = open_page(path)
    page.keyboard.press("Tab")  # whoever uses keys is shown the focus
    stops = page.locator(":is(a[href], button, input, select, summary):visible").all()
    assert len(stops) > 5
    for colours in ("none", "active"):
        page.emulate_media(forced_colors=colours)
        for stop in stops:
            stop.focus()
            assert stop.evaluate(RING), stop.evaluate("(e) => e.outerHTML")


@pytest.mark.parametrize("path", SOME)
def test_nothing_moves_for_who_asks_for_less_motion(open_page: OpenPage, path: str) -> None:
    page = open_page(path, reduced_motion="reduce")
    assert page.evaluate("document.getAnimations().length") == 0


def test_there_is_motion_for_the_others(open_page: OpenPage) -> None:
    assert open_page("/", reduced_motion="no-preference").evaluate("document.getAnimations().length") > 0
