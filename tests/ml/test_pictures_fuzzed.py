"""Bytes from anybody: what cannot be read is refused in words, whatever it is. The examples are the same each time."""

import io
from collections.abc import Callable
from functools import cache, partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ml.pictures import PictureRejected, inspect, load, preview
from ml.strokes import StrokesRejected, check, render

LIMIT = 1_000_000
FORMATS = ["PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF", "HEIF", "AVIF"]
# What a client may see, as `ml.pictures` and `ml.strokes` say it.
# A new one belongs into recognition/display/wording.py, too.
PICTURE_CODES = {
    "empty",
    "not_an_image",
    "unsupported_format",
    "no_pixels",
    "too_many_pixels",
    "truncated",
    "damaged",
}
STROKES_CODES = {"empty", "not_strokes", "not_a_number", "not_finite", "too_far", "too_many_points"}
bounded = settings(max_examples=150, derandomize=True, deadline=None)


@cache
def sound(file_format: str) -> bytes:
    file = io.BytesIO()
    noise = np.random.default_rng(0).integers(0, 256, (9, 12, 3), np.uint8)
    Image.fromarray(noise).save(file, file_format)
    return file.getvalue()


def refusal(call: Callable[[], object]) -> PictureRejected | StrokesRejected | None:
    try:
        call()
    except (PictureRejected, StrokesRejected) as rejected:
        return rejected
    return None


def refused_or_read(data: bytes) -> None:
    for read in (inspect, load, preview):
        rejected = refusal(partial(read, data, LIMIT))
        assert rejected is None or (rejected.code in PICTURE_CODES and rejected.sentence.endswith("."))


@pytest.mark.parametrize("file_format", FORMATS)
@bounded
@given(data=st.data())
def test_a_picture_with_a_few_bytes_changed_and_the_end_cut_off(file_format: str, data: st.DataObject) -> None:
    picture = bytearray(sound(file_format))
    for _ in range(data.draw(st.integers(1, 6))):
        picture[data.draw(st.integers(0, len(picture) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.just(0) | st.integers(0, len(picture)))
    refused_or_read(bytes(picture[: len(picture) - cut]))


@bounded
@given(
    start=st.sampled_from([b"", *(sound(file_format)[:16] for file_format in FORMATS)]), rest=st.binary(max_size=400)
)
def test_anything_behind_the_start_of_a_picture(start: bytes, rest: bytes) -> None:
    refused_or_read(start + rest)


numbers = st.integers() | st.floats() | st.booleans() | st.none() | st.text(max_size=3)
json_values = st.recursive(numbers, lambda inside: st.lists(inside, max_size=4), max_leaves=12)
points = st.tuples(numbers, numbers) | st.tuples(st.floats(-1e9, 1e9), st.integers(-(10**9), 10**9))


@bounded
@given(json_values | st.lists(st.lists(points, max_size=5), max_size=4))
def test_any_json_as_strokes_is_refused_or_drawn(raw: object) -> None:
    rejected = refusal(lambda: check(raw))
    if rejected is None:
        assert render(check(raw)).any()
    else:
        assert rejected.code in STROKES_CODES
        assert rejected.sentence.endswith(".")
