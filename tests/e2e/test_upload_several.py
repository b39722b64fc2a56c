"""Several pictures at once, chosen, dropped and pasted: a card for each."""

import re

import pytest
from playwright.sync_api import Dialog, Page, Route, expect

from tests.e2e.uploads import NOTES, card, choose, picture, problem


def test_several_at_once_are_one_newcomers(upload: Page) -> None:
    """Three are sent side by side: each answer would bring a name of its own, and the browser keeps the last."""
    statuses: list[int] = []
    upload.on("response", lambda answer: statuses.append(answer.status))
    choose(upload, *(picture(f"seven-{number}.png") for number in range(6)))
    expect(upload.locator(".card", has_text="sure")).to_have_count(6, timeout=60_000)
    upload.goto("/history")
    expect(upload.locator("[data-row]")).to_have_count(6)
    assert len(statuses) > 6
    assert 404 not in statuses


def test_several_files_each_have_a_card_and_a_bad_one_stops_no_other(upload: Page) -> None:
    choose(upload, picture("first.png"), NOTES, picture("blank.png", inked=False), picture("last.heic", "HEIF"))
    expect(card(upload, "first.png")).to_contain_text("7")
    expect(card(upload, "notes.txt")).to_contain_text("That is not a picture")
    expect(card(upload, "blank.png")).to_contain_text("Nothing there")
    expect(card(upload, "last.heic")).to_contain_text("7")
    card(upload, "notes.txt").click()
    expect(problem(upload)).to_be_visible()
    card(upload, "last.heic").click()
    expect(upload.locator(".detail:visible [data-text]")).to_have_text("7")


def test_no_more_than_three_are_sent_at_once(upload: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    upload.route("**/upload", hold)
    choose(upload, *(picture(f"{k}.png") for k in range(5)))
    expect(upload.locator(".card", has_text="Waiting")).to_have_count(2)
    upload.wait_for_function("document.querySelectorAll('.detail [aria-busy=true]').length === 3")
    assert len(held) == 3
    held[0].continue_()
    expect(card(upload, "0.png")).to_contain_text("7")
    expect(upload.locator(".card", has_text="Waiting")).to_have_count(1)
    for route in held[1:]:
        route.abort()


def test_leaving_while_something_is_sent_asks_first(upload: Page) -> None:
    held: list[Route] = []
    asked: list[str] = []

    def hold(route: Route) -> None:
        held.append(route)

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    upload.on("dialog", answer)
    upload.route("**/upload", hold)
    upload.get_by_role("heading", name="Upload pictures").click()  # no browser asks where nobody has touched the page
    choose(upload, picture())
    upload.wait_for_function("document.querySelector('.detail [aria-busy=true]')")
    upload.get_by_role("link", name="History").click()
    expect(upload).to_have_url(re.compile("/upload$"))
    assert asked == ["beforeunload"]
    held[0].continue_()
    expect(upload.locator("[data-text]")).to_have_text("7")
    upload.get_by_role("link", name="History").click()
    expect(upload.get_by_role("heading", name="History")).to_be_visible()
    assert asked == ["beforeunload"]


# The event a browser makes of a drop or a paste, with the file it brings; a text has none.
BRING = """([kind, bytes, name, place = "main"]) => {
  const brought = new DataTransfer();
  if (bytes) brought.items.add(new File([new Uint8Array(bytes)], name, {type: "image/png"}));
  else brought.setData("text/plain", name);
  const init = {bubbles: true, cancelable: true};
  const event = kind === "drop" ? new DragEvent(kind, {...init, dataTransfer: brought})
    : new ClipboardEvent(kind, {...init, clipboardData: brought});
  return document.querySelector(place).dispatchEvent(event);
}"""


@pytest.mark.parametrize("kind", ["drop", "paste"])
def test_a_picture_that_is_dropped_or_pasted_is_read(upload: Page, kind: str) -> None:
    upload.evaluate(BRING, [kind, list(picture()["buffer"]), "seven.png"])
    expect(upload.locator("[data-text]")).to_have_text("7")


@pytest.mark.parametrize("kind", ["drop", "paste"])
def test_a_text_that_is_dropped_or_pasted_is_told_to_be_no_picture(upload: Page, kind: str) -> None:
    upload.evaluate(BRING, [kind, None, "seven"])
    expect(upload.get_by_role("alert")).to_contain_text("There was no picture in it")


def test_a_text_that_is_pasted_into_the_correction_is_not_told_to_be_no_picture(upload: Page) -> None:
    choose(upload, picture())
    upload.get_by_text("No", exact=True).click()
    place = ".correction [name=label]"
    upload.evaluate(BRING, ["paste", None, "7", place])
    expect(upload.get_by_role("alert").filter(has_text="There was no picture")).to_have_count(0)
    upload.evaluate(BRING, ["paste", list(picture()["buffer"]), "second.png", place])
    expect(card(upload, "second.png")).to_be_visible()


def test_a_drop_does_not_open_the_picture_in_place_of_the_page(upload: Page) -> None:
    assert upload.evaluate(BRING, ["drop", list(picture()["buffer"]), "seven.png"]) is False
