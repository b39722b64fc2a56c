"""What is worth reviewing, and which of several words counts."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client

from recognition.models import Prediction
from recognition.models.opinions import RANDOM_SHARE, doubt, falls_in, worth
from recognition.models.reviews import Review
from tests.recognition.rows import digit, read

pytestmark = [pytest.mark.django_db, pytest.mark.services]
PLAIN = UUID(int=(1 << 40) - 1)  # neither
RANDOM = UUID(int=1)  # drawn at random and shown twice, by its bits
SECOND = UUID(int=0xFFFFF)  # shown twice, not drawn


def between(first: int, second: int, share: float, not_digit: float = 0.0) -> dict[str, Any]:
    found = digit(first)
    found["probabilities"] = [0.0] * 10
    found["probabilities"][first], found["probabilities"][second] = share, 1 - share
    return {**found, "not_digit": not_digit}


@pytest.fixture
def reviewers(alice: Client) -> list[int]:
    return [User.objects.create_user(f"reviewer{number}").pk for number in range(3)]


def say(row: Prediction, reviewer: int | None, label: str, verdict: str = "corrected") -> Review:
    source = "user" if reviewer is None else "staff"
    return row.review(verdict, label, reviewer_id=reviewer, source=source)


def counts(row: Prediction) -> str:
    word = Prediction.objects.get(pk=row.pk).counting_review
    return word.label if word else ""


def test_the_least_sure_digit_decides() -> None:
    assert doubt([]) == 0
    assert doubt([between(4, 9, 1.0)]) == 0
    assert doubt([between(4, 9, 1.0), between(4, 9, 0.6)]) == pytest.approx(0.8)


def test_a_half_hearted_non_digit_score_is_doubt_and_a_clear_one_is_none() -> None:
    assert doubt([between(4, 9, 1.0, not_digit=0.5)]) == 1
    assert doubt([between(4, 9, 0.5, not_digit=0.99)]) < 0.05


def test_a_tenth_is_drawn_at_random_whatever_it_says() -> None:
    drawn = [worth(uuid4(), [between(4, 9, 0.5)], "", []) for _ in range(5000)]
    share = sum(value is not None and -1 <= value < 0 for value in drawn) / 5000
    assert share == pytest.approx(RANDOM_SHARE, abs=0.02)


def test_what_its_user_calls_wrong_is_worth_more_than_any_doubt(alice: Client) -> None:
    for pk in (PLAIN, RANDOM):
        row = read("alice", "7", pk=pk)
        say(row, None, "1")
        assert row.worth is not None
        assert row.worth >= 2
        row.erase()


@pytest.mark.parametrize(
    ("reason", "verdict", "worthy"),
    [
        ("", "accepted", False),
        ("", "not_a_digit", True),
        ("", "unclear", False),
        ("not_a_digit", "not_a_digit", False),
        ("not_a_digit", "accepted", True),
    ],
)
def test_which_words_of_a_user_are_a_disagreement(alice: Client, reason: str, verdict: str, worthy: bool) -> None:
    row = read("alice", "7", pk=PLAIN, reason=reason)
    say(row, None, "", verdict)
    assert ((row.worth or 0) >= 2) is worthy


def test_one_reviewer_settles_most_and_some_are_shown_to_a_second(alice: Client, reviewers: list[int]) -> None:
    once, twice = read("alice", "7", pk=PLAIN), read("alice", "7", pk=SECOND)
    say(once, reviewers[0], "7")
    say(twice, reviewers[0], "7")
    assert once.worth is None
    assert twice.worth is not None
    say(twice, reviewers[1], "7")
    assert twice.worth is None


def test_a_conflict_comes_back_until_most_say_the_same(alice: Client, reviewers: list[int]) -> None:
    row = read("alice", "7", pk=SECOND)
    say(row, reviewers[0], "1")
    say(row, reviewers[1], "7")
    assert (row.worth or 0) >= 3
    assert counts(row) == ""
    say(row, reviewers[2], "1")
    assert (row.worth, counts(row)) == (None, "1")


def test_a_reviewer_counts_before_the_user_whoever_came_last(alice: Client, reviewers: list[int]) -> None:
    row = read("alice", "7", pk=PLAIN)
    say(row, reviewers[0], "7")
    say(row, None, "1")
    assert (counts(row), row.verdict, row.worth) == ("7", "corrected", None)


def test_a_reviewers_change_of_mind_is_not_a_conflict(alice: Client, reviewers: list[int]) -> None:
    row = read("alice", "7", pk=PLAIN)
    say(row, reviewers[0], "7")
    say(row, reviewers[0], "1")
    assert (counts(row), row.worth) == ("1", None)


def test_what_is_taken_back_counts_no_more_and_is_still_there(alice: Client, reviewers: list[int]) -> None:
    row = read("alice", "7", pk=PLAIN)
    say(row, None, "1")
    review = say(row, reviewers[0], "7")
    by = User.objects.get(pk=reviewers[0])
    assert row.take_back(review, by)
    assert not row.take_back(review, by)
    assert (counts(row), row.verdict) == ("1", "corrected")
    assert (row.worth or 0) >= 2
    assert list(Review.objects.values_list("label", "withdraws")) == [("", review.pk), ("7", None), ("1", None)]


def test_a_deleted_picture_is_not_worth_a_look(alice: Client) -> None:
    row = read("alice", "7", pk=PLAIN)
    row.forget()
    say(row, None, "1")
    assert Prediction.objects.get().worth is None


def test_the_shares_do_not_go_with_each_other() -> None:
    ids = [uuid4() for _ in range(20_000)]
    both = sum(falls_in(pk, 1, 0.5) and falls_in(pk, 2, 0.5) for pk in ids)
    assert both / 20_000 == pytest.approx(0.25, abs=0.02)
