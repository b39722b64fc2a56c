"""The history in a real browser: filters, pages, export, replay, choosing and deleting."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.conftest import SEVEN
from tests.e2e.hand import OpenPage
from tests.e2e.uploads import picture

ONE: list[list[list[float]]] = [[[50, 0], [50, 30], [50, 60], [50, 100]]]
SCRAWL: list[list[list[float]]] = [
    [[0, 50], [100, 50]],
    [[50, 0], [50, 100]],
    [[0, 0], [100, 100]],
    [[100, 0], [0, 100]],
]


def hand_in(page: Page, *drawings: list[list[list[float]]]) -> list[dict[str, Any]]:
    """Read as this page's visitor, in this order."""
    answers = []
    for strokes in drawings:
        wait = {"Prefer": "wait=10"}
        answer = page.request.post("/api/v1/predictions", data={"strokes": strokes}, headers=wait)
        assert answer.status == 201
        answers.append(answer.json())
    return answers


@pytest.fixture
def history(open_page: OpenPage) -> Page:
    """A visitor who has handed in a 7, a 1 and a scrawl."""
    page = open_page("/history", viewport={"width": 1280, "height": 900})
    expect(page.get_by_role("heading", name="Nothing here yet")).to_be_visible()
    hand_in(page, SEVEN, ONE, SCRAWL)
    page.reload()
    expect(page.locator("[data-row]")).to_have_count(3)
    return page


def numbers(page: Page) -> Any:
    return page.locator("[data-row] .number")


def row_of(page: Page, number: str) -> Any:
    """By its number alone: the time in a row has digits too."""
    return page.locator("[data-row]", has=page.locator(".number", has_text=number))


def test_a_filter_changes_the_list_the_address_and_says_so(history: Page) -> None:
    history.get_by_label("Digits").fill("7")
    history.get_by_label("Digits").press("Enter")
    expect(numbers(history)).to_have_text(["7"])
    expect(history).to_have_url(re.compile(r"/history\?text=7$"))
    expect(history.get_by_role("status")).to_have_text("1 reading shown.")
    history.reload()
    expect(numbers(history)).to_have_text(["7"])
    expect(history.get_by_label("Digits")).to_have_value("7")


def test_a_menu_filters_at_once_and_going_back_undoes_it(history: Page) -> None:
    history.get_by_label("Decision").select_option("Sure")
    expect(numbers(history)).to_have_text(["1", "7"])
    history.go_back()
    expect(history.locator("[data-row]")).to_have_count(3)
    expect(history.get_by_label("Decision")).to_have_value("")


def test_going_back_from_a_reading_shows_the_whole_page(history: Page) -> None:
    history.get_by_label("Decision").select_option("Sure")
    expect(numbers(history)).to_have_count(2)
    history.locator("a.row").last.click()
    expect(history.locator("[data-text]")).to_have_text("7")
    history.go_back()
    expect(history.get_by_role("heading", name="History")).to_be_visible()
    expect(numbers(history)).to_have_text(["1", "7"])


def test_nothing_found_offers_everything(history: Page) -> None:
    history.get_by_label("Digits").fill("99999")
    history.get_by_label("Digits").press("Enter")
    expect(history.get_by_role("heading", name="Nothing like that")).to_be_visible()
    history.get_by_role("region", name="Readings").get_by_role("link", name="Show all").click()
    expect(history.locator("[data-row]")).to_have_count(3)
    expect(history.get_by_label("Digits")).to_have_value("")


def test_older_and_newer_pages_while_a_row_arrives(history: Page) -> None:
    hand_in(history, *[ONE] * 29)
    history.reload()
    expect(history.locator("[data-row]")).to_have_count(30)
    hand_in(history, ONE)
    history.get_by_role("link", name="Older").click()
    expect(numbers(history)).to_have_text(["1", "7"])
    history.get_by_role("link", name="Newer").click()
    expect(history.locator("[data-row]")).to_have_count(30)


def test_the_export_is_what_the_filter_shows(history: Page) -> None:
    history.get_by_label("Decision").select_option("Sure")
    expect(numbers(history)).to_have_count(2)
    with history.expect_download() as download:
        history.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename.endswith(".csv")
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))
    assert [row["text"] for row in rows] == ["1", "7"]


def test_chosen_readings_are_deleted_after_asking(history: Page) -> None:
    delete = history.get_by_role("button", name="Delete")
    expect(delete).to_be_disabled()
    row_of(history, "7").get_by_role("checkbox").check()
    expect(delete).to_have_text("Delete 1 chosen…")
    delete.click()
    expect(history.get_by_role("heading", name="Delete 1 chosen reading?")).to_be_visible()
    history.get_by_role("button", name="Delete").click()
    expect(history.get_by_role("heading", name="History")).to_be_visible()
    expect(history.locator("[data-row]")).to_have_count(2)


def test_going_back_chooses_nothing_that_nobody_chose(history: Page) -> None:
    """A browser that fills a form in anew goes by the place of a box, where another reading may stand by now."""
    row_of(history, "7").get_by_role("checkbox").check()
    history.get_by_label("All on this page").check()
    history.get_by_role("button", name="Delete 3 chosen…").click()
    expect(history.get_by_role("heading", name="Delete 3 chosen readings?")).to_be_visible()
    hand_in(history, ONE)
    history.go_back()
    expect(history.locator("[data-row]")).to_have_count(4)
    expect(history.get_by_role("button", name="Delete")).to_be_disabled()
    expect(history.get_by_role("checkbox", checked=True)).to_have_count(0)


def test_a_box_to_choose_by_is_named_by_the_readers_clock(open_page: OpenPage) -> None:
    page = open_page("/history", timezone_id="Pacific/Auckland")
    hand_in(page, SEVEN)
    page.reload()
    seen = page.locator("a.row time").inner_text()
    expect(page.get_by_role("checkbox", name=f"Choose 7, {seen}")).to_be_visible()


def test_a_long_name_leaves_room_for_others(open_page: OpenPage) -> None:
    page = open_page("/history", viewport={"width": 390, "height": 844})
    name = f"{'formular_' * 27}.png"
    assert page.request.post("/api/v1/predictions", multipart={"image": picture(name)}).ok
    page.reload()
    box = page.locator("[data-row]").bounding_box()
    assert box
    assert box["height"] < 140
    page.locator("a.row").click()
    expect(page.get_by_text(name)).to_be_visible()


def test_deleting_can_be_thought_better_of(history: Page) -> None:
    history.get_by_label("All on this page").check()
    history.get_by_role("button", name="Delete 3 chosen…").click()
    history.get_by_role("link", name="Keep them").click()
    expect(history.locator("[data-row]")).to_have_count(3)


def test_everything_of_mine_is_deleted_and_nobody_elses(history: Page, open_page: OpenPage) -> None:
    other = open_page("/history")
    hand_in(other, SEVEN)
    history.get_by_role("link", name="Delete everything of mine…").click()
    history.get_by_role("button", name="Delete").click()
    expect(history.get_by_role("heading", name="Nothing here yet")).to_be_visible()
    other.reload()
    expect(numbers(other)).to_have_text(["7"])


def test_without_a_script_it_works_too(open_page: OpenPage) -> None:
    page = open_page("/history", java_script_enabled=False)
    hand_in(page, SEVEN, ONE)
    page.goto("/history?text=7")
    expect(numbers(page)).to_have_text(["7"])
    page.get_by_role("checkbox", name="Choose 7").check()
    page.get_by_role("button", name="Delete chosen").click()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Deleted 1 reading.")).to_be_visible()
    expect(numbers(page)).to_have_text(["1"])


def test_a_keyboard_is_enough(history: Page) -> None:
    history.get_by_label("Digits").focus()
    history.keyboard.type("7")
    history.keyboard.press("Enter")
    expect(numbers(history)).to_have_text(["7"])
    history.get_by_role("checkbox", name="Choose 7").focus()
    history.keyboard.press("Space")
    history.keyboard.press("Tab")
    expect(history.locator("a.row")).to_be_focused()
    history.keyboard.press("Enter")
    expect(history.locator("[data-text]")).to_have_text("7")


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_a_drawing_is_replayed_stroke_by_stroke(open_page: OpenPage, motion: str) -> None:
    page = open_page("/livez", reduced_motion=motion)
    (answer,) = hand_in(page, SCRAWL)
    page.goto(answer["links"]["page"].partition("?")[0])
    page.get_by_role("button", name="Replay").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    moved = "document.getAnimations().filter((a) => a.effect.getKeyframes()[0].strokeDashoffset).length"
    assert page.evaluate(moved) == (0 if motion == "reduce" else 4)
    expect(page.locator("[data-drawing] path").last).to_have_css("opacity", "0")
    expect(page.get_by_role("button", name="Replay")).to_be_visible()
    expect(page.locator("[data-drawing] path").last).to_have_css("opacity", "1")


def test_what_is_still_being_read_shows_by_itself_once_it_is(history: Page) -> None:
    """That it is queued is made up: a worker is too quick to be looked at."""

    def once(route: Route) -> None:
        body = route.fetch().text().replace('data-row="succeeded"', 'data-row="queued"').replace(">7</b>", ">–</b>")
        route.fulfill(body=body, content_type="text/html")

    history.route("**/history", once, times=1)
    history.reload()
    expect(row_of(history, "7")).to_be_visible()
    expect(history.locator("[data-row=queued]")).to_have_count(0)
    expect(history.get_by_role("status")).to_contain_text("Read: ")


def test_a_row_that_is_chosen_meanwhile_stays_chosen(history: Page) -> None:
    held: list[Route] = []

    def once(route: Route) -> None:
        body = route.fetch().text().replace('data-row="succeeded"', 'data-row="queued"')
        route.fulfill(body=body, content_type="text/html")

    def hold(route: Route) -> None:
        held.append(route)

    history.route("**/history", hold)
    history.route("**/history", once, times=1)
    history.reload()
    history.locator("[data-row=queued] [name=id]").first.check()
    for route in held:
        route.continue_()
    history.unroute("**/history", hold)
    expect(history.locator("[data-row=queued]")).to_have_count(0)
    expect(history.locator("[name=id]").first).to_be_checked()
