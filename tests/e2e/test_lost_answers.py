"""The line is cut when the site has kept what was handed in and answers: sent again, it is the same one."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.hand import ONE, SEVEN, OpenPage, draw
from tests.e2e.test_batch import send, zipped
from tests.e2e.uploads import choose, picture, problem
from tests.e2e.wire import Wire, wire_to

AWAY = "The server cannot be reached"
Kept = Callable[[], int]
ALL = 1000
READING = "[data-reading]:not([data-preview])"


@pytest.fixture
def wire(live_site: str) -> Iterator[Wire]:
    parts = urlsplit(live_site)
    with wire_to(str(parts.hostname), int(parts.port or 80)) as wire:
        yield wire


@pytest.fixture
def kept(live_site: str, wire: Wire) -> Kept:
    """How many pictures and drawings the site has more than before, whoever's; an answer was really lost meanwhile."""
    before = rows(live_site)

    def kept() -> int:
        assert wire.lost
        return rows(live_site) - before

    return kept


def rows(site: str) -> int:
    lines = httpx.get(f"{site}/metrics").text.splitlines()
    return sum(int(float(line.split()[-1])) for line in lines if line.startswith("digits_predictions{"))


def read(page: Page) -> None:
    page.get_by_role("button", name="Read", exact=True).click()


def test_a_picture_that_is_sent_again_is_one_reading(open_page: OpenPage, wire: Wire, kept: Kept) -> None:
    page = open_page(f"{wire.url}/upload")
    wire.cuts = ALL
    choose(page, picture())
    expect(problem(page)).to_contain_text(AWAY)
    wire.cuts = 0
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("[data-text]")).to_have_text("7")
    assert kept() == 1
    choose(page, picture())  # chosen once more, it is handed in once more
    expect(page.locator(".detail:visible [data-text]")).to_have_text("7")
    assert kept() == 2


def test_a_drawing_that_is_sent_again_is_one_reading(open_page: OpenPage, wire: Wire, kept: Kept) -> None:
    """Also when the page was loaded anew meanwhile, as a phone does with a tab that it had put aside."""
    page = open_page(wire.url)
    draw(page, SEVEN)
    expect(page.locator("[data-text]")).to_have_text("7")
    wire.cuts = ALL
    for _ in range(2):
        read(page)
        expect(problem(page)).to_contain_text(AWAY)
        page.reload()
    wire.cuts = 0
    page.reload()
    read(page)
    expect(page.locator(f"{READING} [data-text]")).to_have_text("7")
    assert kept() == 1
    draw(page, ONE)
    with page.expect_response("**/draw"):
        read(page)
    assert kept() == 2


def test_a_batch_that_is_sent_again_is_one(open_page: OpenPage, wire: Wire, kept: Kept) -> None:
    page = open_page(f"{wire.url}/batches")
    wire.cuts = ALL
    send(page, zipped(2))
    expect(page.get_by_role("alert")).to_contain_text(AWAY)
    wire.cuts = 0
    page.get_by_role("button", name="Read them").click()
    expect(page.locator("[data-state-name]")).to_have_text("finished", timeout=60_000)
    assert kept() == 3


@pytest.mark.parametrize("path", ["/upload", "/batches"])
def test_without_scripts_what_the_browser_sends_again_is_one(
    open_page: OpenPage, wire: Wire, kept: Kept, path: str
) -> None:
    page = open_page(f"{wire.url}{path}", java_script_enabled=False)
    page.locator("#image, #files").set_input_files(picture())
    wire.cuts = 3  # then one of those answers that Chromium asks for by itself
    page.locator("button.primary").click()
    expect(page.locator("[data-reading], [data-state-name]")).to_be_visible()
    assert (kept(), wire.cuts) == (1, 0)
