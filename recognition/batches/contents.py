"""What a batch's files hold, in order: pictures, pages of documents, members of ZIPs."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from shutil import copyfileobj
from typing import IO, BinaryIO, cast

from django.conf import settings
from django.core.files.storage import default_storage

from ml import documents, headers
from ml.pictures import PictureRejected, inspect
from recognition.batches import zips
from recognition.batches.problem import Problem
from recognition.sources import PICTURES

ZIP_STARTS = (b"PK\3\4", b"PK\5\6")
NESTED = Problem("nested_zip", "It is a ZIP inside the ZIP. Unpack it first.")
Place = list[int]  # [file, member, page]: what comes next


@dataclass(frozen=True, slots=True)
class Piece:
    """One item to be: a picture's bytes, or why there is none, or nothing for what is no picture and nobody named as
    one. `after` is the place behind it."""

    name: str
    content: bytes | Problem | None
    after: Place
    page: int | None = None


def pieces(folder: str, names: Sequence[str], place: Place) -> Iterator[Piece]:
    """From `place` on. What is wrong with a file, a member or a page is a piece too; nothing is raised."""
    first, member, page = place or [0, 0, 0]
    for number in range(first, len(names)):
        prefix = f"{names[number]}/" if len(names) > 1 else ""
        here = [number, member, page] if number == first else [number, 0, 0]
        try:
            with default_storage.open(f"{folder}/{number}", "rb") as file:
                if is_zip(file):
                    yield from _zip(file, prefix, here)
                elif here[1] == 0:
                    yield from _file(file, names[number], here, [number + 1, 0, 0])
        except zips.ZipRefused as refused:
            yield Piece(names[number], Problem.of(refused), [number + 1, 0, 0])
        except OSError as error:
            yield Piece(names[number], Problem("unreadable", f"It cannot be read: {error}."), [number + 1, 0, 0])


def limits() -> zips.Limits:
    return zips.Limits(settings.BATCH_MAX_ITEMS, settings.MAX_UPLOAD_BYTES, settings.BATCH_MAX_BYTES)


def is_zip(file: IO[bytes]) -> bool:
    file.seek(0)
    start = file.read(4)
    file.seek(0)
    return start in ZIP_STARTS


@dataclass(frozen=True, slots=True)
class Hint:
    """How many items a file seems to hold, and how many bytes it takes unpacked."""

    items: int
    bytes: int


def judge(file: IO[bytes], name: str) -> Hint:
    """Without decoding anything. Raises ZipRefused or PictureRejected when there will be no item."""
    if is_zip(file) or name.lower().endswith(".zip"):
        with zips.opened(cast("BinaryIO", file), limits()) as (_, members):
            return Hint(len(members), sum(member.info.file_size for member in members))
    start = file.read(64)
    if not documents.is_document(start):
        kind = headers.kind(start)
        if kind is None or not kind.readable:
            inspect(start, settings.MAX_PIXELS)
    return Hint(1, file.seek(0, 2))


def _zip(file: IO[bytes], prefix: str, here: Place) -> Iterator[Piece]:
    number, first, page = here
    with zips.opened(cast("BinaryIO", file), limits()) as (archive, members):
        for place, member in enumerate(members[first:], first):
            name, after = prefix + member.name, [number, place + 1, 0]
            if problem := member.problem:
                yield Piece(name, problem, after)
                continue
            try:
                with archive.open(member.info) as stream, _seekable(stream) as unpacked:
                    yield from _file(unpacked, name, [number, place, page if place == first else 0], after, named=False)
            except zips.UNPACKING_FAILS as error:
                yield Piece(name, Problem("unreadable", f"It cannot be unpacked: {error}."), after)


@contextmanager
def _seekable(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    """A picture in memory, up to its limit; a document, which may be large, on the disk."""
    with tempfile.SpooledTemporaryFile(max_size=settings.MAX_UPLOAD_BYTES) as file:
        copyfileobj(stream, file)
        file.seek(0)
        yield file


def _file(file: IO[bytes], name: str, here: Place, after: Place, *, named: bool = True) -> Iterator[Piece]:
    document = cast("BinaryIO", file)
    if not documents.has_pages(document):
        yield Piece(name, _picture(file, name, named=named), after)
        return
    try:
        for page, content in enumerate(documents.pages(document, here[2], settings.MAX_PIXELS), here[2] + 1):
            found = Problem.of(content) if isinstance(content, PictureRejected) else content
            yield Piece(name, found, [*here[:2], page], page)
    except PictureRejected as rejected:
        yield Piece(name, Problem.of(rejected), after)


def _picture(file: IO[bytes], name: str, *, named: bool) -> bytes | Problem | None:
    file.seek(0)
    data = file.read(settings.MAX_UPLOAD_BYTES + 1)
    kind = headers.kind(data)
    if data[:4] in ZIP_STARTS:
        return NESTED
    if kind is None and not named and PurePosixPath(name).suffix.lower() not in PICTURES:
        return None
    if len(data) > settings.MAX_UPLOAD_BYTES:
        return Problem("too_large", f"It is larger than {settings.MAX_UPLOAD_MB} MB.")
    if kind is None or not kind.readable:
        try:
            inspect(data, settings.MAX_PIXELS)
        except PictureRejected as rejected:
            return Problem.of(rejected)
    return data
