"""A real browser: the distribution's Chromium, driven by Playwright. Where there is none, these tests are skipped."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.e2e.hand import OpenPage
from tests.e2e.people import PASSWORD
from tests.live.system import System

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]
MAKE = """
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
secret = make_password({password!r})
people = [User(username=name, password=secret, is_staff=True) for name in {names!r}]
Group.objects.get(name="reviewer").user_set.add(*User.objects.bulk_create(people))
"""

expect.set_options(timeout=15_000)  # a shared machine under load is slow; a passing test does not wait for it


# Playwright keeps an event loop running in this thread, which Django's ORM refuses to work under. So the browser goes
# with the last test of each file, rather than staying for the whole session.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        pytest.skip(f"no browser on the PATH: none of {', '.join(NAMES)}")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium refuses to sandbox root
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=QUIET + sandbox)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def reviewers(live_system: System) -> Iterator[str]:
    """Names of people in the group `reviewer`, each for one test; made at once, for a start of Django takes seconds."""
    names = [f"rita{number}" for number in range(40)]
    live_system.manage("shell", "-v0", "-c", MAKE.format(names=names, password=PASSWORD))
    return iter(names)


@pytest.fixture
def open_page(browser: Browser, live_site: str) -> Iterator[OpenPage]:
    """Opens a page of a new visitor; options are those of a browser context. Script errors fail the test."""
    contexts, errors = [], []

    def note(message: ConsoleMessage) -> None:
        # A refused upload is logged as a failed load, and is no error of ours; a broken CSP or script is.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            errors.append(message.text)

    def open_page(path: str = "/", **options: Any) -> Page:
        context = browser.new_context(base_url=live_site, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page("/", viewport={"width": 1280, "height": 800})


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    return open_page("/", viewport={"width": 375, "height": 667}, device_scale_factor=3, has_touch=True, is_mobile=True)


@pytest.fixture
def upload(open_page: OpenPage) -> Page:
    return open_page("/upload", viewport={"width": 1280, "height": 800})


@pytest.fixture
def small(open_page: OpenPage) -> Page:
    """A small phone; nothing moves on it, so that a finger hits what it aims at."""
    still = {"reduced_motion": "reduce"}
    return open_page("/upload", viewport={"width": 320, "height": 568}, has_touch=True, is_mobile=True, **still)
