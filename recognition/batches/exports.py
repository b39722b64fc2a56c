"""A batch as a download, item by item while it is read, in the order of the files; also while it runs."""

import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import chain
from typing import IO, Any, cast

from django.http import StreamingHttpResponse
from django.utils.text import slugify
from PIL import Image

from recognition import exports
from recognition.models import Prediction
from recognition.models.batch import Batch

AT_ONCE = 500
COLUMNS = (
    "file",
    "page",
    "number",
    "confidence",
    "decision",
    "boxes",
    "text",
    "reason",
    "status",
    "error_code",
    "error",
)
SIDE = 28  # of a glyph
Items = Iterable[Prediction]


def export(batch: Batch, kind: str, *, spreadsheet: bool = False) -> StreamingHttpResponse:
    """csv, json, jsonl: every item that is finished so far. zip: the glyphs, sorted by digit. What a person takes from
    a page is opened by a spreadsheet, which knows the encoding of a CSV by its first bytes; a program wants none."""
    content_type, parts = FORMATS[kind]
    found = parts(finished(batch, glyphs=kind == "zip"))
    marked = chain([exports.BOM], found) if spreadsheet and kind == "csv" else found
    response = StreamingHttpResponse(marked, content_type=content_type)
    name = slugify(batch.name.replace(".", "-")) or "batch"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def finished(batch: Batch, *, glyphs: bool) -> Iterator[Prediction]:
    """In their order, a few hundred at a time: no cursor and no transaction is held while a client is slow."""
    rows = batch.items.filter(finished_at__isnull=False).order_by("position").prefetch_related("reviews")
    rows = rows.exclude(glyphs=None).only("glyphs", "digits", "position") if glyphs else rows.defer("glyphs", "preview")
    last = -1
    while some := list(rows.filter(position__gt=last)[:AT_ONCE]):
        yield from some
        last = some[-1].position or 0


def as_csv(items: Items) -> Iterator[str]:
    yield exports.csv_line(COLUMNS)
    for item in items:
        said = {"file": item.source, "boxes": boxes(item.digits)}
        yield exports.csv_line(said.get(column, getattr(item, column, "")) for column in COLUMNS)


def boxes(digits: list[dict[str, Any]]) -> str:
    """`x,y,width,height` of each digit, apart by spaces."""
    return " ".join(",".join(str(digit["box"][side]) for side in ("x", "y", "width", "height")) for digit in digits)


def as_glyphs(items: Items) -> Iterator[bytes]:
    """A ZIP of 28x28 PNGs, a folder for each digit: `7/000012-0.png` is the first digit of the thirteenth item."""
    buffer = BytesIO()
    with zipfile.ZipFile(cast("IO[bytes]", Unseekable(buffer)), "w", zipfile.ZIP_STORED) as archive:
        for item in items:
            for number, (value, png) in enumerate(glyphs_of(item)):
                archive.writestr(f"{value}/{item.position:06}-{number}.png", png)
            if buffer.tell() > 32_768:
                yield taken(buffer)
    yield taken(buffer)


class Unseekable:
    """zipfile asks a file for its place in order to go back; told that there is no way back, it writes a stream."""

    def __init__(self, file: BytesIO) -> None:
        self.write, self.flush = file.write, file.flush


def taken(buffer: BytesIO) -> bytes:
    part = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return part


def glyphs_of(item: Prediction) -> Iterator[tuple[int, bytes]]:
    """Each digit's value and its own part of the strip."""
    strip = Image.open(BytesIO(bytes(item.glyphs or b"")))
    for number, digit in enumerate(item.digits):
        file = BytesIO()
        strip.crop((number * SIDE, 0, (number + 1) * SIDE, SIDE)).save(file, "PNG")
        yield digit["value"], file.getvalue()


FORMATS: dict[str, tuple[str, Any]] = {
    "csv": ("text/csv; charset=utf-8", lambda items: exports.in_blocks(as_csv(items))),
    "json": ("application/json", lambda items: exports.in_blocks(exports.as_json(items))),
    "jsonl": ("application/jsonl; charset=utf-8", lambda items: exports.in_blocks(exports.as_json_lines(items))),
    "zip": ("application/zip", as_glyphs),
}
