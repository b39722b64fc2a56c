"""What a person says is kept as a row of its own; what the model said stays, and the latest answer counts."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from recognition.models import Prediction
from recognition.models.reviews import Review
from tests.recognition.rows import digit, read

pytestmark = [pytest.mark.django_db, pytest.mark.services]


def say(client: Client, row: Prediction, **fields: Any) -> Any:
    return client.post(f"/predictions/{row.pk}/review", fields, headers={"X-Fragment": "1"})


def say_by_api(client: Client, row: Prediction, **fields: Any) -> Any:
    return client.post(f"/api/v1/predictions/{row.pk}/reviews", json.dumps(fields), content_type="application/json")


def latest(row: Prediction) -> Review:
    review = Prediction.objects.get(pk=row.pk).latest_review
    assert review
    return review


def test_without_a_script_a_refusal_is_a_whole_page(alice: Client) -> None:
    response = alice.post(f"/predictions/{read('alice', '7').pk}/review", {"label": ""})
    page = response.content.decode()
    assert response.status_code == 400
    assert "<html" in page
    assert "Say which digits it shows." in page


def test_right_is_kept_with_every_digit(alice: Client) -> None:
    row = read("alice", "55 0")
    response = say(alice, row, verdict="accepted")
    assert "You said: <b>right</b>" in response.content.decode()
    review = latest(row)
    assert (review.verdict, review.label, review.source) == ("accepted", "55 0", "user")
    assert (review.reviewer, review.visitor) == (User.objects.get(username="alice"), None)
    assert [true["value"] for true in review.digits] == [5, 5, 0]
    assert review.digits[0]["box"] == digit(5)["box"]


def test_a_tapped_digit_is_a_correction(alice: Client) -> None:
    row = read("alice", "7")
    say(alice, row, digit="1")
    assert (latest(row).verdict, latest(row).label, latest(row).digits[0]["value"]) == ("corrected", "1", 1)


def test_the_true_digits_one_by_one_keep_groups_and_lines(alice: Client) -> None:
    row = read("alice", "55\n01")
    say(alice, row, digit=["5", "6", "", "1"], label="55\n01")
    assert (latest(row).label, [true["value"] for true in latest(row).digits]) == ("56\n1", [5, 6, None, 1])


def test_the_whole_number_counts_where_it_was_typed(alice: Client) -> None:
    row = read("alice", "55 0")
    say(alice, row, digit=["5", "5", "0"], label=" 550  19 ")
    assert (latest(row).verdict, latest(row).label, latest(row).digits) == ("corrected", "550 19", [])


@pytest.mark.parametrize(
    ("read_as", "label", "values"),
    [
        ("7", "1", [1]),
        ("55 0", "56 0", [5, 6, 0]),
        ("1555", "555", [None, 5, 5, 5]),  # a bracket was read as a 1
        ("12331", "1233", [1, 2, 3, 3, None]),
        ("777", "77", []),  # nobody knows which of them is none
        ("1234", "2345", []),  # shifted rather than all wrong
        ("12", "123", []),
        ("17", "42", []),
    ],
)
def test_a_typed_number_is_laid_against_the_ink_where_it_is_sure(
    alice: Client, read_as: str, label: str, values: list[int | None]
) -> None:
    row = read("alice", read_as)
    say(alice, row, digit=list(row.number), label=label)
    assert (latest(row).label, [true["value"] for true in latest(row).digits]) == (label, values)


def test_a_correction_that_changes_nothing_accepts(alice: Client) -> None:
    row = read("alice", "55")
    say(alice, row, digit=["5", "5"], label="55")
    assert latest(row).verdict == "accepted"


def test_no_digit_and_unclear_have_no_label(alice: Client) -> None:
    row = read("alice", "7")
    for verdict in ("not_a_digit", "unclear"):
        say(alice, row, verdict=verdict)
        assert (latest(row).verdict, latest(row).label) == (verdict, "")


def test_when_every_digit_is_none_it_is_no_digit(alice: Client) -> None:
    row = read("alice", "11")
    say(alice, row, digit=["", ""], label="11")
    assert (latest(row).verdict, latest(row).label) == ("not_a_digit", "")


def test_a_change_of_mind_is_another_row_and_the_latest_counts(alice: Client) -> None:
    row = read("alice", "7")
    say(alice, row, verdict="accepted")
    say(alice, row, digit="1")
    assert list(Review.objects.values_list("label", flat=True)) == ["1", "7"]
    row.refresh_from_db()
    assert (row.verdict, row.text) == ("corrected", "7")
    page = alice.get(f"/predictions/{row.pk}").content.decode()
    assert "You said:" in page
    assert '<span translate="no">1</span>' in page


def test_without_a_script_the_answer_leads_back_to_the_page(alice: Client) -> None:
    row = read("alice", "7")
    response = alice.post(f"/predictions/{row.pk}/review", {"verdict": "accepted"})
    assert response.headers["Location"] == f"/predictions/{row.pk}"


@pytest.mark.parametrize(
    "fields",
    [
        {"verdict": "perhaps"},
        {"digit": "x"},
        {"digit": "12"},
        {"digit": "٣"},
        {"digit": ["1", "2", "3"]},
        {"label": "call me"},
        {"label": "1" * 1001},
        {"label": ""},
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(alice: Client, fields: dict[str, Any]) -> None:
    row = read("alice", "7")
    response = say(alice, row, **fields)
    assert response.status_code == 400
    assert "data-detail" in response.content.decode()
    assert not Review.objects.exists()


def test_what_was_not_read_cannot_be_judged(alice: Client) -> None:
    row = read("alice", "", status="failed", decision="", error_code="damaged")
    assert say(alice, row, verdict="accepted").status_code == 409


def test_nobody_judges_anybody_elses(alice: Client, bob: Client, stranger: Client) -> None:
    row = read("alice", "7")
    for other in (bob, stranger):
        assert say(other, row, verdict="accepted").status_code == 404
        assert say_by_api(other, row, verdict="accepted").status_code == 404
    assert not Review.objects.exists()


def test_the_api_keeps_the_same_and_shows_it(alice: Client) -> None:
    row = read("alice", "55")
    response = say_by_api(alice, row, verdict="corrected", digits=[5, None])
    assert response.status_code == 201
    document = alice.get(f"/api/v1/predictions/{row.pk}").json()
    assert document["review"] == response.json()
    assert (document["review"]["label"], document["review"]["digits"][1]["value"]) == ("5", None)
    assert document["text"] == "55"


@pytest.mark.parametrize(
    "fields", [{}, {"verdict": 7}, {"verdict": "corrected", "label": 7}, {"verdict": "corrected", "digits": {"a": 1}}]
)
def test_the_api_refuses_with_a_problem_document(alice: Client, fields: dict[str, Any]) -> None:
    response = say_by_api(alice, read("alice", "7"), **fields)
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"


def test_a_list_for_a_body_is_a_problem_document(alice: Client) -> None:
    url = f"/api/v1/predictions/{read('alice').pk}/reviews"
    assert alice.post(url, "[]", content_type="application/json").status_code == 400
