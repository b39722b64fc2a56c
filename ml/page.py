"""A picture or strokes as what the reader works on: the pieces, and all the ink as if it were one digit."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from ml import pictures, strokes
from ml.doubt import doubted
from ml.faint import shows_something
from ml.ink import written
from ml.inked import InkSheet
from ml.normalize import crop_box
from ml.penned import PenSheet
from ml.pieces import Extent, Ink, Sheet
from ml.places import Place, places
from ml.reading import Box
from ml.strokes import Strokes
from ml.tangle import least_drawn


@dataclass(frozen=True, eq=False)
class Page:
    """All `ink` (height, width) uint8, 0 = paper, the box around it, and its pieces in reading order, cut when asked.
    It `doubts` values that are read in what may be no writing at all. `placed` tells what is written in the places of a
    form, if it is one.

    One unit of the boxes and pieces is `scale` pixels of the file, or units of the strokes. `size` is the upright
    picture's (width, height), which `wants_preview` as ml.pictures says.
    """

    ink: Ink
    box: Box
    cut: Callable[[], Sheet]
    doubts: Callable[[Sequence[int]], bool]
    scale: float = 1.0
    size: tuple[int, int] | None = None
    wants_preview: bool = False
    placed: Callable[[], list[Place]] = list

    @property
    def drawn(self) -> bool:
        """Whether it came as strokes."""
        return self.size is None

    @property
    def pixels(self) -> int:
        """How many are held until it is read."""
        return self.ink.size if self.size is None else round(math.prod(self.size) / self.scale**2)

    @cached_property
    def sheet(self) -> Sheet:
        return self.cut()


@dataclass(frozen=True)
class Empty:
    """A picture without ink, `faint` where something is there but too pale to be read."""

    faint: bool
    wants_preview: bool

    def doubts(self, values: Sequence[int]) -> bool:
        return False


def from_picture(data: bytes, max_pixels: int) -> Page | Empty:
    """Raises PictureRejected."""
    picture = pictures.load(data, max_pixels)
    ink, cells = written(picture.pixels)
    top, bottom, left, right = edges = crop_box(ink)
    if top == bottom:
        return Empty(shows_something(picture.pixels), picture.wants_preview)
    cropped = ink[top:bottom, left:right]
    box_of_all = Box(left, top, right - left, bottom - top)
    return Page(
        cropped,
        box_of_all,
        partial(InkSheet, cropped, left, top),
        partial(doubted, picture.pixels, ink, edges, form=bool(cells)),
        picture.scale,
        picture.size,
        wants_preview=picture.wants_preview,
        placed=partial(places, ink, cells),
    )


def from_strokes(drawn: Strokes) -> Page:
    around = box(Extent(*strokes.bounds(drawn)))
    return Page(
        strokes.render(drawn), around, partial(PenSheet, drawn), lambda values: len(values) < least_drawn(drawn)
    )


def box(extent: Extent) -> Box:
    """In whole units, none of the ink left out, at least one wide and high."""
    x, y = math.floor(extent.left), math.floor(extent.top)
    return Box(x, y, max(1, math.ceil(extent.right) - x), max(1, math.ceil(extent.bottom) - y))
