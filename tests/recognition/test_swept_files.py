"""Files without rows, and sessions and failures that have ended, are swept; all else stays."""

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from recognition import retention
from recognition.accounts.models import LoginFailures
from recognition.models import Batch, Prediction
from tests.recognition.ageing import WEEK, age_files

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


def test_a_file_without_a_row_is_swept_and_every_other_stays(row: Prediction, pictures_folder: Path) -> None:
    mine = Path(row.picture.path)
    folder = mine.parent.name
    orphan, fresh = (mine.parent / (folder + letter * 30) for letter in "ab")
    other = mine.parent / "notes.txt"
    for file in (orphan, fresh, other):
        file.write_bytes(b"left behind")
    age_files(mine, orphan, other)
    assert retention.sweep_folder(folder, timezone.now() - retention.BEING_HANDED_IN) == 1
    assert [file.exists() for file in (mine, orphan, fresh, other)] == [True, False, True, True]


def test_an_upload_that_no_batch_waits_for_is_swept_after_an_hour(db: None, pictures_folder: Path) -> None:
    now = timezone.now()
    times: list[dict[str, Any]] = [{}, {"cancelled_at": now, "finished_at": now}]
    waiting, cancelled = (Batch.objects.create(name="batch", **fields) for fields in times)
    died, growing = Batch(), Batch()
    folders = [pictures_folder / batch.folder for batch in (waiting, cancelled, died, growing)]
    for folder in folders:
        folder.mkdir(parents=True)
        (folder / "0").write_bytes(b"half of a ZIP")
        age_files(folder / "0", folder)
    os.utime(folders[-1] / "0")
    retention.tidy()
    assert [folder.exists() for folder in folders] == [True, False, False, True]


def test_what_goes_meanwhile_does_not_stop_the_run(
    db: None, pictures_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its owner deletes it, or it is refused, between the list and the look."""
    before = timezone.now()
    orphan, gone = pictures_folder / "aa" / ("aa" * 16), pictures_folder / Batch().folder
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"7")

    def delete(_: object) -> list[str]:
        orphan.unlink()
        return []

    monkeypatch.setattr(retention, "named", delete)
    monkeypatch.setattr(retention, "spools", lambda _: [gone])
    assert (retention.sweep_folder("aa", before), retention.sweep_spools(before)) == (0, 0)


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
