"""Pictures go when their time is over; what was read stays."""

import io
import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from ml.reader import Reader
from ml.strokes import check
from recognition import retention
from recognition.accounts.models import LoginFailures
from recognition.models import Batch, ModelVersion, Prediction, Rereading
from tests.conftest import SEVEN
from workers import rereading

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
WEEK = {"theme": "system", "pen_width": 20, "keep_days": 7}
FOR_EVER = {**WEEK, "keep_days": 0}


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


@pytest.fixture
def row(queue_away: None, alice: Client, seven_png: bytes, reader: Reader) -> Prediction:
    """Alice's picture, read."""
    file = io.BytesIO(seven_png)
    file.name = "seven.png"
    alice.post("/upload", {"image": file})
    row = Prediction.objects.get()
    row.complete(reader.read(seven_png), preview=b"preview")
    return row


def age(days: float) -> None:
    for row in Prediction.objects.all():
        row.created_at -= timedelta(days=days)
        row.forget_at = row.forget_at and row.forget_at - timedelta(days=days)
        row.save()


def is_forgotten(row: Prediction) -> bool:
    row.refresh_from_db()
    return row.forgotten_at is not None


def test_for_ever_is_for_ever(row: Prediction) -> None:
    age(10_000)
    retention.tidy()
    assert not is_forgotten(row)


def test_after_the_owners_time_picture_and_strokes_go_and_the_reading_stays(row: Prediction, alice: Client) -> None:
    alice.post("/settings", WEEK)
    file = Path(row.picture.path)
    age(6.9)
    retention.tidy()
    assert file.exists()
    age(0.2)
    retention.tidy()
    assert is_forgotten(row)
    assert not file.exists()
    assert (row.picture.name, row.preview, row.glyphs, row.strokes) == ("", None, None, None)
    assert (row.status, row.number, len(row.digits)) == ("succeeded", "7", 1)


def test_strokes_go_too(reader: Reader) -> None:
    row = Prediction.objects.create(channel="draw", source="drawing", strokes=SEVEN, forget_at=timezone.now())
    row.complete(reader.read(check(SEVEN)))
    retention.tidy()
    assert is_forgotten(row)
    assert row.strokes is None


def test_what_is_handed_in_later_has_the_same_time(queue_away: None, alice: Client, seven_png: bytes) -> None:
    alice.post("/settings", WEEK)
    alice.post("/api/v1/predictions", {"image": io.BytesIO(seven_png)})
    row = Prediction.objects.get()
    assert row.forget_at == row.created_at + timedelta(days=7)


def test_for_ever_takes_the_time_back(row: Prediction, alice: Client) -> None:
    alice.post("/settings", WEEK)
    alice.post("/settings", FOR_EVER)
    row.refresh_from_db()
    assert row.forget_at is None


def test_an_anonymous_browser_has_its_time_too(queue_away: None, stranger: Client, seven_png: bytes) -> None:
    stranger.post("/api/v1/predictions", {"image": io.BytesIO(seven_png)})
    stranger.post("/settings", WEEK)
    row = Prediction.objects.get()
    assert row.forget_at == row.created_at + timedelta(days=7)


def test_one_persons_time_is_not_anothers(row: Prediction, bob: Client) -> None:
    bob.post("/settings", WEEK)
    row.refresh_from_db()
    assert row.forget_at is None


def test_no_picture_outlives_the_sites_time(row: Prediction, settings: Any) -> None:
    settings.RETENTION_DAYS = 30
    age(29)
    retention.tidy()
    assert not is_forgotten(row)
    age(2)
    retention.tidy()
    assert is_forgotten(row)


def test_what_is_not_read_yet_is_not_forgotten(row: Prediction, settings: Any) -> None:
    settings.RETENTION_DAYS = 1
    Prediction.objects.update(status="queued", finished_at=None)
    age(5)
    retention.tidy()
    assert not is_forgotten(row)
    assert not row.forget()


def paused(alice: Client, row: Prediction, **fields: Any) -> Batch:
    """A batch of alice's, and her picture as its one item, which nobody has read."""
    batch = Batch.objects.create(name="forms.zip", owner_id=row.owner_id, paused_at=timezone.now(), **fields)
    unread: dict[str, Any] = {"status": "queued", "finished_at": None, "enqueued_at": None}
    Prediction.objects.filter(pk=row.pk).update(batch=batch, position=0, **unread)
    return batch


def age_batch(batch: Batch, days: float) -> None:
    age(days)
    Batch.objects.filter(pk=batch.pk).update(created_at=batch.created_at - timedelta(days=days))
    batch.refresh_from_db()


def test_a_paused_batch_outlives_neither_the_sites_time_nor_do_its_pictures(
    row: Prediction, alice: Client, settings: Any
) -> None:
    settings.RETENTION_DAYS = 30
    batch = paused(alice, row, unpacked_at=timezone.now())
    file = Path(row.picture.path)
    age_batch(batch, 29)
    retention.tidy()
    batch.refresh_from_db()
    assert (batch.state, file.exists()) == ("paused", True)
    age_batch(batch, 2)
    retention.tidy()
    batch.refresh_from_db()
    assert (batch.state, file.exists(), is_forgotten(row), row.status) == ("cancelled", False, True, "cancelled")


def test_nor_its_owners_time(row: Prediction, alice: Client) -> None:
    batch = paused(alice, row, unpacked_at=timezone.now())
    alice.post("/settings", WEEK)
    age_batch(batch, 8)
    retention.tidy()
    assert is_forgotten(row)


def test_files_of_a_paused_batch_that_are_not_unpacked_yet_go_too(
    row: Prediction, alice: Client, pictures_folder: Path
) -> None:
    batch = paused(alice, row)
    folder = pictures_folder / batch.folder
    folder.mkdir(parents=True)
    (folder / "0").write_bytes(b"a ZIP")
    two_hours_ago = time.time() - 7200
    os.utime(folder / "0", (two_hours_ago, two_hours_ago))
    os.utime(folder, (two_hours_ago, two_hours_ago))
    Prediction.objects.all().delete()
    alice.post("/settings", WEEK)
    age_batch(batch, 6)
    retention.tidy()
    assert folder.exists()
    age_batch(batch, 2)
    retention.tidy()
    assert not folder.exists()


def test_a_batch_that_is_read_as_soon_as_its_turn_comes_is_not_cancelled(
    row: Prediction, alice: Client, settings: Any
) -> None:
    settings.RETENTION_DAYS = 1
    batch = paused(alice, row, unpacked_at=timezone.now())
    batch.resume()
    age_batch(batch, 5)
    retention.tidy()
    batch.refresh_from_db()
    assert (batch.state, is_forgotten(row)) == ("reading", False)


def test_the_page_of_a_paused_batch_says_when_it_ends(row: Prediction, alice: Client, settings: Any) -> None:
    batch = paused(alice, row, unpacked_at=timezone.now())
    assert "until you resume." in alice.get(f"/batches/{batch.pk}").content.decode()
    settings.RETENTION_DAYS = 30
    ends = batch.created_at + timedelta(days=30)
    page = alice.get(f"/batches/{batch.pk}").content.decode()
    assert f'until you resume. Its pictures are kept until <time datetime="{ends.isoformat()}">' in page


def test_a_run_is_bounded_and_the_next_goes_on(monkeypatch: pytest.MonkeyPatch, reader: Reader) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    reading = reader.read(check(SEVEN))
    for _ in range(3):
        Prediction.objects.create(channel="draw", source="drawing", forget_at=timezone.now()).complete(reading)
    retention.tidy()
    assert Prediction.objects.filter(forgotten_at=None).count() == 1
    retention.tidy()
    assert not Prediction.objects.filter(forgotten_at=None).exists()


def test_the_pages_say_that_the_picture_is_deleted(row: Prediction, alice: Client) -> None:
    row.forget()
    page = alice.get(f"/predictions/{row.pk}").content.decode()
    assert "Deleted on" in page
    assert "<image" not in page
    for name in ("picture", "glyphs"):
        response = alice.get(f"/predictions/{row.pk}/{name}")
        assert (response.status_code, "was deleted on" in response.content.decode()) == (410, True)


def test_the_api_says_so_too(row: Prediction, alice: Client) -> None:
    row.forget()
    document = alice.get(f"/api/v1/predictions/{row.pk}").json()
    assert document["picture_deleted_at"]
    assert (document["number"], document["links"]["picture"], document["links"]["glyphs"]) == ("7", None, None)
    problem = alice.get(f"/api/v1/predictions/{row.pk}/picture")
    assert (problem.status_code, problem.json()["code"]) == (410, "picture_deleted")


def test_another_model_cannot_read_it_any_more_and_says_so(row: Prediction) -> None:
    version = ModelVersion.objects.filter(state="active").first() or ModelVersion.register_shipped()
    row.forget()
    again = Rereading.objects.create(prediction=row, version=version, purpose="asked")
    rereading.reread()
    again.refresh_from_db()
    assert "no longer" in again.error


def test_to_a_stranger_it_was_never_there(row: Prediction, stranger: Client) -> None:
    row.forget()
    assert stranger.get(f"/predictions/{row.pk}/picture").status_code == 404


def test_a_file_without_a_row_is_swept_and_every_other_stays(row: Prediction, pictures_folder: Path) -> None:
    mine = Path(row.picture.path)
    folder = mine.parent.name
    orphan, fresh = (mine.parent / (folder + letter * 30) for letter in "ab")
    other = mine.parent / "notes.txt"
    for file in (orphan, fresh, other):
        file.write_bytes(b"left behind")
    two_hours_ago = time.time() - 7200
    for file in (mine, orphan, other):
        os.utime(file, (two_hours_ago, two_hours_ago))
    assert retention.sweep_folder(folder, timezone.now() - retention.BEING_HANDED_IN) == 1
    assert [file.exists() for file in (mine, orphan, fresh, other)] == [True, False, True, True]


def test_an_upload_that_no_batch_waits_for_is_swept_after_an_hour(db: None, pictures_folder: Path) -> None:
    now = timezone.now()
    times: list[dict[str, Any]] = [{}, {"cancelled_at": now, "finished_at": now}]
    waiting, cancelled = (Batch.objects.create(name="batch", **fields) for fields in times)
    died, growing = Batch(), Batch()
    folders = [pictures_folder / batch.folder for batch in (waiting, cancelled, died, growing)]
    two_hours_ago = time.time() - 7200
    for folder in folders:
        folder.mkdir(parents=True)
        (folder / "0").write_bytes(b"half of a ZIP")
        os.utime(folder / "0", (two_hours_ago, two_hours_ago))
        os.utime(folder, (two_hours_ago, two_hours_ago))
    os.utime(folders[-1] / "0")
    retention.tidy()
    assert [folder.exists() for folder in folders] == [True, False, False, True]


def test_each_run_sweeps_another_folder(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    swept: list[str] = []

    def note(folder: str, before: object) -> int:
        swept.append(folder)
        return 0

    monkeypatch.setattr(retention, "sweep_folder", note)
    for run in range(retention.FOLDERS):
        monkeypatch.setattr(time, "time", lambda run=run: 1e9 + run * settings.TIDY_SECONDS)
        retention.tidy()
    assert len(set(swept)) == retention.FOLDERS


def test_sessions_and_failures_that_have_ended_go(stranger: Client) -> None:
    stranger.post("/settings", WEEK)
    LoginFailures.objects.create(key="old", ends_at=timezone.now() - timedelta(minutes=1))
    LoginFailures.objects.create(key="new", ends_at=timezone.now() + timedelta(minutes=1))
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    retention.tidy()
    assert not Session.objects.exists()
    assert [row.key for row in LoginFailures.objects.all()] == ["new"]
