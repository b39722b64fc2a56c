"""Uploading pictures in a real browser, read by a real worker."""

import io
import re
from itertools import product

import pytest
from PIL import Image, ImageDraw, ImageOps
from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from tests.e2e.hand import OpenPage
from tests.e2e.test_pages import sideways

MIME = {"PNG": "image/png", "HEIF": "image/heic", "TIFF": "image/tiff", "JPEG": "image/jpeg"}


def seven(pen: ImageDraw.ImageDraw, x: int, y: int) -> None:
    pen.line([(x, y), (x + 80, y), (x + 32, y + 105)], fill=0, width=14, joint="curve")


def saved(image: Image.Image, name: str, file_format: str = "PNG") -> FilePayload:
    data = io.BytesIO()
    image.save(data, file_format)
    return {"name": name, "mimeType": MIME[file_format], "buffer": data.getvalue()}


def picture(name: str = "seven.png", file_format: str = "PNG", *, inked: bool = True, mode: str = "L") -> FilePayload:
    """A seven in black on white, or white paper."""
    image = Image.new("L", (200, 200), 255)
    if inked:
        seven(ImageDraw.Draw(image), 60, 50)
    return saved(as_mode(image, mode), name, file_format)


def as_mode(image: Image.Image, mode: str) -> Image.Image:
    """White paper is transparent in RGBA, and 65,535 in 16 bits."""
    if mode == "RGBA":
        ink = Image.new("RGBA", image.size, "black")
        ink.putalpha(ImageOps.invert(image))
        return ink
    return image.convert("I").point(lambda value: value * 257).convert(mode) if mode == "I;16" else image.convert(mode)


def table(name: str = "table.png") -> FilePayload:
    """Sevens in two lines of three."""
    image = Image.new("L", (560, 420), 255)
    for column, line in product(range(3), range(2)):
        seven(ImageDraw.Draw(image), 60 + 130 * column, 50 + 190 * line)
    return saved(image, name)


NOTES: FilePayload = {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"This is not a picture."}


def choose(page: Page, *files: FilePayload) -> None:
    page.get_by_label("Choose pictures").set_input_files(list(files))


def card(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=re.compile(re.escape(name)))


def box(page: Page, number: int) -> Locator:
    return page.get_by_role("radio", name=re.compile(rf"^Digit {number}:"))


def problem(page: Page) -> Locator:
    return page.get_by_role("group", name="Problem")


@pytest.fixture
def upload(open_page: OpenPage) -> Page:
    return open_page("/upload", viewport={"width": 1280, "height": 800})


@pytest.fixture
def small(open_page: OpenPage) -> Page:
    """A small phone; nothing moves on it, so that a finger hits what it aims at."""
    still = {"reduced_motion": "reduce"}
    return open_page("/upload", viewport={"width": 320, "height": 568}, has_touch=True, is_mobile=True, **still)


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


SIZE = """async (url) => {
  const image = new Image();
  image.src = url;
  await image.decode();
  return [image.width, image.height];
}"""


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


def test_a_lost_network_is_told_and_the_picture_can_be_sent_again(upload: Page) -> None:
    upload.context.set_offline(True)
    choose(upload, picture())
    expect(problem(upload)).to_contain_text("The server cannot be reached")
    upload.context.set_offline(False)
    upload.get_by_role("button", name="Try again").click()
    expect(upload.locator("[data-text]")).to_have_text("7")


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


def test_lines_are_shown_as_lines(upload: Page) -> None:
    choose(upload, table())
    expect(upload.locator("[data-text]")).to_have_text(re.compile(r"^7 ?7 ?7\n7 ?7 ?7$"))
    expect(upload.locator(".choices .line")).to_have_count(2)
    expect(upload.locator(".box")).to_have_count(6)


def test_a_box_is_chosen_by_keyboard(upload: Page) -> None:
    choose(upload, table())
    box(upload, 1).focus()
    upload.keyboard.press("ArrowRight")
    upload.keyboard.press("ArrowRight")
    expect(box(upload, 3)).to_be_focused()
    expect(box(upload, 3)).to_be_checked()
    expect(upload.locator(".panel:visible")).to_contain_text("Digit 3 of 6: 7")
    expect(upload.get_by_role("button", name="Digit 3: 7")).to_have_attribute("aria-pressed", "true")
    upload.keyboard.press("End")
    expect(upload.locator(".panel:visible")).to_contain_text("Digit 6 of 6")


def test_the_boxes_are_one_stop_on_the_way_through_the_page(upload: Page) -> None:
    choose(upload, table())
    box(upload, 1).focus()
    upload.keyboard.press("Tab")
    expect(upload.get_by_role("button", name="Digit 1: 7")).to_be_focused()


def test_a_box_is_chosen_by_mouse(upload: Page) -> None:
    choose(upload, table())
    box(upload, 5).click()
    expect(box(upload, 5)).to_be_checked()
    expect(upload.locator(".panel:visible")).to_contain_text("Digit 5 of 6")
    expect(upload.locator(".panel:visible .bars li")).to_have_count(10)


def test_a_finger_beside_a_box_means_that_box(small: Page) -> None:
    choose(small, table())
    box(small, 2).scroll_into_view_if_needed()
    around = box(small, 2).locator("rect").last.bounding_box()
    assert around
    small.touchscreen.tap(around["x"] + around["width"] + 3, around["y"] + around["height"] + 3)
    expect(box(small, 2)).to_be_checked()


def test_a_digits_button_chooses_its_box(upload: Page) -> None:
    choose(upload, table())
    upload.get_by_role("button", name="Digit 4: 7").click()
    expect(box(upload, 4)).to_be_checked()


@pytest.mark.parametrize("device", ["upload", "small"])
def test_the_page_of_the_reading_has_the_boxes_too(device: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(device)
    choose(page, table())
    page.get_by_role("link", name="Link to this reading").click()
    expect(page.get_by_role("heading", name="A picture, read")).to_be_visible()
    page.wait_for_load_state()  # the scripts come last
    box(page, 1).focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".panel:visible")).to_contain_text("Digit 2 of 6")


def test_nothing_scrolls_sideways_at_320_pixels(small: Page) -> None:
    choose(small, table("a-table-with-a-very-long-name-indeed-as-phones-give-them.png"), NOTES, picture())
    expect(card(small, "seven.png")).to_contain_text("7")
    expect(box(small, 6)).to_be_visible()
    assert sideways(small) == 0


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
