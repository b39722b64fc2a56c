"""The results of a batch: one row an item, in the order of the files, also while it runs, safe in a spreadsheet."""

import csv
import io
import json
import zipfile
from typing import Any

import pytest
import redis
from django.test import Client
from PIL import Image

from recognition.models import Prediction
from tests.recognition.handed_in import hand_in, some
from tests.recognition.hostile import packed
from tests.recognition.lane import work_off

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


def export(client: Client, batch: dict[str, Any], kind: str) -> bytes:
    response = client.get(batch["links"][kind])
    assert response.status_code == 200
    assert "attachment" in response.headers["Content-Disposition"]
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


@pytest.fixture
def batch(queue: redis.Redis, alice: Client, seven_png: bytes) -> dict[str, Any]:
    sheet = Image.new("L", (60, 60), 255)
    tiff = io.BytesIO()
    sheet.save(tiff, "TIFF", save_all=True, append_images=[sheet])
    files = packed(
        ("=1+1.png", seven_png), ("Müller, 7.png", seven_png), ("bad.png", b"x"), ("two.tiff", tiff.getvalue())
    )
    found = hand_in(alice, ("files.zip", files))
    work_off(queue)
    return found


def test_the_file_is_named_after_the_batch(alice: Client, batch: dict[str, Any]) -> None:
    response = alice.get(batch["links"]["csv"])
    assert response.headers["Content-Disposition"] == 'attachment; filename="files-zip.csv"'


def test_only_what_is_taken_from_the_page_begins_with_the_mark_that_spreadsheets_want(
    alice: Client, batch: dict[str, Any]
) -> None:
    page: Any = alice.get(f"/batches/{batch['id']}/export.csv")
    assert b"".join(page.streaming_content) == b"\xef\xbb\xbf" + export(alice, batch, "csv")
    lines: Any = alice.get(f"/batches/{batch['id']}/export.jsonl")
    assert b"".join(lines.streaming_content) == export(alice, batch, "jsonl")


def test_csv_has_a_row_for_each_item(alice: Client, batch: dict[str, Any]) -> None:
    rows = list(csv.DictReader(io.StringIO(export(alice, batch, "csv").decode())))
    assert [(row["file"], row["page"], row["number"]) for row in rows] == [
        ("'=1+1.png", "", "7"),
        ("Müller, 7.png", "", "7"),
        ("bad.png", "", ""),
        ("two.tiff", "1", ""),
        ("two.tiff", "2", ""),
    ]
    assert [row["decision"] for row in rows] == ["accepted", "accepted", "", "rejected", "rejected"]
    assert len(rows[0]["boxes"].split(",")) == 4
    assert rows[2]["error_code"] == "not_an_image"


@pytest.mark.parametrize("kind", ["json", "jsonl"])
def test_json_gives_names_as_they_were(alice: Client, batch: dict[str, Any], kind: str) -> None:
    text = export(alice, batch, kind).decode()
    rows = json.loads(text) if kind == "json" else [json.loads(line) for line in text.splitlines()]
    assert [row["source"] for row in rows][:2] == ["=1+1.png", "Müller, 7.png"]
    assert rows[0]["digits"][0]["value"] == 7
    assert [row["page"] for row in rows] == [None, None, None, 1, 2]


def test_glyphs_are_sorted_by_digit(alice: Client, batch: dict[str, Any]) -> None:
    with zipfile.ZipFile(io.BytesIO(export(alice, batch, "zip"))) as archive:
        assert archive.namelist() == ["7/000000-0.png", "7/000001-0.png"]
        assert Image.open(io.BytesIO(archive.read("7/000001-0.png"))).size == (28, 28)


def test_while_it_runs_they_hold_what_is_finished(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    batch = hand_in(alice, some(100, seven_png))
    work_off(queue, most=2)
    assert len(export(alice, batch, "jsonl").splitlines()) == 64
    work_off(queue)
    numbers = [json.loads(line)["source"] for line in export(alice, batch, "jsonl").splitlines()]
    assert numbers == [f"{number}.png" for number in range(100)]


def test_an_export_of_many_is_read_a_few_hundred_at_a_time(
    queue: redis.Redis, alice: Client, seven_png: bytes, django_assert_max_num_queries: Any
) -> None:
    batch = hand_in(alice, some(3, seven_png))
    work_off(queue)
    template = Prediction.objects.latest("position")
    Prediction.objects.bulk_create(
        Prediction(
            batch_id=template.batch_id, position=number, source=f"{number}", status="failed", channel="api",
            owner_id=template.owner_id, finished_at=template.finished_at,
        )
        for number in range(3, 2000)
    )  # fmt: skip
    with django_assert_max_num_queries(16):
        assert len(export(alice, batch, "csv").splitlines()) == 2001


def test_a_client_may_ask_for_the_type_that_it_gets(alice: Client, batch: dict[str, Any]) -> None:
    types = {"csv": "text/csv", "json": "application/json", "jsonl": "application/jsonl", "zip": "application/zip"}
    for kind, media_type in types.items():
        answer = alice.get(batch["links"][kind], headers={"accept": media_type})
        assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (200, media_type)
