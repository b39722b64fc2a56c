"""The queue: the worthiest first, some at random, nothing to two reviewers at once, nothing twice to one."""

from itertools import count
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.test import Client

from recognition.models import Prediction
from recognition.models.holds import PATIENCE, Hold
from recognition.models.reviews import Review
from recognition.review import queue as review_queue
from recognition.review.queue import RANDOM_EVERY, answer, let_go, take
from tests.recognition.rows import read

pytestmark = [pytest.mark.django_db, pytest.mark.services]
ids = count(1)


@pytest.fixture
def rita(alice: Client) -> User:
    return User.objects.create_user("rita")


@pytest.fixture
def rob(alice: Client) -> User:
    return User.objects.create_user("rob")


def once(worth: float | None) -> Prediction:
    """Settled by one reviewer: the bits of its id say so."""
    return read("alice", "7", pk=UUID(int=(next(ids) << 64) + (1 << 40) - 1), worth=worth)


def rows(*worths: float) -> list[Prediction]:
    return [once(worth) for worth in worths]


@pytest.fixture(autouse=True)
def nothing_by_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review_queue, "random", lambda: 1.0)


def test_the_worthiest_comes_first(rita: User) -> None:
    little, conflict, much, disagreement = rows(0.1, 3.2, 0.9, 2.1)
    assert take(rita, 4) == [conflict, disagreement, much, little]


def test_every_fifth_was_drawn_at_random(rita: User) -> None:
    worthy, drawn = rows(*[0.5] * 20), rows(*[-0.5] * 20)
    shown = take(rita, 2 * RANDOM_EVERY)
    assert [row in drawn for row in shown] == ([False] * 4 + [True]) * 2
    assert len(worthy) == 20


def test_what_is_drawn_comes_in_its_random_order(rita: User) -> None:
    late, early = rows(-0.9, -0.1)
    assert take(rita, 2) == [early, late]


def test_two_reviewers_at_once_see_different_items(rita: User, rob: User) -> None:
    rows(0.1, 0.2, 0.3, 0.4)
    assert not set(take(rita, 2)) & set(take(rob, 2))
    assert take(rob, 5) != []
    assert len(take(rita, 5)) == 2


def test_who_comes_too_late_to_an_item_gets_the_next(rita: User, rob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = rows(0.2, 0.1)
    waiting = review_queue._waiting

    def too_late(*asked: object) -> object:
        """rob has looked; before he takes it, rita does."""
        found = waiting(*asked)  # type: ignore[arg-type]
        list(found.filter(worth__gte=0)[:1])
        Hold.objects.get_or_create(prediction=first, defaults={"reviewer": rita})
        return found

    monkeypatch.setattr(review_queue, "_waiting", too_late)
    assert take(rob, 1) == [second]


def test_what_is_held_too_long_or_let_go_is_for_others(rita: User, rob: User) -> None:
    (row,) = rows(0.5)
    assert take(rita, 1) == [row]
    assert take(rob, 1) == []
    let_go(rita, [row.pk])
    assert take(rob, 1) == [row]
    Hold.objects.update(since=Hold.objects.get().since - PATIENCE)
    assert take(rita, 1) == [row]


def test_the_same_again_after_a_reload_and_not_what_was_skipped(rita: User) -> None:
    first, second = rows(0.5, 0.4)
    assert take(rita, 1) == take(rita, 1) == [first]
    assert take(rita, 1, without=[first.pk]) == [second]


def test_what_was_answered_does_not_come_back(rita: User, rob: User) -> None:
    (row,) = rows(0.5)
    answer(row, rita, verdict="accepted", label="7")
    assert take(rita, 1) == take(rob, 1) == []
    assert not Hold.objects.exists()


def test_a_second_opinion_is_asked_of_somebody_else(rita: User, rob: User) -> None:
    row = read("alice", "7", pk=UUID(int=1 << 19), worth=0.5)
    answer(row, rita, verdict="accepted", label="7")
    assert take(rita, 1) == []
    assert take(rob, 1) == [row]


def test_what_was_taken_back_is_asked_again(rita: User) -> None:
    (row,) = rows(0.5)
    row.take_back(answer(row, rita, verdict="accepted", label="7"), rita)
    assert take(rita, 1) == [row]


@pytest.mark.parametrize(
    ("worth", "sampled", "probability"),
    [(0.5, "worth", None), (2.5, "worth", 1.0), (-0.5, "random", 0.1), (None, "picked", None)],
)
def test_a_review_says_how_it_was_sampled(
    rita: User, worth: float | None, sampled: str, probability: float | None
) -> None:
    review = answer(once(worth), rita, verdict="accepted", label="7")
    assert (review.sampled, review.probability) == (sampled, probability)


def test_the_second_opinion_is_sampled_as_the_first_was(rita: User, rob: User) -> None:
    row = read("alice", "7", pk=UUID(int=1), worth=-0.5)
    answer(row, rita, verdict="corrected", label="1")
    second = answer(row, rob, verdict="accepted", label="7")
    assert (row.worth or 0) >= 3
    assert (second.sampled, second.probability) == ("random", 0.1)
    assert Review.objects.filter(sampled="random").count() == 2
