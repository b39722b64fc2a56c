"""Uploading a picture in a real browser, read by a real worker."""

import io
import re

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.hand import OpenPage


def png(name: str = "seven.png", *, inked: bool = True) -> FilePayload:
    """A seven in black on white, or white paper."""
    image = Image.new("L", (200, 200), 255)
    if inked:
        ImageDraw.Draw(image).line([(60, 50), (140, 50), (92, 155)], fill=0, width=14, joint="curve")
    data = io.BytesIO()
    image.save(data, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": data.getvalue()}


NOTES: FilePayload = {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"This is not a picture."}


def send(page: Page, file: FilePayload) -> None:
    page.get_by_label("Choose a picture").set_input_files(file)
    page.get_by_role("button", name="Read", exact=True).click()


@pytest.fixture
def upload(open_page: OpenPage) -> Page:
    return open_page("/upload")


@pytest.fixture
def plain(open_page: OpenPage) -> Page:
    """The same page in a browser that runs no scripts."""
    return open_page("/upload", java_script_enabled=False)


def test_an_uploaded_seven_is_read_as_seven(upload: Page) -> None:
    send(upload, png())
    expect(upload.locator("[data-text]")).to_have_text("7")


def test_the_chosen_picture_is_shown(upload: Page) -> None:
    upload.get_by_label("Choose a picture").set_input_files(png())
    expect(upload.get_by_role("img", name="The chosen picture")).to_be_visible()


def test_blank_paper_says_so(upload: Page) -> None:
    send(upload, png(inked=False))
    expect(upload.locator(".pane")).to_contain_text("Nothing there")


def test_a_text_file_is_refused_in_words(upload: Page) -> None:
    send(upload, NOTES)
    expect(upload.locator(".pane [data-problem]")).to_contain_text("picture")


def test_a_file_over_the_limit_is_told_before_it_is_sent(upload: Page) -> None:
    big: FilePayload = {"name": "big.png", "mimeType": "image/png", "buffer": bytes(11_000_000)}
    upload.get_by_label("Choose a picture").set_input_files(big)
    expect(upload.locator(".pane")).to_contain_text("11.0 MB; the limit is 10 MB")


DROP = """([bytes, name]) => {
  const files = new DataTransfer();
  files.items.add(new File([new Uint8Array(bytes)], name, {type: "image/png"}));
  document.querySelector(".drop").dispatchEvent(
    new DragEvent("drop", {bubbles: true, cancelable: true, dataTransfer: files}));
}"""


def test_a_dropped_picture_is_read(upload: Page) -> None:
    upload.evaluate(DROP, [list(png()["buffer"]), "seven.png"])
    upload.get_by_role("button", name="Read", exact=True).click()
    expect(upload.locator("[data-text]")).to_have_text("7")


def test_without_scripts_the_answer_is_a_page_of_its_own(plain: Page) -> None:
    send(plain, png())
    expect(plain).to_have_url(re.compile("/predictions/"))
    expect(plain.locator("[data-text]")).to_have_text("7")


def test_without_scripts_a_text_file_is_refused_in_words(plain: Page) -> None:
    send(plain, NOTES)
    expect(plain.locator(".pane [data-problem]")).to_contain_text("picture")
