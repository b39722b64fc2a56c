"""A picture or strokes as what the reader works on: the pieces, and all the ink as if it were one digit."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np

from ml import pictures, strokes
from ml.arrays import SOLID, Ink, Mask
from ml.components import Components, components
from ml.decision import Doubts
from ml.doubt.writing import PLAIN, doubted, doubted_strokes
from ml.ink.faint import shows_something
from ml.ink.find import written
from ml.labels import grown, labelled
from ml.layout import crosses, strays, units, views
from ml.layout.inked import InkSheet
from ml.layout.margin import Margin, margin
from ml.layout.marks import below
from ml.layout.pen_marks import marked, without_lines_below
from ml.layout.penned import PenSheet
from ml.layout.pieces import Extent, Sheet
from ml.layout.places import Place, places
from ml.layout.ringed import held
from ml.layout.rings import ring
from ml.normalize import crop_box
from ml.reading import Box
from ml.strokes import Strokes


@dataclass(frozen=True, eq=False)
class Page:
    """All `ink` (height, width) uint8, 0 = paper, the box around it, and its pieces in reading order, cut when asked.
    It `doubts` values that are read in what may be no writing at all. `placed` tells what is written in the places of a
    form, if it is one, and `within` is the page without what somebody drew around everything, or without signs that are
    no part of a number, if there is something of that; `signs` are where such were, and what was left `beside` it makes
    it doubtful, `uncounted` where it is not known to be one digit; `framed` is what something was drawn around, `free`
    if it does not touch that. `otherwise` is how the same looks in other views, a line being so many units high.

    One unit of the boxes and pieces is `scale` pixels of the file, or units of the strokes. `size` is the upright
    picture's (width, height), which `wants_preview` as ml.pictures says.
    """

    ink: Ink
    box: Box
    cut: Callable[[], Sheet]
    doubts: Doubts
    scale: float = 1.0
    size: tuple[int, int] | None = None
    wants_preview: bool = False
    placed: Callable[[], list[Place]] = list
    within: Callable[[], "Page | None"] = lambda: None
    signs: tuple[Extent, ...] = ()
    beside: bool = False
    uncounted: bool = False
    framed: bool = False
    free: bool = False
    otherwise: Callable[[float], Iterator[Sheet]] = lambda _: iter(())

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
    ink = _without_lines_below(ink)
    edges = crop_box(ink)
    if edges[0] == edges[1]:
        return Empty(shows_something(picture.pixels), picture.wants_preview)
    doubts = partial(doubted, picture.pixels, ink, edges, form=bool(cells))
    page = _of_ink(ink, edges, doubts, picture)
    return replace(page, placed=partial(places, ink, cells))


def _without_lines_below(ink: Ink) -> Ink:
    end = below(ink)
    if end == ink.shape[0]:
        return ink
    ink = ink.copy()
    ink[end:] = 0
    return ink


def _of_ink(
    ink: Ink,
    edges: tuple[int, int, int, int],
    doubts: Doubts,
    picture: pictures.Picture,
    signs: tuple[Extent, ...] = (),
) -> Page:
    top, bottom, left, right = edges
    cropped = ink[top:bottom, left:right]

    def within() -> Page | None:
        found = components(cropped > SOLID)
        frame = ring(found)
        cell = Margin(np.zeros_like(frame)) if frame.any() else margin(found, edges, (ink.shape[0], ink.shape[1]))
        out = _left_out(
            frame | cell.gone,
            partial(crosses.in_ink, found),
            partial(units.in_ink, found),
            partial(strays.in_ink, found),
        )
        inner = np.zeros_like(ink)
        inner[top:bottom, left:right] = held(cropped) if out is None else _without(cropped, found, out.gone)
        bounds, framed = crop_box(inner), bool(frame.any())
        if out is None:  # what holds a ring that holds another is a spiral
            page = _of_ink(inner, bounds, _ringed(doubts), picture, signs)
            return replace(page, framed=True, within=lambda: None) if inner.any() else None
        stood = found.boxes()[out.parting] + [top, top, left, left]
        more = tuple(Extent(x0, y0, x1, y1) for y0, y1, x0, x1 in stood)
        rest = _ringed(doubts) if framed else doubts
        if cell.gone.any():
            rest = _rest(picture, inner, bounds, doubts, cell)
        page = _of_ink(inner, bounds, rest, picture, signs + more)
        return replace(page, beside=out.beside, uncounted=cell.doubtful, framed=framed, free=framed)

    return Page(
        cropped,
        Box(left, top, right - left, bottom - top),
        partial(InkSheet, cropped, left, top),
        doubts,
        picture.scale,
        picture.size,
        wants_preview=picture.wants_preview,
        within=within,
        signs=signs,
        otherwise=lambda _: views.of_ink(cropped),
    )


@dataclass(frozen=True)
class _LeftOut:
    """(n,) each: what goes, and what of it parts the number in which it stands; `beside`: the rest is doubtful."""

    gone: Mask
    parting: Mask
    beside: bool = False


def _ringed(doubts: Doubts) -> Doubts:
    """Whether what is in a ring may be no writing by all there is: the ring is one digit more, a 0."""
    return lambda values: doubts([*values, 0])


def _rest(
    picture: pictures.Picture, ink: Ink, edges: tuple[int, int, int, int], doubts: Doubts, around: Margin
) -> Doubts:
    """Whether the `ink` that is left of a cell may be no writing. A crease among the edges of things is read as a plain
    digit, so where nothing around it was printed it `doubts` these by all there is, too."""
    rest = partial(doubted, picture.pixels, ink, edges, form=True)
    if around.printed:
        return rest
    return lambda values: rest(values) or (PLAIN.issuperset(values) and doubts(values))


def _left_out(
    frame: Mask, crossed: Callable[[], Mask], counted: Callable[[], Mask], strayed: Callable[[], Mask]
) -> _LeftOut | None:
    """What goes first: the `frame`, or what is around a cell's digit, else crosses, else signs of what is counted, else
    stray marks; None where there is none of them."""
    if frame.any():
        return _LeftOut(frame, np.zeros_like(frame))
    gone = crossed()
    if gone.any():
        return _LeftOut(gone, gone)
    gone = counted()
    if gone.any():
        return _LeftOut(gone, gone, beside=True)
    gone = strayed()
    return _LeftOut(gone, np.zeros_like(gone)) if gone.any() else None


def _without(ink: Ink, found: Components, gone: Mask) -> Ink:
    """`ink` without those of the components `found` in it that are `gone`, and the pale ink that hangs together with
    them and is beside no other."""
    names = grown(labelled(found), ink > 0)
    out = np.append(False, gone)[names]
    pale = (names == 0) & (ink > 0)
    if pale.any():
        pieces = labelled(components(ink > 0))
        out |= pale & np.isin(pieces, np.unique(pieces[out]))
    return np.where(out, 0, ink).astype(np.uint8)


def from_strokes(drawn: Strokes, signs: tuple[Extent, ...] = ()) -> Page:
    """Of checked strokes; `signs` are where some were left out before."""
    drawn = without_lines_below(drawn)

    def within() -> Page | None:
        out = _left_out(
            marked(drawn),
            partial(crosses.among_strokes, drawn),
            partial(units.among_strokes, drawn),
            partial(strays.among_strokes, drawn),
        )
        if out is None:
            return None
        more = tuple(Extent(*strokes.bounds((drawn[k],))) for k in np.flatnonzero(out.parting))
        rest = tuple(stroke for stroke, mark in zip(drawn, out.gone, strict=True) if not mark)
        return replace(from_strokes(rest, signs + more), beside=out.beside)

    return Page(
        strokes.render(drawn),
        box(Extent(*strokes.bounds(drawn))),
        partial(PenSheet, drawn),
        partial(doubted_strokes, drawn),
        within=within,
        signs=signs,
        otherwise=partial(views.of_strokes, drawn),
    )


def box(extent: Extent) -> Box:
    """In whole units, none of the ink left out, at least one wide and high."""
    x, y = math.floor(extent.left), math.floor(extent.top)
    return Box(x, y, max(1, math.ceil(extent.right) - x), max(1, math.ceil(extent.bottom) - y))
