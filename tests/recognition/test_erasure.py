"""Deleting asks first, takes the pictures along, takes no longer than it may, and never anybody else's."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from recognition.erasure import erase_some
from recognition.models import Batch, Prediction
from recognition.models.reviews import Review
from tests.recognition.rows import NOON, read

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_chosen_ones_go_after_asking(alice: Client) -> None:
    kept, first, second = (read("alice", minutes=minute) for minute in range(3))
    address = f"/history/delete/selected?id={first.pk}&id={second.pk}"
    assert "Delete 2 chosen readings?" in alice.get(address).content.decode()
    assert Prediction.objects.count() == 3
    page = alice.post(address, follow=True).content.decode()
    assert list(Prediction.objects.all()) == [kept]
    assert "Deleted 2 readings." in page


def test_everything_goes_with_its_pictures_and_answers(alice: Client, pictures_folder: Path) -> None:
    row = read("alice")
    row.picture.save("seven.png", ContentFile(b"x"))
    row.review("accepted", "7", source="user")
    assert len(files(pictures_folder)) == 1
    assert "Delete everything of yours?" in alice.get("/history/delete/all").content.decode()
    alice.post("/history/delete/all")
    assert not Prediction.objects.exists()
    assert not Review.objects.exists()
    assert not files(pictures_folder)


def test_a_batch_of_which_nothing_is_left_goes_too(alice: Client) -> None:
    now = timezone.now()
    over, unpacking = (Batch.objects.create(name=name, unpacked_at=then) for name, then in (("o", now), ("u", None)))
    first = read("alice", batch=over, position=0)
    read("alice", minutes=1, batch=over, position=1)
    read("alice", minutes=2, batch=unpacking, position=0)
    alice.delete(f"/api/v1/predictions/{first.pk}")
    assert Batch.objects.filter(pk=over.pk).exists()
    alice.post("/history/delete/all")
    assert list(Batch.objects.all()) == [unpacking]


def test_what_the_filter_shows_goes_and_the_rest_stays(alice: Client) -> None:
    read("alice", "7", decision="uncertain")
    read("alice", "8")
    assert "Delete what the filter shows?" in alice.get("/history/delete/all?decision=uncertain").content.decode()
    alice.post("/history/delete/all?decision=uncertain")
    assert Prediction.objects.get().text == "8"


def test_nothing_chosen_deletes_nothing(alice: Client) -> None:
    read("alice")
    assert "There is nothing to delete" in alice.get("/history/delete/selected").content.decode()
    alice.post("/history/delete/selected")
    assert Prediction.objects.count() == 1


def test_nobody_deletes_anybody_elses(alice: Client, bob: Client, stranger: Client) -> None:
    row = read("alice")
    for other in (bob, stranger):
        for address in ("/history/delete/all", f"/history/delete/selected?id={row.pk}"):
            assert "There is nothing to delete" in other.get(address).content.decode()
            other.post(address)
        assert other.delete(f"/api/v1/predictions/{row.pk}").status_code == 404
    assert Prediction.objects.exists()


def test_an_address_that_is_none_is_not_found(alice: Client) -> None:
    assert alice.get("/history/delete/selected?id=7").status_code == 404


def test_a_request_ends_when_its_time_is_up(alice: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recognition.erasure.AT_ONCE", 2)
    for minute in range(5):
        read("alice", minutes=minute)
    assert [erase_some(Prediction.objects.all(), seconds=0) for _ in range(4)] == [2, 2, 1, 0]


def test_what_is_left_is_said_and_a_script_asks_again(alice: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recognition.pages.history.erase_some", lambda rows: erase_some(rows, seconds=0))
    monkeypatch.setattr("recognition.erasure.AT_ONCE", 1)
    read("alice")
    read("alice", minutes=1)
    answers = [alice.post("/history/delete/all", headers={"X-Fragment": "1"}).json() for _ in range(2)]
    assert answers == [{"erased": 1, "left": 1}, {"erased": 1, "left": 0}]


@pytest.mark.parametrize("headers", [{}, {"X-Fragment": "1"}])
def test_at_the_end_all_that_went_is_counted(
    alice: Client, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]
) -> None:
    monkeypatch.setattr("recognition.pages.history.erase_some", lambda rows: erase_some(rows, seconds=0))
    monkeypatch.setattr("recognition.erasure.AT_ONCE", 1)
    for minute in range(3):
        read("alice", minutes=minute)
    page = alice.get("/history/delete/all").content.decode()
    fields = dict(re.findall(r'name="(asked|count)" value="([^"]+)"', page))
    for _ in range(3):
        alice.post("/history/delete/all", fields, headers=headers)
    assert "Deleted 3 readings." in alice.get("/history").content.decode()


def test_what_arrives_after_asking_stays(alice: Client) -> None:
    read("alice", "7", 0)
    read("alice", "8", 10)
    alice.post("/history/delete/all", {"asked": NOON.isoformat()})
    assert Prediction.objects.get().text == "8"


def test_one_goes_by_the_api(alice: Client) -> None:
    row = read("alice")
    assert alice.delete(f"/api/v1/predictions/{row.pk}").status_code == 204
    assert alice.delete(f"/api/v1/predictions/{row.pk}").status_code == 404
    assert alice.delete(f"/api/v1/predictions/{uuid4()}").status_code == 404
