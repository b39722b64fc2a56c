"""Handing in: kept first, then a message; nothing is lost while the queue is away."""

import time
from pathlib import Path

import pytest
import redis
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError

from recognition import statements
from recognition.models import Prediction
from recognition.owners import Owner
from recognition.submission import Item, submit
from tests.conftest import SEVEN

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


def test_a_row_is_kept_and_one_message_is_sent(queue: redis.Redis) -> None:
    ticket = submit(Owner(), "api", Item("drawing", strokes=SEVEN), "auto")
    assert ticket.sent
    assert Prediction.objects.get().status == "queued"
    assert [queue.llen(lane) for lane in ("interactive", "batch", "maintenance")] == [1, 0, 0]


def test_a_picture_is_stored_under_its_id_and_not_under_its_name(queue: redis.Redis, pictures_folder: Path) -> None:
    submit(Owner(), "upload", Item("../../evil.png", picture=b"bytes", picture_format="PNG"), "auto")
    row = Prediction.objects.get()
    assert [path.name for path in pictures_folder.rglob("*") if path.is_file()] == [row.pk.hex]
    with row.picture.open() as file:
        assert file.read() == b"bytes"


def test_a_picture_never_takes_the_place_of_another(pictures_folder: Path) -> None:
    assert default_storage.save("ab/first", ContentFile(b"one")) == "ab/first"
    with pytest.raises(FileExistsError):
        default_storage.save("ab/first", ContentFile(b"two"))
    assert (pictures_folder / "ab" / "first").read_bytes() == b"one"


def test_with_the_queue_away_the_row_is_kept_and_the_caller_is_not_held(queue_away: None) -> None:
    began = time.monotonic()
    ticket = submit(Owner(), "api", Item("drawing", strokes=SEVEN), "auto")
    assert time.monotonic() - began < 2.5
    assert not ticket.sent
    assert Prediction.objects.get(pk=ticket.prediction.pk).status == "queued"


def test_a_commit_whose_answer_was_lost_keeps_its_file(
    queue: redis.Redis, pictures_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server had committed when it went away; without its file the row would be a promise that nobody can keep."""

    def save_and_lose(*_: object, **__: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(statements, "insert", save_and_lose)
    with pytest.raises(OperationalError):
        submit(Owner(), "upload", Item("seven.png", picture=b"bytes", picture_format="PNG"), "auto")
    assert [path for path in pictures_folder.rglob("*") if path.is_file()]


def test_when_keeping_the_row_breaks_no_file_is_left_behind(
    queue: redis.Redis, pictures_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError("the database is away")

    monkeypatch.setattr(statements, "insert", refuse)
    with pytest.raises(RuntimeError):
        submit(Owner(), "upload", Item("seven.png", picture=b"bytes", picture_format="PNG"), "auto")
    assert not [path for path in pictures_folder.rglob("*") if path.is_file()]
    assert queue.llen("interactive") == 0
