"""Numbers put together from single digits of one writer, with separators drawn here: what the lattice learns from
besides real ones."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ml.arrays import Ink
from ml.strokes import Strokes, bounds
from ml.training.glyphs.augment import warp_paths
from ml.training.synthetic.layouts import layout
from ml.training.synthetic.signs import Signs, drawn, signs

Path = NDArray[np.float64]
Token = list[Path]

ROWS = 12  # in which two tokens are kept apart
JOINED = 0.06  # of the digits run on into the next one
TURNED = 0.2  # of that strength: a hand's digits lean alike, or a 1 is no longer told from a slash
OFTEN = 0.15  # of the digits are chosen from 0 and 1


@dataclass(frozen=True, eq=False)
class Composed:
    """What is written, without spaces, the strokes it is written with, and the points (n, 2) of each sign's ink."""

    raw: str
    strokes: Strokes
    ink: tuple[Path, ...]


@dataclass(frozen=True)
class Hand:
    """How somebody writes: gaps in heights, `kerned` where they are between the ink rather than between the boxes,
    `touches` where separators have no gap; `climb` of the line, lean, how much lean, size and place vary from sign to
    sign; the size of a `zero`, how often it is `slashed`, and how far a digit is bent out of its writer's own shape."""

    gap: float
    room: float
    kerned: bool
    touches: bool
    climb: float
    lean: float
    wobble: float
    size: float
    sway: float
    aspect: float
    zero: float
    slashed: float
    bent: float
    joins: bool
    signs: Signs


def hand(random: np.random.Generator) -> Hand:
    """Somebody who writes, drawn at random."""
    gap = random.choice(
        [random.normal(0.22, 0.12), random.uniform(0.3, 0.9), random.normal(0.02, 0.06)], p=[0.65, 0.2, 0.15]
    )
    return Hand(
        gap=float(gap),
        room=float(random.uniform(0, 0.5)),
        kerned=bool(random.random() < 0.5),
        touches=bool(random.random() < 0.12),
        climb=float(random.normal(0, 0.05)),
        lean=float(random.normal(0.06, 0.2)),
        wobble=float(random.uniform(0, 0.07)),
        size=float(random.uniform(0.02, 0.2)),
        sway=float(random.uniform(0.01, 0.08)),
        aspect=float(np.exp(random.normal(0, 0.15))),
        zero=float(random.uniform(0.45, 0.95)) if random.random() < 0.2 else 1.0,
        slashed=float(random.random() < 0.08) * 0.8,
        bent=float(random.uniform(0.1, 0.7)),
        joins=bool(random.random() < 0.3),
        signs=signs(random),
    )


def compose(digits: Sequence[tuple[str, Strokes]], random: np.random.Generator) -> Composed:
    """A number of any layout from `digits`, (value, strokes) of one writer, whose hand `random` chooses. A digit is
    about 1 high, y downwards."""
    own, wanted = hand(random), layout(random)
    raw, tokens = "", []
    right = np.full(ROWS, -np.inf)
    wide = 0.0
    for place, sign in enumerate(wanted):
        if sign == " ":
            wide = float(random.uniform(0.2, 1.2))
            continue
        value, token = _digit(digits, own, random) if sign == "d" else (sign, drawn(sign, own.signs, random))
        lean = own.lean + float(random.normal(0, own.wobble))
        token = [np.column_stack([path[:, 0] - lean * (path[:, 1] - 0.5), path[:, 1]]) for path in token]
        apart = sign != "d" or (place > 0 and wanted[place - 1] not in "d ")
        tokens.append(_placed(token, right, _gap(own, token, wide, random, apart=apart), kerned=own.kerned))
        wide = 0.0
        raw += value
    ink = [np.vstack([_dense(path) for path in token]) for token in tokens]
    strokes = _joined(tokens, raw, random if own.joins else None)
    rise = np.array([0.0, own.climb])
    return Composed(
        raw,
        tuple(tuple((float(x), float(y + own.climb * x)) for x, y in path) for path in strokes),
        tuple(points + points[:, :1] * rise for points in ink),
    )


def _gap(own: Hand, token: Token, wide: float, random: np.random.Generator, *, apart: bool) -> float:
    """Before `token`, which is `apart` where it or the one before it is a separator."""
    if apart and own.touches and not wide and random.random() < 0.6:
        across = float(np.ptp(np.vstack(token)[:, 0]))
        return max(-across / 3, float(random.uniform(-0.1, 0.03)))
    gap = own.gap + float(random.normal(0, 0.08)) + wide + (abs(random.normal(0, own.room)) if apart else 0.0)
    return max(-0.04 if own.kerned else -0.12, gap)


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
    """0 and 1 more often than the rest, as in dates and amounts."""
    chosen = digits
    if random.random() < OFTEN:
        chosen = [one for one in digits if one[0] in "01"] or digits
    value, strokes = chosen[int(random.integers(len(chosen)))]
    token = warp_paths([np.asarray(stroke, np.float64) for stroke in strokes], random, own.bent, own.bent * TURNED)
    if value == "0" and len(token) == 1 and random.random() < own.slashed:
        token.append(_slash(token[0], random))
    points = np.vstack(token)
    (left, top), (right, bottom) = points.min(0), points.max(0)
    size = max(0.5, float(random.normal(1, own.size))) * (own.zero if value == "0" else 1.0)
    scale = size / max(bottom - top, 0.35 * (right - left), 1e-9)
    rise = float(random.normal(0.5, own.sway)) + (1 - size) / 2 * float(random.uniform(-0.3, 0.9))
    return value, [(path - [left, (top + bottom) / 2]) * [scale * own.aspect, scale] + [0.0, rise] for path in token]


def _slash(loop: Path, random: np.random.Generator) -> Path:
    """Across a 0, ending on it, within or beyond."""
    (left, top), (right, bottom) = loop.min(0), loop.max(0)
    side = random.choice([1.0, -1.0], p=[0.75, 0.25])
    reach = np.array([side * (right - left), top - bottom]) / 2 * random.uniform([0.4, 0.5], [1.2, 1.2])
    middle = np.array([(left + right) / 2, (top + bottom) / 2])
    return np.array([middle + reach, middle - reach])


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
