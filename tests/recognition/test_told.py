"""What is written by hand and told through Redis is what the database has."""

import pytest
from django.db.models import Model

from ml.reader import Reader
from ml.strokes import check
from recognition import statements, told
from recognition.models import Prediction
from tests.conftest import SEVEN

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture
def row(db: None) -> Prediction:
    made = Prediction(channel="api", source="drawing", strokes=SEVEN, threshold=0.5)
    statements.insert(made)
    return made


def fields(row: Model) -> dict[str, object]:
    return {field.name: getattr(row, field.name) for field in Prediction._meta.concrete_fields}


def begun(row: Prediction) -> Prediction:
    worker = Prediction(pk=row.pk)
    assert worker.begin()
    return worker


def test_a_row_made_by_hand_has_every_field(row: Prediction) -> None:
    assert fields(Prediction.objects.get(pk=row.pk)) == fields(row)


def test_a_worker_that_begins_has_what_it_needs(row: Prediction) -> None:
    worker = begun(row)
    assert (worker.source, worker.strokes, worker.threshold, worker.attempts) == ("drawing", SEVEN, 0.5, 1)
    assert worker.started_at == Prediction.objects.get(pk=row.pk).started_at


def test_who_waits_hears_all_that_a_worker_wrote(row: Prediction) -> None:
    worker = begun(row)
    assert worker.complete(Reader.load().read(check(SEVEN)), preview=b"jpeg")
    assert told.hear(row, told.tell(worker))
    assert fields(row) == fields(Prediction.objects.get(pk=row.pk))


def test_who_waits_hears_why_it_failed(row: Prediction) -> None:
    worker = begun(row)
    assert worker.fail("blank", "There is nothing on it.")
    assert told.hear(row, told.tell(worker))
    assert fields(row) == fields(Prediction.objects.get(pk=row.pk))


@pytest.mark.parametrize("message", [None, "", "finished by another"])
def test_without_a_word_the_row_stays_as_it_was(row: Prediction, message: str | None) -> None:
    assert not told.hear(row, message)
    assert row.status == "queued"
