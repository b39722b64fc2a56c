"""A form's places, and the ink in each: one digit to a place, so nothing is cut, and no stroke is a separator."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml import lines
from ml.components import Components, components
from ml.frames import Cell
from ml.labels import grown, labelled
from ml.pieces import Extent

Ink = NDArray[np.uint8]

SOLID = 96  # fainter ink is an edge, and does not join two digits
DIRT = 0.15  # of the height of its place: smaller than any digit
WIDE = 1.2  # times as wide as its place is: written across two of them
NARROW = 0.4  # of the usual width: between two boxes, and no place


@dataclass(frozen=True, eq=False)
class Place:
    """The `ink` (height, width) uint8 that is written in one place, where it lies, on which line of places, and which
    of that line it is; places that are empty count, too."""

    ink: Ink
    extent: Extent
    line: int
    number: int


def places(ink: Ink, cells: Sequence[Cell]) -> list[Place]:
    """What is written in each of the places of a form, as it is read; nothing where something is not in any of them, or
    crosses from one into the next."""
    if not cells:
        return []
    widths = [Extent(*cell.bounds).width for cell in cells]
    cells = [cell for cell, width in zip(cells, widths, strict=True) if width >= NARROW * float(np.median(widths))]
    bounds = [Extent(*cell.bounds) for cell in cells]
    parts = components(ink > SOLID)
    owners = _owners(parts, cells, bounds)
    if owners is None:
        return []
    labels = grown(labelled(parts), ink > 0)
    return [
        place
        for line, row in enumerate(_rows(bounds))
        for number, cell in enumerate(row)
        if (place := _place(ink, labels, np.flatnonzero(owners == cell) + 1, line, number))
        and max(place.extent.width, place.extent.height) >= DIRT * bounds[cell].height
    ]


def _owners(parts: Components, cells: Sequence[Cell], bounds: Sequence[Extent]) -> NDArray[np.intp] | None:
    """(parts,) in which cell each component of the ink is, -1 for dirt in none; None where it is no form."""
    owners = np.full(parts.count, -1)
    for part, (top, bottom, left, right) in enumerate(parts.boxes().tolist()):
        held = [number for number, cell in enumerate(cells) if cell.holds((left + right) / 2, (top + bottom) / 2)]
        if held and right - left <= WIDE * bounds[held[0]].width:
            owners[part] = held[0]
        elif held or max(bottom - top, right - left) >= DIRT * min(bound.height for bound in bounds):
            return None
    return owners


def _rows(bounds: list[Extent]) -> list[list[int]]:
    """The cells of each line, from the left."""
    on_line = lines.assign(bounds)
    rows = [[cell for cell, its in enumerate(on_line) if its == line] for line in range(max(on_line) + 1)]
    return [sorted(row, key=lambda cell: bounds[cell].left) for row in rows]


def _place(ink: Ink, labels: NDArray[np.int32], names: NDArray[np.intp], line: int, number: int) -> Place | None:
    if not names.size:
        return None
    own = np.isin(labels, names)
    ys, xs = np.flatnonzero(own.any(1)), np.flatnonzero(own.any(0))
    window = np.s_[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1]
    extent = Extent(float(xs[0]), float(ys[0]), float(xs[-1] + 1), float(ys[-1] + 1))
    return Place(np.where(own[window], ink[window], 0).astype(np.uint8), extent, line, number)
