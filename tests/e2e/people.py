"""Somebody with an account."""

from uuid import uuid4

from playwright.sync_api import Page, expect

PASSWORD = "a-fine-evening-7"


def sign_up(page: Page) -> str:
    """The name of a new account, which is logged in here."""
    name = f"carol{uuid4().hex[:8]}"
    page.goto("/signup")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("link", name=name)).to_be_visible()
    return name


def log_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.goto("/login")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
