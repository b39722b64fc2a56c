"""A row is finished once, by whoever is first; everybody after that changes nothing."""

import pytest
from django.db import IntegrityError

from ml.reader import Reader
from ml.strokes import check
from recognition.models import Prediction
from tests.conftest import SEVEN

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture
def row(db: None) -> Prediction:
    return Prediction.objects.create(channel="api", source="drawing", strokes=SEVEN)


def test_begin_counts_the_attempt(row: Prediction) -> None:
    assert row.begin()
    assert row.begin()
    row.refresh_from_db()
    assert row.attempts == 2
    assert row.started_at is not None


def test_complete_keeps_the_whole_reading(row: Prediction, reader: Reader) -> None:
    assert row.complete(reader.read(check(SEVEN)))
    row.refresh_from_db()
    assert (row.status, row.text, row.number, row.decision) == ("succeeded", "7", "7", "accepted")
    assert len(row.digits[0]["probabilities"]) == 10
    assert bytes(row.glyphs or b"")[:4] == b"\x89PNG"
    assert row.model_name
    assert row.finished_at


def test_the_second_to_finish_changes_nothing(row: Prediction, reader: Reader) -> None:
    assert row.complete(reader.read(check(SEVEN)))
    late = Prediction(pk=row.pk)
    assert not late.fail("late", "Too late.")
    assert not late.begin()
    row.refresh_from_db()
    assert row.status == "succeeded"
    assert row.error == ""


def test_a_failed_row_says_why(row: Prediction) -> None:
    assert row.fail("blank", "There is nothing on it.")
    row.refresh_from_db()
    assert (row.status, row.error_code, row.error) == ("failed", "blank", "There is nothing on it.")


def test_the_database_refuses_a_finished_row_that_is_queued(row: Prediction) -> None:
    with pytest.raises(IntegrityError):
        Prediction.objects.filter(pk=row.pk).update(finished_at=row.created_at)
