"""Days are counted once when they are over, today each time; what is still to be read keeps its day open."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from recognition.models import Prediction, Tally, tallies
from recognition.models.tallies import ONE, tallied
from tests.recognition.rows import read

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture(autouse=True)
def alice(db: None) -> User:
    return User.objects.create_user("alice")


def at(days_ago: int) -> datetime:
    return (timezone.now() - timedelta(days=days_ago)).replace(hour=0, minute=1)


def on(days_ago: int, **fields: Any) -> Prediction:
    return read("alice", created_at=at(days_ago), **fields)


def counts(first_days_ago: int = 5) -> dict[tuple[int, str], int]:
    today = timezone.now().date()
    found = tallied(today - ONE * first_days_ago)
    return {((today - tally.day).days, tally.outcome): tally.count for tally in found}


def test_by_day_outcome_and_model() -> None:
    on(3)
    on(3, decision="uncertain")
    on(3, status="failed", decision="", model_name="", model_version="")
    on(2, model_version="2")
    assert counts() == {(3, "accepted"): 1, (3, "uncertain"): 1, (3, "failed"): 1, (2, "accepted"): 1}
    assert {tally.model_version for tally in Tally.objects.filter(outcome="accepted")} == {"1", "2"}


def test_a_day_that_is_over_is_not_counted_again_and_today_is() -> None:
    on(2)
    on(0)
    assert counts() == {(2, "accepted"): 1, (0, "accepted"): 1}
    on(2)
    on(0)
    assert counts() == {(2, "accepted"): 1, (0, "accepted"): 2}


def test_what_is_deleted_stays_counted() -> None:
    row = on(2)
    assert counts() == {(2, "accepted"): 1}
    row.erase()
    assert counts() == {(2, "accepted"): 1}
    tallies.forget(timezone.now().date() - ONE * 5)
    assert counts() == {}


def test_a_day_is_open_while_something_of_it_is_to_be_read() -> None:
    row = on(2, status="queued", decision="", finished_at=None, model_name="", model_version="")
    assert counts() == {(2, "queued"): 1}
    Prediction.objects.filter(pk=row.pk).update(status="succeeded", decision="rejected", finished_at=timezone.now())
    assert counts() == {(2, "rejected"): 1}
    assert Tally.objects.get(count=1).outcome == "rejected"


def test_a_day_that_is_over_counts_once_beside_an_older_open_one() -> None:
    on(3, status="queued", decision="", finished_at=None, model_name="", model_version="")
    on(2)
    for _ in range(2):
        found = tallied(timezone.now().date() - ONE * 5)
        assert sorted((tally.outcome, tally.count) for tally in found) == [("accepted", 1), ("queued", 1)]


def test_of_each_status_so_many_have_come_so_far() -> None:
    assert tallies.totals() == {}
    gone = on(200)
    on(2, decision="rejected")
    on(2, status="failed", decision="", model_name="", model_version="")
    on(1, status="queued", decision="", finished_at=None, model_name="", model_version="")
    on(0)
    expected = {"succeeded": 3, "failed": 1, "queued": 1}
    assert tallies.totals() == expected
    gone.erase()
    assert tallies.totals() == expected


def test_what_came_on_days_that_are_over_is_not_read_again(
    django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tallies, "OVER", timedelta(0))
    on(5)
    tallies.totals()
    with django_assert_num_queries(5) as asked:  # the oldest, what is missing, the sums, what is open, today
        tallies.totals()
    from_rows = [query["sql"] for query in asked.captured_queries if "recognition_prediction" in query["sql"]]
    assert all("MIN(" in sql or str(timezone.now().date()) in sql for sql in from_rows)


def test_a_few_days_are_counted_before_anybody_looks() -> None:
    on(89)
    tallies.settle_some()
    tallies.settle_some()
    kept = Tally.objects.filter(count=1).get()
    assert kept.day == at(89).date()
    assert Tally.objects.count() == 2 * tallies.AT_ONCE


def test_days_on_which_nothing_came_are_known_too() -> None:
    assert counts() == {}
    assert Tally.objects.filter(count=0).count() >= 4
    assert tallies.missing(timezone.now().date() - ONE * 5) == []
