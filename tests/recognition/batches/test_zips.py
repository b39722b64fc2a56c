"""ZIPs from strangers: refused or failed with a reason, soon, in little memory, and nothing outside is touched."""

import io
import time
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recognition.batches import contents, zips
from recognition.batches.contents import Piece
from recognition.batches.problem import Problem
from recognition.models.batch import Batch
from tests.recognition.hostile import HOSTILE, packed

pytestmark = pytest.mark.django_db
URL = "/api/v1/batches"


def send(client: Client, data: bytes, name: str = "files.zip") -> Any:
    file = io.BytesIO(data)
    file.name = name
    return client.post(URL, {"files": file})


def unpacked(folder: Path, data: bytes, name: str = "files.zip") -> list[Piece]:
    (folder / "pictures").mkdir(exist_ok=True)
    (folder / "pictures" / "0").write_bytes(data)
    return list(contents.pieces(".", [name], [0, 0, 0]))


def codes(pieces: list[Piece]) -> list[str | None]:
    return [piece.content.code if isinstance(piece.content, Problem) else None for piece in pieces]


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_zip_is_refused_in_words_and_leaves_nothing_behind(
    stranger: Client, seven_png: bytes, pictures_folder: Path, kind: str
) -> None:
    make, code = HOSTILE[kind]
    response = send(stranger, make(seven_png))
    problem = response.json()
    assert (400 <= response.status_code < 500, problem["code"]) == (True, code)
    assert problem["detail"].endswith(".")
    assert not Batch.objects.exists()
    assert not [path for path in pictures_folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_zip_is_judged_within_two_seconds_in_flat_memory(seven_png: bytes, kind: str) -> None:
    file = io.BytesIO(HOSTILE[kind][0](seven_png))
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(zips.ZipRefused):
        contents.judge(file, "files.zip")
    taken, (_, peak) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken < 2
    assert peak < 20_000_000


@pytest.mark.parametrize("kind", ["escaping", "absolute", "symlink", "encrypted", "unusual compression"])
def test_beside_good_files_only_the_bad_one_fails(pictures_folder: Path, seven_png: bytes, kind: str) -> None:
    make, code = HOSTILE[kind]
    file = io.BytesIO(make(seven_png))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("good.png", seven_png)
    assert codes(unpacked(pictures_folder.parent, file.getvalue())) == [code, None]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_two_files_with_one_name_the_second_fails(pictures_folder: Path, seven_png: bytes) -> None:
    data = packed(("a.png", seven_png), ("a.png", seven_png))
    assert codes(unpacked(pictures_folder.parent, data)) == [None, "duplicate_name"]


def test_a_zip_under_another_name_in_the_zip_is_not_unpacked(pictures_folder: Path, seven_png: bytes) -> None:
    data = packed(("a.png", packed(("b.png", seven_png))), ("b.png", seven_png))
    assert codes(unpacked(pictures_folder.parent, data)) == ["nested_zip", None]


def test_a_damaged_member_fails_alone(pictures_folder: Path, seven_png: bytes) -> None:
    data = bytearray(packed(("a.png", seven_png), ("b.png", seven_png)))
    data[60] ^= 0xFF
    assert codes(unpacked(pictures_folder.parent, bytes(data))) == ["unreadable", None]


def test_names_are_kept_as_they_were_given(pictures_folder: Path, seven_png: bytes) -> None:
    data = packed(("Müller/日本 7.png", seven_png), ("=1+1.png", seven_png))
    assert [piece.name for piece in unpacked(pictures_folder.parent, data)] == ["Müller/日本 7.png", "=1+1.png"]


def test_utf8_names_without_the_flag_are_understood(pictures_folder: Path, seven_png: bytes) -> None:
    data = bytearray(packed(("ü.png", seven_png)))
    for signature, offset in ((b"PK\3\4", 7), (b"PK\1\2", 9)):
        data[data.rindex(signature) + offset] &= ~0x08
    assert [piece.name for piece in unpacked(pictures_folder.parent, bytes(data))] == ["ü.png"]


def test_what_is_no_picture_and_nobody_named_as_one_is_left_out(pictures_folder: Path, seven_png: bytes) -> None:
    data = packed(("labels.csv", b"a,b"), ("__MACOSX/a.png", b"x"), (".hidden.png", b"x"), ("a.png", seven_png))
    found = unpacked(pictures_folder.parent, data)
    assert [(piece.name, piece.content is None) for piece in found] == [("labels.csv", True), ("a.png", False)]


def test_unpacking_goes_on_from_any_place(pictures_folder: Path, seven_png: bytes) -> None:
    data = packed(*((f"{number}.png", seven_png) for number in range(5)))
    whole = unpacked(pictures_folder.parent, data)
    for number, piece in enumerate(whole, 1):
        rest = list(contents.pieces(".", ["files.zip"], piece.after))
        assert [one.name for one in rest] == [one.name for one in whole[number:]]


SEED = packed(("a/1.png", b"\x89PNG\r\n\x1a\n" + bytes(50)), ("2.bmp", bytes(300)), ("c/", b""), ("3.txt", b"text"))


@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    edits=st.lists(st.tuples(st.integers(0, len(SEED) - 1), st.integers(0, 255)), min_size=1, max_size=8),
    cut=st.integers(0, 40),
)
def test_a_zip_with_any_bytes_changed_ends_in_items_or_in_words(
    pictures_folder: Path, edits: list[tuple[int, int]], cut: int
) -> None:
    data = bytearray(SEED)
    for place, value in edits:
        data[place] = value
    found = unpacked(pictures_folder.parent, bytes(data[: len(data) - cut]))
    assert found
    assert all(piece.content is None or isinstance(piece.content, bytes | Problem) for piece in found)


@settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(tail=st.binary(max_size=200))
def test_a_start_of_a_zip_and_anything_behind_it(pictures_folder: Path, tail: bytes) -> None:
    assert unpacked(pictures_folder.parent, b"PK\3\4" + tail)
