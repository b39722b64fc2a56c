"""Numbers put together from single digits of one writer, with separators drawn here: what the lattice learns from
besides real ones."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ml.pieces import Ink
from ml.strokes import Strokes, bounds

Path = NDArray[np.float64]
Token = list[Path]

ROWS = 12  # in which two tokens are kept apart
JOINED = 0.06  # of the digits run on into the next one
AROUND = (("", ""), ("=", "="), ("-", "-"), ("", "="), ("", ".-"), ("=", ""))


@dataclass(frozen=True, eq=False)
class Composed:
    """What is written, without spaces, the strokes it is written with, and the points (n, 2) of each sign's ink."""

    raw: str
    strokes: Strokes
    ink: tuple[Path, ...]


@dataclass(frozen=True)
class Hand:
    """How somebody writes: gaps in heights, `kerned` where they are between the ink rather than between the boxes,
    `climb` of the line, lean, how much sizes and places vary, and how tall and bowed the signs are drawn."""

    gap: float
    room: float
    kerned: bool
    climb: float
    lean: float
    size: float
    sway: float
    aspect: float
    joins: bool


def hand(random: np.random.Generator) -> Hand:
    gap = random.choice(
        [random.normal(0.22, 0.12), random.uniform(0.3, 0.9), random.normal(0.02, 0.06)], p=[0.65, 0.2, 0.15]
    )
    return Hand(
        gap=float(gap),
        room=float(random.uniform(0, 0.5)),
        kerned=bool(random.random() < 0.5),
        climb=float(random.normal(0, 0.05)),
        lean=float(random.normal(0.06, 0.2)),
        size=float(random.uniform(0.02, 0.2)),
        sway=float(random.uniform(0.01, 0.08)),
        aspect=float(np.exp(random.normal(0, 0.15))),
        joins=bool(random.random() < 0.3),
    )


def form(random: np.random.Generator) -> str:
    """What is written where: "d" a digit, " " a wide gap, else a separator. Groups of any lengths, no country's own."""
    kind = random.random()
    if kind < 0.3:
        return "d" * int(random.integers(1, 9))
    groups = ["d" * int(random.integers(1, 6)) for _ in range(int(random.integers(2, 5)))]
    sign = str(random.choice(list("-/.,: "), p=[0.35, 0.25, 0.12, 0.08, 0.08, 0.12]))
    if kind < 0.7:
        return sign.join(groups)
    if kind < 0.92:
        inside, rest = groups[0], sign.join(groups[1:])
        before = groups[-1] if random.random() < 0.15 else ""
        return f"{before}({inside}){' ' if random.random() < 0.5 else ''}{rest if random.random() < 0.93 else ''}"
    before, after = AROUND[random.integers(len(AROUND))]
    return before + sign.join(groups[:2]) + after


def compose(digits: Sequence[tuple[str, Strokes]], random: np.random.Generator) -> Composed:
    """A number of any form from `digits`, (value, strokes) of one writer, whose hand `random` chooses. A digit is about
    1 high, y downwards."""
    own, wanted = hand(random), form(random)
    raw, tokens = "", []
    right = np.full(ROWS, -np.inf)
    wide = 0.0
    for place, sign in enumerate(wanted):
        if sign == " ":
            wide = float(random.uniform(0.2, 1.2))
            continue
        value, token = _digit(digits, own, random) if sign == "d" else (sign, _separator(sign, random))
        token = [np.column_stack([path[:, 0] - own.lean * (path[:, 1] - 0.5), path[:, 1]]) for path in token]
        apart = sign != "d" or (place > 0 and wanted[place - 1] not in "d ")
        gap = own.gap + float(random.normal(0, 0.08)) + wide + (abs(random.normal(0, own.room)) if apart else 0.0)
        wide = 0.0
        tokens.append(_placed(token, right, max(-0.04 if own.kerned else -0.12, gap), kerned=own.kerned))
        raw += value
    ink = [np.vstack([_dense(path) for path in token]) for token in tokens]
    strokes = _joined(tokens, raw, random if own.joins else None)
    rise = np.array([0.0, own.climb])
    return Composed(
        raw,
        tuple(tuple((float(x), float(y + own.climb * x)) for x, y in path) for path in strokes),
        tuple(points + points[:, :1] * rise for points in ink),
    )


def picture(strokes: Strokes, height: float, pen: float) -> Ink:
    """Strokes as ink (h, w) uint8, `height` pixels high, the pen `pen` of that wide."""
    (left, top), scale, edge = placing(strokes, height, pen)
    _, _, right, bottom = bounds(strokes)
    size = [(int(reach * scale + 2 * edge) + 2) * 3 for reach in (right - left, bottom - top)]
    sheet = Image.new("L", (size[0], size[1]))
    draw = ImageDraw.Draw(sheet)
    width = round(3 * edge)
    for stroke in strokes:
        path = [(3 * ((x - left) * scale + edge), 3 * ((y - top) * scale + edge)) for x, y in stroke]
        draw.line(path, fill=255, width=width)
        for x, y in path:
            draw.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=255)
    return np.asarray(sheet.reduce(3))


def placing(strokes: Strokes, height: float, pen: float) -> tuple[tuple[float, float], float, float]:
    """((left, top), pixels a unit, edge): where `picture` draws (x, y) is ((x - left) * scale + edge, and so y)."""
    left, top, _, bottom = bounds(strokes)
    return (left, top), height / ((bottom - top) or 1.0), max(3, round(pen * 3 * height)) / 3


def _digit(digits: Sequence[tuple[str, Strokes]], own: Hand, random: np.random.Generator) -> tuple[str, Token]:
    value, drawn = digits[int(random.integers(len(digits)))]
    left, top, right, bottom = bounds(drawn)
    scale = max(0.5, float(random.normal(1, own.size))) / max(bottom - top, 0.35 * (right - left), 1e-9)
    rise = float(random.normal(0.5, own.sway)) - (bottom - top) * scale / 2
    across = scale * own.aspect
    return value, [np.array([((x - left) * across, (y - top) * scale + rise) for x, y in stroke]) for stroke in drawn]


def _placed(token: Token, right: Path, gap: float, *, kerned: bool) -> Token:
    """`token` moved to the right of what is there, whose rows end at `right`; they then end at the token's."""
    points = np.vstack([_dense(path) for path in token])
    rows = np.clip((points[:, 1] + 0.25) / 1.5 * ROWS, 0, ROWS - 1).astype(np.intp)
    first, last = np.full(ROWS, np.inf), np.full(ROWS, -np.inf)
    np.minimum.at(first, rows, points[:, 0])
    np.maximum.at(last, rows, points[:, 0])
    if not np.isfinite(right).any():
        move = -float(first.min())
    elif kerned:
        near = np.maximum(right, np.maximum(np.append(right[1:], -np.inf), np.append(-np.inf, right[:-1])))
        # Signs that share no row keep at least their middles in order.
        behind = float(right.max()) - float(last.max() - first.min()) / 2 - float(first.min())
        move = max(float((near - first).max()) + gap, behind)
    else:
        move = float(right.max()) + gap - float(first.min())
    np.maximum(right, last + move, out=right)
    return [path + np.array([move, 0.0]) for path in token]


def _joined(tokens: Sequence[Token], raw: str, random: np.random.Generator | None) -> list[Path]:
    """The strokes of all tokens, where somebody joins them some of them run on into the next digit."""
    strokes: list[Path] = []
    for place, token in enumerate(tokens):
        joins = (
            random is not None and place > 0 and raw[place - 1 : place + 1].isdigit() and random.random() < JOINED * 4
        )
        if joins and token[0][0, 0] - strokes[-1][-1, 0] < 0.8:
            strokes[-1] = np.vstack([strokes[-1], token[0]])
            strokes += token[1:]
        else:
            strokes += token
    return strokes


def _dense(path: Path) -> Path:
    """Points along `path`, some 16 a height."""
    along = np.concatenate([[0.0], np.hypot(*np.diff(path, axis=0).T).cumsum()])
    at = np.linspace(0, along[-1], max(2, int(16 * along[-1])))
    return np.column_stack([np.interp(at, along, path[:, 0]), np.interp(at, along, path[:, 1])])


def _separator(sign: str, random: np.random.Generator) -> Token:
    normal, uniform = random.normal, random.uniform
    if sign in "()":
        side = 1 if sign == ")" else -1
        top, bottom = normal(-0.12, 0.12), normal(1.15, 0.14)
        bulge = uniform(0.05, 0.3) if random.random() < 0.65 else uniform(0.3, 0.85)
        t = np.linspace(-1, 1, 11)
        bow = 1 - np.abs(t - normal(0, 0.2) * (1 - t * t)) ** uniform(1.6, 2.6)
        return [np.column_stack([side * bulge * bow, top + (bottom - top) * (t + 1) / 2])]
    if sign == "/":
        top, bottom, width = normal(-0.18, 0.16), normal(1.15, 0.16), max(-0.05, normal(0.32, 0.22))
        return [np.array([(width, top), (width / 2 + normal(0, 0.025), (top + bottom) / 2), (0.0, bottom)])]
    if sign in "-=":
        width = uniform(0.1, 0.75) if sign == "-" else uniform(0.3, 0.9)
        at, apart, tilt, bend = normal(0.5, 0.1), uniform(0.12, 0.4), normal(0, 0.06), normal(0, 0.04)
        heights = [at] if sign == "-" else [at - apart / 2, at + apart / 2]
        return [
            np.array([(0.0, y), (width / 2, y + tilt / 2 + bend), (width, y + tilt + normal(0, 0.02))]) for y in heights
        ]
    heights = [normal(0.3, 0.08), normal(0.75, 0.08)] if sign == ":" else [normal(0.95, 0.08)]
    drop = uniform(0.08, 0.3) if sign == "," else abs(normal(0.02, 0.04))
    aside = normal(-0.05, 0.05) if sign == "," else random.choice([normal(0.0, 0.03), normal(0.13, 0.06)], p=[0.7, 0.3])
    return [np.array([(0.0, y), (aside / 2 + normal(0, 0.01), y + drop / 2), (aside, y + drop)]) for y in heights]
