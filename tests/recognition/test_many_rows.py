"""What is written of many rows at once, by hand, is what Django would have written of each."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DataError, connection
from django.utils import timezone

from ml.reader import Reader
from ml.strokes import check
from recognition import bulk, statements
from recognition.models import Prediction, failed, succeeded
from recognition.models.batch import Batch
from tests.conftest import SEVEN

pytestmark = [pytest.mark.django_db, pytest.mark.services]
NOW = timezone.now()
OWN = {"page": None, "picture_format": "", "forget_at": None, "error": ""}


@pytest.fixture
def batch(db: None) -> Batch:
    return Batch.objects.create(visitor=uuid4(), name="a", channel="api", mode="digit", threshold=0.25)


def insert(batch: Batch, *rows: dict[str, Any]) -> list[Prediction]:
    pattern = Prediction(batch=batch, visitor=batch.visitor, channel="api", mode="digit", threshold=0.25)
    statements.insert_all(pattern, [{"id": uuid4(), "position": place, **row} for place, row in enumerate(rows)])
    return list(Prediction.objects.order_by("position"))


def test_each_row_has_its_own_and_what_all_have(batch: Batch) -> None:
    first, second = insert(
        batch,
        {**OWN, "source": "a “quoted”, {braced}, back\\slashed name", "picture": "ab/c"},
        {**OWN, "source": "%s", "picture": "", "page": 2, "picture_format": "PNG", "forget_at": NOW},
    )
    assert (first.source, first.picture.name) == ("a “quoted”, {braced}, back\\slashed name", "ab/c")
    assert (first.page, first.forget_at) == (None, None)
    assert (second.source, second.picture.name, second.page, second.forget_at) == ("%s", "", 2, NOW)
    for row in (first, second):
        assert (row.batch, row.visitor, row.threshold, row.mode) == (batch, batch.visitor, 0.25, "digit")
        assert (row.status, row.attempts, row.digits, row.strokes, row.text) == ("queued", 0, [], None, "")


@pytest.mark.skipif("postgres" not in connection.vendor, reason="SQLite takes any length")
def test_a_value_that_is_too_long_is_refused_and_not_cut(batch: Batch) -> None:
    with pytest.raises(DataError):
        insert(batch, {"source": "a" * 256})


def test_many_are_finished_as_each_alone_would_be(batch: Batch) -> None:
    reading = Reader.load().read(check(SEVEN))
    one, *others = insert(batch, *({"source": str(number)} for number in range(4)))
    expected = {**succeeded(one.pk, reading, b"jpeg"), "finished_at": NOW}
    assert statements.finish(Prediction, [(row.pk, expected) for row in (one, *others)]) == 4
    for row in Prediction.objects.all():
        assert {name: getattr(row, name) for name in expected} == expected


def test_what_is_finished_stays_as_it_is(batch: Batch) -> None:
    rows = insert(batch, *({"source": str(number)} for number in range(3)))
    assert rows[1].fail("blank", "There is nothing on it.")
    assert bulk.finish([(row.pk, failed("gave_up", "We stopped.")) for row in rows]) == 2
    assert list(Prediction.objects.order_by("position").values_list("error_code", flat=True)) == [
        "gave_up",
        "blank",
        "gave_up",
    ]


def test_only_what_was_sent_and_nobody_has_is_begun(batch: Batch) -> None:
    ago = NOW - timedelta(seconds=1)
    same = {"source": "a.png", "picture": "ab/c", "started_at": None, "enqueued_at": NOW}
    rows = insert(batch, same, {**same, "started_at": ago}, {**same, "enqueued_at": None}, same)
    begun = bulk.begin([str(row.pk) for row in reversed(rows)])
    assert [row.pk for row in begun] == [rows[0].pk, rows[3].pk]
    assert [(row.source, row.picture.name, row.batch_id) for row in begun] == [("a.png", "ab/c", batch.pk)] * 2
    assert set(Prediction.objects.filter(started_at__gt=NOW).values_list("attempts", flat=True)) == {1}
    assert not bulk.begin([str(row.pk) for row in rows])
    assert not bulk.begin([])
