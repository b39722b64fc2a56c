"""`manage.py recognize`: every item one line, in order; what is wrong with one is said and stops nothing."""

import csv
import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from recognition import sources
from tests.conftest import SEVEN


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
