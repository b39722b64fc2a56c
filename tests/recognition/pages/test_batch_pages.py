"""The pages of batches without a script: forms, redirects, and a page that says how far it is."""

import errno
import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from PIL import Image

from recognition.batches.sweeper import sweep_batches
from recognition.models import Prediction
from recognition.models.batch import Batch
from recognition.owners import key_for
from tests.conftest import named, png_of
from tests.recognition.handed_in import some
from tests.recognition.hostile import packed
from tests.recognition.lane import work_off

pytestmark = pytest.mark.django_db(transaction=True)


def hand_in(client: Client, name: str, data: bytes, **options: str) -> str:
    response = client.post("/batches", {"files": named(data, name), **options})
    assert response.status_code == 302, response.content
    return str(response.headers["Location"])


def test_a_form_leads_to_the_batchs_own_page(queue: redis.Redis, stranger: Client, seven_png: bytes) -> None:
    address = hand_in(stranger, *some(3, seven_png))
    assert "Waiting for its turn" in stranger.get(address).content.decode()
    work_off(queue)
    page = stranger.get(address).content.decode()
    assert "finished" in page
    assert 'data-count="accepted">3<' in page
    assert "seven.zip" in stranger.get("/batches").content.decode()


def test_of_a_cancelled_batch_what_was_read_is_told_from_what_was_handed_in(
    queue: redis.Redis, stranger: Client, seven_png: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recognition.batches.unpacking.TURN_SECONDS", 0)
    address = hand_in(stranger, *some(600, seven_png))
    work_off(queue, most=2)
    stranger.post(f"{address}/cancel")
    page = stranger.get(address).content.decode()
    assert "<b data-finished>64</b> of <b>600</b> or more" in page
    assert 'value="0.10' in page
    assert 'data-count="cancelled">536<' in page
    assert "64 of 600" in stranger.get("/batches").content.decode()


def test_a_batch_that_waits_for_room_says_so(
    queue: redis.Redis, stranger: Client, seven_png: bytes, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    address = hand_in(stranger, *some(3, seven_png))

    def full(path: Path, data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        work_off(queue)
    page = stranger.get(address).content.decode()
    assert "The server has no room for its pictures" in page
    assert "data-state-name>waiting<" in page
    assert ">waiting<" in stranger.get("/batches").content.decode()
    sweep_batches(timezone.now() + timedelta(seconds=settings.TASK_TIME_LIMIT_SECONDS + 5))
    work_off(queue)
    assert "no room" not in stranger.get(address).content.decode()


def test_a_script_gets_only_what_changes(queue: redis.Redis, stranger: Client, seven_png: bytes) -> None:
    address = hand_in(stranger, *some(3, seven_png))
    fragment = stranger.get(address, headers={"X-Fragment": "1"}).content.decode()
    assert fragment.lstrip().startswith("<div data-state")
    assert "<html" not in fragment


def test_the_end_is_said_in_words(queue: redis.Redis, stranger: Client, seven_png: bytes) -> None:
    address = hand_in(stranger, *some(1, seven_png))
    assert 'data-announce="0 percent."' in stranger.get(address).content.decode()
    work_off(queue)
    assert 'data-announce="Finished: 100 percent."' in stranger.get(address).content.decode()


def test_what_can_never_be_read_is_not_offered_to_be_read_again(
    queue: redis.Redis, stranger: Client, seven_png: bytes
) -> None:
    files = (("a.png", seven_png), ("notes.png", b"no picture"), ("half.png", seven_png[:200]))
    address = hand_in(stranger, "a.zip", packed(*files))
    work_off(queue)
    page = stranger.get(address).content.decode()
    assert "notes.png" in page
    assert "half.png" in page
    assert "Retry" not in page
    row = Prediction.objects.get(source="a.png")
    Prediction.objects.filter(pk=row.pk).update(status="failed", error_code="gave_up", error="It took too long.")
    assert re.findall("Retry all failed|Retry [a-z]+.png", stranger.get(address).content.decode()) == [
        "Retry all failed",
        "Retry a.png",
    ]


def test_whoever_has_no_script_is_told_which_clock_it_is(
    queue: redis.Redis, stranger: Client, seven_png: bytes
) -> None:
    address = hand_in(stranger, *some(1, seven_png))
    work_off(queue)
    reading = f"/predictions/{Prediction.objects.get().pk}"
    for page in (address, "/batches", "/history", reading):
        times = re.findall(r"<time.*?</time>", stranger.get(page).content.decode())
        assert [time for time in times if "<noscript> UTC</noscript>" not in time] == []
        assert times


def test_failures_come_first_with_their_reasons(queue: redis.Redis, stranger: Client, seven_png: bytes) -> None:
    address = hand_in(stranger, "a.zip", packed(("<b>.png", seven_png), ("half.png", seven_png[:200])))
    work_off(queue)
    page = stranger.get(address).content.decode()
    assert page.index("The PNG ends before the picture does") < page.index('aria-label="Latest readings"')
    assert "<b>.png" not in page


def names(page: str, label: str) -> list[str]:
    """The files of the readings under a heading."""
    [section] = re.findall(rf'<section class="latest" aria-label="{label}">(.*?)</section>', page, re.DOTALL) or [""]
    return re.findall(r'<span class="visually-hidden">, ([^<]+)</span>', section)


def test_what_is_doubtful_waits_under_a_heading_of_its_own_until_its_owner_has_looked(
    queue: redis.Redis, alice: Client, seven_png: bytes
) -> None:
    paper = png_of(Image.new("L", (60, 60), 255))
    files = packed(("1.png", seven_png), ("2.png", paper), ("3.png", seven_png))
    address = hand_in(alice, "a.zip", files)
    work_off(queue)
    assert names(alice.get(address).content.decode(), "Readings to look at") == ["2.png"]
    Prediction.objects.filter(source="1.png").update(decision="uncertain")
    page = alice.get(address).content.decode()
    assert names(page, "Readings to look at") == ["1.png", "2.png"]
    assert sorted(names(page, "Latest readings")) == ["1.png", "2.png", "3.png"]
    said = {"verdict": "accepted"}
    row = Prediction.objects.get(source="1.png")
    alice.post(f"/api/v1/predictions/{row.pk}/reviews", said, content_type="application/json")
    assert names(alice.get(address).content.decode(), "Readings to look at") == ["2.png"]


def test_decisions_have_the_words_of_the_history(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    paper = png_of(Image.new("L", (60, 60), 255))
    address = hand_in(alice, "a.zip", packed(("1.png", seven_png), ("2.png", paper)))
    work_off(queue)
    page = alice.get(address).content.decode()
    assert re.findall(r"<dt>(.*?)</dt>", page) == ["Sure", "Not sure", "No digit"]
    assert re.findall(r"<span>([^<]*)<span", page) == ["No digit", "No digit", "99.1 %"]  # and no 0 % of nothing


def test_of_much_that_is_doubtful_the_first_are_shown_and_said_to_be_the_first(
    queue: redis.Redis, alice: Client, seven_png: bytes
) -> None:
    address = hand_in(alice, *some(26, seven_png), threshold="1")
    work_off(queue)
    page = alice.get(address).content.decode()
    assert len(names(page, "Readings to look at")) == 24
    assert "The first 24; all are in the results." in page


def test_buttons_are_forms(queue: redis.Redis, stranger: Client, seven_png: bytes) -> None:
    address = hand_in(stranger, *some(3, seven_png))
    for verb, state in (("pause", "paused"), ("resume", "unpacking"), ("cancel", "cancelled")):
        assert stranger.post(f"{address}/{verb}").headers["Location"] == address
        assert Batch.objects.get().state == state
    assert stranger.get(f"{address}/pause").status_code == 405


def item_address(client: Client, address: str) -> str:
    [found] = re.findall(r'href="(/predictions/[^"]*)"', client.get(address).content.decode())
    return str(found)


def test_the_owner_judges_and_deletes_what_a_batch_read(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    address = hand_in(alice, *some(1, seven_png))
    work_off(queue)
    assert "key=" not in alice.get(address).content.decode()
    page = alice.get(item_address(alice, address)).content.decode()
    assert "Is this right?" in page
    assert "Delete…" in page


def test_who_came_by_a_key_sees_the_items_by_theirs(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    address = hand_in(alice, *some(1, seven_png))
    work_off(queue)
    key = key_for(Batch.objects.get().pk)
    page = Client().get(item_address(Client(), f"{address}?key={key}"))
    assert page.status_code == 200
    assert "Is this right?" not in page.content.decode()


def test_deleting_is_asked_for_first(queue: redis.Redis, stranger: Client, seven_png: bytes) -> None:
    address = hand_in(stranger, *some(3, seven_png))
    work_off(queue)
    assert "cannot be undone" in stranger.get(f"{address}/delete").content.decode()
    assert Batch.objects.exists()
    stranger.post(f"{address}/delete")
    assert not Batch.objects.exists()
    assert not Prediction.objects.exists()


def test_the_list_goes_on_behind_the_newest(alice: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recognition.pages.batches.NEWEST", 2)
    owner = User.objects.get(username="alice")
    for number in range(5):
        Batch.objects.create(name=f"{number}.zip", owner=owner)
    shown, address = [], "/batches"
    while address:
        page = alice.get(address).content.decode()
        shown.append(re.findall(r"<b>(.*?)</b>", page))
        [address] = re.findall(r'href="([^"]*)" rel="next"', page) or [""]
    assert shown == [["4.zip", "3.zip"], ["2.zip", "1.zip"], ["0.zip"]]
    assert alice.get("/batches?before=nowhere").status_code == 400


def test_what_is_refused_is_told_beside_the_form(stranger: Client) -> None:
    response = stranger.post("/batches", {"files": named(b"PK\3\4 not whole", "a.zip")})
    assert response.status_code == 400
    assert "The ZIP is not whole" in response.content.decode()
    assert "<form" in response.content.decode()


def test_a_form_of_another_site_is_refused_and_keeps_nothing(seven_png: bytes, pictures_folder: Path) -> None:
    response = Client(enforce_csrf_checks=True).post("/batches", {"files": named(seven_png, "a.png")})
    assert response.status_code == 403
    assert not Batch.objects.exists()
    assert not [path for path in pictures_folder.rglob("*") if path.is_file()]


def test_a_body_over_the_limit_is_refused_in_the_page(stranger: Client, settings: Any, seven_png: bytes) -> None:
    settings.BATCH_MAX_BYTES, settings.BATCH_MAX_ITEMS = 100, 1
    response = stranger.post("/batches", {"files": named(seven_png * 10, "a.png")})
    assert response.status_code == 413
    assert "Please send it in parts" in response.content.decode()


def test_a_file_that_is_no_picture_is_called_no_drawing_and_not_read(
    queue: redis.Redis, alice: Client, seven_png: bytes
) -> None:
    hand_in(alice, "a.zip", packed(("1.png", seven_png), ("notes.png", b"hello")))
    work_off(queue)
    row = Prediction.objects.get(source="notes.png")
    page = alice.get(f"/predictions/{row.pk}").content.decode()
    assert "<h1>A picture</h1>" in page
    assert 'href="/upload">Another one' in page
