"""A reviewer works through the queue in a real browser: by keyboard, many at once, and box by box."""

import json
from collections.abc import Iterator
from itertools import product
from time import perf_counter
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.conftest import SEVEN
from tests.e2e.hand import OpenPage
from tests.e2e.people import PASSWORD
from tests.e2e.test_history import ONE, hand_in
from tests.e2e.test_pages import TARGETS, sideways
from tests.live.system import System

pytestmark = pytest.mark.timeout(400)  # `manage.py shell` makes and asks for what only the database knows
PAGE = "/admin/recognition/prediction/review"
ITEMS = 50
SAID = """
import json
from recognition.models import Review
said = Review.objects.filter(reviewer__username={name!r}).order_by("pk")
print(json.dumps(list(said.values("verdict", "label", "digits", "seconds", "bulk", "prediction")), default=str))
"""
NUMBER = [*SEVEN, [[150, 12], [150, 50], [150, 92]], [[210, 12], [210, 50], [210, 92]]]


class Reviewer:
    """Somebody in the group, at the desk."""

    def __init__(self, page: Page, system: System, name: str) -> None:
        self.page, self.system, self.name = page, system, name
        page.goto(f"/admin/login/?next={PAGE}")
        page.get_by_label("Username").fill(self.name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        expect(self.item).to_be_visible()

    @property
    def item(self) -> Locator:
        return self.page.locator("[data-page] [data-item]").first

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def wait_until_kept(self) -> None:
        expect(self.page.locator("[data-sending]")).to_have_count(0)

    def said(self) -> list[dict[str, Any]]:
        """What is kept, oldest first, once everything has been sent."""
        self.wait_until_kept()
        answer: list[dict[str, Any]] = json.loads(self.system.manage("shell", "-v0", "-c", SAID.format(name=self.name)))
        return answer


def wrong(page: Page, strokes: Any, mode: str = "auto") -> str:
    """The id of a reading that its own user calls wrong, so that it comes first."""
    wait = {"Prefer": "wait=10"}
    answer = page.request.post("/api/v1/predictions", data={"strokes": strokes, "mode": mode}, headers=wait).json()
    said = page.request.post(f"/api/v1/predictions/{answer['id']}/reviews", data={"verdict": "corrected", "label": "5"})
    assert said.status == 201
    return str(answer["id"])


@pytest.fixture
def visitor(open_page: OpenPage) -> Page:
    return open_page("/livez")


@pytest.fixture
def rita(open_page: OpenPage, visitor: Page, live_system: System, reviewers: Iterator[str]) -> Reviewer:
    wrong(visitor, SEVEN)
    return Reviewer(open_page("/livez", viewport={"width": 1280, "height": 900}), live_system, next(reviewers))


@pytest.fixture
def with_number(open_page: OpenPage, visitor: Page, live_system: System, reviewers: Iterator[str]) -> Reviewer:
    """7, 1 and 1 lie before her."""
    number = wrong(visitor, NUMBER, "number")
    rita = Reviewer(open_page("/livez", viewport={"width": 1280, "height": 900}), live_system, next(reviewers))
    while rita.item.get_attribute("data-item") != number:
        rita.press("s")
    expect(cells(rita)).to_have_text(["7", "1", "1"])
    return rita


def cells(rita: Reviewer) -> Locator:
    return rita.item.locator("[data-cells] button")


def answer(rita: Reviewer, key: str) -> str:
    """The id of the item; the next one is there afterwards."""
    shown = str(rita.item.get_attribute("data-item"))
    is_number = int(rita.item.get_attribute("data-number") or 0) > 1
    rita.press("Enter" if is_number else key)
    expect(rita.page.locator(f"[data-page] [data-item='{shown}']")).to_have_count(0)
    return shown


def test_fifty_items_by_keyboard(visitor: Page, rita: Reviewer, record_property: Any) -> None:
    hand_in(visitor, *[SEVEN, ONE] * (ITEMS // 2))
    rita.page.reload()
    expect(rita.item).to_be_visible()
    began = perf_counter()
    shown = {answer(rita, key) for key in ["Enter", "Enter", "7", "1", "x"] * (ITEMS // 5)}
    rita.wait_until_kept()
    seconds = (perf_counter() - began) / ITEMS
    said = rita.said()
    record_property("seconds an item, 50 by keyboard, until all are kept", f"{seconds:.3f}")
    assert len(shown) == len(said) == ITEMS
    assert {one["prediction"] for one in said} == shown
    assert {"accepted", "corrected", "not_a_digit"} <= {one["verdict"] for one in said}
    assert seconds < 1.2  # 500 in ten minutes; what the machine takes, the reviewer has not


def test_undo_takes_back_what_was_said_and_shows_it_again(rita: Reviewer) -> None:
    first = rita.item.get_attribute("data-item")
    rita.press("Enter", "u")  # of a number, which others may have left here, X would mean a digit only
    expect(rita.item).to_have_attribute("data-item", str(first))
    expect(rita.page.get_by_role("status")).to_contain_text("Taken back")
    assert [one["verdict"] for one in rita.said()] == ["accepted", ""]
    rita.press("u")
    expect(rita.page.get_by_role("status")).to_have_text("There is nothing to take back.")


def test_what_is_skipped_does_not_come_back(rita: Reviewer) -> None:
    first = str(rita.item.get_attribute("data-item"))
    rita.press("s")
    rita.said()
    rita.page.reload()
    expect(rita.page.locator(f"[data-item='{first}']")).to_have_count(0)


def test_what_was_not_kept_is_shown_again_with_the_reason(rita: Reviewer) -> None:
    first = str(rita.item.get_attribute("data-item"))
    rita.page.context.set_offline(True)
    rita.press("Enter")
    expect(rita.page.get_by_role("alert")).to_contain_text("Are you online?")
    expect(rita.item).to_have_attribute("data-item", first)
    rita.page.context.set_offline(False)
    answer(rita, "Enter")
    assert first in {one["prediction"] for one in rita.said()}


def test_the_keys_work_at_the_desk_and_nowhere_else(rita: Reviewer) -> None:
    first = str(rita.item.get_attribute("data-item"))
    rita.page.get_by_role("link", name="Many at once").focus()
    rita.press("x", "s")
    expect(rita.item).to_have_attribute("data-item", first)
    rita.page.get_by_role("application").focus()
    rita.press("s")
    expect(rita.page.locator(f"[data-page] [data-item='{first}']")).to_have_count(0)


def test_the_next_is_announced_and_buttons_do_what_keys_do(rita: Reviewer) -> None:
    rita.page.get_by_role("button", name="Cannot tell").click()
    expect(rita.page.get_by_role("status")).to_contain_text("Cannot tell. Next: ")
    rita.press("u")  # the desk has the focus again
    expect(rita.page.get_by_role("status")).to_contain_text("Taken back")


def test_one_digit_of_a_number_is_fixed(with_number: Reviewer) -> None:
    with_number.press("ArrowRight", "4", "x", "u")
    expect(cells(with_number)).to_have_text(["7", "4", "1"])
    with_number.press("Enter")
    (said,) = with_number.said()
    assert [digit["value"] for digit in said["digits"]] == [7, 4, 1]
    assert said["label"] == "741"


def test_boxes_are_split_and_merged(with_number: Reviewer) -> None:
    with_number.press("ArrowRight", "+", "4", "ArrowLeft", "ArrowLeft", "/", "2")
    expect(cells(with_number)).to_have_text(["2", "7", "4"])
    with_number.press("Enter")
    (said,) = with_number.said()
    widths = [digit["box"]["width"] for digit in said["digits"]]
    assert (said["verdict"], said["label"]) == ("corrected", "274")
    assert widths[2] > 50
    assert abs(widths[0] - widths[1]) <= 1


def middle(box: Locator) -> tuple[float, float]:
    found = box.bounding_box()
    assert found
    return found["x"] + found["width"] / 2, found["y"] + found["height"] / 2


def test_a_box_is_moved_by_key_and_by_mouse(with_number: Reviewer) -> None:
    box = with_number.item.locator(".box").first.locator("rect").first
    before = middle(box)
    with_number.page.mouse.move(*before)
    with_number.page.mouse.down()
    with_number.page.mouse.move(before[0] + 40, before[1], steps=4)
    with_number.page.mouse.up()
    assert middle(box) == pytest.approx((before[0] + 40, before[1]), abs=3)
    with_number.press(*["Shift+ArrowDown"] * 3, "Enter")
    (said,) = with_number.said()
    assert (said["verdict"], said["label"]) == ("accepted", "711")
    assert said["digits"][0]["box"]["y"] > said["digits"][1]["box"]["y"]


def test_many_at_once_and_all_the_rest_with_one_press(rita: Reviewer, visitor: Page) -> None:
    hand_in(visitor, *[SEVEN] * 8)
    rita.page.add_init_script("delete Crypto.prototype.randomUUID")  # as where a team has the site without TLS
    rita.page.goto(f"{PAGE}?view=grid")
    items = rita.page.locator("[data-page] [data-item]")
    expect(items.nth(7)).to_be_visible()
    count = items.count()
    rita.press("ArrowRight", "Shift+X")  # the whole of it, also of a number that others left here
    expect(items.nth(1)).to_have_attribute("data-done", "")
    expect(items.nth(2)).to_have_attribute("data-current", "")
    rita.press("Shift+Enter")
    said = rita.said()
    assert len(said) == count
    assert len({one["bulk"] for one in said[1:]}) == 1
    rita.press("u")
    assert [one["verdict"] for one in rita.said()[count:]] == [""] * (count - 1)


@pytest.mark.parametrize("view", ["one", "grid"])
def test_axe_finds_nothing_at_the_desk_and_it_fits_a_phone(with_number: Reviewer, view: str) -> None:
    page = with_number.page
    page.goto(f"{PAGE}?view={view}")
    expect(with_number.item).to_be_visible()
    for (width, height), scheme in product(((1280, 800), (320, 568)), ("light", "dark")):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = Axe().run(page, context="[data-review]").response["violations"]
        assert [(one["id"], node["html"][:160]) for one in found for node in one["nodes"]] == []
    assert sideways(page) == 0
    assert min(page.evaluate(TARGETS.replace("document.query", "document.querySelector('[data-review]').query"))) >= 24
