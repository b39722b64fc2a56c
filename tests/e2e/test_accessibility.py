"""axe-core finds nothing on any page, in either theme, with a mouse's window or a phone's."""

from collections.abc import Callable
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from tests.e2e.hand import ONE, SEVEN, OpenPage, draw

Scheme = Literal["light", "dark"]
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 375, "height": 667}


def nothing(page: Page) -> None:
    """The page as it comes."""


def read_a_seven(page: Page) -> None:
    draw(page, SEVEN)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Link to this reading")).to_be_visible()


def preview_a_number(page: Page) -> None:
    page.get_by_role("radio", name="Number").check()
    draw(page, [(x / 2.5, y) for x, y in SEVEN], [(0.4 + x / 2.5, y) for x, y in ONE])
    expect(page.locator("[data-text]")).to_have_text("71")


def open_a_reading(page: Page) -> None:
    read_a_seven(page)
    page.get_by_role("link", name="Link to this reading").click()
    expect(page.locator("[data-drawing] path")).to_have_count(1)


# Every page: where it is, and what is done there first. Whoever adds a page adds it here.
PAGES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "draw": ("/", nothing),
    "draw, read": ("/", read_a_seven),
    "draw, a number": ("/", preview_a_number),
    "upload": ("/upload", nothing),
    "prediction": ("/", open_a_reading),
    "api": ("/api/docs", nothing),
    "not found": ("/nowhere", nothing),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(open_page: OpenPage, name: str, scheme: Scheme) -> None:
    path, act = PAGES[name]
    page = open_page(path, viewport=DESK, color_scheme=scheme, reduced_motion="reduce")
    act(page)
    assert violations(page) == []
    page.set_viewport_size(PHONE)
    assert violations(page) == []


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['target']} {node['html'][:200]}" for one in found for node in one["nodes"]]


def test_axe_would_find_something(open_page: OpenPage) -> None:
    page = open_page("/")
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert [one.split(":")[0] for one in violations(page)] == ["button-name"]
