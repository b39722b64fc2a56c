"""The kinds of trouble that people's pictures bring, one function each: strokes in, a picture's bytes out."""

from collections.abc import Callable

import numpy as np
from PIL import Image

from ml.strokes import Strokes
from ml.training.synthetic.paper import (
    BLACK,
    BLUE,
    GREY,
    PALE,
    PENCIL,
    RED,
    WHITE,
    YELLOW,
    Light,
    Rng,
    camera,
    frame,
    gradient,
    mask,
    png,
    rules,
    shadow,
    sheet,
    write,
)

Pen = tuple[float, ...]


def _page(strokes: Strokes, rng: Rng, colour: Pen = WHITE, pen: Pen = BLACK, strength: float = 1.0) -> Light:
    """A digit of 0.4 to 0.9 of a page of 160 to 900 pixels."""
    side = int(160 * 5.6 ** rng.random())
    height, width = side, int(side * rng.uniform(0.7, 1.4))
    paper = sheet(height, width, colour, rng)
    size = int(rng.uniform(0.4, 0.9) * min(height, width))
    ink = mask(strokes, size, 0.02 * 6 ** rng.random(), rng.uniform(-8, 8))
    write(paper, ink, (int(rng.integers(0, height - size + 1)), int(rng.integers(0, width - size + 1))), pen, strength)
    return paper


def plain(strokes: Strokes, rng: Rng) -> bytes:
    return camera(_page(strokes, rng, pen=(BLACK, BLUE)[rng.integers(2)]), rng)


def lit(strokes: Strokes, rng: Rng) -> bytes:
    paper = _page(strokes, rng)
    return camera(paper * gradient(paper.shape, rng, rng.uniform(0.25, 0.6)), rng)


def shadowed(strokes: Strokes, rng: Rng) -> bytes:
    paper = _page(strokes, rng)
    dark = shadow(paper.shape, rng, rng.uniform(0.4, 0.7), rng.uniform(0.5, 8))
    return camera(paper * dark, rng)


def coloured(strokes: Strokes, rng: Rng) -> bytes:
    paper = _page(strokes, rng, (WHITE, YELLOW)[rng.integers(2)], (PALE, RED, PENCIL, BLUE)[rng.integers(4)])
    return camera(paper * gradient(paper.shape, rng, 0.7), rng)


def faint(strokes: Strokes, rng: Rng) -> bytes:
    """Ink 10 to 50 grey levels under the paper, with a quiet camera."""
    paper = _page(strokes, rng, pen=(0.2,) * 3, strength=rng.uniform(0.06, 0.25))
    return camera(paper * gradient(paper.shape, rng, 0.8), rng, noise=0.006)


def grainy(strokes: Strokes, rng: Rng) -> bytes:
    paper = _page(strokes, rng, GREY)
    return camera(paper + sheet(paper.shape[0], paper.shape[1], (0, 0, 0), rng, 0.035), rng, noise=0.05)


def show_through(strokes: Strokes, rng: Rng) -> bytes:
    paper = _page(strokes, rng)
    for _ in range(6):
        size = int(rng.uniform(0.15, 0.5) * min(paper.shape[:2]))
        ink = mask(strokes, size, 0.08)[:, ::-1]
        at = int(rng.integers(-size // 2, paper.shape[0])), int(rng.integers(-size // 2, paper.shape[1]))
        write(paper, ink, at, (0.0,) * 3, rng.uniform(0.05, 0.14))
    return camera(paper * gradient(paper.shape, rng, 0.7), rng, blur=1.0)


def ruled(strokes: Strokes, rng: Rng) -> bytes:
    paper = _page(strokes, rng, pen=(BLACK, BLUE)[rng.integers(2)])
    tall = min(paper.shape[:2])
    squares = bool(rng.integers(2))
    rules(paper, rng, tall * rng.uniform(0.15, 0.5), squares, rng.uniform(-3, 3))
    return camera(paper * gradient(paper.shape, rng, 0.7), rng)


def cell(strokes: Strokes, rng: Rng) -> bytes:
    """One cell cut out of a form, with its box somewhere near the edge of the picture."""
    side = int(rng.integers(50, 160))
    paper = sheet(side, side, WHITE, rng)
    near = [int(rng.integers(-3, side // 8)) for _ in range(4)]
    frame(paper, (near[0], near[1], side - near[2], side - near[3]), int(rng.integers(1, 4)), (0.15, 0.15, 0.15))
    size = int(side * rng.uniform(0.5, 0.8))
    at = int(rng.integers(4, side - size)), int(rng.integers(4, side - size))
    write(paper, mask(strokes, size, rng.uniform(0.04, 0.12)), at, (BLACK, BLUE)[rng.integers(2)])
    return camera(paper, rng, noise=0.008)


def boxed(strokes: Strokes, rng: Rng) -> bytes:
    """A box in the middle of a page, the digit inside it or over its edge."""
    side = int(rng.integers(250, 800))
    paper = sheet(side, side, WHITE, rng)
    size = int(side * rng.uniform(0.2, 0.5))
    top, left = (int(rng.integers(size // 3, side - size - size // 3)) for _ in range(2))
    near = [int(rng.uniform(-0.06, 0.3) * size) for _ in range(4)]
    box = left - near[0], top - near[1], left + size + near[2], top + size + near[3]
    frame(paper, box, int(rng.integers(1, 5)), (0.15, 0.15, 0.15))
    write(paper, mask(strokes, size, rng.uniform(0.04, 0.12)), (top, left), (BLACK, BLUE)[rng.integers(2)])
    return camera(paper * gradient(paper.shape, rng, 0.6), rng)


def tabled(strokes: Strokes, rng: Rng) -> bytes:
    """The paper lies on a dark, structured table that shows along some sides."""
    paper = _page(strokes, rng, pen=(BLACK, BLUE)[rng.integers(2)], strength=rng.uniform(0.6, 1))
    edges = [int(rng.uniform(0.02, 0.25) * min(paper.shape[:2])) * int(rng.random() < 0.6) for _ in range(4)]
    height, width = paper.shape[0] + edges[0] + edges[1], paper.shape[1] + edges[2] + edges[3]
    table = sheet(height, width, (0.3, 0.2, 0.12), rng, 0.03)
    table[edges[0] : edges[0] + paper.shape[0], edges[2] : edges[2] + paper.shape[1]] = paper
    turned = Image.fromarray((table.clip(0, 1) * 255).astype(np.uint8))
    turned = turned.rotate(rng.uniform(-4, 4), Image.Resampling.BICUBIC, fillcolor=(70, 50, 30))
    seen = np.asarray(turned, np.float32) / 255
    return camera(seen * gradient(seen.shape, rng, 0.7), rng)


def tiny(strokes: Strokes, rng: Rng) -> bytes:
    """A small digit on a portrait page, unevenly lit."""
    height, width = 1600, 1200
    paper = sheet(height, width, WHITE, rng)
    size = int(rng.uniform(0.05, 0.12) * height)
    at = int(rng.integers(20, height - size - 20)), int(rng.integers(20, width - size - 20))
    write(paper, mask(strokes, size, rng.uniform(0.04, 0.12)), at, (BLACK, BLUE, PENCIL)[rng.integers(3)])
    return camera(paper * gradient(paper.shape, rng, 0.5), rng)


def patched(strokes: Strokes, rng: Rng) -> bytes:
    """A photo, grey, pasted on a white page."""
    paper = _page(strokes, rng, GREY)
    paper *= gradient(paper.shape, rng, 0.6)
    edges = [int(rng.uniform(0, 0.4) * min(paper.shape[:2])) for _ in range(4)]
    page = np.pad(paper, ((edges[0], edges[1]), (edges[2], edges[3]), (0, 0)), constant_values=1.0)
    return camera(page, rng, blur=0.5, noise=0.004)


def tight(strokes: Strokes, rng: Rng) -> bytes:
    """A photo cut close around the digit, which may touch the edge."""
    size = int(rng.integers(40, 300))
    ink = mask(strokes, size, rng.uniform(0.05, 0.18))
    rows, columns = np.flatnonzero(ink.any(1)), np.flatnonzero(ink.any(0))
    ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    room = [int(rng.uniform(-0.02, 0.15) * size) for _ in range(4)]
    paper = sheet(ink.shape[0] + room[0] + room[1], ink.shape[1] + room[2] + room[3], WHITE, rng)
    write(paper, ink, (room[0], room[2]), (BLACK, BLUE)[rng.integers(2)])
    return camera(paper * gradient(paper.shape, rng, 0.6), rng)


def small_jpeg(strokes: Strokes, rng: Rng) -> bytes:
    side = int(rng.integers(26, 48))
    paper = np.ones((side, side, 3), np.float32)
    size = int(side * rng.uniform(0.5, 0.95))
    at = int(rng.integers(0, side - size + 1)), int(rng.integers(0, side - size + 1))
    write(paper, mask(strokes, size, rng.uniform(0.06, 0.16)), at, (0.0,) * 3)
    paper = paper if rng.random() < 0.5 else 1 - paper
    return camera(paper, rng, blur=0.3, noise=0, quality=int(rng.integers(30, 80)))


def canvas(strokes: Strokes, rng: Rng) -> bytes:
    """A clean drawing of any colour, dark on light or light on dark."""
    side = int(rng.integers(100, 700))
    ink = mask(strokes, int(side * rng.uniform(0.3, 0.95)), 0.02 * 8 ** rng.random())
    at = tuple(int(rng.integers(0, side - ink.shape[0] + 1)) for _ in range(2))
    pair = [(1.0,) * 3, ((0.0,) * 3, (0.9, 0.1, 0.1), (0.1, 0.2, 0.9), (0.0, 0.5, 0.2))[rng.integers(4)]]
    back, front = pair if rng.random() < 0.75 else pair[::-1]
    full = np.zeros((side, side, 1), np.float32)
    full[at[0] : at[0] + ink.shape[0], at[1] : at[1] + ink.shape[1], 0] = ink
    picture = np.asarray(back) * (1 - full) + np.asarray(front) * full
    return png(Image.fromarray((picture * 255).astype(np.uint8)))


def chalked(strokes: Strokes, rng: Rng) -> bytes:
    """Light on a dark board, photographed."""
    paper = 1 - _page(strokes, rng, (0.85, 0.8, 0.82), (0.2,) * 3, rng.uniform(0.6, 1.0))
    return camera(paper * gradient(paper.shape, rng, 0.6), rng)


def form(strokes: Strokes, rng: Rng) -> bytes:
    """A cell of a clean scanned form, bilevel or grey, with the ends of its neighbours' lines."""
    side = int(rng.integers(60, 220))
    paper = sheet(side, side, (1.0,) * 3, rng, 0.0)
    near = [int(rng.integers(-6, side // 10)) for _ in range(4)]
    frame(paper, (near[0], near[1], side - near[2], side - near[3]), int(rng.integers(1, 5)), (0.0,) * 3)
    size = int(side * rng.uniform(0.5, 0.85))
    at = int(rng.integers(2, side - size)), int(rng.integers(2, side - size))
    write(paper, mask(strokes, size, rng.uniform(0.04, 0.12)), at, (0.0,) * 3)
    picture = Image.fromarray((paper * 255).astype(np.uint8)).convert("L")
    return png(picture.point(lambda level: 255 * (level > 127)) if rng.random() < 0.5 else picture)


TROUBLES: dict[str, Callable[[Strokes, Rng], bytes]] = {
    trouble.__name__: trouble
    for trouble in (
        *(canvas, small_jpeg, plain, tight, lit, shadowed, coloured, faint, grainy, show_through),
        *(ruled, cell, boxed, tabled, tiny, patched, chalked, form),
    )
}
