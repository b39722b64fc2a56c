"""Many handed in at once: every item ends, in the order of the files, and one bad one never fails its neighbours."""

import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import redis
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from PIL import Image

from recognition.batch import Batch
from recognition.models import Prediction, Review
from recognition.owners import key_for
from tests.conftest import png_of
from tests.recognition.hostile import packed
from tests.recognition.lane import work_off
from tests.recognition.rows import read

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
URL = "/api/v1/batches"
VERBS = ("pause", "resume", "cancel", "retry")
KINDS = ("csv", "json", "jsonl", "zip")


def named(data: bytes, name: str) -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = name
    return file


def hand_in(client: Client, *files: tuple[str, bytes], **options: str) -> dict[str, Any]:
    response = client.post(URL, {"files": [named(data, name) for name, data in files], **options})
    assert response.status_code == 202, response.content
    return dict(response.json())


def items(client: Client, batch: dict[str, Any]) -> list[dict[str, Any]]:
    return list(client.get(batch["links"]["items"]).json()["items"])


def some(count: int, png: bytes) -> tuple[str, bytes]:
    return "seven.zip", packed(*((f"{number}.png", png) for number in range(count)))


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
    from ml import page, reader
    from recognition.sweeper import sweep

    good, cursed = png_of(seven), png_of(seven.rotate(3, fillcolor=255))
    real = page.from_picture

    def break_on_one(data: bytes, max_pixels: int) -> Any:
        if data == cursed:
            raise ZeroDivisionError
        return real(data, max_pixels)

    monkeypatch.setattr(reader, "from_picture", break_on_one)
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


@pytest.mark.parametrize(
    "options", [{"mode": "roman"}, {"expect": "four"}, {"threshold": "2"}, {"threshold": "nan"}, {"threshold": "much"}]
)
def test_options_without_sense_are_refused(stranger: Client, seven_png: bytes, options: dict[str, str]) -> None:
    response = stranger.post(URL, {"files": named(seven_png, "a.png"), **options})
    assert response.status_code == 400
    assert not Batch.objects.exists()


def test_nothing_and_no_picture_are_refused(stranger: Client) -> None:
    assert stranger.post(URL, {}).json()["code"] == "missing"
    assert stranger.post(URL, {"files": named(b"text" * 20, "a.txt")}).status_code == 415


def test_too_many_items_are_refused(stranger: Client, settings: Any, seven_png: bytes) -> None:
    settings.BATCH_MAX_ITEMS = 2
    response = stranger.post(URL, {"files": [named(seven_png, f"{number}.png") for number in range(3)]})
    assert (response.status_code, response.json()["code"]) == (413, "too_many")


def test_more_files_than_a_batch_may_hold_are_refused_as_they_come(
    stranger: Client, settings: Any, seven_png: bytes, pictures_folder: Path
) -> None:
    settings.BATCH_MAX_ITEMS, settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2, 3
    for url in (URL, "/batches"):
        response = stranger.post(url, {"files": [named(seven_png, f"{number}.png") for number in range(5)]})
        assert response.status_code == 413
        assert "more than 2 items. Please split it." in response.content.decode()
    assert not [path for path in pictures_folder.rglob("*") if path.is_file()]


def test_a_body_over_the_limit_is_refused_by_its_header(stranger: Client, settings: Any, seven_png: bytes) -> None:
    settings.BATCH_MAX_BYTES, settings.BATCH_MAX_ITEMS = 100, 1
    response = stranger.post(URL, {"files": named(seven_png * 10, "a.png")})
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


def test_a_folders_paths_travel_beside_its_files(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    paths = json.dumps(["scans/1/a.png", "scans/2/a.png"])
    batch = hand_in(alice, ("a.png", seven_png), ("a.png", seven_png), paths=paths)
    work_off(queue)
    assert batch["name"] == "scans"
    assert [item["source"] for item in items(alice, batch)] == ["scans/1/a.png", "scans/2/a.png"]


def test_pause_takes_back_what_waits_and_resume_goes_on(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    batch = hand_in(alice, some(200, seven_png))
    work_off(queue, most=2)
    assert alice.post(f"{URL}/{batch['id']}/pause").json()["state"] == "paused"
    work_off(queue)
    assert Prediction.objects.filter(finished_at=None).count() == 200 - 64
    assert alice.post(f"{URL}/{batch['id']}/resume").json()["state"] == "reading"
    work_off(queue)
    assert {item.status for item in Prediction.objects.all()} == {"succeeded"}


def test_cancel_ends_every_item_and_keeps_what_was_read(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    batch = hand_in(alice, some(100, seven_png))
    work_off(queue, most=2)
    answer = alice.post(f"{URL}/{batch['id']}/cancel").json()
    work_off(queue)
    assert (answer["state"], answer["progress"]["accepted"], answer["progress"]["cancelled"]) == ("cancelled", 64, 36)
    assert not Prediction.objects.filter(finished_at=None).exists()


def test_cancelled_before_it_is_unpacked_nothing_is_made(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    batch = hand_in(alice, some(3, seven_png))
    alice.post(f"{URL}/{batch['id']}/cancel")
    work_off(queue)
    assert not Prediction.objects.exists()


def test_failed_items_are_retried_one_or_all(
    queue: redis.Redis, alice: Client, seven_png: bytes, pictures_folder: Path
) -> None:
    batch = hand_in(alice, some(3, seven_png))
    work_off(queue, most=1)
    rows = list(Prediction.objects.order_by("position"))
    kept = {row.pk: Path(row.picture.path).read_bytes() for row in rows}
    for row in rows:
        Path(row.picture.path).unlink()
    work_off(queue)
    assert {item["error"]["code"] for item in items(alice, batch)} == {"picture_gone"}
    for row in rows:
        Path(row.picture.path).write_bytes(kept[row.pk])
    alice.post(f"{URL}/{batch['id']}/retry?item={rows[1].pk}")
    work_off(queue)
    assert [item["status"] for item in items(alice, batch)] == ["failed", "succeeded", "failed"]
    alice.post(f"{URL}/{batch['id']}/retry")
    work_off(queue)
    assert {item["status"] for item in items(alice, batch)} == {"succeeded"}
    assert alice.get(batch["links"]["self"]).json()["state"] == "finished"


def test_a_retry_at_the_last_moment_keeps_the_batch_open(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else's retry gets the row's lock first, after nothing seemed left."""
    now = timezone.now()
    batch = Batch.objects.create(name="batch", unpacked_at=now)
    fields = {"batch": batch, "position": 0, "status": "failed", "finished_at": now, "picture": "aa/aa"}
    Prediction.objects.create(channel="api", source="7.png", mode="auto", **fields)
    theirs = Batch.objects.get()

    def lock(self: Batch) -> None:
        if self is batch:
            assert theirs.retry(Prediction.objects.all()) == 1

    monkeypatch.setattr(Batch, "_lock", lock)
    assert not batch.finish()
    assert Batch.objects.get().finished_at is None


def test_a_batch_that_is_cancelled_at_the_last_moment_is_not_retried(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else's cancel gets the row's lock first."""
    batch = Batch.objects.create(name="batch")
    fields = {"batch": batch, "position": 0, "status": "failed", "finished_at": timezone.now(), "picture": "aa/aa"}
    Prediction.objects.create(channel="api", source="7.png", mode="auto", **fields)
    monkeypatch.setattr(Batch, "_lock", lambda self: Batch.objects.get().cancel())
    assert batch.retry(Prediction.objects.all()) == 0
    assert Prediction.objects.get().status == "failed"
    assert Batch.objects.get().finished_at is not None


def test_delete_takes_everything_along(
    queue: redis.Redis, alice: Client, seven_png: bytes, pictures_folder: Path
) -> None:
    read, waiting = hand_in(alice, some(3, seven_png)), hand_in(alice, some(3, seven_png))
    work_off(queue, most=2)
    for batch in (read, waiting):
        assert alice.delete(batch["links"]["self"]).status_code == 204
    work_off(queue)
    assert not Prediction.objects.exists()
    assert not [path for path in pictures_folder.rglob("*") if path.is_file()]


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


def addresses(batch_id: str, item_id: str) -> list[tuple[str, str]]:
    api, page = f"{URL}/{batch_id}", f"/batches/{batch_id}"
    reads = [api, f"{api}/items", page, f"{page}/delete", f"/predictions/{item_id}/picture"]
    reads += [f"{base}/export.{kind}" for base in (api, page) for kind in KINDS]
    changes = [f"{base}/{verb}" for base in (api, page) for verb in VERBS]
    return [("get", address) for address in reads] + [("post", address) for address in changes]


def test_nobody_else_sees_or_steers_it(
    queue: redis.Redis, alice: Client, bob: Client, stranger: Client, seven_png: bytes
) -> None:
    batch = hand_in(alice, some(1, seven_png))
    work_off(queue)
    every = addresses(batch["id"], str(Prediction.objects.get().pk))
    for other in (bob, stranger):
        assert {getattr(other, method)(address).status_code for method, address in every} == {404}
        assert other.delete(f"{URL}/{batch['id']}").status_code == 404
        assert other.post(f"/batches/{batch['id']}/delete").status_code == 404
        assert other.get(URL).json() == []
    assert {getattr(alice, method)(address).status_code for method, address in every} <= {200, 302}
    assert [one["id"] for one in alice.get(URL).json()] == [batch["id"]]


def test_a_client_without_cookies_follows_it_by_its_key(queue: redis.Redis, seven_png: bytes) -> None:
    batch = hand_in(Client(), some(2, seven_png))
    work_off(queue)
    document = Client().get(batch["links"]["self"]).json()
    assert (document["state"], document["progress"]["accepted"]) == ("finished", 2)
    assert {Client().get(address).status_code for address in document["links"].values()} == {200}
    assert Client().get(urlsplit(batch["links"]["self"]).path).status_code == 404


def test_a_key_deletes_what_no_account_has(queue: redis.Redis, seven_png: bytes) -> None:
    batch = hand_in(Client(), some(1, seven_png))
    assert Client().delete(batch["links"]["self"]).status_code == 204
    assert not Batch.objects.exists()


def test_a_key_deletes_no_accounts_batch(queue: redis.Redis, alice: Client, bob: Client, seven_png: bytes) -> None:
    hand_in(alice, some(1, seven_png))
    batch = Batch.objects.get()
    api, page = (f"{base}/{batch.pk}{{}}?key={key_for(batch.pk)}" for base in (URL, "/batches"))
    for other in (bob, Client()):
        said = [other.delete(api.format("")), other.get(page.format("/delete")), other.post(page.format("/delete"))]
        assert [answer.status_code for answer in said] == [404] * 3
        assert "Delete this batch" not in other.get(page.format("")).content.decode()
    assert "Delete this batch" in alice.get(page.format("")).content.decode()
    assert alice.delete(api.format("")).status_code == 204


def test_pages_of_items_go_on_behind_the_last(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    batch = hand_in(alice, some(5, seven_png))
    work_off(queue)
    first = alice.get(f"{batch['links']['items']}?limit=3").json()
    second = alice.get(f"{batch['links']['items']}?limit=3&after={first['next']}").json()
    assert [item["position"] for item in first["items"] + second["items"]] == [0, 1, 2, 3, 4]
    assert second["next"] is None


def begun(count: int) -> list[Batch]:
    """Batches of alice's that are being read, each with one item more than the one before."""
    alice = User.objects.get(username="alice")
    batches = [Batch.objects.create(name="batch", owner=alice, unpacked_at=timezone.now()) for _ in range(count)]
    for number, batch in enumerate(batches):
        for position in range(number):
            read("alice", batch=batch, position=position, created_at=timezone.now(), finished_at=timezone.now())
    return batches


def test_a_list_of_batches_costs_the_same_queries_however_long_it_is(
    alice: Client, django_assert_num_queries: Any
) -> None:
    batches = begun(5)
    for url, queries in ((URL, 6), ("/batches", 7)):  # session, user, preferences, batches, two counts; preferences
        with django_assert_num_queries(queries):
            alice.get(url)
    said = {one["id"]: one["progress"]["accepted"] for one in alice.get(URL).json()}
    assert said == {str(batch.pk): number for number, batch in enumerate(batches)}


def test_items_cost_the_same_queries_however_many_they_are(alice: Client, django_assert_num_queries: Any) -> None:
    batch = begun(5)[-1]
    for item in batch.items.all():
        item.review(Review.Verdict.ACCEPTED, "7", source=Review.Source.USER)
    with django_assert_num_queries(5):  # session, user, batch, items, reviews
        found = alice.get(f"{URL}/{batch.pk}/items").json()["items"]
    assert [item["review"]["label"] for item in found] == ["7"] * 4


@pytest.mark.parametrize("query", ["limit=x", "limit=0", "limit=-1", "after=x", "status=nonsense"])
def test_a_page_without_sense_is_refused_with_what_to_write(alice: Client, query: str) -> None:
    batch = Batch.objects.create(name="batch", owner=User.objects.get(username="alice"))
    response = alice.get(f"{URL}/{batch.pk}/items?{query}")
    assert (response.status_code, response.headers["Content-Type"]) == (400, "application/problem+json")
    assert query.partition("=")[0] in response.json()["detail"]


@pytest.mark.parametrize("query", ["limit=1", "limit=99999", f"after={10**30}", "status=failed", "status="])
def test_a_page_with_sense_is_given(alice: Client, query: str) -> None:
    batch = Batch.objects.create(name="batch", owner=User.objects.get(username="alice"))
    assert alice.get(f"{URL}/{batch.pk}/items?{query}").json() == {"items": [], "next": None}


def test_the_answers_have_just_the_fields_of_the_schema(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    import yaml

    schemas = yaml.safe_load(alice.get("/api/schema").content)["components"]["schemas"]
    batch = hand_in(alice, some(1, seven_png))
    work_off(queue)
    assert set(batch) == set(schemas["Batch"]["properties"])
    assert set(batch["progress"]) == set(schemas["Progress"]["properties"])
    assert set(batch["links"]) == set(schemas["BatchLinks"]["properties"])
    assert set(items(alice, batch)[0]) == set(schemas["Item"]["properties"])
