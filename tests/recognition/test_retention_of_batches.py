"""A paused batch is cancelled when the time of its pictures is over; one that will be read is not."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from recognition import retention
from recognition.models import Batch, Prediction
from tests.recognition.ageing import WEEK, age, age_files, is_forgotten

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


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
    age_files(folder / "0", folder)
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
