"""axe-core finds nothing on any page, in either theme, on a desk or on the smallest phone, where it also fits; there it
fits with letters of twice the size, too."""

from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from tests.e2e.hand import OpenPage
from tests.e2e.places import PLACES
from tests.e2e.test_pages import TARGETS, sideways

DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 320, "height": 568}
# axe leaves it to a person where a description or a label points at nothing.
NOWHERE = """["labelledby", "describedby", "controls"].map((name) => `aria-${name}`)
  .flatMap((name) => [...document.querySelectorAll(`[${name}]`)].map((one) => one.getAttribute(name)))
  .flatMap((ids) => ids.split(" ")).filter((id) => !document.getElementById(id))"""

# What lies beyond the screen; a table may be scrolled sideways in its own box.
BEYOND = """[...document.querySelectorAll("body *:not(.visually-hidden, .visually-hidden *, .scroll *, .skip, svg *)")]
  .filter((one) => one.offsetParent)
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1)
  .map((one) => one.outerHTML.slice(0, 120))"""
OVERLAPS = """[...document.querySelectorAll(".top a")].map((one) => one.getBoundingClientRect())
  .flatMap((a, place, all) => all.slice(place + 1).filter((b) => a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom - 1 && b.top < a.bottom - 1)).length"""


@pytest.mark.parametrize("name", PLACES)
def test_axe_finds_nothing_and_the_page_fits(open_page: OpenPage, name: str) -> None:
    path, act = PLACES[name]
    page = open_page(path, viewport=DESK, reduced_motion="reduce")
    act(page)
    for size, scheme in product((DESK, PHONE), ("light", "dark")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert violations(page) == [], (size, scheme)
    assert page.evaluate(NOWHERE) == []
    assert sideways(page) == 0
    assert min(page.evaluate(TARGETS)) >= 24
    enlarge(page)
    assert sideways(page) == 0
    assert page.evaluate(BEYOND) == []
    assert page.evaluate(OVERLAPS) == 0


def enlarge(page: Page) -> None:
    """Letters of twice the size, as a person sets them in the browser."""
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['target']} {node['html'][:200]}" for one in found for node in one["nodes"]]


def test_axe_would_find_something(open_page: OpenPage) -> None:
    page = open_page("/")
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert [one.split(":")[0] for one in violations(page)] == ["button-name"]
