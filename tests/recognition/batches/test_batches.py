"""Many handed in at once: every item ends, in the order of the files, and one bad one never fails its neighbours."""

import json
from pathlib import Path
from typing import Any

import pytest
import redis
from django.test import Client
from PIL import Image

from tests.conftest import png_of
from tests.recognition.handed_in import hand_in, items, some
from tests.recognition.hostile import packed
from tests.recognition.lane import work_off

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


def test_pictures_and_zips_are_read_in_their_order(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    zipped = packed(("b/2.png", seven_png), ("a/1.png", seven_png))
    batch = hand_in(alice, ("first.png", seven_png), ("two.zip", zipped), ("last.png", seven_png))
    work_off(queue)
    found = items(alice, batch)
    assert [item["source"] for item in found] == ["first.png", "two.zip/b/2.png", "two.zip/a/1.png", "last.png"]
    assert {(item["status"], item["number"]) for item in found} == {("succeeded", "7")}
    assert alice.get(batch["links"]["self"]).json()["state"] == "finished"


def test_one_bad_file_never_fails_its_neighbours(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    files = packed(("a.png", seven_png), ("half.png", seven_png[:300]), ("text.png", b"text"), ("b.png", seven_png))
    batch = hand_in(alice, ("files.zip", files))
    work_off(queue)
    said = [(item["status"], (item["error"] or {}).get("code")) for item in items(alice, batch)]
    assert said == [("succeeded", None), ("failed", "truncated"), ("failed", "not_an_image"), ("succeeded", None)]


def test_a_fault_of_ours_costs_one_item_and_is_given_up(
    queue: redis.Redis, alice: Client, seven: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ml.layout import page, pages
    from recognition.sweeper import sweep

    good, cursed = png_of(seven), png_of(seven.rotate(3, fillcolor=255))
    real = page.from_picture

    def break_on_one(data: bytes, max_pixels: int) -> Any:
        if data == cursed:
            raise ZeroDivisionError
        return real(data, max_pixels)

    monkeypatch.setattr(pages, "from_picture", break_on_one)
    batch = hand_in(alice, ("files.zip", packed(("a.png", good), ("b.png", cursed), ("c.png", good))))
    work_off(queue)
    sweep()
    assert [item["status"] for item in items(alice, batch)] == ["succeeded", "failed", "succeeded"]
    assert alice.get(batch["links"]["self"]).json()["state"] == "finished"


def test_the_options_are_heeded(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    batch = hand_in(alice, some(1, seven_png), name="forms", mode="number", expect="3", threshold="1")
    work_off(queue)
    [item] = items(alice, batch)
    assert (batch["name"], item["mode"], item["decision"]) == ("forms", "number", "uncertain")
    assert item["reason"] == "not_as_expected"


def test_a_threshold_makes_what_is_below_it_uncertain(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    batch = hand_in(alice, some(1, seven_png), mode="digit", threshold="1")
    work_off(queue)
    assert [(item["decision"], item["reason"]) for item in items(alice, batch)] == [("uncertain", "low_confidence")]


def test_a_folders_paths_travel_beside_its_files(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    paths = json.dumps(["scans/1/a.png", "scans/2/a.png"])
    batch = hand_in(alice, ("a.png", seven_png), ("a.png", seven_png), paths=paths)
    work_off(queue)
    assert batch["name"] == "scans"
    assert [item["source"] for item in items(alice, batch)] == ["scans/1/a.png", "scans/2/a.png"]


def test_a_batch_leaves_no_upload_behind(
    queue: redis.Redis, alice: Client, seven_png: bytes, pictures_folder: Path
) -> None:
    hand_in(alice, some(3, seven_png))
    work_off(queue)
    assert len([path for path in pictures_folder.rglob("*") if path.is_file()]) == 3
    assert not list((pictures_folder / "batches").iterdir())


def test_with_the_queue_away_it_is_kept_and_the_sweeper_delivers(
    queue: redis.Redis, queue_away: None, monkeypatch: pytest.MonkeyPatch, alice: Client, seven_png: bytes
) -> None:
    from recognition import submission
    from recognition.sweeper import sweep
    from workers import replies

    batch = hand_in(alice, some(3, seven_png))
    assert queue.llen("batch") == 0
    monkeypatch.setattr(submission, "replies", replies)
    sweep()
    work_off(queue)
    assert {item["status"] for item in items(alice, batch)} == {"succeeded"}
