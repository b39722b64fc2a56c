"""Pictures go when their time is over; what was read stays."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ml.reader import Reader
from ml.strokes import check
from recognition import retention
from recognition.models import Prediction
from tests.conftest import SEVEN
from tests.recognition.ageing import FOR_EVER, WEEK, age, is_forgotten

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


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


def test_a_run_is_bounded_and_the_next_goes_on(monkeypatch: pytest.MonkeyPatch, reader: Reader) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    reading = reader.read(check(SEVEN))
    for _ in range(3):
        Prediction.objects.create(channel="draw", source="drawing", forget_at=timezone.now()).complete(reading)
    retention.tidy()
    assert Prediction.objects.filter(forgotten_at=None).count() == 1
    retention.tidy()
    assert not Prediction.objects.filter(forgotten_at=None).exists()
