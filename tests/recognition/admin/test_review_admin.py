"""The reviewer's pages: what they show, what they keep, and that one takes back only one's own word."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client

from recognition.models import Hold, Prediction
from recognition.models.reviews import Review
from tests.recognition.rows import read
from tests.recognition.staff import reviewer

pytestmark = [pytest.mark.django_db, pytest.mark.services]
PAGE = "/admin/recognition/prediction/review"


@pytest.fixture
def row(alice: Client) -> Prediction:
    return read("alice", "7", pk=UUID(int=(1 << 40) - 1), worth=0.5)


def say(client: Client, row: Prediction, **said: str) -> Any:
    return client.post(f"{PAGE}/{row.pk}/answer", said)


def test_the_page_brings_the_first_items_and_holds_them(rita: Client, row: Prediction) -> None:
    page = rita.get(PAGE).content.decode()
    for shown in (f'data-item="{row.pk}"', "<polyline", "Runner-up", "What the network saw", "99.1 %"):
        assert shown in page
    assert Hold.objects.get().reviewer == User.objects.get(username="rita")


def test_more_brings_what_the_page_has_not(rita: Client, row: Prediction) -> None:
    assert str(row.pk) in rita.post(f"{PAGE}/next").content.decode()
    assert rita.post(f"{PAGE}/next", {"have": [str(row.pk), "nonsense"]}).content.decode().strip() == ""


def test_its_users_word_is_said(rita: Client, row: Prediction) -> None:
    row.review("corrected", "1", source="user", reviewer=row.owner)
    assert "Its user says: 1" in rita.get(PAGE).content.decode()


def test_a_word_is_kept_with_who_when_and_how_long(rita: Client, row: Prediction) -> None:
    bulk = uuid4()
    answer = say(rita, row, verdict="accepted", seconds="0.84", bulk=str(bulk)).json()
    review = Review.objects.get(pk=answer["review"])
    assert (review.verdict, review.label, review.seconds, review.bulk) == ("accepted", "7", 0.84, bulk)
    assert (review.source, review.sampled) == ("staff", "worth")
    assert review.reviewer == User.objects.get(username="rita")
    assert not Hold.objects.exists()


@pytest.mark.parametrize("seconds", ["", "soon", "nan", "inf", "-1", "1e9"])
def test_a_time_that_makes_no_sense_is_none(rita: Client, row: Prediction, seconds: str) -> None:
    say(rita, row, verdict="accepted", seconds=seconds)
    assert Review.objects.get().seconds is None


def test_boxes_come_as_they_were_drawn(rita: Client, row: Prediction) -> None:
    digits = [{"value": 1, "line": 0, "box": {**row.digits[0]["box"], "x": 3}}]
    assert say(rita, row, digits=json.dumps(digits)).json()["label"] == "1"
    assert Review.objects.get().digits == digits


@pytest.mark.parametrize(
    "said", [{}, {"verdict": "perhaps"}, {"digits": "{"}, {"digits": "[]"}, {"verdict": "corrected"}]
)
def test_what_makes_no_sense_is_refused_with_a_sentence(rita: Client, row: Prediction, said: dict[str, str]) -> None:
    response = say(rita, row, **said)
    assert response.status_code == 400
    assert response.json()["detail"].endswith(".")
    assert not Review.objects.exists()


def test_one_takes_back_ones_own_word_only(rita: Client, row: Prediction) -> None:
    review = say(rita, row, verdict="accepted").json()["review"]
    assert reviewer("rob").post(f"{PAGE}/said/{review}/undo").status_code == 404
    rita.post(f"{PAGE}/said/{review}/undo")
    row.refresh_from_db()
    assert (row.verdict, row.worth is not None, Review.objects.count()) == ("", True, 2)


def test_what_is_skipped_goes_to_others(rita: Client, row: Prediction) -> None:
    rita.get(PAGE)
    rita.post(f"{PAGE}/skip", {"item": str(row.pk)})
    assert str(row.pk) not in rita.get(PAGE).content.decode()
    assert str(row.pk) in reviewer("rob").get(PAGE).content.decode()


def test_a_picture_that_is_gone_is_not_shown(rita: Client, row: Prediction) -> None:
    row.forget()
    assert str(row.pk) not in rita.get(PAGE).content.decode()


def test_an_empty_queue_is_a_page(rita: Client) -> None:
    assert "Nothing is waiting for a review" in rita.get(PAGE).content.decode()
