"""Connected components of a mask, by runs: numpy only, and no loop over pixels."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ml.arrays import Ints, Mask


@dataclass(frozen=True)
class Components:
    """The runs of a mask of `shape`: `row`, `start`, `end` (exclusive), and the component `label` of each, 0 to
    `count` - 1."""

    shape: tuple[int, int]
    row: Ints
    start: Ints
    end: Ints
    label: Ints
    count: int

    def areas(self) -> Ints:
        """(count,) pixels of each component."""
        return np.bincount(self.label, self.end - self.start, self.count).astype(np.intp)

    @cached_property
    def _boxes(self) -> Ints:
        if self.count == 1:
            return np.array([[self.row[0], self.row[-1] + 1, self.start.min(), self.end.max()]])
        boxes = np.zeros((self.count, 4), np.intp)
        boxes[:, 0] = boxes[:, 2] = max(self.shape)
        np.minimum.at(boxes[:, 0], self.label, self.row)
        np.maximum.at(boxes[:, 1], self.label, self.row + 1)
        np.minimum.at(boxes[:, 2], self.label, self.start)
        np.maximum.at(boxes[:, 3], self.label, self.end)
        return boxes

    def boxes(self) -> Ints:
        """(count, 4) top, bottom, left, right of each component, the second and fourth exclusive."""
        return self._boxes

    def extents(self) -> Ints:
        """(count,) the longer side of each component's box."""
        boxes = self.boxes()
        return np.asarray(np.maximum(boxes[:, 1] - boxes[:, 0], boxes[:, 3] - boxes[:, 2]))

    def contact(self, least: float = 0) -> Ints:
        """(count,) how many of each component's pixels are on the border, `least` of them or more side by side."""
        height, width = self.shape
        length = self.end - self.start
        level = np.where(((self.row == 0) | (self.row == height - 1)) & (length >= least), length, 0)
        ends = (self.start == 0).astype(np.intp) + (self.end == width)
        if least:
            ends = _in_columns(self.row, self.start == 0, least) + _in_columns(self.row, self.end == width, least)
        return np.bincount(self.label, level + ends, self.count).astype(np.intp)

    def peaks(self, values: NDArray[np.uint8]) -> Ints:
        """(count,) the largest of `values` (height, width) in each component."""
        peaks = np.zeros(self.count, np.intp)
        if self.count:
            flat = np.append(values.ravel(), np.uint8(0))  # so that the last run may end at the last pixel
            edges = np.stack([self.start, self.end], 1) + (self.row * self.shape[1])[:, None]
            np.maximum.at(peaks, self.label, np.maximum.reduceat(flat, edges.ravel())[::2].astype(np.intp))
        return peaks

    def only(self, wanted: Mask) -> "Components":
        """Of the components those that `wanted` (count,) names, in the same order."""
        runs = wanted[self.label]
        names = wanted.cumsum() - 1
        label = names[self.label[runs]]
        return Components(self.shape, self.row[runs], self.start[runs], self.end[runs], label, int(wanted.sum()))

    def alone(self, label: int) -> Mask:
        """One component in its own box: much less work, where there are many, than a mask of the whole page."""
        top, bottom, left, right = self.boxes()[label]
        own = np.flatnonzero(self.label == label)
        place = (self.row[own] - top) * (right - left) - left
        steps = np.zeros((bottom - top) * (right - left) + 1, np.int8)
        np.add.at(steps, place + self.start[own], 1)
        np.subtract.at(steps, place + self.end[own], 1)
        return steps[:-1].cumsum(dtype=np.int8).reshape(bottom - top, right - left).astype(np.bool_)

    def mask(self, wanted: Mask) -> Mask:
        """The mask (height, width) of the components that `wanted` (count,) names."""
        chosen = wanted[self.label]
        steps = np.zeros(self.shape[0] * self.shape[1] + 1, np.int8)
        place = self.row * self.shape[1]
        # A run may start where the one of the row above ended.
        np.add.at(steps, (place + self.start)[chosen], 1)
        np.subtract.at(steps, (place + self.end)[chosen], 1)
        return steps[:-1].cumsum(dtype=np.int8).reshape(self.shape).astype(np.bool_)


def _in_columns(row: Ints, there: Mask, least: float) -> Ints:
    """(runs,) 1 for each of those `there`, one a row, that stand in a column of `least` or more, else 0."""
    found = np.zeros(row.size, np.intp)
    for column in np.split(at := np.flatnonzero(there), np.flatnonzero(np.diff(row[at]) > 1) + 1):
        found[column] = column.size >= least
    return found


def components(mask: Mask) -> Components:
    """The components of `mask` (height, width) whose pixels touch by a side or a corner."""
    row, start, end = runs(mask)
    label = np.arange(row.size)
    upper, lower = _touching(row, start, end, mask.shape[1] + 2)
    # Every label sinks to the least that it touches, and jumps to that one's own, until nothing moves.
    while (apart := label[upper] != label[lower]).any():
        one, other = label[upper[apart]], label[lower[apart]]
        least = np.minimum(one, other)
        np.minimum.at(label, one, least)
        np.minimum.at(label, other, least)
        while not ((jumped := label[label]) == label).all():
            label = jumped
    # Now a component's label is its first run; counted in that order they are 0 to count - 1.
    names = (label == np.arange(label.size)).cumsum()
    count = int(names[-1]) if names.size else 0
    return Components((mask.shape[0], mask.shape[1]), row, start, end, names[label] - 1, count)


def runs(mask: Mask) -> tuple[Ints, Ints, Ints]:
    """The level runs of `mask` (height, width), from the top: row, start and end (exclusive) of each."""
    padded = np.zeros((mask.shape[0], mask.shape[1] + 2), np.bool_)
    padded[:, 1:-1] = mask
    pixels = padded.ravel()
    edges = (pixels[1:] != pixels[:-1]).nonzero()[0]
    row, start = np.divmod(edges[::2], padded.shape[1])
    return row, start, edges[1::2] % padded.shape[1]


def _touching(row: Ints, start: Ints, end: Ints, width: int) -> tuple[Ints, Ints]:
    """The pairs of runs of neighbouring rows that touch: of each run, those below it are consecutive."""
    place = row * width
    first = (place + end).searchsorted(place + width + start, "left")
    last = (place + start).searchsorted(place + width + end, "right")
    many = np.maximum(last - first, 0)
    upper = np.repeat(np.arange(row.size), many)
    return upper, np.arange(many.sum()) - np.repeat(many.cumsum() - many - first, many)
