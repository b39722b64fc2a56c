"""ZIPs as an enemy would send them, small to make and meant to hurt."""

import io
import struct
import zipfile
from collections.abc import Callable

Make = Callable[[bytes], bytes]


def packed(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return file.getvalue()


def ratio_bomb(png: bytes) -> bytes:
    """Sixty files of nothing, 10 MB each, in half a megabyte."""
    return packed(*((f"{number}.bmp", bytes(10_000_000)) for number in range(60)))


def nested(png: bytes) -> bytes:
    """42.zip: sixteen ZIPs of sixteen ZIPs of …"""
    inner = packed(("0.bmp", bytes(100_000)))
    for _ in range(3):
        inner = packed(*((f"lib {number}.zip", inner) for number in range(16)))
    return inner


ENTRY = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0) + b"a.png"


def million(png: bytes) -> bytes:
    """A directory of a million entries, and nothing else."""
    return with_end(ENTRY * 1_000_000, 1_000_000)


def lying_million(png: bytes) -> bytes:
    """The same, whose end says that there is one."""
    return with_end(ENTRY * 1_000_000, 1)


def with_end(directory: bytes, entries: int) -> bytes:
    start = b"PK\3\4"
    end64 = struct.pack(
        "<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, entries, entries, len(directory), len(start)
    ) + struct.pack("<4sLQL", b"PK\6\7", 0, len(start) + len(directory), 1)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return start + directory + end64 + end


def escaping(png: bytes) -> bytes:
    return packed(("../../etc/cron.d/evil.png", png))


def absolute(png: bytes) -> bytes:
    return packed(("/etc/passwd.png", png))


def symlink(png: bytes) -> bytes:
    link = zipfile.ZipInfo("link.png")
    link.create_system = 3
    link.external_attr = 0o120777 << 16
    return packed((link, b"/etc/passwd"))


def encrypted(png: bytes) -> bytes:
    data = bytearray(packed(("secret.png", png), method=zipfile.ZIP_STORED))
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.rindex(signature) + offset] |= 1
    return bytes(data)


def truncated(png: bytes) -> bytes:
    return packed(("seven.png", png))[:-30]


def bad_names(png: bytes) -> bytes:
    data = packed(("ö.png", png))  # the flag says UTF-8
    return data.replace("ö".encode(), b"\xff\xfe")


def only_folders(png: bytes) -> bytes:
    return packed(("a/", b""), ("a/b/", b""))


def lzma_bomb(png: bytes) -> bytes:
    return packed(("seven.png", png), method=zipfile.ZIP_LZMA)


HOSTILE: dict[str, tuple[Make, str]] = {
    "ratio": (ratio_bomb, "too_large"),
    "42": (nested, "nested_zip"),
    "million": (million, "too_many"),
    "lying million": (lying_million, "too_many"),
    "escaping": (escaping, "unsafe_name"),
    "absolute": (absolute, "unsafe_name"),
    "symlink": (symlink, "link"),
    "encrypted": (encrypted, "encrypted"),
    "truncated": (truncated, "truncated_zip"),
    "bad names": (bad_names, "bad_names"),
    "only folders": (only_folders, "empty_zip"),
    "unusual compression": (lzma_bomb, "compression"),
}
