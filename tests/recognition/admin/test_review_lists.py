"""Many predictions judged at once, taken back at once; every word ever said is in a list; reviewers' agreement."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.test import Client

from recognition.admin import lists as admin_lists
from recognition.models import Prediction
from recognition.models.reviews import Review
from recognition.review.queue import answer
from tests.recognition.rows import read
from tests.recognition.staff import reviewer

pytestmark = pytest.mark.django_db
LIST = "/admin/recognition/prediction/"
REVIEWS = "/admin/recognition/review/"
AGREEMENT = f"{LIST}review/agreement"


@pytest.fixture
def rows(alice: Client) -> list[Prediction]:
    """Read as 1, 2, 3, and something that is none; two reviewers are asked about the first."""
    found = [read("alice", str(n), pk=UUID(int=(n << 64) + (1 << 40) - 1)) for n in (1, 2, 3)]
    return [*found, read("alice", "4", decision="rejected", reason="not_a_digit")]


def judge(client: Client, rows: list[Prediction], action: str) -> str:
    data = {"action": action, "_selected_action": [str(row.pk) for row in rows]}
    return str(client.post(LIST, data, follow=True).content.decode())


def undo_address(page: str) -> str:
    found = re.search(r'href="([^"]+/at-once/[^"]+)">Undo', page)
    assert found
    return found[1]


def test_many_are_accepted_by_one_press(rita: Client, rows: list[Prediction]) -> None:
    assert "4 reviewed" in judge(rita, rows, "accept")
    said = Review.objects.order_by("label").values_list("verdict", "label", "sampled")
    assert list(said) == [("not_a_digit", "", "picked"), *(("accepted", n, "picked") for n in "123")]
    assert Review.objects.values("bulk").distinct().count() == 1


def test_one_press_takes_them_back_and_leaves_the_rows(rita: Client, rows: list[Prediction]) -> None:
    address = undo_address(judge(rita, rows, "unclear"))
    assert "4 reviews that you gave at once" in rita.get(address).content.decode()
    assert Review.objects.count() == 4
    rita.post(address)
    assert Review.objects.count() == 8
    assert set(Prediction.objects.values_list("verdict", flat=True)) == {""}
    assert rita.get(address).status_code == 404


def test_nobody_takes_back_anybody_elses(rita: Client, rows: list[Prediction]) -> None:
    address = undo_address(judge(rita, rows, "not_a_digit"))
    assert reviewer("rob").post(address).status_code == 404
    assert Review.objects.count() == 4


def test_too_many_at_once_are_refused_whole(
    rita: Client, rows: list[Prediction], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recognition.admin.judging.AT_ONCE", 3)
    assert "at most 3" in judge(rita, rows, "accept")
    assert not Review.objects.exists()


def test_what_has_no_reading_is_neither_judged_nor_counted(
    rita: Client, rows: list[Prediction], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that failed among 501 let 500 be judged, and nobody heard of the rest."""
    failed = read("alice", "", minutes=60, status="failed", decision="", digits=[], confidence=None)
    assert "None of them has a reading" in judge(rita, [failed], "accept")
    monkeypatch.setattr("recognition.admin.judging.AT_ONCE", 3)
    assert "at most 3" in judge(rita, [failed, *rows], "accept")
    assert not Review.objects.exists()


def test_one_takes_back_ones_own_in_the_list_of_reviews(rita: Client, rows: list[Prediction]) -> None:
    judge(reviewer("wilhelmina"), rows[1:2], "accept")
    judge(rita, rows[:1], "accept")
    chosen = list(Review.objects.values_list("pk", flat=True))
    page = rita.post(REVIEWS, {"action": "take_back", "_selected_action": chosen}, follow=True).content.decode()
    assert "1 taken back" in page
    assert "wilhelmina" not in page
    assert Review.objects.get(withdraws__isnull=False).withdraws == Review.objects.get(
        reviewer__username="rita", label="1"
    )


def test_the_page_of_a_prediction_has_its_whole_history(rita: Client, rows: list[Prediction]) -> None:
    row = rows[0]
    row.review("corrected", "7", source="user", reviewer=row.owner)
    row.take_back(
        answer(row, User.objects.get(username="rita"), verdict="unclear", seconds=1.5),
        User.objects.get(username="rita"),
    )
    page = rita.get(f"{LIST}{row.pk}/change/").content.decode()
    for said in ("User: corrected: 7", "<s>", "Staff: unclear, 1.5 s (worth)", "taken back"):
        assert said in page


def test_reviews_are_not_added_changed_or_deleted(rows: list[Prediction]) -> None:
    root = Client()
    root.force_login(User.objects.create_superuser("root"))
    review = rows[0].review("accepted", "1", source="staff")
    assert root.get(f"{REVIEWS}add/").status_code == 403
    assert root.post(f"{REVIEWS}{review.pk}/change/", {"label": "8"}).status_code == 403
    assert root.post(f"{REVIEWS}{review.pk}/delete/", {"post": "yes"}).status_code == 403
    root.post(f"{LIST}{rows[0].pk}/delete/", {"post": "yes"})
    assert not Review.objects.exists()


def test_two_reviewers_agreement_and_conflicts_are_shown(rita: Client, rows: list[Prediction]) -> None:
    people = [User.objects.get(username="rita"), User.objects.create_user("rob")]
    for row, labels in zip(rows, ("11", "22", "35", "44"), strict=True):
        for person, label in zip(people, labels, strict=True):
            answer(row, person, verdict="corrected", label=label)
    page = " ".join(rita.get(AGREEMENT).content.decode().split())
    assert f"you, reviewer {people[1].pk}</th><td>4</td><td>3</td><td>0.69</td>" in page
    assert "corrected: 3 · corrected: 5" in page


def test_the_lists_do_not_count_to_the_end(
    rita: Client, rows: list[Prediction], monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr(admin_lists, "MOST", 2)
    with django_assert_max_num_queries(12) as asked:
        assert "2 predictions" in rita.get(LIST).content.decode()
    counts = [query["sql"] for query in asked.captured_queries if "COUNT(" in query["sql"]]
    assert counts
    assert all("LIMIT 2" in sql for sql in counts)


def test_a_filter_looks_through_the_newest_or_through_the_chosen_days(
    rita: Client, rows: list[Prediction], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admin_lists, "NEWEST", 2)
    read("alice", "9", minutes=-60)
    assert "0 predictions" in rita.get(f"{LIST}?q=9").content.decode()
    assert "1 prediction" in rita.get(f"{LIST}?q=9&created_at__gte=2026-11-20T00:00Z").content.decode()
