"""What a scanner or a telephone makes of the demo's strokes: a file."""

import io
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from recognition.demo.hands import Rng, Strokes

FINE = 2  # drawn larger and reduced, so that edges are grey
Sheet = NDArray[np.float64]  # (height, width, 3), 0 to 255


def scan(strokes: Strokes, rng: Rng) -> bytes:
    """Ballpoint on white paper."""
    ink = rng.choice([(24, 26, 30), (28, 44, 122), (20, 30, 90)])
    return _jpeg(_written(strokes, ink, (252, 252, 250), rng) + rng.normal(0, 1.5, (1, 1, 3)), 88)


def photo(strokes: Strokes, rng: Rng) -> bytes:
    """Pencil or pen on paper that is not lit evenly."""
    sheet = _written(strokes, rng.choice([(70, 70, 74), (40, 60, 140), (120, 40, 44)]), (226, 220, 204), rng)
    height, width, _ = sheet.shape
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    light = 1 - 0.16 * (rng.normal() * x + rng.normal() * y) - 0.05 * (x * x + y * y)
    return _jpeg(sheet * np.clip(light, 0.6, 1.1)[..., None] + rng.normal(0, 4, sheet.shape), 80)


def faint(strokes: Strokes, rng: Rng) -> bytes:
    """A hard pencil that hardly touches the paper."""
    sheet = _written(strokes, (196, 194, 188), (232, 228, 216), rng, pen=0.045)
    return _jpeg(sheet + rng.normal(0, 5, sheet.shape), 78)


def board(strokes: Strokes, rng: Rng) -> bytes:
    """Chalk."""
    sheet = _written(strokes, (232, 236, 228), (38, 58, 48), rng)
    return _jpeg(sheet + rng.normal(0, 6, sheet.shape), 82)


def blank(strokes: Strokes, rng: Rng) -> bytes:
    """The back of the sheet."""
    return _jpeg(np.full((180, 220, 3), 246.0) + rng.normal(0, 2, (180, 220, 3)), 85)


def cut_off(strokes: Strokes, rng: Rng) -> bytes:
    """A file that was not sent to its end."""
    whole = scan(strokes, rng)
    return whole[: len(whole) // 3]


PAPERS: dict[str, Callable[[Strokes, Rng], bytes]] = {
    "scan": scan,
    "photo": photo,
    "faint": faint,
    "board": board,
    "blank": blank,
    "cut_off": cut_off,
}


def _written(
    strokes: Strokes, ink: tuple[int, int, int], paper: tuple[int, int, int], rng: Rng, pen: float = 0.09
) -> Sheet:
    """Strokes with an edge of paper around them, 120 to 200 pixels high."""
    points = np.array([point for stroke in strokes for point in stroke])
    height = float(rng.uniform(80, 140))
    scale = height / max(1.0, float(np.ptp(points[:, 1])))
    edge = height * rng.uniform(0.2, 0.4)
    size = tuple(int((reach * scale + 2 * edge) * FINE) for reach in np.ptp(points, axis=0))
    image = Image.new("RGB", (size[0], size[1]), tuple(paper))
    draw, half = ImageDraw.Draw(image), height * pen * rng.uniform(0.7, 1.2) * FINE / 2
    for stroke in strokes:
        path = [tuple(((np.array(point) - points.min(0)) * scale + edge) * FINE) for point in stroke]
        draw.line(path, tuple(int(c) for c in ink), round(2 * half))
        for x, y in path:
            draw.ellipse((x - half, y - half, x + half, y + half), tuple(int(c) for c in ink))
    return np.asarray(image.reduce(FINE), np.float64)


def _jpeg(sheet: Sheet, quality: int) -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.clip(sheet, 0, 255).astype(np.uint8)).save(file, "JPEG", quality=quality)
    return file.getvalue()
