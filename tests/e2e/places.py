"""Every page in each of its states: where it is, and what is done there first. Whoever adds a page adds it here."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.conftest import SEVEN as SEVEN_STROKES
from tests.e2e.hand import ONE, SEVEN, draw
from tests.e2e.people import sign_up
from tests.e2e.test_batch import send, zipped
from tests.e2e.test_history import ONE as ONE_STROKES
from tests.e2e.test_history import SCRAWL, hand_in
from tests.e2e.uploads import NOTES, choose, picture, table


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


def upload_a_table(page: Page) -> None:
    choose(page, table())
    expect(page.locator(".box")).to_have_count(6)


def upload_several(page: Page) -> None:
    choose(page, picture(), NOTES)
    expect(page.locator(".card", has_text="That is not a picture")).to_be_visible()
    expect(page.locator(".card", has_text="seven.png")).to_contain_text("7")


def open_a_drawing(page: Page) -> None:
    (answer,) = hand_in(page, SEVEN_STROKES)
    page.goto(answer["links"]["page"].partition("?")[0])
    page.get_by_text("No", exact=True).click()


def open_a_picture(page: Page) -> None:
    upload_a_table(page)
    page.get_by_role("link", name="Link to this reading").click()
    expect(page.get_by_role("heading", name="A picture, read")).to_be_visible()


def fill_the_history(page: Page) -> None:
    hand_in(page, SEVEN_STROKES, ONE_STROKES, SCRAWL)
    page.reload()
    page.get_by_text("More filters").click()
    expect(page.locator("[data-row]")).to_have_count(3)


def ask_to_delete(page: Page) -> None:
    hand_in(page, SEVEN_STROKES)
    page.goto("/history/delete/all")
    expect(page.get_by_role("button", name="Delete")).to_be_visible()


def sign_up_badly(page: Page) -> None:
    for label in ("Username", "Password", "The same password again"):
        page.get_by_label(label, exact=True).fill("short")
    page.get_by_role("button", name="Sign up").click()
    expect(page.locator(".error").first).to_be_visible()


def with_an_account(path: str) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        sign_up(page)
        page.goto(path)

    return go


def refused_plainly(page: Page) -> None:
    (answer,) = hand_in(page, SEVEN_STROKES)
    page.goto(answer["links"]["page"].partition("?")[0])
    # As a browser without scripts sends it
    page.evaluate("const form = document.querySelector('form.typed'); form.label.required = false; form.submit();")
    expect(page.get_by_role("heading", name="The true digits are missing")).to_be_visible()


def open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


def finish_a_batch(page: Page) -> None:
    send(page, zipped(3))
    expect(page.locator("[data-state-name]")).to_have_text("finished", timeout=60_000)


def ask_to_delete_a_batch(page: Page) -> None:
    finish_a_batch(page)
    page.goto(f"{page.url}/delete")


PLACES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "draw": ("/", nothing),
    "draw, read": ("/", read_a_seven),
    "draw, a number": ("/", preview_a_number),
    "upload": ("/upload", nothing),
    "upload, a table": ("/upload", upload_a_table),
    "upload, several": ("/upload", upload_several),
    "prediction of a drawing": ("/livez", open_a_drawing),
    "prediction of a picture": ("/upload", open_a_picture),
    "history, empty": ("/history", nothing),
    "history": ("/history", fill_the_history),
    "history, delete": ("/history", ask_to_delete),
    "batches": ("/batches", nothing),
    "batch": ("/batches", finish_a_batch),
    "batch, delete": ("/batches", ask_to_delete_a_batch),
    "settings": ("/settings", nothing),
    "settings of an account": ("/livez", with_an_account("/settings")),
    "password": ("/livez", with_an_account("/settings/password")),
    "delete account": ("/livez", with_an_account("/settings/delete")),
    "log in": ("/login", nothing),
    "sign up, refused": ("/signup", sign_up_badly),
    "model": ("/model", open_all),
    "api": ("/api/docs", nothing),
    "not found": ("/nowhere", nothing),
    "only to send to": ("/draw", nothing),
    "refused without a script": ("/livez", refused_plainly),
}
