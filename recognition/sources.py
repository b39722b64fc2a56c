"""Paths on a disk to what is to be read: pictures, pages, folders, ZIPs and files of strokes, one item at a time, in
order."""

import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from ml import documents, headers
from ml.pictures import PictureRejected
from ml.strokes import Strokes, StrokesRejected, check
from recognition.batches.problem import Problem
from recognition.batches.zips import UNPACKING_FAILS, is_hidden, printable

LARGEST = 100_000_000  # bytes of one picture, or of one line of strokes
PICTURES = {".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".heic", ".heif", ".avif"}
STROKES = (".jsonl", ".jsonl.gz")


@dataclass(frozen=True)
class Found:
    """One item: its name, a page's with its number, and a picture's bytes, checked strokes, or the problem with it."""

    source: str
    content: bytes | Strokes | Problem


def walk(path: Path, max_pixels: int) -> Iterator[Found]:
    """Everything at `path`, folders sorted by name. What is wrong with an item, or a page of more than `max_pixels`, is
    an item too; nothing is raised, and every name can be printed on a line."""
    return (replace(found, source=printable(found.source)) for found in _walk(path, max_pixels))


def _walk(path: Path, max_pixels: int) -> Iterator[Found]:
    if path.is_dir():
        for inside in sorted(path.rglob("*")):
            if inside.is_file() and not is_hidden(inside.relative_to(path).as_posix()):
                yield from _file(inside, max_pixels, named=False)
    else:
        yield from _file(path, max_pixels, named=True)


def _file(path: Path, max_pixels: int, *, named: bool) -> Iterator[Found]:
    try:
        if path.name.lower().endswith(STROKES):
            yield from _strokes(path)
        elif path.suffix.lower() == ".zip":
            yield from _zip(path, max_pixels)
        else:
            with path.open("rb") as file:
                yield from _picture(str(path), file, max_pixels, listed=named or path.suffix.lower() in PICTURES)
    except FileNotFoundError:
        yield Found(str(path), Problem("not_found", "There is no such file or folder."))
    except UNPACKING_FAILS as error:
        yield Found(str(path), Problem("unreadable", f"The file cannot be read: {error}."))


def _picture(source: str, file: BinaryIO, max_pixels: int, *, listed: bool) -> Iterator[Found]:
    """A picture, or the pages of a document. Beside them lie lists and notes: what nobody named and is none by its name
    or its start is left out."""
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        yield Found(source, Problem("too_large", f"The file is larger than {LARGEST // 1_000_000} MB."))
    elif documents.has_pages(io.BytesIO(data)):
        yield from _pages(source, data, max_pixels)
    elif listed or headers.kind(data):
        yield Found(source, data)


def _pages(source: str, data: bytes, max_pixels: int) -> Iterator[Found]:
    try:
        for number, page in enumerate(documents.pages(io.BytesIO(data), 0, max_pixels), 1):
            yield Found(f"{source}:{number}", page if isinstance(page, bytes) else Problem.of(page))
    except PictureRejected as rejected:
        yield Found(source, Problem.of(rejected))


def _zip(path: Path, max_pixels: int) -> Iterator[Found]:
    with zipfile.ZipFile(path) as archive:
        for member in sorted(archive.infolist(), key=lambda member: member.filename):
            if member.is_dir() or is_hidden(member.filename):
                continue
            source, listed = f"{path}/{member.filename}", Path(member.filename).suffix.lower() in PICTURES
            try:
                with archive.open(member) as file:
                    yield from _picture(source, file, max_pixels, listed=listed)  # type: ignore[arg-type]
            except UNPACKING_FAILS as error:
                yield Found(source, Problem("unreadable", f"The file in the ZIP cannot be unpacked: {error}."))


def _strokes(path: Path) -> Iterator[Found]:
    number = 0
    try:
        with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as file:
            while line := file.readline(LARGEST):
                number += 1
                if line.strip():
                    yield _drawn(line, f"{path}:{number}")
    except (EOFError, zlib.error) as error:
        yield Found(f"{path}:{number + 1}", Problem("unreadable", f"The file is damaged from here on: {error}."))


def _drawn(line: bytes, place: str) -> Found:
    try:
        item = json.loads(line)
    except (ValueError, RecursionError):
        return Found(place, Problem("not_json", "The line is not JSON."))
    if not isinstance(item, dict):
        return Found(place, Problem("not_strokes", 'The line must be {"id": …, "strokes": [[[x, y], …], …]}.'))
    source = str(item["id"]) if "id" in item else place
    try:
        return Found(source, check(item.get("strokes")))
    except StrokesRejected as rejected:
        return Found(source, Problem.of(rejected))


def count(path: Path) -> int:
    """How many items there seem to be, for a progress bar: a ZIP's files, and one for every other file."""
    files = [path] if path.is_file() else [inside for inside in path.rglob("*") if inside.is_file()]
    return sum(map(_within, files))


def _within(file: Path) -> int:
    if file.suffix.lower() != ".zip":
        return 1
    try:
        with zipfile.ZipFile(file) as archive:
            return sum(not member.is_dir() for member in archive.infolist())
    except UNPACKING_FAILS:
        return 1
