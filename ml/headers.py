"""What the first bytes of a file say about it: its kind, and the size it declares. Reads no pixels, trusts
nothing."""

import struct
from dataclasses import dataclass

# What a file starts with, and Pillow's name for its format.
READABLE = {
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
    b"BM": "BMP",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"II+\0": "TIFF",
    b"MM\0+": "TIFF",
}
# What a file of boxes (ISO 14496-12) says at its start that it holds; phones send pictures and films alike.
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
AVIF_BRANDS = {b"avif", b"avis"}
# Pictures we do not read, so that a person is told to convert them and not that they are no pictures.
OTHERS = {
    b"%PDF": "PDF",
    b"8BPS": "Photoshop",
    b"\0\0\1\0": "ICO",
    b"<svg": "SVG",
    b"\xffO\xffQ": "JPEG 2000",
    b"\0\0\0\x0cjP": "JPEG 2000",
    b"\0\0\0\x0cJXL ": "JPEG XL",
    b"\xff\x0a": "JPEG XL",
    b"P5\n": "PGM",
    b"P6\n": "PPM",
}


@dataclass(frozen=True)
class Kind:
    """`name` of the format, and whether the reader reads it."""

    name: str
    readable: bool


def kind(data: bytes) -> Kind | None:
    """The kind of picture that `data` claims to be, by content; None when it does not look like a picture."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Kind("WEBP", readable=True)
    if data[4:8] == b"ftyp":
        return _kind_of_boxes(data)
    for table, readable in ((READABLE, True), (OTHERS, False)):
        for start, name in table.items():
            if data.startswith(start):
                return Kind(name, readable)
    return None


def _kind_of_boxes(data: bytes) -> Kind:
    """By the main brand and those that the file calls itself compatible with: "mif1" may be HEIC or AVIF."""
    end = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, end, 4))}
    if brands & AVIF_BRANDS:
        return Kind("AVIF", readable=True)
    return Kind("HEIC", readable=True) if brands & HEIC_BRANDS else Kind("Video", readable=False)


def declared_size(data: bytes) -> tuple[int, int] | None:
    """(width, height) that a PNG, GIF, BMP or WebP declares, before any decoder is given it; else None.

    Pillow calls a picture of 0x0 "not identified" and lets the WebP decoder claim memory for the declared
    canvas on opening, so these two are judged here first.
    """
    try:
        match kind(data[:16]):
            case Kind("PNG"):
                return struct.unpack_from(">II", data, 16)
            case Kind("GIF"):
                return struct.unpack_from("<HH", data, 6)
            case Kind("BMP"):
                width, height = struct.unpack_from("<ii" if data[14] >= 40 else "<HH", data, 18)
                return abs(width), abs(height)
            case Kind("WEBP"):
                return _webp_size(data)
    except (struct.error, IndexError):
        return None
    return None


def _webp_size(data: bytes) -> tuple[int, int] | None:
    chunk = data[12:16]
    if chunk == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if chunk == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if chunk == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None
