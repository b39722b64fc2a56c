"""Uploading a picture in a real browser, read by a real worker."""

import io
import re

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from tests.e2e.hand import OpenPage
from tests.e2e.uploads import NOTES, SIZE, choose, picture, problem, seven, table


@pytest.fixture
def plain(open_page: OpenPage) -> Page:
    """The same page in a browser that runs no scripts."""
    return open_page("/upload", java_script_enabled=False)


def test_a_chosen_seven_is_read_as_seven(upload: Page) -> None:
    choose(upload, picture())
    expect(upload.locator("[data-text]")).to_have_text("7")
    expect(upload.get_by_role("status")).to_have_text(re.compile(r"seven\.png Read as 7"))


def test_the_picture_has_a_box_around_its_digit(upload: Page) -> None:
    choose(upload, picture())
    expect(upload.get_by_role("img", name="a box around its digit")).to_be_visible()
    x, y, width, height = (
        float(upload.locator(".box rect").last.get_attribute(name) or 0) for name in ("x", "y", "width", "height")
    )
    assert 45 <= x <= 60
    assert 38 <= y <= 50
    assert 80 <= width <= 110
    assert 105 <= height <= 135


SHOWN_BY_US = [
    ("seven.heic", "HEIF", "RGB"),
    ("seven.tif", "TIFF", "L"),
    ("sixteen-bits.png", "PNG", "I;16"),
    ("clear.png", "PNG", "RGBA"),
]


@pytest.mark.parametrize(("name", "file_format", "mode"), SHOWN_BY_US)
def test_what_the_browser_cannot_show_is_read_and_shown(upload: Page, name: str, file_format: str, mode: str) -> None:
    choose(upload, picture(name, file_format, mode=mode))
    expect(upload.locator("[data-text]")).to_have_text("7")
    assert_shows(upload)


def test_a_photo_taken_sideways_is_shown_and_read_upright(upload: Page) -> None:
    """The camera lay on its side: the pixels do, too, and the EXIF says how to turn them."""
    turned = Image.new("L", (300, 200), 255)
    seven(ImageDraw.Draw(turned), 100, 50)
    turned, exif = turned.transpose(Image.Transpose.ROTATE_90), Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees clockwise
    data = io.BytesIO()
    turned.save(data, "JPEG", exif=exif)
    choose(upload, {"name": "sideways.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()})
    expect(upload.locator("[data-text]")).to_have_text("7")
    expect(upload.locator(".picture")).to_have_attribute("viewBox", "0 0 300 200")
    assert_shows(upload, (300, 200))


def test_a_jpeg_for_print_is_read_and_shown(upload: Page) -> None:
    choose(upload, picture("seven.jpg", "JPEG", mode="CMYK"))
    expect(upload.locator("[data-text]")).to_have_text("7")
    assert_shows(upload)


def assert_shows(page: Page, size: tuple[int, int] = (200, 200)) -> None:
    """The server's picture of it is one that this browser decodes, of this size."""
    address = page.locator("[data-original] image").get_attribute("href")
    assert page.evaluate(SIZE, address) == list(size)


def test_blank_paper_says_so_and_what_to_do(upload: Page) -> None:
    choose(upload, picture(inked=False))
    expect(upload.locator("[data-pane]")).to_contain_text("Nothing there")
    expect(upload.locator("[data-pane]")).to_contain_text("Take the picture from closer")


def test_a_text_file_is_refused_in_words(upload: Page) -> None:
    choose(upload, NOTES)
    expect(problem(upload)).to_contain_text("That is not a picture")
    expect(problem(upload)).to_contain_text("Send a PNG, JPEG, HEIC")


def test_a_file_over_the_limit_is_told_and_not_sent(upload: Page) -> None:
    upload.route("**/upload", lambda route: route.abort())
    choose(upload, {"name": "big.png", "mimeType": "image/png", "buffer": bytes(11_000_000)})
    expect(problem(upload)).to_contain_text("11.0 MB; the limit is 10 MB")


def test_a_lost_network_is_told_and_the_picture_can_be_sent_again(upload: Page) -> None:
    upload.context.set_offline(True)
    choose(upload, picture())
    expect(problem(upload)).to_contain_text("The server cannot be reached")
    upload.context.set_offline(False)
    upload.get_by_role("button", name="Try again").click()
    expect(upload.locator("[data-text]")).to_have_text("7")


def test_a_phone_offers_its_camera_and_a_desk_does_not(small: Page, upload: Page) -> None:
    camera = small.get_by_text("Take a photo")
    expect(camera).to_be_visible()
    expect(camera.locator("input")).to_have_attribute("capture", "environment")
    camera.locator("input").set_input_files(picture("photo.png"))
    expect(small.locator("[data-text]")).to_have_text("7")
    expect(upload.get_by_text("Take a photo")).to_be_hidden()


def test_without_scripts_the_answer_is_a_page_of_its_own(plain: Page) -> None:
    choose(plain, picture())
    plain.get_by_role("button", name="Read", exact=True).click()
    expect(plain).to_have_url(re.compile("/predictions/"))
    expect(plain.locator("[data-text]")).to_have_text("7")
    expect(plain.get_by_role("img", name="a box around its digit")).to_be_visible()


def test_without_scripts_every_digit_shows(plain: Page) -> None:
    choose(plain, table())
    plain.get_by_role("button", name="Read", exact=True).click()
    expect(plain.locator(".panel:visible")).to_have_count(6)


def test_without_scripts_a_text_file_is_refused_in_words(plain: Page) -> None:
    choose(plain, NOTES)
    plain.get_by_role("button", name="Read", exact=True).click()
    expect(plain.locator(".pane [data-problem]")).to_contain_text("That is not a picture")
