"""The dashboard tells what is so: how many, how often right, what for what, how sure, what waits, who agrees."""

from datetime import timedelta
from typing import Any

import pytest
import redis
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from recognition.dashboard.page import Dashboard
from recognition.feedback import checked
from recognition.models import ModelVersion, Prediction
from recognition.models.reviews import Review
from recognition.review import queue as review_queue
from tests.recognition.rows import read

pytestmark = [pytest.mark.django_db, pytest.mark.services]
PAGE = "/admin/recognition/prediction/dashboard"


@pytest.fixture(autouse=True)
def people(db: None) -> None:
    User.objects.create_user("alice")
    for name in ("gwen", "hugo"):
        User.objects.create_superuser(name)


@pytest.fixture
def gwen(people: None) -> Client:
    client = Client()
    client.force_login(User.objects.get(username="gwen"))
    return client


def lately(text: str = "7", **fields: Any) -> Prediction:
    return read("alice", text, created_at=timezone.now() - timedelta(minutes=5), **fields)


def drawn(text: str, verdict: str, label: str = "", who: str = "gwen", **fields: Any) -> Prediction:
    """Read, and reviewed after it was drawn at random."""
    row = lately(text, worth=-0.5, **fields)
    by(who, row, verdict, label)
    return row


def by(who: str, row: Prediction, verdict: str, label: str = "") -> None:
    review_queue.answer(row, User.objects.get(username=who), **checked(row, verdict, label))


def test_predictions_are_counted_by_outcome() -> None:
    lately()
    lately(decision="uncertain")
    assert dict(Dashboard(7).columns.sums) == {"accepted": 1, "uncertain": 1, "rejected": 0, "failed": 0}
    assert sum(bar.height for bar in Dashboard(7).columns.bars) == 100


def test_accuracy_is_by_version_and_weighted() -> None:
    """Of 12, two were called wrong and are; of two drawn from the other ten one was right."""
    for _ in range(8):
        lately()
    drawn("7", "accepted")
    drawn("7", "corrected", "1")
    for _ in range(2):
        row = lately()
        row.review(**checked(row, "corrected", "1"), source="user", reviewer_id=row.owner_id)
        by("gwen", row, "corrected", "1")
    lately(model_version="2")
    first, second = Dashboard(7).accuracies
    assert (first.version, first.read) == (("hand", "1"), 12)
    assert first.every
    assert first.every.share == pytest.approx((10 * 0.5 + 2 * 0) / 12)
    assert first.every.population == 12
    assert (second.version, second.every) == (("hand", "2"), None)


def test_what_its_user_calls_wrong_counts_also_while_it_waits() -> None:
    drawn("7", "accepted")
    for _ in range(2):
        row = lately()
        row.review(**checked(row, "corrected", "1"), source="user", reviewer_id=row.owner_id)
    by("gwen", row, "corrected", "1")
    [accuracy] = Dashboard(7).accuracies
    assert accuracy.every
    assert accuracy.every.share == pytest.approx(1 / 3)


def test_what_a_second_reviewer_is_asked_for_too_counts_once() -> None:
    drawn("7", "accepted")
    row = lately()
    row.review(**checked(row, "corrected", "1"), source="user", reviewer_id=row.owner_id)
    by("gwen", row, "corrected", "1")
    Prediction.objects.filter(pk=row.pk).update(worth=2.5)
    [accuracy] = Dashboard(7).accuracies
    assert accuracy.every
    assert accuracy.every.share == pytest.approx(1 / 2)


def test_what_was_looked_at_for_the_models_doubt_says_nothing_of_all() -> None:
    drawn("7", "accepted")
    row = lately(worth=0.4)
    by("gwen", row, "corrected", "1")
    [accuracy] = Dashboard(7).accuracies
    assert accuracy.every
    assert (accuracy.every.share, accuracy.every.reviewed) == (1, 1)
    assert Dashboard(7).reviewed.confusion[1, 7] == 1


def test_a_rejected_scribble_was_read_right_and_an_accepted_one_wrong() -> None:
    drawn("7", "not_a_digit", decision="rejected", reason="not_a_digit")
    drawn("7", "not_a_digit", model_version="2")
    shares = {one.version[1]: one.every.share for one in Dashboard(7).accuracies if one.every}
    assert shares == {"1": 1, "2": 0}


def test_other_groups_of_the_same_digits_are_no_mistake() -> None:
    drawn("55 1", "corrected", "551")
    [accuracy] = Dashboard(7).accuracies
    assert accuracy.every
    assert accuracy.every.share == 1


def test_a_review_taken_back_and_an_unclear_one_count_for_nothing() -> None:
    row = drawn("7", "corrected", "1")
    row.take_back(Review.objects.get(), User.objects.get(username="gwen"))
    drawn("7", "unclear")
    drawn("7", "accepted")
    [accuracy] = Dashboard(7).accuracies
    assert accuracy.every
    assert accuracy.every.reviewed == 1


def test_confusion_is_digit_by_digit() -> None:
    drawn("41", "corrected", "417")
    drawn("4", "not_a_digit")
    assert Dashboard(7).reviewed.confusion == {(None, 4): 1}  # nobody has said which ink the 7 is
    row = lately("41", worth=-0.5)
    review_queue.answer(row, User.objects.get(username="gwen"), **checked(row, "corrected", values=["4", "7"]))
    assert Dashboard(7).reviewed.confusion == {(None, 4): 1, (4, 4): 1, (7, 1): 1}
    assert Dashboard(7).commonest == [("7", 1, 1), ("none", 4, 1)]


def test_agreement_is_of_two_who_looked_at_the_same() -> None:
    rows = [drawn("7", "accepted"), drawn("7", "corrected", "1"), drawn("7", "accepted")]
    for row, verdict, label in zip(rows, ("accepted", "corrected", "corrected"), ("", "1", "1"), strict=True):
        by("hugo", row, verdict, label)
    agreement = Dashboard(7).agreement
    assert (agreement.items, agreement.alike) == (3, 2)
    assert agreement.kappa == pytest.approx(0.4)


def test_drift_is_the_active_models_single_digits_beside_its_card() -> None:
    active = ModelVersion.active()
    assert active
    mine = {"model_name": active.name, "model_version": active.version}
    for _ in range(40):
        lately(confidence=0.7, **mine)
    lately("77", confidence=0.1, **mine)
    lately(confidence=0.1, model_name="another")
    drift = Dashboard(7).drift
    assert drift
    assert (drift.verdict, drift.found.size) == ("changed", 40)
    assert [size for _, size, _ in drift.days] == [40]


def test_the_review_queue_is_counted_by_reason() -> None:
    for worth in (3.5, 2.2, 2.4, 0.5, 0.01, -0.2, None):
        lately(worth=worth)
    assert [(one.count, one.many) for one in Dashboard(7).waiting] == [(1, False), (2, False), (1, False), (1, False)]


def test_the_page_shows_it_all_and_bears_an_empty_database(queue: redis.Redis, gwen: Client) -> None:
    assert "Nothing was handed in" in gwen.get(PAGE).content.decode()
    drawn("7", "accepted")
    page = gwen.get(f"{PAGE}?days=7").content.decode()
    for shown in ("hand 1", "100.00", "drawn at random", "interactive", "Nothing has been looked at by two"):
        assert shown in page
    assert gwen.get(f"{PAGE}?days=1000000").status_code == 200


def test_nothing_on_it_is_against_the_sites_own_policy(queue: redis.Redis, gwen: Client) -> None:
    """No styles or scripts in the page: the policy lets only files through."""
    drawn("7", "accepted")
    page = gwen.get(PAGE).content.decode().partition('<div class="dashboard">')[2]
    assert "<svg" in page
    assert not [mark for mark in (" style=", "<style", "<script", " onclick=") if mark in page]


def test_it_is_asked_by_bounded_queries(queue: redis.Redis, gwen: Client, django_assert_max_num_queries: Any) -> None:
    for _ in range(10):
        drawn("7", "accepted")
    with django_assert_max_num_queries(25):
        gwen.get(PAGE)
