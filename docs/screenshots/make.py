"""Screenshots of every page, for the README and to look at: `python docs/screenshots/make.py http://127.0.0.1:8000`.

Needs the packages of requirements/dev.txt and a Chromium on the PATH; draws, uploads and waits like a person.
"""

import io
import shutil
import sys
from pathlib import Path
from typing import Literal

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


def picture_of_a_three() -> bytes:
    image = Image.new("RGB", (240, 320), "#f4efe2")
    pen = ImageDraw.Draw(image)
    pen.arc((70, 50, 170, 160), 200, 80, fill="#22356e", width=12)
    pen.arc((60, 140, 175, 260), 280, 160, fill="#22356e", width=12)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def upload_a_three(page: Page) -> None:
    three: FilePayload = {"name": "three.png", "mimeType": "image/png", "buffer": picture_of_a_three()}
    page.get_by_label("Choose pictures").set_input_files(three)
    page.locator("[data-reading][data-status=succeeded]").wait_for()


def take(browser: Browser, site: str, size: str, scheme: Scheme) -> None:
    width, height = SIZES[size]
    context = browser.new_context(
        base_url=site, viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    suffix = ("" if size == "desktop" else "-phone") + ("" if scheme == "light" else "-dark")
    for name, path, act in (
        ("draw", "/", draw_a_seven),
        ("number", "/", draw_a_number),
        ("upload", "/upload", upload_a_three),
        ("history", "/history", None),
        ("settings", "/settings", None),
        ("login", "/login", None),
        ("signup", "/signup", None),
        ("api", "/api/docs", None),
    ):
        page.goto(path)
        if act:
            act(page)
        page.screenshot(path=FOLDER / f"{name}{suffix}.png", full_page=size == "phone")
        if name == "draw":
            link = page.locator("[data-reading]").get_attribute("data-refresh-url") or ""
            page.goto(link.removesuffix("/reading"))
            page.screenshot(path=FOLDER / f"prediction{suffix}.png", full_page=size == "phone")
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
