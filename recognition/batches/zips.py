"""ZIPs from strangers: judged by their directory before anything is unpacked, and never believed."""

import lzma
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from ml.rejected import Rejected
from recognition.batches.problem import Problem

END, END_SIZE, LONGEST_COMMENT = b"PK\5\6", 22, 65_535
LOCATOR_SIZE, END64 = 20, b"PK\6\6"
LONGEST_ENTRY = 1_000
DOCUMENTS = {".pdf", ".tif", ".tiff"}  # of many pages, so they may be large
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # the others may ask for gigabytes to unpack a byte
UNPACKING_FAILS = (
    *(OSError, RuntimeError, EOFError, ValueError),
    *(zlib.error, lzma.LZMAError, zipfile.BadZipFile, struct.error),
)


class ZipRefused(Rejected):
    """Nothing of the ZIP can be read."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`items` in the ZIP, `bytes` of one picture and `all_bytes` of all files together, unpacked."""

    items: int
    bytes: int
    all_bytes: int


@dataclass(frozen=True, slots=True)
class Member:
    """A file in the ZIP: its name, for eyes only, and why it is not unpacked, if so (looked at when it is asked: each
    turn at a ZIP of ten thousand files opens it, and comes to some of them)."""

    name: str
    info: zipfile.ZipInfo
    limits: Limits
    again: bool

    @property
    def problem(self) -> Problem | None:
        return _problem(self.name, self.info, self.limits, again=self.again)


@contextmanager
def opened(file: BinaryIO, limits: Limits) -> Iterator[tuple[zipfile.ZipFile, list[Member]]]:
    """The ZIP and its files in the order they stand in it. Raises ZipRefused for one that is not worth unpacking."""
    _judge_directory(file, limits)
    try:
        archive = zipfile.ZipFile(file)
    except UnicodeDecodeError:
        raise ZipRefused("bad_names", "The ZIP's names are not in the UTF-8 they claim. Pack it again.") from None
    except (*UNPACKING_FAILS, NotImplementedError, MemoryError) as error:
        raise ZipRefused("damaged_zip", f"The ZIP is damaged ({error}). Pack it again.") from None
    with archive:
        members = list(_members(archive, limits))
        _judge(members, limits)
        yield archive, members


def _judge_directory(file: BinaryIO, limits: Limits) -> None:
    """Counts before it parses: zipfile builds an object for each of a million entries."""
    size = file.seek(0, 2)
    tail_size = min(size, LONGEST_COMMENT + END_SIZE + LOCATOR_SIZE)
    file.seek(size - tail_size)
    tail = file.read(tail_size)
    at = tail.rfind(END)
    if at < 0 or len(tail) - at < END_SIZE:
        raise ZipRefused("truncated_zip", "The ZIP has no end: it is no ZIP, or did not arrive whole. Send it again.")
    entries, directory = struct.unpack_from("<HL", tail, at + 10)
    if entries == 0xFFFF or directory == 0xFFFFFFFF:
        entries, directory = _long_end(file, tail[max(0, at - LOCATOR_SIZE) : at])
    # Folders have entries of their own, and a directory may hold more entries than it says.
    if max(entries, directory // LONGEST_ENTRY) > 2 * limits.items or directory > size:
        raise _too_many(limits)
    file.seek(0)


def _long_end(file: BinaryIO, locator: bytes) -> tuple[int, int]:
    try:
        file.seek(struct.unpack("<4sLQL", locator)[2])
        kind, entries, directory = struct.unpack_from("<4s20x8xQQ", file.read(56))
    except (struct.error, OSError, OverflowError):
        kind, entries, directory = b"", 0, 0
    if kind != END64:
        raise ZipRefused("damaged_zip", "The ZIP's directory cannot be found: the file is damaged. Pack it again.")
    return entries, directory


def _members(archive: zipfile.ZipFile, limits: Limits) -> Iterator[Member]:
    seen: set[str] = set()
    for info in archive.infolist():
        name = given_name(_decoded(info))
        if info.is_dir() or is_hidden(name):
            continue
        yield Member(name, info, limits, name in seen)
        seen.add(name)


def _decoded(info: zipfile.ZipInfo) -> str:
    """Without the flag that says UTF-8 zipfile takes names for DOS's; most are UTF-8 all the same."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _problem(name: str, info: zipfile.ZipInfo, limits: Limits, *, again: bool) -> Problem | None:
    path = PurePosixPath(name.replace("\\", "/"))
    suffix = path.suffix.lower()
    leads_out = path.is_absolute() or ".." in path.parts or bool(re.match(r"[A-Za-z]:", name))
    problems = [
        (leads_out, "unsafe_name", "Its name leads out of the ZIP. Give it a plain name."),
        (stat.S_ISLNK(info.external_attr >> 16), "link", "It is a link to a file, not a file."),
        (again, "duplicate_name", "An earlier file in the ZIP has the same name."),
        (info.flag_bits & 1, "encrypted", "It is encrypted. Pack it without a password."),
        (
            info.compress_type not in METHODS,
            "compression",
            "Its compression is unusual. Pack it as a plain ZIP.",
        ),
        (suffix == ".zip", "nested_zip", "It is a ZIP inside the ZIP. Unpack it first."),
        (
            info.file_size > limits.bytes and suffix not in DOCUMENTS,
            "too_large",
            f"It is larger than {limits.bytes // 1_000_000} MB.",
        ),
    ]
    return next((Problem(code, sentence) for holds, code, sentence in problems if holds), None)


def _judge(members: list[Member], limits: Limits) -> None:
    if len(members) > limits.items:
        raise _too_many(limits)
    if not members:
        raise ZipRefused("empty_zip", "There is no file in the ZIP.")
    if sum(member.info.file_size for member in members) > limits.all_bytes:
        raise ZipRefused("too_large", f"The ZIP unpacks to more than {limits.all_bytes // 1_000_000} MB. Split it.")
    problem = members[0].problem
    if problem and all(member.problem for member in members):
        raise ZipRefused(problem.code, f"Nothing in the ZIP can be read. {members[0].name}: {problem.sentence}")


def _too_many(limits: Limits) -> ZipRefused:
    return ZipRefused("too_many", f"The ZIP holds more than {limits.items:,} files. Split it.")


def is_hidden(name: str) -> bool:
    return any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in name.split("/"))


def given_name(raw: str, nameless: str = "picture") -> str:
    """As given, for eyes and tables: `printable`, 255 characters from its end."""
    return printable(raw)[-255:] or nameless


def printable(raw: str) -> str:
    """Without control characters and halves of characters."""
    if raw.isprintable():
        return raw
    return "".join("�" if unicodedata.category(char) in {"Cc", "Cs"} else char for char in raw)
