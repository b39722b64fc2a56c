"""Digits that touch, two and more of them, and which two a candidate is: what the network of pairs learns from.

No writer of the numbers and no calibrating or judging writer has a part in it.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ml.arrays import SOLID
from ml.layout.inked import InkSheet
from ml.numbers.features import Candidate, candidates, measured_lines
from ml.numbers.pairs import whole, window
from ml.training.data.sources import Sample
from ml.training.numbers.windows import ruled
from ml.training.synthetic.pasted import Writers, people
from ml.training.synthetic.rows import Pen, Row
from ml.training.synthetic.strings import hand

Random = np.random.Generator
Array = NDArray[np.float64]
Example = tuple[NDArray[np.uint8], tuple[int, int, int]]  # a window; the two digits, and whether it shows two

RULED, BY_RULE = 1500, 0.12  # shapes drawn by rule, and how many of the digits are of them
DIGITS = ((1, 0.08), (2, 0.47), (3, 0.3), (4, 0.15))  # in a row, how often
WITH_SIGN, SIGNS = 0.25, tuple("-/.,()=")
TOUCHING, NEXT_TO_SIGN = (0.4, 0.8, 1.0), 0.3  # of the digits touch the one before, by writer; and beside a sign
DEEP, DEEPER, OFTEN = 0.06, 0.2, 0.6  # of a height they reach into each other, the former as often
HELD, STRANGE = 0.85, 0.15  # of a digit's ink that make it part of a candidate, and that speak against a pair
MIXED, UNCLEAR = 0.1, 0.2  # of a pair's ink is others', and from where on it is none; what is between teaches nothing
KEPT = 0.3  # of what is no pair: there is much


def examples(count: int, seed: int) -> Iterator[Example]:
    """`count` windows of the candidates of made rows. Raises DataMissing."""
    pens, scans, mnist = people("train")
    random = np.random.default_rng(seed)
    shapes = [Sample("by rule", int(value), drawn=strokes) for value, strokes in ruled(random, RULED)]
    made = 0
    while made < count:
        raw, row = _row([pens, pens, scans, mnist, mnist], shapes, random)
        for example in _labelled(raw, row.each(), random):
            made += 1
            yield example


def _row(groups: Sequence[Writers], shapes: Sequence[Sample], random: Random) -> tuple[str, Row]:
    writers = groups[int(random.integers(len(groups)))]
    person = writers[int(random.integers(len(writers)))]
    own = hand(random)
    pen = Pen(own, float(random.uniform(20, 90)), float(random.uniform(0.05, 0.16)))
    wanted = _wanted(random)
    touching = float(random.choice(TOUCHING))
    row, raw = Row(pen), ""
    for sign in wanted:
        one = None
        if sign == "d":
            several = person if random.random() < 1 - BY_RULE else shapes
            place = int(random.integers(len(several)))
            one = several[place]
        cover, below = pen.inked(sign, one, random)
        touches = random.random() < (touching if one and raw[-1:].isdigit() else NEXT_TO_SIGN)
        deep = DEEP if random.random() < OFTEN else DEEPER
        gap = -random.uniform(0, deep) if touches else max(0.03, random.normal(min(own.gap, 0.3), 0.08))
        row.add(cover, below, gap, touches=touches)
        raw += str(one.label) if one else sign
    return raw, row


def _wanted(random: Random) -> str:
    counts, shares = zip(*DIGITS, strict=True)
    wanted = "d" * int(random.choice(counts, p=shares))
    if random.random() < WITH_SIGN:
        place = int(random.integers(len(wanted) + 1))
        wanted = wanted[:place] + str(random.choice(SIGNS)) + wanted[place:]
    return wanted


def _labelled(raw: str, each: NDArray[np.uint8], random: Random) -> Iterator[Example]:
    """The windows of those candidates of a row that may be pairs, where it is clear what they show. `each` (signs,
    height, width) is the ink of its signs."""
    sheet = InkSheet(np.asarray(each.max(0), np.uint8))
    if not sheet.pieces:
        return
    heights = [line.height for line in measured_lines(sheet.pieces)]
    found = candidates(sheet.pieces, heights)
    solid = each > SOLID
    for number in whole(sheet.pieces, found, heights):
        label = _label(raw, *_shares(solid, found[number], sheet))
        if label is not None and (label[2] or random.random() < KEPT):
            yield window(sheet.ink(found[number].first, found[number].last)), label


def _shares(solid: NDArray[np.bool_], one: Candidate, sheet: InkSheet) -> tuple[Array, Array]:
    """(signs,) twice: how much of each sign's ink the candidate has, and how much of the candidate's is each sign's."""
    ink = sheet.ink(one.first, one.last) > SOLID
    top, left = sheet.corner(one.first, one.last)
    place = solid[:, top : top + ink.shape[0], left : left + ink.shape[1]]
    shared = (place & ink[: place.shape[1], : place.shape[2]]).sum((1, 2))
    return shared / np.maximum(1, solid.sum((1, 2))), shared / max(1, int(shared.sum()))


def _label(raw: str, held: Array, share: Array) -> tuple[int, int, int] | None:
    """The two digits and 1, three 0 for no pair; None where it may be called one or the other."""
    inside = np.flatnonzero(held > HELD)
    if len(inside) != 2 or inside[1] != inside[0] + 1 or not (pair := raw[inside[0] : inside[1] + 1]).isdigit():
        return 0, 0, 0
    others = float(share[held <= HELD].sum())
    if (held > STRANGE).sum() == 2 and others < MIXED:
        return int(pair[0]), int(pair[1]), 1
    return None if others < UNCLEAR else (0, 0, 0)
