"""`manage.py recognize`: every item one line, in order; what is wrong with one is said and stops nothing."""

import csv
import gzip
import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from recognition import sources
from tests.conftest import SEVEN
from tests.recognition.hostile import packed


def recognized(*arguments: object) -> str:
    out = io.StringIO()
    call_command("recognize", *map(str, arguments), stdout=out)
    return out.getvalue()


def lines(*arguments: object) -> list[dict[str, Any]]:
    return [json.loads(line) for line in recognized(*arguments, "--format", "jsonl").splitlines()]


@pytest.fixture
def folder(tmp_path: Path, seven_png: bytes) -> Path:
    """A picture, a ZIP of two, strokes, a list that is none of them, and one picture that is broken."""
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "seven.png").write_bytes(seven_png)
    (tmp_path / "a.png").write_bytes(b"no picture")
    (tmp_path / "labels.csv").write_text("file,label\n")
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("two.png", seven_png)
        archive.writestr("one.png", seven_png)
        archive.writestr("__MACOSX/one.png", b"not for us")
    with gzip.open(tmp_path / "d.jsonl.gz", "wt") as file:
        file.write(json.dumps({"id": "drawn", "strokes": SEVEN}) + "\nnot json\n\n" + json.dumps({"id": 3}) + "\n")
    return tmp_path


def test_everything_in_a_folder_in_order(folder: Path) -> None:
    said = [
        (Path(line["source"]).name, line.get("number"), line.get("error", {}).get("code")) for line in lines(folder)
    ]
    assert said == [
        ("a.png", None, "not_an_image"),
        ("seven.png", "7", None),
        ("one.png", "7", None),
        ("two.png", "7", None),
        ("drawn", "7", None),
        ("d.jsonl.gz:2", None, "not_json"),
        ("3", None, "not_strokes"),
    ]


def test_a_line_is_the_reading_of_the_design(folder: Path) -> None:
    [line] = lines(folder / "b" / "seven.png", "--mode", "digit")
    assert list(line) == ["source", "text", "number", "confidence", "decision", "reason", "digits", "model", "timing"]
    assert line["source"] == str(folder / "b" / "seven.png")


def test_csv_has_a_header_and_a_row_for_each(folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(recognized(folder, "--format", "csv"))))
    assert [row["number"] for row in rows] == ["", "7", "7", "7", "7", "", ""]
    assert rows[0]["error_code"] == "not_an_image"


def test_text_is_for_people(folder: Path) -> None:
    first, second, *_ = recognized(folder).splitlines()
    assert "error" in first
    assert "\t7\t" in second


def damaged_lzma(png: bytes) -> bytes:
    data = bytearray(packed(("a.png", png), method=zipfile.ZIP_LZMA))
    data[60:75] = b"\xff" * 15
    return bytes(data)


def misnamed(png: bytes) -> bytes:
    """Its name is not in the UTF-8 that it claims."""
    return packed(("é.png", png)).replace("é".encode(), b"\xff\xfe")


@pytest.mark.parametrize(("bad", "place"), [(damaged_lzma, "b.zip/a.png"), (misnamed, "b.zip")])
def test_a_zip_that_cannot_be_unpacked_is_a_line_and_the_next_is_read(
    tmp_path: Path, seven_png: bytes, bad: Callable[[bytes], bytes], place: str
) -> None:
    (tmp_path / "b.zip").write_bytes(bad(seven_png))
    (tmp_path / "c.png").write_bytes(seven_png)
    first, second = lines(tmp_path)
    assert (first["source"], first["error"]["code"]) == (str(tmp_path / place), "unreadable")
    assert second["number"] == "7"


@pytest.mark.parametrize("form", ["text", "jsonl", "csv"])
def test_odd_names_are_printed_on_a_line(tmp_path: Path, seven_png: bytes, form: str) -> None:
    odd = [json.dumps({"id": name, "strokes": SEVEN}) for name in ("half \ud800", "two\nlines", "…" * 300)]
    (tmp_path / "ids.jsonl").write_text("\n".join(odd))
    (tmp_path / os.fsdecode(b"\xff.png")).write_bytes(seven_png)
    said = recognized(tmp_path, "--format", form).encode("utf-8").decode().splitlines()
    named = said[1:] if form == "csv" else said
    assert [name in line for name, line in zip(("half �", "two�lines", "…" * 300, "�.png"), named, strict=True)] == (
        [True] * 4
    )


def test_a_name_is_no_formula_in_a_spreadsheet(tmp_path: Path) -> None:
    (tmp_path / "ids.jsonl").write_text(json.dumps({"id": "=1+1", "strokes": SEVEN}))
    [row] = csv.DictReader(io.StringIO(recognized(tmp_path, "--format", "csv")))
    assert row["source"] == "'=1+1"


def test_lines_of_csv_end_as_lines_of_a_command_do(folder: Path) -> None:
    assert "\r" not in recognized(folder, "--format", "csv")


@pytest.mark.parametrize("kind", ["TIFF", "PDF"])
def test_every_page_of_a_document_is_a_line(tmp_path: Path, seven_png: bytes, kind: str) -> None:
    page, file = Image.open(io.BytesIO(seven_png)).convert("RGB").resize((280, 280)), io.BytesIO()
    page.save(file, kind, save_all=True, append_images=[Image.new("RGB", page.size, "white"), page])
    (tmp_path / "scans").write_bytes(file.getvalue())
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.writestr("damaged.pdf", b"%PDF-1.7 and no more")
        archive.writestr("same", file.getvalue())
    said = [
        (line["source"].removeprefix(str(tmp_path)), line.get("number"), line.get("error", {}).get("code"))
        for line in lines(tmp_path)
    ]
    pages = [(f":{number}", read, None) for number, read in ((1, "7"), (2, ""), (3, "7"))]
    assert said == [
        *(("/scans" + place, *rest) for place, *rest in pages),
        ("/z.zip/damaged.pdf", None, "damaged"),
        *(("/z.zip/same" + place, *rest) for place, *rest in pages),
    ]


def test_what_is_not_there_is_a_line_and_a_status(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        recognized(tmp_path / "nothing.png")
    assert stopped.value.code == 1


def test_a_folder_without_anything_to_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("file,label\n")
    err = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("recognize", str(tmp_path), stderr=err)
    assert "There is no picture" in err.getvalue()


def test_a_pattern_that_is_none_is_a_sentence(folder: Path) -> None:
    with pytest.raises(CommandError, match="is no pattern"):
        recognized(folder, "--expect", "four")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_progress_bar_and_a_pipe_gets_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recognition.management.progress_bar.EVERY_SECONDS", 0)
    for stream, shown in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr("sys.stderr", stream)
        recognized(folder)
        assert ("read, " in stream.getvalue() and "s left" in stream.getvalue()) == shown
        assert not shown or stream.getvalue().endswith("\r\x1b[K")


def test_a_zip_counts_as_its_files(folder: Path) -> None:
    assert sources.count(folder / "c.zip") == 3
    assert sources.count(folder) == 7
