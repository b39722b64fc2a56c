"""Accounts in a real browser."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.hand import SEVEN, OpenPage, draw
from tests.e2e.people import PASSWORD, log_in, sign_up


def read_a_seven(page: Page) -> str:
    """The address of its page."""
    page.goto("/")
    draw(page, SEVEN)
    page.keyboard.press("Enter")
    expect(page.locator("[data-text]")).to_have_text("7")
    page.get_by_role("link", name="Link to this reading").click()
    page.wait_for_url("**/predictions/*")
    return page.url


def expect_nothing_at(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing here")


def test_anonymous_work_is_taken_along_at_sign_up(page: Page, open_page: OpenPage) -> None:
    reading = read_a_seven(page)
    name = sign_up(page)
    elsewhere, stranger = open_page("/"), open_page("/")
    log_in(elsewhere, name)
    elsewhere.goto(reading)
    expect(elsewhere.locator("[data-text]")).to_have_text("7")
    expect_nothing_at(stranger, reading)


def test_anonymous_work_is_taken_along_at_login(page: Page, open_page: OpenPage) -> None:
    elsewhere = open_page("/")
    name = sign_up(elsewhere)
    reading = read_a_seven(page)
    expect_nothing_at(elsewhere, reading)
    log_in(page, name)
    expect(page.get_by_role("link", name=name)).to_be_visible()
    elsewhere.goto(reading)
    expect(elsewhere.locator("[data-text]")).to_have_text("7")


def test_after_logging_out_the_browser_has_nothing_of_it(page: Page) -> None:
    reading = read_a_seven(page)
    name = sign_up(page)
    page.goto("/settings")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("link", name="Log in")).to_be_visible()
    expect(page.get_by_text(name)).to_have_count(0)
    expect_nothing_at(page, reading)


def test_a_wrong_password_is_told(page: Page) -> None:
    name = sign_up(page)
    page.context.clear_cookies()
    log_in(page, name, "wrong")
    expect(page.get_by_role("alert")).to_contain_text("correct username and password")


def test_deleting_the_account_asks_for_the_password(page: Page) -> None:
    reading = read_a_seven(page)
    name = sign_up(page)
    page.goto("/settings")
    page.get_by_role("link", name="Delete account").click()
    page.get_by_label("Your password").fill("wrong")
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_label("Your password")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Your password")).to_be_focused()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_role("status").filter(has_text="deleted")).to_be_visible()
    expect_nothing_at(page, reading)
    log_in(page, name)
    expect(page.get_by_role("alert")).to_be_visible()


def test_a_changed_password_is_the_one_that_counts(page: Page) -> None:
    name = sign_up(page)
    page.goto("/settings/password")
    page.get_by_label("Old password").fill(PASSWORD)
    page.get_by_label("New password", exact=True).fill("another-evening-8")
    page.get_by_label("The same password again").fill("another-evening-8")
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_role("status").filter(has_text="password is changed")).to_be_visible()
    page.context.clear_cookies()
    log_in(page, name, "another-evening-8")
    expect(page.get_by_role("link", name=name)).to_be_visible()


def test_a_double_click_makes_one_account_and_logs_in(page: Page) -> None:
    name = f"carol-{uuid4().hex[:12]}"
    page.goto("/signup")
    page.get_by_label("Username").fill(name)
    for label in ("Password", "The same password again"):
        page.get_by_label(label, exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign up").dblclick(delay=100, no_wait_after=True)
    expect(page.get_by_role("link", name=name)).to_be_visible()


@pytest.mark.parametrize("path", ["/login", "/signup"])
def test_what_is_wrong_is_said_beside_its_field(open_page: OpenPage, path: str) -> None:
    page = open_page(path)
    page.get_by_label("Username").fill("carol")
    for field in page.locator("input[type=password]").all():
        field.fill("short")
    page.locator("main form button").click()
    wrong = page.locator("[aria-invalid=true]")
    if path == "/login":
        expect(page.get_by_role("alert")).to_be_visible()
    else:
        expect(wrong.first).to_be_focused()
        expect(page.locator(".error").first).to_be_visible()
