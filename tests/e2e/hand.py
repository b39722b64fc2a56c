"""A hand for the browser: strokes on the paper by mouse or by touch."""

from collections.abc import Callable

from playwright.sync_api import CDPSession, Page

Point = tuple[float, float]
Stroke = list[Point]
OpenPage = Callable[..., Page]  # (path, **options of a browser context)

# In parts of the paper, so that they fit any screen.
SEVEN: Stroke = [(0.3, 0.25), (0.5, 0.25), (0.7, 0.25), (0.6, 0.45), (0.5, 0.65), (0.44, 0.8)]
ONE: Stroke = [(0.5, 0.2), (0.5, 0.5), (0.5, 0.8)]
BAR: Stroke = [(0.2, 0.9), (0.8, 0.9)]


def draw(page: Page, *strokes: Stroke) -> None:
    for stroke in strokes:
        first, *rest = on_screen(page, stroke)
        page.mouse.move(*first)
        page.mouse.down()
        for point in rest:
            page.mouse.move(*point, steps=6)
        page.mouse.up()


def touch(page: Page, stroke: Stroke, *, last_event: str = "touchEnd") -> None:
    """One finger; `last_event` "touchCancel" is what a phone sends when a palm lands or a call comes in."""
    cdp = page.context.new_cdp_session(page)
    first, *rest = on_screen(page, stroke)
    send_touch(cdp, "touchStart", [first])
    for point in rest:
        send_touch(cdp, "touchMove", [point])
    send_touch(cdp, last_event, [])


def send_touch(cdp: CDPSession, event: str, points: list[Point]) -> None:
    cdp.send("Input.dispatchTouchEvent", {"type": event, "touchPoints": [{"x": x, "y": y} for x, y in points]})


def on_screen(page: Page, stroke: Stroke) -> list[Point]:
    canvas = page.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    return [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
