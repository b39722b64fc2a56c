"""From sources to pages, so many together as one call of the network may have and memory may hold."""

import time
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from ml import strokes
from ml.layout.page import Empty, Page, from_picture, from_strokes
from ml.strokes import Strokes

TOGETHER = 32
HELD_PIXELS = 4_000_000

Source: TypeAlias = bytes | Strokes | Exception
Written: TypeAlias = tuple[Page | Empty | Exception, float]


def pages(sources: Iterable[Source], max_pixels: int) -> Iterator[list[Written]]:
    """What each of `sources` holds, and the seconds that finding it took: the page, Empty where nothing is written, or
    what is wrong with it. Up to TOGETHER at once, fewer where they are large, so that memory does not grow."""
    some: list[Written] = []
    pixels = 0
    for source in sources:
        page, seconds = _written(source, max_pixels)
        some.append((page, seconds))
        pixels += page.pixels if isinstance(page, Page) else 0
        if len(some) == TOGETHER or pixels > HELD_PIXELS:
            yield some
            some, pixels = [], 0
    if some:
        yield some


def _written(source: Source, max_pixels: int) -> Written:
    began = time.perf_counter()
    page: Page | Empty | Exception
    try:
        if isinstance(source, Exception):
            page = source
        elif isinstance(source, bytes):
            page = from_picture(source, max_pixels)
        else:
            page = from_strokes(strokes.check(source))
    except Exception as error:  # noqa: BLE001 - given to the caller in its place
        page = error
    return page, time.perf_counter() - began
