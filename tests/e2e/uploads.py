"""Pictures to upload in a browser, and what the page makes of them."""

import io
import re
from itertools import product

from PIL import Image, ImageDraw, ImageOps
from playwright.sync_api import FilePayload, Locator, Page

MIME = {"PNG": "image/png", "HEIF": "image/heic", "TIFF": "image/tiff", "JPEG": "image/jpeg"}
# The size of a picture as the browser decodes it.
SIZE = """async (url) => {
  const image = new Image();
  image.src = url;
  await image.decode();
  return [image.width, image.height];
}"""


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
