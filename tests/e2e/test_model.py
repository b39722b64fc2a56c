"""The model's page in a real browser: pictures show, charts have tables, and no script is needed."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.hand import SEVEN, OpenPage, draw
from tests.e2e.places import open_all
from tests.e2e.uploads import SIZE


def test_mistakes_are_shown_as_pictures(open_page: OpenPage) -> None:
    page = open_page("/model")
    open_all(page)
    shown = page.locator(".mistakes li").count()
    assert shown > 0
    assert page.evaluate(SIZE, page.locator("#strip").get_attribute("href")) == [28 * shown, 28]
    expect(page.get_by_role("img", name=re.compile(r"^A \d read as \d$"))).to_have_count(shown)


def test_every_chart_has_a_table_that_a_keyboard_opens(open_page: OpenPage) -> None:
    page = open_page("/model")
    tables = page.get_by_role("table")
    before = tables.count()
    for summary in page.locator("summary").all():
        summary.focus()
        page.keyboard.press("Enter")
    assert tables.count() >= before + 3 * 4  # confusion, reliability and coverage of four sets


def test_without_scripts_it_is_the_same(open_page: OpenPage) -> None:
    page = open_page("/model", java_script_enabled=False)
    expect(page.get_by_role("heading", level=2)).to_have_count(7)
    expect(page.locator(".chart .dot").first).to_be_visible()


def test_a_reading_leads_to_the_model_that_read_it(page: Page) -> None:
    draw(page, SEVEN)
    page.keyboard.press("Enter")
    page.locator(".about a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The model that reads")
    page.get_by_role("link", name="How well?").click()
    expect(page).to_have_url(re.compile("/model$"))


def test_asked_again_it_is_not_sent_again(open_page: OpenPage) -> None:
    page = open_page("/model")
    tag = page.request.get("/model").headers["etag"]
    again = page.request.get("/model", headers={"If-None-Match": tag})
    assert (again.status, again.body()) == (304, b"")
