"""Screenshots of every page, for the README and to look at: `python docs/screenshots/make.py http://127.0.0.1:8000`.

Needs the packages of requirements/dev.txt and a Chromium on the PATH; draws, uploads and waits like a person.
"""

import io
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal
from uuid import uuid4

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, FilePayload, Page, sync_playwright

FOLDER = Path(__file__).parent
SEVEN = [(0.3, 0.2), (0.72, 0.2), (0.62, 0.45), (0.48, 0.85)]
NUMBER = [
    [(0.06, 0.28), (0.15, 0.28), (0.12, 0.5), (0.1, 0.82)],
    [(0.25, 0.24), (0.25, 0.82)],
    [(0.35, 0.36), (0.38, 0.26), (0.43, 0.27), (0.44, 0.4), (0.35, 0.8), (0.46, 0.79)],
    [(0.56, 0.25), (0.53, 0.56), (0.63, 0.56)],
    [(0.6, 0.42), (0.59, 0.85)],
    [(0.72, 0.26), (0.81, 0.26), (0.78, 0.5), (0.76, 0.83)],
]
# A picture below the fold is not asked for until somebody scrolls there.
ALL_PICTURES = """Promise.all([...document.images].map((image) => {
  image.loading = "eager";
  return image.decode().catch(() => null);
}))"""
TALL = ("api", "model")  # only their beginning
SIZES = {"desktop": (1280, 800), "phone": (375, 780)}
Scheme = Literal["light", "dark"]


def draw(page: Page, *strokes: list[tuple[float, float]]) -> None:
    box = page.locator("canvas").bounding_box()
    assert box is not None
    for stroke in strokes:
        points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
        page.mouse.move(*points[0])
        page.mouse.down()
        for point in points[1:]:
            page.mouse.move(*point, steps=8)
        page.mouse.up()


def draw_a_seven(page: Page) -> None:
    draw(page, SEVEN)
    page.keyboard.press("Enter")
    page.locator("[data-reading]:not([data-preview])").wait_for()


def draw_a_number(page: Page) -> None:
    page.keyboard.press("Delete")
    page.get_by_role("radio", name="Number").check()
    draw(page, *NUMBER)
    page.locator("[data-boxes] text").nth(4).wait_for()
    page.wait_for_timeout(600)


def picture_of_a_slip() -> bytes:
    """A three and two lines of a seven and a one, in blue on paper that is not quite white."""
    image = Image.new("RGB", (420, 420), "#f4efe2")
    pen = ImageDraw.Draw(image)
    pen.arc((60, 40, 140, 115), 200, 80, fill="#22356e", width=12)
    pen.arc((55, 105, 145, 190), 280, 160, fill="#22356e", width=12)
    for left, top in ((240, 50), (60, 240)):
        pen.line([(left, top), (left + 85, top), (left + 35, top + 125)], fill="#22356e", width=12, joint="curve")
    pen.line([(290, 240), (282, 365)], fill="#22356e", width=12)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def slip(name: str) -> FilePayload:
    return {"name": name, "mimeType": "image/png", "buffer": picture_of_a_slip()}


def upload_a_slip(page: Page) -> None:
    page.get_by_label("Choose pictures").set_input_files(slip("slip.png"))
    page.locator("[data-reading][data-status=succeeded]").wait_for()


def open_the_latest(page: Page) -> None:
    page.locator("a.row").nth(1).click()
    page.locator("[data-drawing] path").first.wait_for()


def hand_in_a_batch(page: Page) -> None:
    page.get_by_label("Choose files").set_input_files([slip(f"slip-{number}.png") for number in range(6)])
    page.get_by_role("button", name="Read them").click()
    page.locator("[data-over]").wait_for()


def sign_up(page: Page) -> None:
    page.get_by_label("Username").fill(f"ada{uuid4().hex[:4]}")
    for label in ("Password", "The same password again"):
        page.get_by_label(label, exact=True).fill("a-fine-evening-7")
    page.get_by_role("button", name="Sign up").click()
    page.get_by_role("link", name="ada").wait_for()
    page.goto("/settings")


# In the order of one visit: the history shows what was drawn and uploaded before.
PAGES: tuple[tuple[str, str, Callable[[Page], None] | None], ...] = (
    ("draw", "/", draw_a_seven),
    ("number", "/", draw_a_number),
    ("upload", "/upload", upload_a_slip),
    ("history", "/history", None),
    ("prediction", "/history", open_the_latest),
    ("delete", "/history/delete/all", None),
    ("batches", "/batches", None),
    ("batch", "/batches", hand_in_a_batch),
    ("login", "/login", None),
    ("signup", "/signup", None),
    ("settings", "/signup", sign_up),
    ("password", "/settings/password", None),
    ("delete-account", "/settings/delete", None),
    ("model", "/model", None),
    ("api", "/api/docs", None),
    ("not-found", "/nowhere", None),
)


def save(page: Page, path: Path, *, full_page: bool) -> None:
    """With 256 colours, which these pages never miss: a third of the size."""
    image = Image.open(io.BytesIO(page.screenshot(full_page=full_page))).convert("RGB")
    image.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


def take(browser: Browser, site: str, size: str, scheme: Scheme) -> None:
    width, height = SIZES[size]
    context = browser.new_context(
        base_url=site, viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    suffix = ("" if size == "desktop" else "-phone") + ("" if scheme == "light" else "-dark")
    for name, path, act in PAGES:
        page.goto(path)
        if act:
            act(page)
        page.evaluate(ALL_PICTURES)
        page.wait_for_load_state("networkidle")
        save(page, FOLDER / f"{name}{suffix}.png", full_page=size == "phone" and name not in TALL)
    context.close()


def main(site: str) -> None:
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        for size in SIZES:
            take(browser, site, size, "light")
            take(browser, site, size, "dark")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
