"""Bytes that are no readable picture are refused with a code and a sentence, and never with anything else."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from ml.pictures import PictureRejected, decode, inspect

LIMIT = 1_000_000


def saved(file_format: str, size: tuple[int, int] = (40, 30)) -> bytes:
    file = io.BytesIO()
    noise = np.random.default_rng(0).integers(0, 256, (size[1], size[0], 3), np.uint8)
    Image.fromarray(noise).save(file, file_format)
    return file.getvalue()


def png_header(width: int, height: int) -> bytes:
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


def refusal(data: bytes) -> PictureRejected:
    with pytest.raises(PictureRejected) as caught:
        decode(data, LIMIT)
    return caught.value


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"hello, this is a letter and no picture at all", "not_an_image"),
        (b"\0" * 1000, "not_an_image"),
        (b"%PDF-1.7\n" + b" " * 100, "unsupported_format"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 100, "damaged"),
        (b"\0\0\0\x18ftypqt  " + b"\0" * 100, "unsupported_format"),
        (b"\0\0\0\x0cJXL " + b"\0" * 100, "unsupported_format"),
        (png_header(0, 0), "no_pixels"),
        (b"GIF89a" + b"\0" * 60, "no_pixels"),
        (png_header(1001, 1000), "too_many_pixels"),
        (png_header(2**31 - 1, 2**31 - 1), "too_many_pixels"),
        (b"RIFF\x40\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + b"\xff" * 6 + b"\0" * 60, "too_many_pixels"),
        (b"\x89PNG\r\n\x1a\n", "truncated"),
    ],
)
def test_each_kind_of_bad_file_has_its_code_from_the_header_alone(data: bytes, code: str) -> None:
    with pytest.raises(PictureRejected) as caught:
        inspect(data, LIMIT)
    assert caught.value.code == code
    assert refusal(data).code == code
    assert caught.value.sentence.endswith(".")


@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "WEBP", "BMP", "TIFF", "HEIF", "AVIF"])
def test_a_picture_that_ends_early_is_refused(file_format: str) -> None:
    assert refusal(saved(file_format)[:-400]).code in {"truncated", "damaged"}


def test_a_damaged_chunk_is_refused() -> None:
    data = bytearray(saved("PNG"))
    data[60:90] = b"x" * 30
    assert refusal(bytes(data)).code in {"truncated", "damaged"}


def test_the_limit_is_judged_by_the_header() -> None:
    assert inspect(saved("PNG"), 1200).width == 40
    with pytest.raises(PictureRejected):
        inspect(saved("PNG"), 1199)
