"""Settings in a real browser: shown at once, kept, and right from the first paint."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.hand import ONE, OpenPage, draw, ink_across
from tests.e2e.people import sign_up

BACKGROUND = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)"


@pytest.fixture
def settings(open_page: OpenPage) -> Page:
    return open_page("/settings", color_scheme="light")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()


def is_dark(page: Page) -> bool:
    return bool(max(page.evaluate(BACKGROUND)) < 64)


def test_colours_show_before_they_are_saved_and_stay(settings: Page) -> None:
    settings.get_by_role("radio", name="Dark").check()
    assert is_dark(settings)
    settings.reload()
    assert not is_dark(settings)
    settings.get_by_role("radio", name="Dark").check()
    save(settings)
    for path in ("/", "/upload", "/nowhere"):
        settings.goto(path)
        assert is_dark(settings)


def test_the_chosen_theme_is_there_before_any_script_or_sheet(settings: Page) -> None:
    """No flash: the first bytes of the page name the theme, and the browser paints by them."""
    settings.get_by_role("radio", name="Dark").check()
    save(settings)
    head = settings.request.get("/").text().partition("<link")[0]
    assert '<html lang="en" data-theme="dark">' in head
    assert '<meta name="color-scheme" content="dark">' in head
    settings.route(re.compile(r"\.(css|js)$"), lambda route: route.abort())
    settings.goto("/")
    canvas = "getComputedStyle(document.documentElement).colorScheme"
    meta = "document.querySelector('meta[name=color-scheme]').content"
    assert (settings.evaluate(canvas), settings.evaluate(meta)) == ("normal", "dark")


def test_other_pages_follow_at_once_and_so_does_what_back_brings_out(settings: Page) -> None:
    other = settings.context.new_page()
    other.goto("/")
    settings.get_by_role("radio", name="Dark").check()
    save(settings)
    expect(other.locator("html")).to_have_attribute("data-theme", "dark")
    other.evaluate("localStorage['digits.theme'] = 'light'")
    other.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(other.locator("html")).to_have_attribute("data-theme", "light")


def test_light_is_light_on_a_dark_device(open_page: OpenPage) -> None:
    page = open_page("/settings", color_scheme="dark")
    assert is_dark(page)
    page.get_by_role("radio", name="Light").check()
    save(page)
    assert not is_dark(page)


def test_the_slider_says_by_keyboard_what_it_means(settings: Page) -> None:
    slider = settings.get_by_role("slider", name="How sure must a reading be?")
    before = settings.locator("[data-undecided]").inner_text()
    slider.press("End")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^99\.5 %"))
    assert int(settings.locator("[data-undecided]").inner_text()) > int(before)
    last = settings.locator("[data-row]").last.locator("td").first
    expect(settings.locator("[data-undecided]")).to_have_text(last.text_content() or "")


def test_the_chosen_threshold_is_kept_without_an_account(settings: Page) -> None:
    settings.get_by_role("slider").press("Home")
    save(settings)
    expect(settings.locator("[data-threshold]")).to_have_text("50 %")


def test_the_chosen_pen_is_the_one_on_the_paper(settings: Page) -> None:
    settings.get_by_role("radio", name="Broad").check()
    save(settings)
    settings.goto("/")
    expect(settings.get_by_role("slider", name="Pen width")).to_have_value("32")
    draw(settings, ONE)
    assert ink_across(settings, 0.5 + 0.9 * 16 / 400) > 0.5  # nearly 16 of 400 from the middle of the line


def test_settings_made_here_are_those_of_the_new_account(settings: Page, open_page: OpenPage) -> None:
    settings.get_by_role("radio", name="Dark").check()
    settings.get_by_role("radio", name="Broad").check()
    save(settings)
    name = sign_up(settings)
    settings.goto("/settings")
    expect(settings.get_by_role("radio", name="Broad")).to_be_checked()
    expect(settings.get_by_text(f"You are logged in as {name}")).to_be_visible()
    assert is_dark(settings)


def test_the_settings_work_without_scripts(open_page: OpenPage) -> None:
    page = open_page("/settings", java_script_enabled=False)
    page.get_by_label("How long are your pictures kept?").select_option("7 days")
    save(page)
    expect(page.get_by_label("How long are your pictures kept?")).to_have_value("7")
