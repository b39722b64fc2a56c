"""The dashboard in a real browser: readable in both themes, on a phone, by axe and under the site's policy."""

from collections.abc import Iterator
from itertools import product

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.conftest import SEVEN
from tests.e2e.hand import OpenPage
from tests.e2e.people import PASSWORD
from tests.e2e.test_accessibility import DESK, PHONE
from tests.e2e.test_history import ONE, SCRAWL, hand_in
from tests.e2e.test_pages import sideways
from tests.e2e.uploads import picture

PAGE = "/admin/recognition/prediction/dashboard"


def board(open_page: OpenPage, name: str) -> Page:
    """With something on it, as a reviewer sees it."""
    page = open_page(f"/admin/login/?next={PAGE}", viewport=DESK)
    hand_in(page, SEVEN, ONE, SCRAWL)
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Predictions a day")).to_be_visible()
    return page


def test_axe_finds_nothing_and_it_fits(open_page: OpenPage, reviewers: Iterator[str]) -> None:
    page = board(open_page, next(reviewers))
    page.evaluate("document.querySelectorAll('.dashboard details').forEach((one) => { one.open = true; })")
    for size, scheme in product((DESK, PHONE), ("light", "dark")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = Axe().run(page, context=".dashboard").response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == [], (size, scheme)
    assert sideways(page) == 0


def test_its_plots_say_what_they_show(open_page: OpenPage, reviewers: Iterator[str]) -> None:
    page = board(open_page, next(reviewers))
    expect(page.get_by_role("img", name="Predictions a day")).to_be_visible()
    page.get_by_text("As a table").first.click()
    expect(page.get_by_role("columnheader", name="Accepted", exact=True)).to_be_visible()
    page.get_by_role("link", name="7 days").click()
    expect(page.get_by_text("in 7 days (UTC)")).to_be_visible()


def test_a_long_name_leaves_the_other_columns_of_the_list_in_sight(
    open_page: OpenPage, reviewers: Iterator[str]
) -> None:
    sender = open_page("/")
    assert sender.request.post("/api/v1/predictions", multipart={"image": picture(f"{'formular_' * 27}.png")}).ok
    page = board(open_page, next(reviewers))
    page.goto("/admin/recognition/prediction/")
    name = page.locator("#result_list .field-source", has_text="formular_").first.bounding_box()
    assert name
    assert name["width"] < 250
