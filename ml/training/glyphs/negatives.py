"""What is no digit: signs, letters of fonts, scribbles, and what a wrong cut makes of a number."""

import string
from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ml.normalize import crop_box, stroke_width
from ml.training.glyphs.augment import enlarged, pen
from ml.training.glyphs.templates import curve, lines, oval

Ink = NDArray[np.uint8]
Path = NDArray[np.float64]
Rng = np.random.Generator

# Those that no digit is a fair reading of; the judged set draws the same line.
LETTERS = "EFHKMNPRVWXdefhkmnprvwx#$%*+@&"
FACES = [
    cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_PLAIN, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_TRIPLEX, cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, cv2.FONT_HERSHEY_SCRIPT_COMPLEX,
]  # fmt: skip


def letter(rng: Rng) -> Ink:
    """A letter or sign of one of OpenCV's stroke fonts or of Pillow's own, or a whole word of them."""
    signs = LETTERS
    if rng.random() < 0.15:
        signs = "".join(rng.choice(list(string.ascii_letters), int(rng.integers(2, 5))))
        text = signs
    else:
        text = signs[int(rng.integers(len(signs)))]
    if rng.random() < 0.5:
        font = ImageFont.load_default(80)
        sheet = Image.new("L", (90 * len(text) + 40, 140))
        ImageDraw.Draw(sheet).text((20, 20), text, fill=255, font=font)
        return np.asarray(sheet)
    canvas = np.zeros((160, 110 * len(text) + 60), np.uint8)
    face = FACES[int(rng.integers(len(FACES)))] | (cv2.FONT_ITALIC if rng.random() < 0.3 else 0)
    cv2.putText(canvas, text, (25, 110), face, 3.0, 255, int(rng.integers(2, 12)), cv2.LINE_AA)
    return canvas


def pair(first: Ink, second: Ink, rng: Rng) -> Ink:
    """Two digits side by side, near each other, touching or overlapping."""
    return _beside(enlarged_box(first), enlarged_box(second), rng, rng.uniform(-0.12, 0.25))


def with_part(first: Ink, second: Ink, rng: Rng) -> Ink:
    """A digit and 40 to 70 % of its neighbour on one side: a cut that went too far."""
    first, second = enlarged_box(first), enlarged_box(second)
    keep = max(6, int(second.shape[1] * rng.uniform(0.4, 0.7)))
    if rng.random() < 0.5:
        return _beside(first, second[:, :keep], rng, rng.uniform(-0.1, 0.15))
    return _beside(second[:, -keep:], first, rng, rng.uniform(-0.1, 0.15))


def part(whole: Ink, label: int, rng: Rng) -> Ink | None:
    """One side of a digit, cut in two from top to bottom; None when it looks like a digit of its own."""
    digit = enlarged_box(whole)
    height, width = digit.shape
    if width < 0.4 * height:
        return None
    side_left = rng.random() < 0.5
    share = rng.uniform(0.3, 0.5)
    at = (share if side_left else 1 - share) * width + rng.normal(0, 0.1) * (np.arange(height) - height / 2)
    left = np.arange(width)[None] < at[:, None]
    if label == 8 and not side_left:  # the right half of an 8 is a 3
        return None
    kept = np.where(left if side_left else ~left, digit, 0).astype(np.uint8)
    top, bottom, first, last = crop_box(kept)
    # What is left of a 4, 7 or 9 may be an upright line, which is a 1.
    if last - first < 0.28 * (bottom - top) or last - first < 2.5 * stroke_width(kept):
        return None
    return kept


def enlarged_box(ink: Ink) -> Ink:
    """The enlarged ink without the paper around it."""
    big = enlarged(ink)
    top, bottom, left, right = crop_box(big)
    return big[top:bottom, left:right] if bottom > top else big


def _beside(left: Ink, right: Ink, rng: Rng, gap: float) -> Ink:
    """Both on one sheet, `gap` of their size between them, one a little higher or smaller than the other."""
    scale = rng.uniform(0.7, 1.3)
    size = max(2, int(right.shape[1] * scale)), max(2, int(right.shape[0] * scale))
    right = np.asarray(cv2.resize(right, size), np.uint8)
    height = max(left.shape[0], right.shape[0]) + 40
    distance = int(gap * max(left.shape[0], right.shape[0]))
    sheet = np.zeros((height, left.shape[1] + right.shape[1] + abs(distance) + 20), np.uint8)
    y = int((height - left.shape[0]) / 2)
    sheet[y : y + left.shape[0], 4 : 4 + left.shape[1]] = left
    y = int(np.clip((height - right.shape[0]) / 2 + rng.normal(0, 6), 0, height - right.shape[0]))
    x = max(0, 4 + left.shape[1] + distance)
    room = sheet[y : y + right.shape[0], x : x + right.shape[1]]
    np.maximum(room, right, out=room)
    return sheet


def sign(rng: Rng) -> Ink:
    """One of the signs between the digits of a number, a scribble, a blot, a texture."""
    makers = (_dashes, _dot, _comma, _cross, _scribble, _zigzag, _strokes, _texture, _tick, _blot, _face, _wheel)
    return makers[int(rng.choice(len(makers), p=SIGN_SHARES))](rng)


SIGN_SHARES = np.array([0.14, 0.06, 0.05, 0.12, 0.18, 0.08, 0.12, 0.05, 0.05, 0.06, 0.06, 0.03])


def _width(rng: Rng) -> float:
    return float(np.exp(rng.uniform(np.log(0.03), np.log(0.22))))


def _dashes(rng: Rng) -> Ink:
    """-, =, ~ or three bars."""
    count = int(rng.choice([1, 2, 3], p=[0.5, 0.42, 0.08]))
    wave = rng.normal(0, 0.05)
    gap, slope = rng.uniform(0.15, 0.45), rng.normal(0, 0.12)
    paths = []
    for row in range(count):
        y, end = row * gap, rng.uniform(0.85, 1.1)
        paths.append(curve((0, y), (0.3, y + wave + 0.3 * slope), (0.7, y - wave + 0.7 * slope), (end, y + slope)))
    return pen(paths, _width(rng))


def _dot(rng: Rng) -> Ink:
    """A full stop, or a colon of two."""
    sheet = np.zeros((120, 120), np.uint8)
    axes = rng.uniform(8, 22, 2).astype(int)
    cv2.ellipse(sheet, (60, 30), axes.tolist(), float(rng.uniform(0, 180)), 0, 360, 255, -1, cv2.LINE_AA)
    if rng.random() < 0.35:
        cv2.ellipse(sheet, (int(rng.normal(60, 4)), 85), axes.tolist(), 0.0, 0, 360, 255, -1, cv2.LINE_AA)
    return sheet


def _comma(rng: Rng) -> Ink:
    """Short and thick: a longer one is a 1, which only its size on the line can tell."""
    bow = rng.uniform(0.05, 0.3)
    return pen([curve((0.3, 0), (0.3 + bow, 0.5), (rng.uniform(-0.3, 0.1), 1))], rng.uniform(0.35, 0.7))


def _cross(rng: Rng) -> Ink:
    """+, x, * or #."""
    bars = int(rng.choice([2, 3, 4], p=[0.7, 0.15, 0.15]))
    start = rng.uniform(0, np.pi)
    if bars == 4:
        gap = rng.uniform(0.15, 0.3)
        at = ((-gap, -0.5, -gap, 0.5), (gap, -0.5, gap, 0.5), (-0.5, -gap, 0.5, -gap), (-0.5, gap, 0.5, gap))
        return pen([lines((a, b), (c, d)) + rng.normal(0, 0.03, 2) for a, b, c, d in at], _width(rng) * 0.6)
    paths = []
    for number in range(bars):
        angle = start + number * np.pi / bars + rng.normal(0, 0.1)
        end = np.array([np.cos(angle), np.sin(angle)]) * rng.uniform(0.4, 0.6)
        middle = rng.normal(0, 0.05, 2)
        paths.append(lines(tuple(middle - end), tuple(middle + end)))
    return pen(paths, _width(rng))


def _scribble(rng: Rng) -> Ink:
    """A pen going round and round."""
    points = rng.uniform(0, 1, (int(rng.integers(8, 26)), 2)) * [rng.uniform(0.4, 1.6), 1]
    return pen([curve(*map(tuple, points))], min(0.1, _width(rng)))


def _zigzag(rng: Rng) -> Ink:
    count = int(rng.integers(5, 14))
    xs = np.linspace(0, rng.uniform(0.6, 2.0), count) + rng.normal(0, 0.03, count)
    ys = np.where(np.arange(count) % 2, rng.uniform(0.5, 1.0), 0) + rng.normal(0, 0.06, count)
    joined = (curve if rng.random() < 0.5 else lines)(*zip(xs.tolist(), ys.tolist(), strict=True))
    return pen([joined], min(0.12, _width(rng)))


def _strokes(rng: Rng) -> Ink:
    """Three to six short strokes that belong to nothing."""
    paths = []
    for _ in range(int(rng.integers(3, 7))):
        at, to = rng.uniform(0, 1, 2), rng.normal(0, 0.35, 2)
        paths.append(curve(tuple(at), tuple(at + to / 2 + rng.normal(0, 0.1, 2)), tuple(at + to)))
    return pen(paths, _width(rng))


def _tick(rng: Rng) -> Ink:
    """A tick, or an arrow."""
    bend = rng.uniform(0.25, 0.45)
    tick = [lines((0, 0.55), (bend, 1.0), (1.1, rng.uniform(0, 0.3)))]
    if rng.random() < 0.4:
        tick = [lines((0, 0.5), (1.2, 0.5)), lines((0.85, 0.2), (1.2, 0.5), (0.85, 0.8))]
    return pen(tick, _width(rng))


def _blot(rng: Rng) -> Ink:
    sheet = np.zeros((120, 120), np.uint8)
    if rng.random() < 0.4:
        axes = rng.uniform(28, 50, 2).astype(int).tolist()
        cv2.ellipse(sheet, (60, 60), axes, float(rng.uniform(0, 180)), 0, 360, 255, -1, cv2.LINE_AA)
        return sheet
    angle = np.sort(rng.uniform(0, 6.28, 14))
    radius = rng.uniform(25, 50) * rng.uniform(0.6, 1.1, 14)
    outline = np.stack([60 + radius * np.cos(angle) * rng.uniform(0.5, 1), 60 + radius * np.sin(angle)], 1)
    cv2.fillPoly(sheet, [outline.astype(np.int32)], 255, cv2.LINE_AA)
    return sheet


def _face(rng: Rng) -> Ink:
    """A ring with eyes, and mostly a mouth: one mark alone would be a dotted 0."""
    paths = [oval(rng, width=rng.uniform(0.36, 0.6), height=rng.uniform(0.42, 0.55))]
    apart, high = rng.uniform(0.1, 0.22), rng.uniform(0.3, 0.48)
    for x in (0.5 - apart, 0.5 + apart):
        tall, wide = rng.uniform(0.0, 0.12), rng.normal(0, 0.03)
        paths.append(lines((x, high), (x + wide, high + tall)))
    if rng.random() < 0.85:
        half, low, bow = rng.uniform(0.12, 0.28), rng.uniform(0.62, 0.78), rng.normal(0.08, 0.08)
        paths.append(curve((0.5 - half, low), (0.5, low + bow), (0.5 + half, low + rng.normal(0, 0.03))))
    if rng.random() < 0.25:
        paths.append(lines((0.5, 0.45), (0.5 + rng.normal(0, 0.05), rng.uniform(0.52, 0.62))))
    return pen(paths, min(0.09, _width(rng)))


def _wheel(rng: Rng) -> Ink:
    """A ring with two or three bars across: one alone would be a slashed 0."""
    turn, bars = rng.uniform(0, np.pi), int(rng.choice([2, 3], p=[0.75, 0.25]))
    paths = [oval(rng, width=rng.uniform(0.36, 0.55))]
    for number in range(bars):
        angle = turn + number * np.pi / bars + rng.normal(0, 0.12)
        end = np.array([np.cos(angle), np.sin(angle)]) * rng.uniform(0.32, 0.55)
        paths.append(lines(tuple(0.5 - end), tuple(0.5 + end)))
    return pen(paths, min(0.1, _width(rng)))


def _texture(rng: Rng) -> Ink:
    """Noise, stripes, a grid: a picture of no pen's."""
    cells = int(rng.integers(4, 30))
    kind = rng.random()
    if kind < 0.6:
        noise = rng.random((cells, cells)) < rng.uniform(0.1, 0.7)
        way = cv2.INTER_NEAREST if rng.random() < 0.5 else cv2.INTER_CUBIC
        return np.asarray(cv2.resize(noise.astype(np.uint8) * 255, (96, 96), interpolation=way), np.uint8)
    x, y = np.meshgrid(np.arange(96), np.arange(96))
    wave = np.sin(x * rng.uniform(0.15, 0.9) + y * rng.uniform(-0.5, 0.5))
    if kind < 0.8:
        wave = np.maximum(wave, np.sin(y * rng.uniform(0.15, 0.9)))
    return np.where(wave > rng.uniform(-0.3, 0.8), 255, 0).astype(np.uint8)


Maker = Callable[[Rng], Ink]
