"""A form's places, and the ink in each: one digit to a place, so nothing is cut, and no stroke is a separator."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml import lines
from ml.arrays import SOLID, Ink
from ml.components import Components, components
from ml.ink.cells import Cell
from ml.labels import grown, labelled
from ml.layout.pieces import Extent

DIRT = 0.15  # of the height of its place: smaller than any digit
WIDE = 1.2  # times as wide as its place is: written across two of them
NARROW = 0.4  # of the usual width and height: what is between two boxes, and no place


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
    sizes = np.array([(bound.width, bound.height) for bound in (Extent(*cell.bounds) for cell in cells)])
    cells = [cells[int(number)] for number in np.flatnonzero((sizes >= NARROW * np.median(sizes, axis=0)).all(1))]
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
        if (place := _place(ink, labels, parts.boxes(), np.flatnonzero(owners == cell), line, number))
        and max(place.extent.width, place.extent.height) >= DIRT * bounds[cell].height
    ]


def _owners(parts: Components, cells: Sequence[Cell], bounds: Sequence[Extent]) -> NDArray[np.intp] | None:
    """(parts,) in which cell each component of the ink is, -1 for dirt in none; None where it is no form."""
    top, bottom, left, right = parts.boxes().T
    owners = np.full(parts.count, -1)
    for number, (cell, bound) in enumerate(zip(cells, bounds, strict=True)):
        held = cell.holds((left + right) / 2, (top + bottom) / 2) & (owners < 0)
        if (right - left > WIDE * bound.width)[held].any():
            return None
        owners[held] = number
    astray = np.maximum(bottom - top, right - left) >= DIRT * min(bound.height for bound in bounds)
    return None if (astray & (owners < 0)).any() else owners


def _rows(bounds: list[Extent]) -> list[list[int]]:
    """The cells of each line, from the left."""
    on_line = lines.assign(bounds)
    rows = [[cell for cell, its in enumerate(on_line) if its == line] for line in range(max(on_line) + 1)]
    return [sorted(row, key=lambda cell: bounds[cell].left) for row in rows]


def _place(  # noqa: PLR0913, PLR0917 - where to look, for what, and what to call it
    ink: Ink, labels: NDArray[np.int32], boxes: NDArray[np.intp], parts: NDArray[np.intp], line: int, number: int
) -> Place | None:
    if not parts.size:
        return None
    top, left = (boxes[parts][:, side].min() for side in (0, 2))
    bottom, right = (boxes[parts][:, side].max() for side in (1, 3))
    window = np.s_[max(0, top - 1) : bottom + 1, max(0, left - 1) : right + 1]  # and the grey edge
    own = np.isin(labels[window], parts + 1)
    extent = Extent(float(left), float(top), float(right), float(bottom))
    return Place(np.where(own, ink[window], 0).astype(np.uint8), extent, line, number)
