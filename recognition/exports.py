"""Predictions as a download, row by row while it is read: JSON, CSV and JSON lines of any queryset of them."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone
from rest_framework.utils.encoders import JSONEncoder

from recognition.api.documents import prediction_document
from recognition.models import Prediction
from recognition.paging import Rows, walk

COLUMNS = (
    *("id", "created_at", "channel", "source", "page", "status", "text", "number", "confidence", "decision", "reason"),
    *("verdict", "label", "model_name", "model_version", "read_ms", "error_code", "error"),
)
BOM = "\ufeff"  # without it Excel takes the file for its own country's encoding, and “größe.png” for “grÃ¶ÃŸe.png”
SIGNS = "=+-@＝＋－＠"  # that a formula begins with; Excel takes the wide ones for the same
FORMULA = (*SIGNS, "\t", "\r", "\n")
INNER = re.compile(rf'(?<=[;\t\r\n])(?=[\s"]*[{re.escape(SIGNS)}])')  # where a spreadsheet begins cells at other places
Lines = Callable[[Iterable[Prediction]], Iterator[str]]


def document(row: Prediction) -> dict[str, Any]:
    """The reading as the API gives it, without the addresses that would need this site."""
    return {name: value for name, value in prediction_document(row, with_key=False).items() if name != "links"}


def as_json(rows: Iterable[Prediction]) -> Iterator[str]:
    """One array, a reading a line."""
    opening = "[\n"
    for line in as_json_lines(rows):
        yield f"{opening}{line[:-1]}"
        opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"


def as_json_lines(rows: Iterable[Prediction]) -> Iterator[str]:
    encoder = JSONEncoder(ensure_ascii=False)
    for row in rows:
        yield f"{encoder.encode(document(row))}\n"


def as_csv(rows: Iterable[Prediction]) -> Iterator[str]:
    yield BOM + csv_line(COLUMNS)
    for row in rows:
        review = row.latest_review
        said = {"label": review.label if review else "", "created_at": row.created_at.isoformat()}
        yield csv_line(said.get(column, getattr(row, column, "")) for column in COLUMNS)


def _safe(value: Any) -> Any:
    """A spreadsheet runs a cell that begins like a formula; an apostrophe before it makes it text. One that parts cells
    at semicolons, as in countries with a decimal comma, finds such beginnings within ours."""
    if not isinstance(value, str):
        return value
    inner = INNER.sub("'", value)
    return f"'{inner}" if value.startswith(FORMULA) else inner


def csv_line(cells: Iterable[Any]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(map(_safe, cells))
    return line.getvalue()


FORMATS: dict[str, tuple[str, Lines]] = {
    "json": ("application/json", as_json),
    "csv": ("text/csv; charset=utf-8", as_csv),
    "jsonl": ("application/jsonl; charset=utf-8", as_json_lines),
}


def export(rows: Rows, extension: str, name: str = "predictions") -> StreamingHttpResponse:
    """`rows` as a download, newest first. It is sent while it is read, so memory stays flat however many there are."""
    content_type, lines = FORMATS[extension]
    whole = rows.defer("glyphs", "preview", "strokes").prefetch_related("reviews")
    response = StreamingHttpResponse(in_blocks(lines(walk(whole))), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{timezone.now():%Y-%m-%d}.{extension}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def in_blocks(lines: Iterable[str], size: int = 32_768) -> Iterator[str]:
    """Each part of a streamed answer is a write to the socket of its own; a line is too little for one."""
    block: list[str] = []
    length = 0
    for line in lines:
        block.append(line)
        length += len(line)
        if length >= size:
            yield "".join(block)
            block, length = [], 0
    yield "".join(block)
