"""A hand for the browser: strokes on the paper by mouse, finger or stylus, and a look at the ink they leave."""

from collections.abc import Callable

from playwright.sync_api import CDPSession, Page, expect

Point = tuple[float, float]
Stroke = list[Point]
OpenPage = Callable[..., Page]  # (path, **options of a browser context)

# In parts of the paper, so that they fit any screen.
SEVEN: Stroke = [(0.3, 0.25), (0.5, 0.25), (0.7, 0.25), (0.6, 0.45), (0.5, 0.65), (0.44, 0.8)]
ONE: Stroke = [(0.5, 0.2), (0.5, 0.5), (0.5, 0.8)]
BAR: Stroke = [(0.2, 0.9), (0.8, 0.9)]

# The paper is painted in the next frame, so what is asked for before that is looked at after it.
PAINTED = "await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));"
INK_AT = f"""async (canvas, [x, y]) => {{ {PAINTED} return canvas.getContext("2d")
  .getImageData(Math.floor(x * canvas.width), Math.floor(y * canvas.height), 1, 1).data[3] > 128 }}"""
INK_ACROSS = f"""async (canvas, x) => {{ {PAINTED} return canvas.getContext("2d")
  .getImageData(Math.floor(x * canvas.width), 0, 1, canvas.height).data
  .filter((value, index) => index % 4 === 3 && value > 128).length / canvas.height }}"""


def draw(page: Page, *strokes: Stroke) -> None:
    for stroke in strokes:
        first, *rest = on_screen(page, stroke)
        page.mouse.move(*first)
        page.mouse.down()
        for point in rest:
            page.mouse.move(*point, steps=6)
        page.mouse.up()


def touch(page: Page, stroke: Stroke) -> None:
    """One finger that is laid down, moved and lifted."""
    send_touch(finger_down(page, stroke), "touchEnd", [])


def finger_down(page: Page, stroke: Stroke) -> CDPSession:
    """One finger at the end of a stroke, still on the paper."""
    cdp = page.context.new_cdp_session(page)
    first, *rest = on_screen(page, stroke)
    send_touch(cdp, "touchStart", [first])
    for point in rest:
        send_touch(cdp, "touchMove", [point])
    return cdp


def stylus(page: Page, stroke: Stroke, *, force: float = 0.5) -> None:
    cdp = page.context.new_cdp_session(page)
    points = on_screen(page, stroke)
    send_stylus(cdp, "mousePressed", points[0], force)
    for point in points[1:]:
        send_stylus(cdp, "mouseMoved", point, force)
    send_stylus(cdp, "mouseReleased", points[-1], 0)


def send_stylus(cdp: CDPSession, event: str, point: Point, force: float) -> None:
    pen = {"pointerType": "pen", "button": "left", "buttons": int(event != "mouseReleased"), "clickCount": 1}
    cdp.send("Input.dispatchMouseEvent", {"type": event, "x": point[0], "y": point[1], "force": force, **pen})


def send_touch(cdp: CDPSession, event: str, points: list[Point]) -> None:
    cdp.send("Input.dispatchTouchEvent", {"type": event, "touchPoints": [{"x": x, "y": y} for x, y in points]})


def on_screen(page: Page, stroke: Stroke) -> list[Point]:
    canvas = page.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    return [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]


def has_ink(page: Page, x: float, y: float) -> bool:
    """Whether the paper is inked at a place given in parts of it."""
    return bool(page.locator("canvas").evaluate(INK_AT, [x, y]))


def ink_across(page: Page, x: float) -> float:
    """How much of the paper's height is ink, in the column at `x`."""
    return float(page.locator("canvas").evaluate(INK_ACROSS, x))


def expect_strokes(page: Page, words: str) -> None:
    expect(page.get_by_role("img", name=f"Your drawing, {words}")).to_be_visible()
