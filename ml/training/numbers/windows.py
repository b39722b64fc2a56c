"""Windows of made numbers with what they show: what the witness learns from (`python -m ml.training.numbers.witness`).

No writer of the numbers and no judge of digits has a part in it, so what it says of them is as good as of strangers.
"""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ml.layout.inked import InkSheet
from ml.layout.penned import PenSheet
from ml.layout.pieces import Piece
from ml.numbers.features import candidates, measured_lines
from ml.numbers.lattice import LABELS, SEPARATORS
from ml.numbers.windows import windows
from ml.strokes import Strokes
from ml.training.data import sources
from ml.training.glyphs import templates
from ml.training.synthetic.strings import Composed, compose, picture, placing

Array = NDArray[np.float64]
Pool: TypeAlias = list[list[tuple[str, Strokes]]]

NONE = LABELS  # not one sign: a part of one, or several
KEPT = 0.35  # of those that are not one sign: there are many
PURE = 0.85  # of a piece's points must be of one sign, or it is no example
DRAWN = {"=": "-", ":": ".", ",": "."}
THINNED = 3  # of a piece's points one in three is asked whose it is
RULED = 3000  # shapes to choose from, each bent anew
SHORTEST_DASH = 0.16  # of the digits' height; a shorter one looks like a dot


def writers(but: set[str]) -> Pool:
    """Digits by writer, of those who train and are not in `but`; and digits drawn by rule."""
    pens = sources.by_writer(sources.of_role(sources.pens(), "train"))
    return [
        [(str(one.label), one.drawn) for one in several if one.drawn]
        for writer, several in pens.items()
        if writer not in but and len(several) >= 5
    ]


def ruled(random: np.random.Generator, count: int) -> list[tuple[str, Strokes]]:
    """Digits drawn by rule, in shapes that the writers lack."""
    shapes = [templates.shape(random) for _ in range(count)]
    return [
        (str(value), tuple(tuple((float(x), float(y)) for x, y in path) for path in paths)) for paths, value in shapes
    ]


def examples(pool: Pool, count: int, seed: int) -> Iterator[tuple[NDArray[np.uint8], NDArray[np.uint8]]]:
    """Windows and labels (0 to NONE) of `count` made numbers, each as strokes and as a picture. One digit in seven is
    drawn by rule."""
    random = np.random.default_rng(seed)
    shapes = ruled(random, RULED)
    for _ in range(count):
        digits = pool[int(random.integers(len(pool)))]
        digits = [*digits, *(shapes[int(k)] for k in random.integers(len(shapes), size=len(digits) // 6))]
        one = compose(digits, random)
        height, pen = float(random.uniform(30, 110)), float(random.uniform(0.04, 0.14))
        yield labelled(PenSheet(one.strokes).pieces, one, one.ink, random)
        corner, scale, edge = placing(one.strokes, height, pen)
        ink = [(points - corner) * scale + edge for points in one.ink]
        yield labelled(InkSheet(picture(one.strokes, height, pen)).pieces, one, ink, random)


def labelled(
    pieces: Sequence[Piece], one: Composed, ink: Sequence[Array], random: np.random.Generator
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The windows of one sheet's candidates that are examples of something, and of what."""
    on = measured_lines(pieces)
    found = candidates(pieces, [line.height for line in on])
    owner, pure = _owners(pieces, ink)
    labels = [_label(owner, pure, c.first, c.last, one) for c in found]
    kept = [k for k, label in enumerate(labels) if label is not None and (label < NONE or random.random() < KEPT)]
    shown = windows(pieces, [found[k] for k in kept], on)
    return shown, np.array([labels[k] for k in kept], np.uint8)


def _owners(pieces: Sequence[Piece], ink: Sequence[Array]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """The sign that most of each piece's points are nearest to, and whether nearly all of them are."""
    shares = np.zeros((len(pieces), len(ink)))
    points = np.concatenate(ink)
    starts = np.cumsum([0, *map(len, ink)])[:-1]
    for k, piece in enumerate(pieces):
        some = piece.points[::THINNED]
        apart = np.square(some[:, :1] - points[:, 0]) + np.square(some[:, 1:] - points[:, 1])
        nearest = np.minimum.reduceat(apart, starts, axis=1).argmin(1)
        shares[k] = np.bincount(nearest, minlength=len(ink)) / len(some)
    return shares.argmax(1), shares.max(1) >= PURE


def _label(owner: NDArray[np.intp], pure: NDArray[np.bool_], first: int, last: int, one: Composed) -> int | None:
    """What pieces `first` to `last` are together; None where that is not clear."""
    signs = np.unique(owner[first:last])
    sign = one.raw[signs[0]]
    if len(signs) > 1:
        return NONE
    if not pure[first:last].all():
        return None if pure[first:last].any() else NONE
    if (owner == signs[0]).sum() > last - first and sign not in "=:":
        return NONE
    if sign.isdigit():
        return int(sign)
    across = float(np.ptp(one.ink[signs[0]][:, 0]))
    drawn = "." if sign == "-" and across < SHORTEST_DASH else DRAWN.get(sign, sign)
    return 10 + SEPARATORS.index(drawn)
