"""Pieces that follow one another may be one digit or one separator: the candidates, and what is measured of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from ml import lines
from ml.layout.pieces import Extent, Piece, Points

MOST_PIECES = 8  # a digit, however it is cut,
MOST_PARTS = 5  # and those of them that nothing joins
WIDEST = 2.2  # of the line's height
DOT = 0.2  # of the line's height
FARTHEST = 0.7  # of the line's height: pieces further apart are not one digit
FAINTEST = 3e-4  # probabilities below count as this

NAMES = (
    "one", "height", "height2", "width", "width2", "place", "place2",
    "pieces", "many_pieces", "gap", "distance", "apart", "overlap",
    "next_overlap", "next_touches", "last_overlap", "last_touches", "cuts_inside", "cuts_beside",
    "is_digit", "not_digit", "sure", "slant", "bow", "bow2", "crooked",
    "alone", "begins", "ends", "after_small", "before_small", "rises", "falls", "leans",
    "next_crosses", "last_crosses",
    "seen_digit", "seen_none", "seen_one", "seen_dash", "seen_dot", "seen_slash", "seen_opening", "seen_closing",
)  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """Pieces `first` to `last` - 1, and the box around them."""

    first: int
    last: int
    extent: Extent
    line: int


@dataclass(frozen=True)
class Line:
    """A digit's height on a line, and where its middle runs: y = slope * x + middle."""

    height: float
    slope: float
    middle: float

    def place(self, extent: Extent) -> float:
        """How far above (negative) or below the line's middle the extent's middle stands, in heights."""
        x, y = extent.middle
        return (y - self.slope * x - self.middle) / self.height


def candidates(pieces: Sequence[Piece], height: Sequence[float]) -> list[Candidate]:
    """Every run of pieces on one line that one digit could be; a single piece always is one. `height` is the lines'."""
    found = []
    for first, piece in enumerate(pieces):
        extent, parts = piece.extent, 1
        for last in range(first, min(first + MOST_PIECES, len(pieces))):
            reach = height[piece.line]
            if pieces[last].line != piece.line or extent.gap(pieces[last].extent) > FARTHEST * reach:
                break
            if last > first and _dot_apart(pieces[last - 1].extent, pieces[last].extent, reach):
                break
            parts += last > first and not pieces[last].cut
            if parts > MOST_PARTS:
                break
            extent = extent.joined(pieces[last].extent)
            if last > first and extent.width > WIDEST * reach:
                break
            found.append(Candidate(first, last + 1, extent, piece.line))
    return found


def _dot_apart(one: Extent, other: Extent, reach: float) -> bool:
    """Whether one of the two is a dot beside the other: no digit has such a part."""
    least = min(max(one.width, one.height), max(other.width, other.height))
    return least < DOT * reach and one.gap(other) > DOT / 2 * reach


def measured_lines(pieces: Sequence[Piece]) -> list[Line]:
    """The lines that these pieces, one at least, stand on, by the numbers that they carry."""
    return [
        _line([piece.extent for piece in pieces if piece.line == number])
        for number in range(max(piece.line for piece in pieces) + 1)
    ]


def _line(extents: Sequence[Extent]) -> Line:
    height = lines.height(extents)
    tall = np.array([extent.middle for extent in extents if extent.height > lines.SMALL * height] or [(0.0, 0.0)])
    spread = float(np.ptp(tall[:, 0]))
    # A slope needs a line to stand on; between two digits it would only be their difference.
    slope = float(np.polyfit(tall[:, 0], tall[:, 1], 1)[0]) if len(tall) > 3 and spread > 3 * height else 0.0
    return Line(height, slope, float(np.median(tall[:, 1] - slope * tall[:, 0])))


def measure(
    pieces: Sequence[Piece],
    found: Sequence[Candidate],
    on: Sequence[Line],
    probabilities: NDArray[np.float32],
    not_digit: NDArray[np.float32],
) -> NDArray[np.float64]:
    """(candidates, len(NAMES)): sizes in logarithms of the line's height, places and gaps in heights, chances as
    logarithms, all of the order of 1."""
    joints = [_joint(pieces, k, on) for k in range(len(pieces) + 1)]
    rows = [_geometry(pieces, candidate, on[candidate.line], joints) for candidate in found]
    is_digit = np.log(np.maximum(FAINTEST, 1 - not_digit.astype(np.float64)))
    none = np.log(np.maximum(FAINTEST, not_digit.astype(np.float64)))
    sure = np.log(probabilities.max(1).astype(np.float64))
    shapes = [_shape(np.concatenate([piece.points for piece in pieces[c.first : c.last]]), c.extent) for c in found]
    others = _others(pieces, found, on, [shape[0] for shape in shapes])
    return np.column_stack(
        [
            rows, is_digit, none, sure, shapes,
            [_company(pieces, candidate, on) for candidate in found],
            others,
            [_crossings(candidate, joints) for candidate in found],
        ]
    )  # fmt: skip


def _crossings(candidate: Candidate, joints: Sequence["_Joint"]) -> list[float]:
    """How much of the narrower one crosses what comes next, and what came before: a 0 and its slash do, two digits
    that touch hardly share their width, and two that lean share it without touching."""
    before, after = joints[candidate.first], joints[candidate.last]
    return [after.overlap * after.touches, before.overlap * before.touches]


def _others(
    pieces: Sequence[Piece], found: Sequence[Candidate], on: Sequence[Line], slants: Sequence[float]
) -> NDArray[np.float64]:
    """(candidates, 3): how far it rises above and falls below what else is tall on its line, in heights, and leans more
    to the right. Brackets and slashes do both, a 1 neither."""
    level = [on[piece.line].slope * piece.extent.middle[0] for piece in pieces]
    tops = [piece.extent.top - rise for piece, rise in zip(pieces, level, strict=True)]
    bottoms = [piece.extent.bottom - rise for piece, rise in zip(pieces, level, strict=True)]
    lean = {candidate.first: slants[k] for k, candidate in enumerate(found) if candidate.last == candidate.first + 1}
    tall = [k for k, piece in enumerate(pieces) if piece.extent.height > lines.SMALL * on[piece.line].height]
    result = np.zeros((len(found), 3))
    for row, candidate, slant in zip(result, found, slants, strict=True):
        other = [k for k in tall if pieces[k].line == candidate.line and not candidate.first <= k < candidate.last]
        if other:
            height, climb = on[candidate.line].height, on[candidate.line].slope * candidate.extent.middle[0]
            row[0] = (median(tops[k] for k in other) + climb - candidate.extent.top) / height
            row[1] = (candidate.extent.bottom - median(bottoms[k] for k in other) - climb) / height
            row[2] = slant - median(lean[k] for k in other)
    return np.clip(result, -1, 1)


def testimony(seen: NDArray[np.float64]) -> NDArray[np.float64]:
    """(candidates, 8), the last of NAMES: the witness's logarithms of any digit, none, a 1, and each separator."""
    digit = np.logaddexp.reduce(seen[:, :10], axis=1)
    return np.column_stack([digit, seen[:, -1], seen[:, 1], seen[:, 10:-1]])


def _company(pieces: Sequence[Piece], candidate: Candidate, on: Sequence[Line]) -> list[float]:
    """Whether it is all there is, begins or ends its line, and stands after or before something small: brackets and
    dashes begin a line, slashes do not, and none stands beside another."""

    def small(k: int) -> bool:
        return pieces[k].extent.height < lines.SMALL * on[candidate.line].height

    begins = candidate.first == 0 or pieces[candidate.first - 1].line != candidate.line
    ends = candidate.last == len(pieces) or pieces[candidate.last].line != candidate.line
    return [
        float(candidate.last - candidate.first == len(pieces)),
        float(begins),
        float(ends),
        float(not begins and small(candidate.first - 1)),
        float(not ends and small(candidate.last)),
    ]


@dataclass(frozen=True)
class _Joint:
    """Between a piece and the one before it, in the line's heights; at the ends of a line far apart."""

    gap: float = 2.0
    distance: float = 1.0
    overlap: float = 0.0
    cut: bool = False
    touches: bool = False


def _joint(pieces: Sequence[Piece], k: int, on: Sequence[Line]) -> _Joint:
    if not 0 < k < len(pieces) or pieces[k].line != pieces[k - 1].line:
        return _Joint()
    one, other, height = pieces[k - 1], pieces[k], on[pieces[k].line].height
    gap, distance = one.extent.gap(other.extent), one.distance(other) / height
    narrow = max(min(one.extent.width, other.extent.width), 0.05 * height)
    overlap = min(1.0, max(0.0, -gap / narrow))
    return _Joint(min(2.0, max(0.0, gap / height)), min(1.0, distance), overlap, other.cut, distance < 0.05)


def _geometry(pieces: Sequence[Piece], candidate: Candidate, line: Line, joints: Sequence[_Joint]) -> list[float]:
    height = float(np.clip(np.log2(max(candidate.extent.height, 1e-9) / line.height), -4, 2))
    width = float(np.clip(np.log2(max(candidate.extent.width, 1e-9) / line.height), -4, 2))
    place = float(np.clip(line.place(candidate.extent), -1.5, 1.5))
    inside = joints[candidate.first + 1 : candidate.last]
    before, after = joints[candidate.first], joints[candidate.last]
    return [
        1.0, height, height**2, width, width**2, place, place**2,
        len(inside),
        float(len(inside) > 2),
        max((joint.gap for joint in inside), default=0.0),
        max((joint.distance for joint in inside), default=0.0),
        sum(joint.distance > 0.12 for joint in inside),
        min((joint.overlap for joint in inside), default=1.0),
        after.overlap, float(after.touches), before.overlap, float(before.touches),
        sum(joint.cut for joint in inside),
        float(before.cut) + float(after.cut),
    ]  # fmt: skip


def _shape(points: Points, extent: Extent) -> tuple[float, float, float, float]:
    """(slant, bow, bow squared, crooked): how an upright line leans to the right, bulges to the right, and what is
    left of its ink besides, each over its height. A slash leans, a bracket bulges, a 1 does neither much."""
    height = max(extent.height, 0.2 * extent.width, 1e-9)
    y = (points[:, 1] - points[:, 1].mean()) / height
    x = (points[:, 0] - points[:, 0].mean()) / height
    terms = np.column_stack([np.ones_like(y), y, y**2])
    fit = np.linalg.lstsq(terms, x, rcond=None)[0]
    rest = float(np.sqrt(((x - terms @ fit) ** 2).mean()))
    slant, bow = float(np.clip(-fit[1], -2, 2)), float(np.clip(-fit[2], -2, 2))
    return slant, bow, bow**2, min(1.0, 4 * rest)
