"""Numbers put together from single digits of one writer, with separators drawn here: what the lattice learns from
besides real ones."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from ml.pieces import Ink
from ml.strokes import Point, Strokes, bounds

FORMS = (
    "d", "d", "dd", "dd", "ddd", "dddd", "ddddd", "ddddd", "dddddd",
    "ddd-dddd", "ddd-ddd-dddd", "ddddd-dddd", "(ddd)ddd-dddd", "(ddd)dddddd", "ddd.dd", "dd,ddd", "ddd=",
    "dd/dd/dd", "d/d/dd", "d/d", "dd/d", "dd:dd", "d:dd", "dd.dd.dddd", "d-dd-dd", "-ddd-",
)  # fmt: skip


def compose(digits: Sequence[tuple[str, Strokes]], random: np.random.Generator) -> tuple[str, Strokes]:
    """(what is written, strokes): a number of any of FORMS from `digits`, (value, strokes) of one writer, who leans and
    spaces as `random` has it. A digit is about 1 high, y downwards."""
    form = FORMS[random.integers(len(FORMS))]
    gap, climb = random.normal(0.22, 0.15), random.normal(0, 0.04)
    lean, size = random.normal(0, 0.12), random.uniform(0.03, 0.12)
    strokes: list[tuple[Point, ...]] = []
    raw, x = "", 0.0
    for sign in form:
        if sign == "d":
            value, drawn = digits[int(random.integers(len(digits)))]
            shape = _unit(drawn, float(random.normal(1, size)), float(random.normal(0.5, 0.06)))
        else:
            value, shape = sign, _separator(sign, random)
        shape = tuple(tuple((px - lean * (py - 0.5), py + climb * x) for px, py in stroke) for stroke in shape)
        left, _, right, _ = bounds(shape)
        strokes += [tuple((px - left + x, py) for px, py in stroke) for stroke in shape]
        raw += value
        x += right - left + max(-0.12, gap + float(random.normal(0, 0.08)))
    return raw, tuple(strokes)


def picture(strokes: Strokes, height: float, pen: float) -> Ink:
    """Strokes as ink (h, w) uint8, `height` pixels high, the pen `pen` of that wide."""
    left, top, right, bottom = bounds(strokes)
    scale = 3 * height / ((bottom - top) or 1.0)
    width = max(3, round(pen * 3 * height))
    size = [int((reach * scale + 2 * width) / 3) * 3 + 6 for reach in (right - left, bottom - top)]
    sheet = Image.new("L", (size[0], size[1]))
    draw = ImageDraw.Draw(sheet)
    for stroke in strokes:
        path = [((x - left) * scale + width, (y - top) * scale + width) for x, y in stroke]
        draw.line(path, fill=255, width=width)
        for x, y in path:
            draw.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=255)
    return np.asarray(sheet.reduce(3))


def _unit(drawn: Strokes, height: float, middle: float) -> Strokes:
    left, top, right, bottom = bounds(drawn)
    scale = height / max(bottom - top, 0.35 * (right - left), 1e-9)
    rise = middle - (bottom - top) * scale / 2
    return tuple(tuple(((x - left) * scale, (y - top) * scale + rise) for x, y in stroke) for stroke in drawn)


def _separator(sign: str, random: np.random.Generator) -> Strokes:
    normal = random.normal
    if sign in "()":
        side = 1 if sign == ")" else -1
        top, bottom, bulge = normal(-0.1, 0.1), normal(1.1, 0.12), abs(normal(0.2, 0.08)) + 0.04
        return (tuple((side * bulge * (1 - t * t), top + (bottom - top) * (t + 1) / 2) for t in np.linspace(-1, 1, 9)),)
    if sign == "/":
        top, bottom, width = normal(-0.1, 0.12), normal(1.1, 0.12), abs(normal(0.35, 0.2))
        return (((width, top), (width / 2 + normal(0, 0.02), 0.5), (0.0, bottom)),)
    if sign in "-=":
        width, at = abs(normal(0.4, 0.12)) + 0.1, normal(0.5, 0.08)
        heights = [at] if sign == "-" else [at - abs(normal(0.1, 0.02)), at + abs(normal(0.1, 0.02))]
        return tuple(((0.0, y), (width, y + normal(0, 0.04))) for y in heights)
    heights = [normal(0.3, 0.06), normal(0.75, 0.06)] if sign == ":" else [normal(0.95, 0.06)]
    drop = abs(normal(0.15, 0.05)) if sign == "," else abs(normal(0.02, 0.02))
    return tuple(((0.0, y), (normal(0, 0.03), y + drop)) for y in heights)
