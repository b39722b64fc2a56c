"""A batch in a real browser: handed in, watched until it is finished, its results taken away."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Dialog, FilePayload, Page, Route, expect

from tests.e2e.hand import OpenPage
from tests.e2e.test_pages import sideways
from tests.recognition.hostile import packed


def seven() -> bytes:
    image = Image.new("L", (100, 100), 255)
    ImageDraw.Draw(image).line([(30, 25), (70, 25), (46, 78)], fill=0, width=8, joint="curve")
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def zipped(count: int) -> FilePayload:
    files = [(f"forms/{number:03}.png", seven()) for number in range(count)]
    data = packed(*files, ("forms/half.png", seven()[:150]))
    return {"name": "forms.zip", "mimeType": "application/zip", "buffer": data}


def send(page: Page, file: FilePayload) -> None:
    page.get_by_label("Choose files").set_input_files(file)
    page.get_by_role("button", name="Read them").click()


@pytest.fixture
def batches(open_page: OpenPage) -> Page:
    return open_page("/batches", viewport={"width": 1280, "height": 900})


def test_a_zip_is_watched_until_it_is_finished_and_taken_away(batches: Page) -> None:
    send(batches, zipped(150))
    expect(batches.get_by_role("heading", name="forms.zip")).to_be_visible()
    expect(batches.locator("[data-state-name]")).to_have_text("finished", timeout=60_000)
    expect(batches.locator('[data-count="accepted"]')).to_have_text("150")
    expect(batches.get_by_label("Failed", exact=True)).to_contain_text("forms/half.png")
    expect(batches.get_by_label("Latest readings").locator("li")).to_have_count(24)
    with batches.expect_download() as download:
        batches.get_by_role("link", name="CSV").click()
    rows = list(csv.DictReader(download.value.path().read_text(encoding="utf-8-sig").splitlines()))
    assert [row["number"] for row in rows] == ["7"] * 150 + [""]


def test_it_can_be_asked_for_more_than_99_percent_and_what_is_less_waits_to_be_looked_at(batches: Page) -> None:
    batches.get_by_label("Sure from").select_option("99.9 %")
    send(batches, zipped(2))
    expect(batches.locator("[data-state-name]")).to_have_text("finished", timeout=60_000)
    expect(batches.locator('[data-count="uncertain"]')).to_have_text("2")
    doubtful = batches.get_by_label("Readings to look at").locator("li")
    expect(doubtful).to_have_count(2)
    doubtful.first.get_by_role("link").click()
    expect(batches).to_have_url(re.compile("/predictions/"))
    batches.wait_for_load_state()  # a form that is sent before its script is there works, but thanks nobody
    batches.get_by_text("Yes", exact=True).click()
    expect(batches.locator("[data-question]")).to_contain_text("Thank you")
    batches.go_back()
    expect(doubtful).to_have_count(1)


def test_times_are_those_of_the_readers_clock(open_page: OpenPage) -> None:
    page = open_page("/batches", timezone_id="Asia/Kathmandu")
    send(page, zipped(1))
    expect(page.locator("[data-state-name]")).to_have_text("finished", timeout=60_000)
    time = page.locator(".intro time")
    given = datetime.fromisoformat(time.get_attribute("datetime") or "").astimezone(UTC)
    there = f"{given + timedelta(hours=5, minutes=45):%H:%M}"
    expect(time).to_contain_text(there)
    page.goto("/batches")
    expect(page.locator(".batches time")).to_contain_text(there)


def test_it_goes_on_while_nobody_looks(batches: Page, open_page: OpenPage) -> None:
    send(batches, zipped(30))
    expect(batches.get_by_role("heading", name="forms.zip")).to_be_visible()
    address, cookies = batches.url, batches.context.cookies()
    batches.close()
    later = open_page("/livez")
    later.context.add_cookies(cookies)  # type: ignore[arg-type]
    later.goto(address)
    expect(later.locator("[data-state-name]")).to_have_text("finished", timeout=60_000)


def test_cancelling_asks_first(batches: Page) -> None:
    answers = iter(["dismiss", "accept"])
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        getattr(dialog, next(answers))()

    batches.on("dialog", answer)
    send(batches, zipped(3000))
    cancel = batches.get_by_role("button", name="Cancel")
    cancel.click()
    expect(cancel).to_be_visible()
    cancel.click()
    expect(batches.locator("[data-state-name]")).to_have_text("cancelled")
    assert asked == ["Cancel this batch? What is not read yet never will be."] * 2


def test_leaving_while_it_is_sent_asks_first(batches: Page) -> None:
    held: list[Route] = []
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    batches.on("dialog", answer)
    batches.route(
        "**/batches", lambda route: held.append(route) if route.request.method == "POST" else route.continue_()
    )
    send(batches, zipped(3))
    expect(batches.locator("[data-sending]")).to_be_visible()
    batches.get_by_role("link", name="History").click()
    expect(batches.locator("[data-sending]")).to_be_visible()
    assert asked == ["beforeunload"]
    held[0].continue_()
    expect(batches.get_by_role("heading", name="forms.zip")).to_be_visible()
    assert asked == ["beforeunload"]


def test_deleting_asks_first_and_says_what_went(batches: Page) -> None:
    send(batches, zipped(1))
    batches.get_by_role("link", name="Delete this batch").click()
    batches.get_by_role("button", name="Delete it all").click()
    expect(batches.get_by_role("status").filter(has_text="Deleted “forms.zip”.")).to_be_visible()


def test_a_refused_zip_is_told_beside_the_form(batches: Page) -> None:
    send(batches, {"name": "a.zip", "mimeType": "application/zip", "buffer": packed(("a/", b""))})
    expect(batches.get_by_role("alert")).to_contain_text("There is no file in the ZIP")


def test_without_scripts_the_form_still_works(open_page: OpenPage) -> None:
    page = open_page("/batches", java_script_enabled=False)
    send(page, zipped(3))
    expect(page.get_by_role("heading", name="forms.zip")).to_be_visible()
    page.get_by_role("button", name="Cancel").or_(page.locator('[data-count="failed"]')).first.wait_for()
    expect(page.locator("[data-state-name]")).to_have_text("finished", timeout=60_000)  # it reloads by itself


def test_a_long_name_breaks_on_a_phone(open_page: OpenPage) -> None:
    page = open_page("/batches", viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    send(page, {**zipped(1), "name": f"{'z' * 200}.zip"})
    expect(page.locator("[data-state-name]")).to_have_text("finished", timeout=60_000)
    assert sideways(page) == 0
