"""An export is what the filter shows, whole and in order, in a form that no spreadsheet runs."""

import csv
import io
import json
from typing import Any

import pytest
from django.http import StreamingHttpResponse
from django.test import Client

from recognition.exports import export
from recognition.models import Prediction
from tests.recognition.rows import digit, read

pytestmark = [pytest.mark.django_db, pytest.mark.services]


def body(client: Client, extension: str, query: str = "") -> str:
    response: Any = client.get(f"/history/export.{extension}?{query}")
    assert response.status_code == 200
    assert isinstance(response, StreamingHttpResponse)
    return b"".join(response).decode("utf-8-sig" if extension == "csv" else "utf-8")


def rows_of(client: Client, query: str = "") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(client, "csv", query))))


def test_json_is_one_array_of_readings(alice: Client) -> None:
    read("alice", "7", 0)
    read("alice", "55 01", 1)
    readings = json.loads(body(alice, "json"))
    assert [reading["text"] for reading in readings] == ["55 01", "7"]
    assert readings[1]["digits"] == [digit(7)]
    assert readings[1]["model"] == {"name": "hand", "version": "1"}
    assert readings[1]["timing"] == {"read_ms": 1.5}
    assert "links" not in readings[1]


def test_nothing_is_an_empty_array(alice: Client) -> None:
    assert json.loads(body(alice, "json")) == []
    assert body(alice, "jsonl") == ""
    assert rows_of(alice) == []


def test_json_lines_are_the_same_readings(alice: Client) -> None:
    for minute in range(3):
        read("alice", str(minute), minute).review("corrected", "9", source="user")
    lines = [json.loads(line) for line in body(alice, "jsonl").splitlines()]
    assert lines == json.loads(body(alice, "json"))
    assert {line["review"]["label"] for line in lines} == {"9"}


def test_csv_has_a_row_for_each_reading(alice: Client) -> None:
    prediction = read("alice", "55\n01", source='say "scan", one.png')
    prediction.review("corrected", "55 07", source="user")
    (row,) = rows_of(alice)
    assert (row["id"], row["text"], row["number"]) == (str(prediction.pk), "55\n01", "5501")
    assert (row["source"], row["verdict"], row["label"]) == ('say "scan", one.png', "corrected", "55 07")
    assert (row["confidence"], row["decision"], row["created_at"]) == ("0.99", "accepted", "2026-11-20T12:00:00+00:00")


def test_pages_of_one_file_are_told_apart(alice: Client) -> None:
    for page in (1, 2):
        read("alice", str(page), page, channel="upload", source="scan.pdf", page=page)
    assert [(row["source"], row["page"]) for row in rows_of(alice)] == [("scan.pdf", "2"), ("scan.pdf", "1")]


def test_a_spreadsheet_sees_that_csv_is_utf_8(alice: Client) -> None:
    read("alice", source="größe.png")
    response: Any = alice.get("/history/export.csv")
    whole = b"".join(response)
    assert whole.startswith(b"\xef\xbb\xbfid,")
    assert "größe.png".encode() in whole


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_no_cell_begins_like_a_formula(alice: Client, start: str) -> None:
    read("alice", source=f'{start}HYPERLINK("http://evil","x").png')
    (row,) = rows_of(alice)
    assert row["source"] == f'\'{start}HYPERLINK("http://evil","x").png'


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("name", ["a{}=1+1.png", "a{}-1.png", 'a{}"=1+1.png', "a{} @x.png"])
def test_nor_does_one_where_a_spreadsheet_parts_cells_otherwise(alice: Client, name: str, separator: str) -> None:
    """Half of Europe's spreadsheets take a comma for a decimal's, and part the cells of a CSV at semicolons."""
    read("alice", source=name.format(separator))
    cells = next(csv.reader(body(alice, "csv").splitlines()[1:], delimiter=separator))
    assert len(cells) == 2
    assert cells[1].startswith("'")


def test_a_name_that_begins_no_cell_like_a_formula_stays_as_it_is(alice: Client) -> None:
    read("alice", source="a; b-1=2.png")
    (row,) = rows_of(alice)
    assert row["source"] == "a; b-1=2.png"


def test_an_export_is_what_the_filter_shows(alice: Client) -> None:
    read("alice", "7", 0)
    read("alice", "8", 1, decision="uncertain")
    assert [row["text"] for row in rows_of(alice, "decision=uncertain")] == ["8"]


def test_it_comes_as_a_file(alice: Client) -> None:
    for extension, content_type in (("json", "application/json"), ("csv", "text/csv"), ("jsonl", "application/jsonl")):
        response = alice.get(f"/history/export.{extension}")
        assert response.headers["Content-Type"].startswith(content_type)
        assert response.headers["Content-Disposition"].startswith('attachment; filename="predictions-20')
        assert "private" in response.headers["Cache-Control"]


def test_there_is_no_other_format(alice: Client) -> None:
    assert alice.get("/history/export.xlsx").status_code == 404


def test_it_is_read_while_it_is_sent(alice: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first part is there before the later rows have been asked for."""
    monkeypatch.setattr("recognition.paging.AT_ONCE", 1)
    for minute in range(100):
        read("alice", "7", minute)
    parts = iter(export(Prediction.objects.all(), "json"))
    first = next(parts)
    Prediction.objects.all().delete()
    assert len(first) > 10_000
    assert len(json.loads(b"".join([first, *parts]))) < 100


def test_nobody_exports_anybody_elses(alice: Client, bob: Client, stranger: Client) -> None:
    read("alice", "7")
    assert rows_of(bob) == []
    assert rows_of(stranger) == []
