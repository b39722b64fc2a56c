"""The admin on the smallest phone, also with letters of twice the size: no page is wider than the screen."""

import pytest
from playwright.sync_api import expect

from tests.conftest import SEVEN
from tests.e2e.hand import OpenPage
from tests.e2e.people import PASSWORD
from tests.e2e.test_accessibility import enlarge
from tests.e2e.test_history import ONE, hand_in
from tests.e2e.test_pages import sideways
from tests.live.system import System

pytestmark = pytest.mark.timeout(400)
LISTS = "/admin/recognition/"
PREDICTIONS = f"{LISTS}prediction/"
PAGES = ["/admin/", PREDICTIONS, f"{LISTS}batch/", f"{LISTS}review/", f"{LISTS}modelversion/"]
PAGES += [f"{PREDICTIONS}{page}" for page in ("dashboard", "queue", "review", "review?view=grid", "review/agreement")]
BOSS = f"""
from django.contrib.auth.models import User
User.objects.create_superuser("boss", password={PASSWORD!r})
"""
# Words that stand out of their button, over the next one
CUT = "[...document.querySelectorAll('.content :is(button, input)')].filter((e) => e.scrollWidth > e.clientWidth + 1)"


def test_no_page_of_the_admin_is_wider_than_a_phone(open_page: OpenPage, live_system: System) -> None:
    live_system.manage("shell", "-v0", "-c", BOSS)
    page = open_page("/admin/login/", viewport={"width": 320, "height": 568})
    hand_in(page, SEVEN, ONE)
    page.get_by_label("Username").fill("boss")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/")
    page.goto(PREDICTIONS)
    links = [page.locator("#result_list th a").first.get_attribute("href")]
    page.goto(f"{LISTS}modelversion/")
    links.append(page.locator("#result_list th a").first.get_attribute("href"))
    everything = [*PAGES, *filter(None, links)]
    assert len(everything) == 12

    def wide() -> list[tuple[str, int]]:
        found = []
        for path in everything:
            page.goto(path)
            found.append((path, sideways(page)))
        return [(path, pixels) for path, pixels in found if pixels]

    assert wide() == []
    enlarge(page)
    assert wide() == []
    page.goto(f"{PREDICTIONS}review")
    assert page.evaluate(f"{CUT}.map((e) => e.outerHTML)") == []


def test_what_publishes_a_model_stands_below_the_list(open_page: OpenPage, live_system: System) -> None:
    """Its heading lay behind the list, and the button over it."""
    live_system.manage("shell", "-v0", "-c", BOSS.replace('"boss"', '"bess"'))
    page = open_page("/admin/login/?next=/admin/recognition/modelversion/", viewport={"width": 390, "height": 844})
    page.get_by_label("Username").fill("bess")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    heading, listed = page.get_by_role("heading", name="Publish a model"), page.locator("#changelist")
    expect(heading).to_be_visible()
    above, below = listed.bounding_box(), heading.bounding_box()
    assert above
    assert below
    assert above["y"] + above["height"] <= below["y"]


def test_the_colours_of_the_admin_are_a_choice_of_their_own(open_page: OpenPage) -> None:
    page = open_page("/admin/login/")
    page.get_by_role("button", name="Toggle theme").click()
    chosen = page.locator("html").get_attribute("data-theme")
    assert chosen in {"light", "dark"}
    page.goto("/settings")
    page.goto("/admin/login/")
    expect(page.locator("html")).to_have_attribute("data-theme", chosen)
